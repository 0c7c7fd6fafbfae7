// Runs the vectors that hold the languages together, from C++: vectors LINES FOLDER

#include <fstream>
#include <iostream>
#include <iterator>
#include <map>

#include "dinhdanh.hpp"

using namespace dinhdanh;

static const std::string ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static std::string decoded(const std::string &text) {
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (std::size_t i = 0; i < text.size() && text[i] != '='; i++) {
    bits = bits << 6 | static_cast<std::uint32_t>(ALPHABET.find(text[i]));
    if ((count += 6) >= 8) out += static_cast<char>(bits >> (count -= 8));
  }
  return out;
}

static std::string encoded(const std::string &bytes) {
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<std::uint8_t>(byte);
    for (count += 8; count >= 6;) out += ALPHABET[bits >> (count -= 6) & 63];
  }
  if (count > 0) out += ALPHABET[bits << (6 - count) & 63];
  return out + std::string((4 - out.size() % 4) % 4, '=');
}

static std::string contents(const std::string &path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("no file " + path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

struct Vector {
  std::string folder;
  std::map<std::string, std::string> input;

  const std::string &text(const std::string &name) const { return input.at(name); }
  std::int64_t number(const std::string &name) const { return std::stoll(text(name)); }
  std::string file(const std::string &name) const { return contents(folder + "/" + text(name)); }

  std::string verify_dump() const {
    Verifier verifier = text("policy") == "test"      ? Verifier::test_cards()
                        : text("policy") == "citizen" ? Verifier::citizen_cards()
                                                      : Verifier::travel_documents();
    if (!text("anchors").empty()) verifier.load(file("anchors"));
    std::optional<std::array<std::uint8_t, 8>> challenge;
    if (!text("challenge").empty()) {
      challenge.emplace();
      for (std::size_t i = 0; i < challenge->size(); i++)
        (*challenge)[i] = static_cast<std::uint8_t>(std::stoul(text("challenge").substr(2 * i, 2), nullptr, 16));
    }
    return verifier.verify(Reading::from_dump(file("file"), challenge), number("at")).expose_json();
  }

  std::string id_token() const {
    IdTokenCheck check(text("issuer"), text("client_id"), number("now"));
    if (!text("nonce").empty()) check.nonce(text("nonce"));
    check.required_level(static_cast<std::uint8_t>(number("required_level")));
    return check.verify(text("token"), text("jwks")).expose_json();
  }

  std::string read_codes() const {
    std::string out;
    for (const QrCode &code : read_qr(file("file"))) {
      out += (out.empty() ? "\"" : ",\"") + encoded(code.expose_bytes()) + '"';
    }
    return "[" + out + "]";
  }

  std::string called(const std::string &call) const {
    if (call == "personal_number") return personal_number_expose_json(text("text"));
    if (call == "card_qr") return card_qr_expose_json(decoded(text("base64")));
    if (call == "mrz") return mrz_expose_json(text("text"), number("at"));
    if (call == "mrz_recognised") return mrz_recognised_expose_json(text("text"), number("at"));
    if (call == "repair_scan") return repair_scan(text("text"));
    if (call == "check_stays") return check_stays(text("declarations"), number("at"), number("remote") != 0);
    if (call == "read_qr") return read_codes();
    if (call == "verify_dump") return verify_dump();
    if (call == "id_token") return id_token();
    if (call == "foreign_guests_xml") {
      const PortalFile guests = foreign_guests_xml(text("declarations"));
      return encoded(guests.file) + " " + guests.left_out;
    }
    throw std::runtime_error("unknown call " + call);
  }
};

int main(int count, char **words) {
  if (count != 3) return 2;
  int run = 0, wrong = 0;
  for (const std::string &line : detail::lines(contents(words[1]))) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= line.size();) {
      const std::size_t end = std::min(line.find('\t', at), line.size());
      parts.push_back(line.substr(at, end - at));
      at = end + 1;
    }
    Vector vector{words[2], {}};
    for (std::size_t i = 2; i + 1 < parts.size(); i++) {
      const std::size_t equals = parts[i].find('=');
      vector.input[parts[i].substr(0, equals)] = decoded(parts[i].substr(equals + 1));
    }
    std::string got;
    try {
      got = "json=" + encoded(vector.called(parts.at(1)));
    } catch (const Error &error) {
      got = "error=" + error.code();
    }
    if (got != parts.back()) {
      std::cerr << parts[0] << ": " << got << '\n';
      wrong++;
    }
    run++;
  }
  const std::vector<std::string> codes = error_codes();
  if (codes != detail::lines(contents(std::string(words[2]) + "/error_codes.txt"))) {
    std::cerr << "error codes\n";
    wrong++;
  }
  std::cout << "codes: " << codes.size() << '\n';
  std::cout << "vectors: " << run << '\n';
  return run == 0 || wrong > 0 ? 1 : 0;
}
