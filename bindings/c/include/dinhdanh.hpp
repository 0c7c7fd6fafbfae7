// C++17 over dinhdanh.h: objects that free themselves, and exceptions. Header only; link with -ldinhdanh.
//
// Every failure is a dinhdanh::Error with the stable code. Objects may be moved, not copied, and used from every thread.
// A moved-from object answers with the error `argument-missing`. Functions whose name says `expose` or `json` hand over
// a citizen's data; nothing else does, and what() never.
#ifndef DINHDANH_HPP
#define DINHDANH_HPP

#include <algorithm>
#include <array>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dinhdanh.h"

namespace dinhdanh {

/// Why a call failed. Holds no value that was read: may be logged as it is.
class Error : public std::runtime_error {
 public:
  /// Takes over what a call gave.
  Error(std::int32_t status, dd_error *error)
      : std::runtime_error(text(error)), status_(status), retryable_(dd_error_retryable(error) != 0),
        code_(dd_error_code(error)), category_(dd_error_category(error)), place_(dd_error_place(error)),
        message_vi_(dd_error_message_vi(error)), message_en_(dd_error_message_en(error)) {
    dd_error_free(error);
  }

  /// `DD_INPUT` to `DD_INTERNAL`.
  std::int32_t status() const noexcept { return status_; }
  /// The stable code, such as `wrong-access-key`.
  const std::string &code() const noexcept { return code_; }
  /// `input`, `card`, `key`, `link`, `caller` or `internal`.
  const std::string &category() const noexcept { return category_; }
  /// Whether the same call may succeed when it is made again.
  bool retryable() const noexcept { return retryable_; }
  /// The file, field, step or argument.
  const std::string &place() const noexcept { return place_; }
  /// What happened and what to do.
  const std::string &message_vi() const noexcept { return message_vi_; }
  /// The same in English.
  const std::string &message_en() const noexcept { return message_en_; }

