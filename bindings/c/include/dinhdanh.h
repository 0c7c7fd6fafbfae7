// The C interface of the dinhdanh SDK: Vietnamese identity documents, offline. Written by cbindgen from bindings/c/src;
// scripts and tests compare it, so change the Rust code and run bindings/c/header.sh.
//
// Status. Every call gives 0 (DD_OK) or the category of its error (DD_INPUT to DD_INTERNAL). Its last parameter takes
// the error itself: it may be NULL; else it is set to NULL or to an error that dd_error_free frees. Words in `marks` in
// the comments below are error codes, values or file names.
//
// NULL where something is needed is the error `argument-missing`; parameters that may be NULL say so. After an error
// all results are empty (NULL, 0).
//
// Ownership. What a call hands over belongs to the program: handles go to the dd_..._free of their type, dd_bytes to
// dd_bytes_free. What a program hands in stays its own; the library keeps no pointer to it after the call, except that
// dd_session_run uses `context` until it returns. Every free takes NULL.
//
// Text in is UTF-8 with its length in bytes, no zero byte needed. Moments are Unix seconds, UTC.
//
// Threads. Every handle may be used from every thread, several at once. Do not free a handle while another thread
// begins a call with it; a callback may free the handles of the call it serves.
//
// Personal data. dd_bytes of a call whose name says `expose` or `json`, dd_request, dd_session, dd_reading,
// dd_verification, dd_citizen, dd_qr_codes and dd_login hold a citizen's data. Errors and dd_progress never do.


#ifndef DINHDANH_H
#define DINHDANH_H

#include <stddef.h>
#include <stdint.h>

// What `dd_abi_version` gives for this header.
#define DD_ABI_VERSION 1

// The call did what it was asked.
#define DD_OK 0

// The bytes or text that were given are not what they claim to be.
#define DD_INPUT 1

// The chip broke the protocol or refused.
#define DD_CARD 2

// The key (CAN, MRZ) does not open this card.
#define DD_KEY 3

// Reader, cable, position of the card, or the program's own transport.
#define DD_LINK 4

// The program called the library wrongly, or cancelled.
#define DD_CALLER 5

// A defect of the library itself. The program may go on.
#define DD_INTERNAL 6

// The transport has an answer.
#define DD_TRANSPORT_OK 0

// The card was taken away: `card-removed`.
#define DD_TRANSPORT_CARD_REMOVED 1

// The card does not answer in time: `card-mute`.
#define DD_TRANSPORT_TIMEOUT 2

// Anything else, like every number not named here: `transport-failed`.
#define DD_TRANSPORT_FAILED 3

// The person or the program gave up: `cancelled`.
#define DD_TRANSPORT_CANCELLED 4

// Room for one answer in bytes: the longest of extended length and its status.
#define DD_ANSWER_BYTES 65538

// Finding out what the chip speaks.
#define DD_STAGE_CONNECTING 0

// Opening the chip.
#define DD_STAGE_OPENING 1

// Reading a file.
#define DD_STAGE_READING 2

// Chip or active authentication.
#define DD_STAGE_PROVING_CHIP 3

// Nothing more to do.
#define DD_STAGE_DONE 4

// A citizen as a document says. Every value is handed over by a call of its own.
typedef struct dd_citizen dd_citizen;

// Why a call failed. It names what happened and where, never a value that was read: it may be logged as it is.
// Free it with `dd_error_free`.
typedef struct dd_error dd_error;

// Reads codes from the frames of a camera; what several frames show in part may be combined.
typedef struct dd_frame_scanner dd_frame_scanner;

// What an ID token must be.
typedef struct dd_id_token_check dd_id_token_check;

// A login that a provider signed. Holds a person's data.
typedef struct dd_login dd_login;

// The codes of one picture, in no particular order. May hold a citizen's data.
typedef struct dd_qr_codes dd_qr_codes;

// What was read from a chip or a dump: evidence, not yet a judgement. Holds a citizen's data.
typedef struct dd_reading dd_reading;

// What is known before a chip is read: at least one of CAN, MRZ and QR text.
typedef struct dd_request dd_request;

// The dialogue with one chip. Any thread may call it; one at a time may read.
typedef struct dd_session dd_session;

// The answer about one document. There is no "ok": show what was refused, and compare the assurance with what the
// counter needs. Holds a citizen's data.
typedef struct dd_verification dd_verification;