 private:
  static std::string text(const dd_error *error) {
    return std::string("[") + dd_error_code(error) + "] " + dd_error_message_en(error);
  }
  std::int32_t status_;
  bool retryable_;
  std::string code_, category_, place_, message_vi_, message_en_;
};

namespace detail {

/// Makes a call with a place for its error, and throws that.
template <typename Call>
void call(Call &&made) {
  dd_error *error = nullptr;
  const std::int32_t status = made(&error);
  if (status != DD_OK) throw Error(status, error);
}

struct Freed {
  void operator()(dd_request *it) const noexcept { dd_request_free(it); }
  void operator()(dd_session *it) const noexcept { dd_session_free(it); }
  void operator()(dd_reading *it) const noexcept { dd_reading_free(it); }
  void operator()(dd_verifier *it) const noexcept { dd_verifier_free(it); }
  void operator()(dd_verification *it) const noexcept { dd_verification_free(it); }
  void operator()(dd_citizen *it) const noexcept { dd_citizen_free(it); }
  void operator()(dd_qr_codes *it) const noexcept { dd_qr_codes_free(it); }
  void operator()(dd_frame_scanner *it) const noexcept { dd_frame_scanner_free(it); }
  void operator()(dd_id_token_check *it) const noexcept { dd_id_token_check_free(it); }
  void operator()(dd_login *it) const noexcept { dd_login_free(it); }
};
template <typename T>
using Owned = std::unique_ptr<T, Freed>;

/// The handle that a call fills in.
template <typename T, typename Call>
Owned<T> made(Call &&maker) {
  T *it = nullptr;
  call([&](dd_error **error) { return maker(&it, error); });
  return Owned<T>(it);
}

/// The bytes that a call fills in; nothing where there is no value. The library's own copy is wiped.
template <typename Call>
std::optional<std::string> any_text(Call &&maker) {
  struct Kept : dd_bytes {
    ~Kept() { dd_bytes_free(this); }
  } bytes{};
  call([&](dd_error **error) { return maker(&bytes, error); });
  if (bytes.data == nullptr) return std::nullopt;
  return std::string(reinterpret_cast<const char *>(bytes.data), bytes.len);
}
template <typename Call>
std::string text(Call &&maker) {
  return any_text(std::forward<Call>(maker)).value_or(std::string());
}
inline std::optional<std::vector<std::uint8_t>> binary(const std::optional<std::string> &text) {
  if (!text) return std::nullopt;
  return std::vector<std::uint8_t>(text->begin(), text->end());
}
inline std::vector<std::string> lines(const std::string &text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

/// A view of nothing has no address; it is an empty text all the same.
inline const char *at(std::string_view text) { return text.data() == nullptr ? "" : text.data(); }
inline const std::uint8_t *raw(std::string_view bytes) { return reinterpret_cast<const std::uint8_t *>(at(bytes)); }

}  // namespace detail

/// Bytes as a view, for what takes binary data.
inline std::string_view view(const std::vector<std::uint8_t> &bytes) {
  return bytes.empty() ? std::string_view("") : std::string_view(reinterpret_cast<const char *>(bytes.data()), bytes.size());
}

/// Version of the library. Throws std::runtime_error where it does not fit this header.
inline std::string version() {
  if (dd_abi_version() != DD_ABI_VERSION) throw std::runtime_error("libdinhdanh and dinhdanh.h do not fit together");
  return dd_version();
}

/// Every error that there is, a line each: code, category, and `yes` or `no` for whether it is retryable.
inline std::vector<std::string> error_codes() {
  return detail::lines(detail::text(dd_error_codes));
}

/// What is known of a citizen. A value that the document does not give is nothing.
class Citizen {
 public:
  explicit Citizen(detail::Owned<dd_citizen> it) : it_(std::move(it)) {}
  /// Whether an authority that is trusted signed these data.
  bool proven() const {
    std::int32_t yes = 0;
    detail::call([&](dd_error **error) { return dd_citizen_proven(it_.get(), &yes, error); });
    return yes == 1;
  }
  std::optional<std::string> id_number() const { return of(dd_citizen_id_number); }
  std::optional<std::string> old_id_number() const { return of(dd_citizen_old_id_number); }
  std::optional<std::string> full_name() const { return of(dd_citizen_full_name); }
  std::optional<std::string> date_of_birth() const { return of(dd_citizen_date_of_birth); }
  std::optional<std::string> sex() const { return of(dd_citizen_sex); }
  std::optional<std::string> nationality() const { return of(dd_citizen_nationality); }
  std::optional<std::string> address() const { return of(dd_citizen_address); }
  std::optional<std::string> place_of_origin() const { return of(dd_citizen_place_of_origin); }
  std::optional<std::string> issued() const { return of(dd_citizen_issued); }
  std::optional<std::string> expires() const { return of(dd_citizen_expires); }
  std::string expose_json() const { return of(dd_citizen_expose_json).value_or(std::string()); }

 private:
  std::optional<std::string> of(std::int32_t (*field)(const dd_citizen *, dd_bytes *, dd_error **)) const {
    return detail::any_text([&](dd_bytes *bytes, dd_error **error) { return field(it_.get(), bytes, error); });
  }
  detail::Owned<dd_citizen> it_;
};

/// What is known before a chip is read.
class Request {
 public:
  Request() : it_(detail::made<dd_request>(dd_request_new)) {}
  Request &can(std::string_view digits) {
    detail::call([&](dd_error **e) { return dd_request_can(it_.get(), detail::at(digits), digits.size(), e); });
    return *this;
  }
  Request &mrz(std::string_view lines) {
    detail::call([&](dd_error **e) { return dd_request_mrz(it_.get(), detail::at(lines), lines.size(), e); });
    return *this;
  }
  Request &qr(std::string_view payload) {
    detail::call([&](dd_error **e) { return dd_request_qr(it_.get(), detail::raw(payload), payload.size(), e); });
    return *this;
  }
  Request &allow_bac_after_failed_pace() {
    detail::call([&](dd_error **e) { return dd_request_allow_bac_after_failed_pace(it_.get(), e); });
    return *this;
  }
  Request &leave_portrait() {
    detail::call([&](dd_error **e) { return dd_request_leave_portrait(it_.get(), e); });
    return *this;
  }
  /// What the QR code lacked to derive a key, in Vietnamese.
  std::vector<std::string> missing() const {
    return detail::lines(detail::text([&](dd_bytes *b, dd_error **e) { return dd_request_missing(it_.get(), b, e); }));
  }
  const dd_request *get() const noexcept { return it_.get(); }

 private:
  detail::Owned<dd_request> it_;
};

/// What was read: evidence, not yet a judgement.
class Reading {
 public:
  explicit Reading(detail::Owned<dd_reading> it) : it_(std::move(it)) {}
  /// The files of a dump; `challenge` of 8 bytes where one was sent to the chip.
  static Reading from_dump(std::string_view json, std::optional<std::array<std::uint8_t, 8>> challenge = std::nullopt) {
    return Reading(detail::made<dd_reading>([&](dd_reading **out, dd_error **e) {
      return dd_reading_from_dump(detail::raw(json), json.size(), challenge ? challenge->data() : nullptr, 8, out, e);
    }));
  }
  Reading with_qr(std::string_view payload) const {
    return Reading(detail::made<dd_reading>([&](dd_reading **out, dd_error **e) {
      return dd_reading_with_qr(it_.get(), detail::raw(payload), payload.size(), out, e);
    }));
  }
  std::string expose_dump() const {
    return detail::text([&](dd_bytes *b, dd_error **e) { return dd_reading_expose_dump(it_.get(), b, e); });
  }
  std::vector<std::string> files() const {
    return detail::lines(detail::text([&](dd_bytes *b, dd_error **e) { return dd_reading_files(it_.get(), b, e); }));
  }
  std::optional<std::vector<std::uint8_t>> expose_portrait() const {
    return detail::binary(
        detail::any_text([&](dd_bytes *b, dd_error **e) { return dd_reading_expose_portrait(it_.get(), b, e); }));
  }
  const dd_reading *get() const noexcept { return it_.get(); }

 private:
  detail::Owned<dd_reading> it_;
};

/// Why a transport gave up; throw it from Transport::transceive.
struct TransportFailure : std::exception {
  enum Kind : std::int32_t {
    card_removed = DD_TRANSPORT_CARD_REMOVED,
    timeout = DD_TRANSPORT_TIMEOUT,
    failed = DD_TRANSPORT_FAILED,
    cancelled = DD_TRANSPORT_CANCELLED,
  };
  explicit TransportFailure(Kind why) : kind(why) {}
  const char *what() const noexcept override { return "the transport gave up"; }
  Kind kind;
};

/// A connection to one chip. It may throw whatever it likes: Session::run then throws an Error with the code
/// `transport-failed` (or that of the TransportFailure), and the thrown one nested in it (std::rethrow_if_nested).
class Transport {
 public:
  virtual ~Transport() = default;
  /// Sends a command APDU and gives the response APDU with its status.
  virtual std::vector<std::uint8_t> transceive(const std::uint8_t *command, std::size_t command_len) = 0;
  /// Told before every command what it is for, and once at the end.
  virtual void progress(const dd_progress &) {}
};

/// The dialogue with one chip.
class Session {
 public:
  /// `longest_answer`: 256, or more where chip and reader take extended length.
  explicit Session(const Request &request, std::size_t longest_answer = 256)
      : it_(detail::made<dd_session>([&](dd_session **out, dd_error **e) {
          return dd_session_new(request.get(), longest_answer, out, e);
        })) {}