// Whom a program trusts and what it insists on. Load once, use for every card, from any thread.
typedef struct dd_verifier dd_verifier;

// Bytes or UTF-8 text that the library made. The caller frees them with `dd_bytes_free` and changes neither field.
// A zero byte that `len` does not count follows, so that text may be used as a C string.
// `data` is NULL where there is no value, which is not the same as a value of no bytes.
typedef struct {
  // The first byte, or NULL.
  uint8_t *data;
  // The number of bytes.
  size_t len;
} dd_bytes;

// Sends a command APDU of `command_len` bytes to the chip and writes the response APDU, its two status bytes
// included, to `answer`. `answer_len` holds the room there (`DD_ANSWER_BYTES`) and is set to the number of bytes
// written. Gives `DD_TRANSPORT_OK` or what went wrong. `context` is what the program gave to `dd_session_run`.
// No lock of the library is held meanwhile. It must return: no exception, no `longjmp`.
typedef int32_t (*dd_transceive)(void *context,
                                 const uint8_t *command,
                                 size_t command_len,
                                 uint8_t *answer,
                                 size_t *answer_len);

// How far a session has come. No personal data.
typedef struct {
  // `DD_STAGE_...`.
  int32_t stage;
  // Bytes of the file read so far.
  uint32_t read;
  // Bytes of the file; 0 as long as unknown.
  uint32_t total;
  // The file that is read, such as `DG2`, as a C string; empty for none.
  char file[16];
} dd_progress;

// Told before every command what it is for, and once at the end. `progress` lives until it returns.
typedef void (*dd_on_progress)(void *context, const dd_progress *progress);

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// The version of this binary interface. A program compares it with `DD_ABI_VERSION` of the header it was built with:
// another number means that the two do not fit together.
uint32_t dd_abi_version(void);

// The version of the library, such as `0.1.0`; ends with a zero byte and is never freed.
const char *dd_version(void);

#if defined(DD_PLANTED_PANIC)
// Panics inside the library, for the tests of what a language does with a defect.
int32_t dd_planted_panic(dd_error **error);
#endif

// Wipes and frees bytes that the library made, and empties the struct. NULL and an empty struct are allowed.
void dd_bytes_free(dd_bytes *bytes);

// 1 where an authority that is trusted signed these data and nothing was changed, else 0.
int32_t dd_citizen_proven(const dd_citizen *citizen, int32_t *proven, dd_error **error);

// Personal number, 12 digits. NULL bytes where unknown, as for every value.
int32_t dd_citizen_id_number(const dd_citizen *citizen, dd_bytes *text, dd_error **error);

// Number of the old identity card, 9 digits.
int32_t dd_citizen_old_id_number(const dd_citizen *citizen, dd_bytes *text, dd_error **error);

// Full name.
int32_t dd_citizen_full_name(const dd_citizen *citizen, dd_bytes *text, dd_error **error);

// Date of birth as far as known: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
int32_t dd_citizen_date_of_birth(const dd_citizen *citizen, dd_bytes *text, dd_error **error);

// `male`, `female` or `unspecified`.
int32_t dd_citizen_sex(const dd_citizen *citizen, dd_bytes *text, dd_error **error);

// Nationality, three letters.
int32_t dd_citizen_nationality(const dd_citizen *citizen, dd_bytes *text, dd_error **error);

// Place of residence as written.
int32_t dd_citizen_address(const dd_citizen *citizen, dd_bytes *text, dd_error **error);

// Place of origin as written.
int32_t dd_citizen_place_of_origin(const dd_citizen *citizen, dd_bytes *text, dd_error **error);

// Date of issue, ISO 8601.
int32_t dd_citizen_issued(const dd_citizen *citizen, dd_bytes *text, dd_error **error);

// Date of expiry, ISO 8601, or `never`.
int32_t dd_citizen_expires(const dd_citizen *citizen, dd_bytes *text, dd_error **error);

// All of it as JSON (`docs/json.md`, the member `citizen`): a citizen's data in the clear.
int32_t dd_citizen_expose_json(const dd_citizen *citizen, dd_bytes *json, dd_error **error);

// Frees a citizen. NULL is allowed.
void dd_citizen_free(dd_citizen *citizen);

// The stable code, such as `wrong-access-key` (`docs/codes.md`). A C string that lives as long as the error; empty
// for NULL, like all texts of an error.
const char *dd_error_code(const dd_error *error);