  /// Reads the chip. Blocks.
  void run(Transport &transport) {
    Callbacks callbacks{&transport, nullptr};
    try {
      detail::call([&](dd_error **e) {
        return dd_session_run(it_.get(), Callbacks::transceive, Callbacks::progress, &callbacks, e);
      });
    } catch (const Error &error) {
      if (!callbacks.thrown) throw;
      try {
        std::rethrow_exception(callbacks.thrown);
      } catch (...) {
        std::throw_with_nested(error);
      }
    }
  }
  /// The command to send now; nothing when the session is over.
  std::optional<std::vector<std::uint8_t>> next_command() {
    return detail::binary(
        detail::any_text([&](dd_bytes *b, dd_error **e) { return dd_session_next_command(it_.get(), b, e); }));
  }
  void on_response(const std::vector<std::uint8_t> &answer) {
    const std::string_view bytes = view(answer);
    detail::call([&](dd_error **e) {
      return dd_session_on_response(it_.get(), detail::raw(bytes), bytes.size(), e);
    });
  }
  /// From any thread: ends the session at its next step.
  void cancel() {
    detail::call([&](dd_error **e) { return dd_session_cancel(it_.get(), e); });
  }
  bool is_cancelled() const {
    std::int32_t yes = 0;
    detail::call([&](dd_error **e) { return dd_session_is_cancelled(it_.get(), &yes, e); });
    return yes == 1;
  }
  dd_progress progress() const {
    dd_progress now{};
    detail::call([&](dd_error **e) { return dd_session_progress(it_.get(), &now, e); });
    return now;
  }
  /// Takes what was read and closes the session.
  Reading reading() {
    return Reading(detail::made<dd_reading>(
        [&](dd_reading **out, dd_error **e) { return dd_session_reading(it_.get(), out, e); }));
  }
  void close() {
    detail::call([&](dd_error **e) { return dd_session_close(it_.get(), e); });
  }

 private:
  /// No exception leaves a callback: it is kept, and thrown again above the library.
  struct Callbacks {
    Transport *transport;
    std::exception_ptr thrown;

    static std::int32_t transceive(void *context, const std::uint8_t *command, std::size_t len, std::uint8_t *answer,
                                   std::size_t *answer_len) noexcept {
      auto *self = static_cast<Callbacks *>(context);
      if (self->thrown) return DD_TRANSPORT_FAILED;
      try {
        const std::vector<std::uint8_t> got = self->transport->transceive(command, len);
        if (got.size() > *answer_len) return DD_TRANSPORT_FAILED;
        std::copy(got.begin(), got.end(), answer);
        *answer_len = got.size();
        return DD_TRANSPORT_OK;
      } catch (const TransportFailure &failure) {
        self->thrown = std::current_exception();
        return failure.kind;
      } catch (...) {
        self->thrown = std::current_exception();
        return DD_TRANSPORT_FAILED;
      }
    }
    static void progress(void *context, const dd_progress *now) noexcept {
      auto *self = static_cast<Callbacks *>(context);
      if (self->thrown) return;
      try {
        self->transport->progress(*now);
      } catch (...) {
        self->thrown = std::current_exception();
      }
    }
  };
  detail::Owned<dd_session> it_;
};

/// The answer about one document.
class Verification {
 public:
  explicit Verification(detail::Owned<dd_verification> it) : it_(std::move(it)) {}
  bool meets_policy() const {
    std::int32_t yes = 0;
    detail::call([&](dd_error **e) { return dd_verification_meets_policy(it_.get(), &yes, e); });
    return yes == 1;
  }
  /// `Printed`, `SignedUnanchored`, `IssuerSigned`, `NotCloned` or `HolderPresent`.
  std::string assurance() const {
    return detail::text([&](dd_bytes *b, dd_error **e) { return dd_verification_assurance(it_.get(), b, e); });
  }
  /// Failed checks with their reasons.
  std::vector<std::pair<std::string, std::string>> refusals() const {
    std::vector<std::pair<std::string, std::string>> out;
    for (const std::string &line : detail::lines(detail::text(
             [&](dd_bytes *b, dd_error **e) { return dd_verification_refusals(it_.get(), b, e); }))) {
      const std::size_t tab = line.find('\t');
      out.emplace_back(line.substr(0, tab), tab == std::string::npos ? std::string() : line.substr(tab + 1));
    }
    return out;
  }
  Citizen citizen() const {
    return Citizen(detail::made<dd_citizen>(
        [&](dd_citizen **out, dd_error **e) { return dd_verification_citizen(it_.get(), out, e); }));
  }
  std::optional<std::vector<std::uint8_t>> expose_portrait() const {
    return detail::binary(
        detail::any_text([&](dd_bytes *b, dd_error **e) { return dd_verification_expose_portrait(it_.get(), b, e); }));
  }
  Verification with_holder(bool same) const {
    return Verification(detail::made<dd_verification>([&](dd_verification **out, dd_error **e) {
      return dd_verification_with_holder(it_.get(), same ? 1 : 0, out, e);
    }));
  }
  std::string expose_json() const {
    return detail::text([&](dd_bytes *b, dd_error **e) { return dd_verification_expose_json(it_.get(), b, e); });
  }

 private:
  detail::Owned<dd_verification> it_;
};

/// Whom a program trusts and what it insists on.
class Verifier {
 public:
  static Verifier citizen_cards() { return Verifier(detail::made<dd_verifier>(dd_verifier_citizen_cards)); }
  static Verifier travel_documents() { return Verifier(detail::made<dd_verifier>(dd_verifier_travel_documents)); }
  static Verifier test_cards() { return Verifier(detail::made<dd_verifier>(dd_verifier_test_cards)); }

  /// What a file of trust brought.
  struct Loaded {
    std::size_t trusted, revocation_lists, skipped;
  };
  Loaded load(std::string_view file) {
    Loaded loaded{};
    detail::call([&](dd_error **e) {
      return dd_verifier_load(it_.get(), detail::raw(file), file.size(), &loaded.trusted, &loaded.revocation_lists,
                              &loaded.skipped, e);
    });
    return loaded;
  }
  /// `at` in Unix seconds.
  Verification verify(const Reading &reading, std::int64_t at) const {
    return Verification(detail::made<dd_verification>([&](dd_verification **out, dd_error **e) {
      return dd_verifier_verify(it_.get(), reading.get(), at, out, e);
    }));
  }

 private:
  explicit Verifier(detail::Owned<dd_verifier> it) : it_(std::move(it)) {}
  detail::Owned<dd_verifier> it_;
};

/// A code of a picture: its bytes and corners (x, y of top left, top right, bottom right, bottom left).
class QrCode {
 public:
  QrCode(std::string payload, std::array<std::int32_t, 8> corners)
      : payload_(std::move(payload)), corners_(corners) {}
  const std::string &expose_bytes() const noexcept { return payload_; }
  const std::array<std::int32_t, 8> &corners() const noexcept { return corners_; }