// What it is about: `input`, `card`, `key`, `link`, `caller` or `internal`.
const char *dd_error_category(const dd_error *error);

// The file, field, step or argument in which it happened; may be empty.
const char *dd_error_place(const dd_error *error);

// What happened and what to do, in Vietnamese, for the person at the counter.
const char *dd_error_message_vi(const dd_error *error);

// What happened and what to do, in English.
const char *dd_error_message_en(const dd_error *error);

// 1 where the same call may succeed when it is simply made again with the card at rest on the reader, else 0.
int32_t dd_error_retryable(const dd_error *error);

// Every error that there is, a line each: code, category, and `yes` or `no` for whether it is retryable, with blanks
// between.
int32_t dd_error_codes(dd_bytes *codes,
                       dd_error **error);

// Frees an error. NULL is allowed.
void dd_error_free(dd_error *error);

// A check for tokens of `issuer` (byte for byte) made for this `client_id`, at a moment in Unix seconds.
// Free it with `dd_id_token_check_free`.
int32_t dd_id_token_check_new(const char *issuer,
                              size_t issuer_len,
                              const char *client_id,
                              size_t client_id_len,
                              int64_t now,
                              dd_id_token_check **check,
                              dd_error **error);

// The nonce of the login. Without it the token is bound to no login, and the program must do that itself.
int32_t dd_id_token_check_nonce(const dd_id_token_check *check,
                                const char *nonce,
                                size_t nonce_len,
                                dd_error **error);

// The access token of the same answer, which the token must name.
int32_t dd_id_token_check_access_token(const dd_id_token_check *check,
                                       const char *access_token,
                                       size_t access_token_len,
                                       dd_error **error);

// The level of assurance to insist on: 0 (as made), 1 or 2. Another one makes the verification fail with
// `profile-invalid`.
int32_t dd_id_token_check_required_level(const dd_id_token_check *check, uint8_t level, dd_error **error);

// The person must have proven who they are within these seconds.
int32_t dd_id_token_check_max_age(const dd_id_token_check *check, uint32_t seconds, dd_error **error);

// Verifies a token with the keys of the provider (JWK set, JSON). Fails with the code of whatever the token fails
// (`docs/sso-refusals.md`). Free the login with `dd_login_free`.
int32_t dd_id_token_check_verify(const dd_id_token_check *check,
                                 const char *token,
                                 size_t token_len,
                                 const char *jwks,
                                 size_t jwks_len,
                                 dd_login **login,
                                 dd_error **error);

// Frees a check. NULL is allowed.
void dd_id_token_check_free(dd_id_token_check *check);

// The provider.
int32_t dd_login_issuer(const dd_login *login, dd_bytes *issuer, dd_error **error);

// The person's stable name at this provider.
int32_t dd_login_expose_subject(const dd_login *login, dd_bytes *subject, dd_error **error);

// The level of assurance: 0, 1 or 2.
int32_t dd_login_level(const dd_login *login, int32_t *level, dd_error **error);

// Everything that the login proves, as JSON: a person's data in the clear.
int32_t dd_login_expose_json(const dd_login *login, dd_bytes *json, dd_error **error);

// Frees a login. NULL is allowed.
void dd_login_free(dd_login *login);

// Reads every QR code in a PNG or JPEG file of at most `max_pixels` (0: 50 million). `picture-unreadable`,
// `picture-too-large`. Free them with `dd_qr_codes_free`.
int32_t dd_read_qr(const uint8_t *png_or_jpeg,
                   size_t png_or_jpeg_len,
                   uint64_t max_pixels,
                   dd_qr_codes **codes,
                   dd_error **error);

// How many codes there are.
int32_t dd_qr_codes_count(const dd_qr_codes *codes, size_t *count, dd_error **error);

// The bytes that a code holds, from 0. Nothing is decoded to text, because scanners and printers disagree about it.
// `argument-missing` for an index beyond the last.
int32_t dd_qr_codes_expose_payload(const dd_qr_codes *codes,
                                   size_t index,
                                   dd_bytes *payload,
                                   dd_error **error);

// The corners of a code in the picture, in pixels: `x_y` takes 8 numbers, x and y of top left, top right, bottom
// right and bottom left of the symbol.
int32_t dd_qr_codes_corners(const dd_qr_codes *codes,
                            size_t index,
                            int32_t *x_y,
                            size_t x_y_len,
                            dd_error **error);