 private:
  std::string payload_;
  std::array<std::int32_t, 8> corners_;
};

namespace detail {
template <typename Call>
std::vector<QrCode> codes(Call &&maker) {
  const Owned<dd_qr_codes> all = made<dd_qr_codes>(std::forward<Call>(maker));
  std::size_t count = 0;
  call([&](dd_error **e) { return dd_qr_codes_count(all.get(), &count, e); });
  std::vector<QrCode> out;
  for (std::size_t i = 0; i < count; i++) {
    std::array<std::int32_t, 8> corners{};
    call([&](dd_error **e) { return dd_qr_codes_corners(all.get(), i, corners.data(), corners.size(), e); });
    out.emplace_back(
        text([&](dd_bytes *b, dd_error **e) { return dd_qr_codes_expose_payload(all.get(), i, b, e); }), corners);
  }
  return out;
}
}  // namespace detail

/// Every QR code in a PNG or JPEG file.
inline std::vector<QrCode> read_qr(std::string_view png_or_jpeg, std::uint64_t max_pixels = 0) {
  return detail::codes([&](dd_qr_codes **out, dd_error **e) {
    return dd_read_qr(detail::raw(png_or_jpeg), png_or_jpeg.size(), max_pixels, out, e);
  });
}

/// Codes from the frames of a camera.
class FrameScanner {
 public:
  explicit FrameScanner(std::uint64_t max_pixels = 0)
      : it_(detail::made<dd_frame_scanner>(
            [&](dd_frame_scanner **out, dd_error **e) { return dd_frame_scanner_new(max_pixels, out, e); })) {}
  std::vector<QrCode> grey(std::string_view frame, std::uint32_t width, std::uint32_t height, std::uint32_t stride) {
    return detail::codes([&](dd_qr_codes **out, dd_error **e) {
      return dd_frame_scanner_grey(it_.get(), detail::raw(frame), frame.size(), width, height, stride, out, e);
    });
  }
  std::vector<QrCode> rgba(std::string_view frame, std::uint32_t width, std::uint32_t height, std::uint32_t stride) {
    return detail::codes([&](dd_qr_codes **out, dd_error **e) {
      return dd_frame_scanner_rgba(it_.get(), detail::raw(frame), frame.size(), width, height, stride, out, e);
    });
  }
  void reset() {
    detail::call([&](dd_error **e) { return dd_frame_scanner_reset(it_.get(), e); });
  }

 private:
  detail::Owned<dd_frame_scanner> it_;
};

/// A login that a provider signed.
class Login {
 public:
  explicit Login(detail::Owned<dd_login> it) : it_(std::move(it)) {}
  std::string issuer() const {
    return detail::text([&](dd_bytes *b, dd_error **e) { return dd_login_issuer(it_.get(), b, e); });
  }
  std::string expose_subject() const {
    return detail::text([&](dd_bytes *b, dd_error **e) { return dd_login_expose_subject(it_.get(), b, e); });
  }
  int level() const {
    std::int32_t level = 0;
    detail::call([&](dd_error **e) { return dd_login_level(it_.get(), &level, e); });
    return level;
  }
  std::string expose_json() const {
    return detail::text([&](dd_bytes *b, dd_error **e) { return dd_login_expose_json(it_.get(), b, e); });
  }

 private:
  detail::Owned<dd_login> it_;
};

/// What an ID token must be.
class IdTokenCheck {
 public:
  IdTokenCheck(std::string_view issuer, std::string_view client_id, std::int64_t now)
      : it_(detail::made<dd_id_token_check>([&](dd_id_token_check **out, dd_error **e) {
          return dd_id_token_check_new(detail::at(issuer), issuer.size(), detail::at(client_id), client_id.size(), now,
                                       out, e);
        })) {}
  IdTokenCheck &nonce(std::string_view nonce) {
    detail::call([&](dd_error **e) { return dd_id_token_check_nonce(it_.get(), detail::at(nonce), nonce.size(), e); });
    return *this;
  }
  IdTokenCheck &access_token(std::string_view token) {
    detail::call(
        [&](dd_error **e) { return dd_id_token_check_access_token(it_.get(), detail::at(token), token.size(), e); });
    return *this;
  }
  IdTokenCheck &required_level(std::uint8_t level) {
    detail::call([&](dd_error **e) { return dd_id_token_check_required_level(it_.get(), level, e); });
    return *this;
  }
  IdTokenCheck &max_age(std::uint32_t seconds) {
    detail::call([&](dd_error **e) { return dd_id_token_check_max_age(it_.get(), seconds, e); });
    return *this;
  }
  Login verify(std::string_view token, std::string_view jwks) const {
    return Login(detail::made<dd_login>([&](dd_login **out, dd_error **e) {
      return dd_id_token_check_verify(it_.get(), detail::at(token), token.size(), detail::at(jwks), jwks.size(), out, e);
    }));
  }