// Frees the codes. NULL is allowed.
void dd_qr_codes_free(dd_qr_codes *codes);

// A scanner for frames of at most `max_pixels` (0: 50 million). Free it with `dd_frame_scanner_free`.
int32_t dd_frame_scanner_new(uint64_t max_pixels, dd_frame_scanner **scanner, dd_error **error);

// Reads a frame of grey values, `width` by `height` pixels, rows `stride` bytes apart: the Y plane of a phone's camera
// as it is. `picture-buffer` where `frame_len` is too short for that.
int32_t dd_frame_scanner_grey(const dd_frame_scanner *scanner,
                              const uint8_t *frame,
                              size_t frame_len,
                              uint32_t width,
                              uint32_t height,
                              uint32_t stride,
                              dd_qr_codes **codes,
                              dd_error **error);

// Reads a frame of 32-bit pixels in the order R, G, B, A, rows `stride` bytes apart. `picture-buffer`.
int32_t dd_frame_scanner_rgba(const dd_frame_scanner *scanner,
                              const uint8_t *frame,
                              size_t frame_len,
                              uint32_t width,
                              uint32_t height,
                              uint32_t stride,
                              dd_qr_codes **codes,
                              dd_error **error);

// Forgets earlier frames: for the next card.
int32_t dd_frame_scanner_reset(const dd_frame_scanner *scanner, dd_error **error);

// Frees a scanner. NULL is allowed.
void dd_frame_scanner_free(dd_frame_scanner *scanner);

// What a personal number of 12 digits says, as JSON with the number in the clear. `id-number-length`,
// `id-number-digits`.
int32_t dd_personal_number_expose_json(const char *digits,
                                       size_t digits_len,
                                       dd_bytes *json,
                                       dd_error **error);

// A personal number with its middle hidden, for screens and logs.
int32_t dd_personal_number_masked(const char *digits, size_t digits_len, dd_bytes *masked, dd_error **error);

// What the bytes of a card's QR code say, as JSON: citizen, fields, issues. `qr-not-a-card` and the codes of text.
int32_t dd_card_qr_expose_json(const uint8_t *payload,
                               size_t payload_len,
                               dd_bytes *json,
                               dd_error **error);

// Whom the bytes of a card's QR code speak of. Free it with `dd_citizen_free`.
int32_t dd_card_qr_citizen(const uint8_t *payload,
                           size_t payload_len,
                           dd_citizen **citizen,
                           dd_error **error);

// What a machine readable zone says, as JSON: citizen, lines, `consistent`, checks. Lines are separated by line breaks
// or not at all. `at`, in Unix seconds, decides the century of the years, which have two digits. Wrong check digits
// are no error. `mrz-layout`, `mrz-characters`, `too-large`.
int32_t dd_mrz_expose_json(const char *lines,
                           size_t lines_len,
                           int64_t at,
                           dd_bytes *json,
                           dd_error **error);

// The same for the text of a character recognition, whose typical confusions are mended as far as check digits prove
// it. `mrz-ocr-lines` and the codes of a zone.
int32_t dd_mrz_recognised_expose_json(const char *recognised,
                                      size_t recognised_len,
                                      int64_t at,
                                      dd_bytes *json,
                                      dd_error **error);

// Whom a machine readable zone speaks of, and whether every check of it holds (1 or 0; may be NULL).
// Free the citizen with `dd_citizen_free`.
int32_t dd_mrz_citizen(const char *lines,
                       size_t lines_len,
                       int64_t at,
                       dd_citizen **citizen,
                       int32_t *consistent,
                       dd_error **error);

// Guesses what a hand scanner's text was before keyboard layout, input method or code page mangled it, most likely
// first, as JSON. Guesses, to be shown and not to be believed. `too-large`.
int32_t dd_repair_scan(const char *scanned,
                       size_t scanned_len,
                       dd_bytes *json,
                       dd_error **error);

// A request with nothing known yet. Free it with `dd_request_free`; a session that was made from it lives on.
int32_t dd_request_new(dd_request **request, dd_error **error);

// Adds the six digits of the card access number, which is printed on the front. `access-key-format`.
int32_t dd_request_can(const dd_request *request, const char *digits, size_t digits_len, dd_error **error);

// Adds the lines of the machine readable zone, or `DOCUMENT,YYMMDD,YYMMDD` (number, birth, expiry). A whole zone is
// also a claim that the chip is held against. `access-key-format` and the codes of reading a zone.
int32_t dd_request_mrz(const dd_request *request,
                       const char *lines,
                       size_t lines_len,
                       dd_error **error);

// Adds the bytes of the card's QR code: keys are derived from it, and the chip is held against it.
int32_t dd_request_qr(const dd_request *request,
                      const uint8_t *payload,
                      size_t payload_len,
                      dd_error **error);

// Allows the older way in (BAC) when PACE is on offer and fails; the verdict then says so. Off unless called.
int32_t dd_request_allow_bac_after_failed_pace(const dd_request *request, dd_error **error);

// Leaves the picture on the chip: much faster, and nobody can be compared with it.
int32_t dd_request_leave_portrait(const dd_request *request, dd_error **error);

// What the QR code lacked to derive a key, in Vietnamese, one line each.
int32_t dd_request_missing(const dd_request *request, dd_bytes *lines, dd_error **error);

// Frees a request. NULL is allowed.
void dd_request_free(dd_request *request);

// A session for one card. `longest_answer` is what chip and reader can pass in bytes: 256, or more where both take
// extended length. `access-key-missing`, `randomness-missing`. Free it with `dd_session_free`.
int32_t dd_session_new(const dd_request *request,
                       size_t longest_answer,
                       dd_session **session,
                       dd_error **error);

// Reads the chip. Blocks: not for the thread that draws the screen. `progress` and `context` may be NULL.
// Fails with what the transport says, with what ends the session, `cancelled`, `closed`, and with `session-busy` where
// the session is already at work, which a transport would find that calls it.
int32_t dd_session_run(const dd_session *session,
                       dd_transceive transceive,
                       dd_on_progress progress,
                       void *context,
                       dd_error **error);

// The command to send now; NULL bytes when the session is over. Each command is given once. `cancelled`, `closed`,
// `session-busy`.
int32_t dd_session_next_command(const dd_session *session,
                                dd_bytes *command,
                                dd_error **error);

// Takes the chip's answer to the last command. Fails with what ends the session, `cancelled`, `closed`,
// `session-busy`.
int32_t dd_session_on_response(const dd_session *session,
                               const uint8_t *answer,
                               size_t answer_len,
                               dd_error **error);

// Ends the session at its next step, from any thread. A transport that blocks has to be interrupted by the program.
int32_t dd_session_cancel(const dd_session *session,
                          dd_error **error);

// Whether the session was cancelled: 1 or 0.
int32_t dd_session_is_cancelled(const dd_session *session, int32_t *cancelled, dd_error **error);

// How far the session has come. `closed`.
int32_t dd_session_progress(const dd_session *session, dd_progress *progress, dd_error **error);

// Takes what was read and closes the session: everything where it ended well, and what there was until then where it
// did not. `closed`, `session-busy`. Free it with `dd_reading_free`.
int32_t dd_session_reading(const dd_session *session,
                           dd_reading **reading,
                           dd_error **error);

// Drops keys and everything read. Calls after it fail with `closed` or `cancelled`.
int32_t dd_session_close(const dd_session *session, dd_error **error);

// Frees a session and wipes its keys; at the end of the call where one is still at work. NULL is allowed.
void dd_session_free(dd_session *session);

// The files of a dump (JSON, `docs/json.md`), to be judged without the chip. `challenge` is the one of 8 bytes that
// was sent to the chip, or NULL where none was.
int32_t dd_reading_from_dump(const uint8_t *json,
                             size_t json_len,
                             const uint8_t *challenge,
                             size_t challenge_len,
                             dd_reading **reading,
                             dd_error **error);

// The same reading, held against the bytes of a QR code as well, as a new handle.
int32_t dd_reading_with_qr(const dd_reading *reading,
                           const uint8_t *payload,
                           size_t payload_len,
                           dd_reading **with_qr,
                           dd_error **error);

// Everything read, as JSON that `dd_reading_from_dump` takes: a citizen's data in the clear.
int32_t dd_reading_expose_dump(const dd_reading *reading, dd_bytes *json, dd_error **error);

// The names of the files that were read, such as `EF.SOD` and `DG1`, one line each.
int32_t dd_reading_files(const dd_reading *reading, dd_bytes *lines, dd_error **error);

// The picture as the chip gives it (JPEG or JPEG 2000), not proven by being read; NULL bytes where there is none.
int32_t dd_reading_expose_portrait(const dd_reading *reading,
                                   dd_bytes *picture,
                                   dd_error **error);