 private:
  detail::Owned<dd_id_token_check> it_;
};

/// What is printed on a card, as JSON: claimed, never proven. See dinhdanh.h.
inline std::string personal_number_expose_json(std::string_view digits) {
  return detail::text([&](dd_bytes *b, dd_error **e) {
    return dd_personal_number_expose_json(detail::at(digits), digits.size(), b, e);
  });
}
inline std::string personal_number_masked(std::string_view digits) {
  return detail::text(
      [&](dd_bytes *b, dd_error **e) { return dd_personal_number_masked(detail::at(digits), digits.size(), b, e); });
}
inline std::string card_qr_expose_json(std::string_view payload) {
  return detail::text(
      [&](dd_bytes *b, dd_error **e) { return dd_card_qr_expose_json(detail::raw(payload), payload.size(), b, e); });
}
inline Citizen card_qr_citizen(std::string_view payload) {
  return Citizen(detail::made<dd_citizen>([&](dd_citizen **out, dd_error **e) {
    return dd_card_qr_citizen(detail::raw(payload), payload.size(), out, e);
  }));
}
inline std::string mrz_expose_json(std::string_view lines, std::int64_t at) {
  return detail::text(
      [&](dd_bytes *b, dd_error **e) { return dd_mrz_expose_json(detail::at(lines), lines.size(), at, b, e); });
}
inline std::string mrz_recognised_expose_json(std::string_view text, std::int64_t at) {
  return detail::text([&](dd_bytes *b, dd_error **e) {
    return dd_mrz_recognised_expose_json(detail::at(text), text.size(), at, b, e);
  });
}
/// The citizen of a zone, and whether its check digits hold.
inline std::pair<Citizen, bool> mrz_citizen(std::string_view lines, std::int64_t at) {
  std::int32_t consistent = 0;
  Citizen citizen(detail::made<dd_citizen>([&](dd_citizen **out, dd_error **e) {
    return dd_mrz_citizen(detail::at(lines), lines.size(), at, out, &consistent, e);
  }));
  return {std::move(citizen), consistent == 1};
}
inline std::string repair_scan(std::string_view scanned) {
  return detail::text(
      [&](dd_bytes *b, dd_error **e) { return dd_repair_scan(detail::at(scanned), scanned.size(), b, e); });
}

/// Declarations of residence (JSON) checked at a moment in Unix seconds.
inline std::string check_stays(std::string_view declarations, std::int64_t at, bool in_remote_area) {
  return detail::text([&](dd_bytes *b, dd_error **e) {
    return dd_check_stays(detail::raw(declarations), declarations.size(), at, in_remote_area ? 1 : 0, b, e);
  });
}
/// A file for the portal, and JSON about the declarations that are not in it.
struct PortalFile {
  std::string file, left_out;
};
inline PortalFile foreign_guests_xml(std::string_view declarations) {
  PortalFile out;
  out.file = detail::text([&](dd_bytes *xml, dd_error **e) {
    dd_bytes rest{};
    const std::int32_t status =
        dd_foreign_guests_xml(detail::raw(declarations), declarations.size(), xml, &rest, e);
    if (status == DD_OK) out.left_out.assign(reinterpret_cast<const char *>(rest.data), rest.len);
    dd_bytes_free(&rest);
    return status;
  });
  return out;
}
inline PortalFile portal_workbook(std::string_view template_file, std::string_view declarations) {
  PortalFile out;
  out.file = detail::text([&](dd_bytes *workbook, dd_error **e) {
    dd_bytes rest{};
    const std::int32_t status =
        dd_portal_workbook(detail::raw(template_file), template_file.size(), detail::raw(declarations),
                           declarations.size(), workbook, &rest, e);
    if (status == DD_OK) out.left_out.assign(reinterpret_cast<const char *>(rest.data), rest.len);
    dd_bytes_free(&rest);
    return status;
  });
  return out;
}

}  // namespace dinhdanh

#endif  // DINHDANH_HPP