// Frees a reading. NULL is allowed.
void dd_reading_free(dd_reading *reading);

// Checks declarations at a moment in Unix seconds and gives JSON: for each its stay and what speaks against it, with
// the law it rests on. `in_remote_area` is 1 where the facility has more time to declare foreigners, else 0.
int32_t dd_check_stays(const uint8_t *declarations,
                       size_t declarations_len,
                       int64_t at,
                       int32_t in_remote_area,
                       dd_bytes *json,
                       dd_error **error);

// The XML of foreign guests for the portal, and JSON about the declarations that are not in it.
int32_t dd_foreign_guests_xml(const uint8_t *declarations,
                              size_t declarations_len,
                              dd_bytes *xml,
                              dd_bytes *left_out,
                              dd_error **error);

// The portal's workbook (xlsx) of Vietnamese guests, filled into the template that the user downloaded there, and JSON
// about the declarations that are not in it. `portal-template-changed` and the codes of the files.
int32_t dd_portal_workbook(const uint8_t *template_file,
                           size_t template_file_len,
                           const uint8_t *declarations,
                           size_t declarations_len,
                           dd_bytes *workbook,
                           dd_bytes *left_out,
                           dd_error **error);

// For Vietnamese citizen cards: originals only, no old algorithms. It trusts nobody until something is loaded.
// Free it with `dd_verifier_free`.
int32_t dd_verifier_citizen_cards(dd_verifier **verifier,
                                  dd_error **error);

// For passports of the world: older algorithms by date, chips that cannot prove to be originals.
int32_t dd_verifier_travel_documents(dd_verifier **verifier, dd_error **error);

// For cards of the simulator, and nothing else: it accepts no real card, and the others accept no test card.
int32_t dd_verifier_test_cards(dd_verifier **verifier, dd_error **error);

// Trusts the authorities of a file: a certificate (DER, PEM), a master list (ICAO, German BSI) or a revocation list.
// Where the file comes from is what makes it trustworthy. The three counts may be NULL: certificates trusted now,
// revocation lists, certificates that could not be read and are left out.
int32_t dd_verifier_load(const dd_verifier *verifier,
                         const uint8_t *file,
                         size_t file_len,
                         size_t *trusted,
                         size_t *revocation_lists,
                         size_t *skipped,
                         dd_error **error);

// Judges what was read, at a moment in Unix seconds. A fake card is an answer, never an error.
// Free the answer with `dd_verification_free`.
int32_t dd_verifier_verify(const dd_verifier *verifier,
                           const dd_reading *reading,
                           int64_t at,
                           dd_verification **verification,
                           dd_error **error);

// Frees a verifier. NULL is allowed.
void dd_verifier_free(dd_verifier *verifier);

// 1 where no check failed and the assurance is at least what the policy requires, else 0.
int32_t dd_verification_meets_policy(const dd_verification *verification, int32_t *meets, dd_error **error);

// `Printed`, `SignedUnanchored`, `IssuerSigned`, `NotCloned` or `HolderPresent`, weakest first.
int32_t dd_verification_assurance(const dd_verification *verification, dd_bytes *word, dd_error **error);

// The checks that failed, one line each: check, tab, reason, such as `document-valid` and `expired`.
int32_t dd_verification_refusals(const dd_verification *verification, dd_bytes *lines, dd_error **error);

// What the chip says about its holder. Free it with `dd_citizen_free`.
int32_t dd_verification_citizen(const dd_verification *verification, dd_citizen **citizen, dd_error **error);

// The picture (JPEG or JPEG 2000), where it is the one that the authority signed; else NULL bytes.
int32_t dd_verification_expose_portrait(const dd_verification *verification,
                                        dd_bytes *picture,
                                        dd_error **error);

// The same answer once somebody compared the person with the picture: `same` is 1 for the same person, 0 for another.
int32_t dd_verification_with_holder(const dd_verification *verification,
                                    int32_t same,
                                    dd_verification **with_holder,
                                    dd_error **error);

// The whole answer as JSON (`docs/json.md`), byte for byte the same in every language: a citizen's data in the clear.
int32_t dd_verification_expose_json(const dd_verification *verification,
                                    dd_bytes *json,
                                    dd_error **error);

// Frees an answer. NULL is allowed.
void dd_verification_free(dd_verification *verification);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* DINHDANH_H */
