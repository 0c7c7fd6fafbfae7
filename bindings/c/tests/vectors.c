// Runs the vectors that hold the languages together, from C: vectors LINES FOLDER

#define _GNU_SOURCE
#include <fenv.h>
#include <float.h>

#include "support.h"

// As in programs made with Delphi: floating-point errors raise a signal. They must not in here, and still do after.
#ifdef _WIN32
static unsigned traps(void) { return _controlfp(0, 0) & _MCW_EM; }
static void set_traps(void) { _controlfp(_EM_INEXACT | _EM_UNDERFLOW | _EM_DENORMAL, _MCW_EM); }
#else
static int traps(void) { return fegetexcept(); }
static void set_traps(void) { feenableexcept(FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW); }
#endif

// The text up to the separator, which becomes its end; `rest` is what follows, or NULL.
static char *cut(char **rest, char separator) {
  char *text = *rest, *end = text == NULL ? NULL : strchr(text, separator);
  *rest = end == NULL ? NULL : end + 1;
  if (end != NULL) *end = 0;
  return text;
}

static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// A decoded value with its length; ends with a zero byte.
typedef struct {
  uint8_t *data;
  size_t len;
} value;

static value decoded(const char *text, size_t len) {
  value out = {malloc(len + 1), 0};
  uint32_t bits = 0;
  int count = 0;
  for (size_t i = 0; i < len && text[i] != '='; i++) {
    bits = bits << 6 | (uint32_t)(strchr(ALPHABET, text[i]) - ALPHABET);
    count += 6;
    if (count >= 8) out.data[out.len++] = (uint8_t)(bits >> (count -= 8));
  }
  out.data[out.len] = 0;
  return out;
}

static void encoded(const uint8_t *data, size_t len, char *out) {
  for (size_t i = 0; i < len; i += 3) {
    uint32_t bits = (uint32_t)data[i] << 16 | (i + 1 < len ? data[i + 1] : 0u) << 8 | (i + 2 < len ? data[i + 2] : 0u);
    for (size_t j = 0; j < 4; j++) *out++ = i + j <= len ? ALPHABET[bits >> (18 - 6 * j) & 63] : '=';
  }
  *out = 0;
}

// One vector: its parts between tabs.
static char *parts[32];
static size_t part_count;
static value kept[32];
static size_t kept_count;

static value input(const char *name) {
  size_t len = strlen(name);
  for (size_t i = 2; i < part_count; i++) {
    if (strncmp(parts[i], name, len) == 0 && parts[i][len] == '=') {
      value found = decoded(parts[i] + len + 1, strlen(parts[i] + len + 1));
      return kept[kept_count++] = found;
    }
  }
  fprintf(stderr, "%s: no %s\n", parts[0], name);
  exit(1);
}

static int64_t number(const char *name) { return atoll((char *)input(name).data); }

static const char *folder;

static value input_file(const char *name) {
  value out;
  out.data = file_bytes(folder, (char *)input(name).data, &out.len);
  return kept[kept_count++] = out;
}

static int32_t verify_dump(dd_bytes *json, dd_error **error) {
  uint8_t challenge[8];
  value policy = input("policy"), hex = input("challenge");
  for (size_t i = 0; i < 8 && hex.len == 16; i++) {
    char two[3] = {(char)hex.data[2 * i], (char)hex.data[2 * i + 1], 0};
    challenge[i] = (uint8_t)strtoul(two, NULL, 16);
  }
  dd_verifier *verifier = NULL;
  dd_reading *reading = NULL;
  dd_verification *answer = NULL;
  int32_t status = strcmp((char *)policy.data, "test") == 0      ? dd_verifier_test_cards(&verifier, error)
                   : strcmp((char *)policy.data, "citizen") == 0 ? dd_verifier_citizen_cards(&verifier, error)
                                                                 : dd_verifier_travel_documents(&verifier, error);
  if (status == DD_OK && input("anchors").len > 0) {
    value anchors = input_file("anchors");
    status = dd_verifier_load(verifier, anchors.data, anchors.len, NULL, NULL, NULL, error);
  }
  value file = input_file("file");
  if (status == DD_OK) {
    status = dd_reading_from_dump(file.data, file.len, hex.len == 16 ? challenge : NULL, 8, &reading, error);
  }
  if (status == DD_OK) status = dd_verifier_verify(verifier, reading, number("at"), &answer, error);
  if (status == DD_OK) status = dd_verification_expose_json(answer, json, error);
  dd_verification_free(answer);
  dd_reading_free(reading);
  dd_verifier_free(verifier);
  return status;
}

static int32_t id_token(dd_bytes *json, dd_error **error) {
  value issuer = input("issuer"), client = input("client_id"), nonce = input("nonce");
  value token = input("token"), jwks = input("jwks");
  dd_id_token_check *check = NULL;
  dd_login *login = NULL;
  int32_t status = dd_id_token_check_new((char *)issuer.data, issuer.len, (char *)client.data, client.len,
                                         number("now"), &check, error);
  if (status == DD_OK && nonce.len > 0) status = dd_id_token_check_nonce(check, (char *)nonce.data, nonce.len, error);
  if (status == DD_OK) status = dd_id_token_check_required_level(check, (uint8_t)number("required_level"), error);
  if (status == DD_OK) {
    status = dd_id_token_check_verify(check, (char *)token.data, token.len, (char *)jwks.data, jwks.len, &login, error);
  }
  if (status == DD_OK) status = dd_login_expose_json(login, json, error);
  dd_login_free(login);
  dd_id_token_check_free(check);
  return status;
}

static int32_t read_qr(char **text, dd_error **error) {
  value file = input_file("file");
  dd_qr_codes *codes = NULL;
  int32_t status = dd_read_qr(file.data, file.len, 0, &codes, error);
  if (status != DD_OK) return status;
  size_t count, end = 0;
  CHECK(dd_qr_codes_count(codes, &count, error) == DD_OK);
  char *out = *text = malloc(count * 8192 + 3);
  out[end++] = '[';
  for (size_t i = 0; i < count; i++) {
    dd_bytes payload = {0};
    int32_t corners[8];
    CHECK(dd_qr_codes_expose_payload(codes, i, &payload, error) == DD_OK && payload.len < 6000);
    CHECK(dd_qr_codes_corners(codes, i, corners, 8, error) == DD_OK);
    if (i > 0) out[end++] = ',';
    out[end++] = '"';
    encoded(payload.data, payload.len, out + end);
    end += strlen(out + end);
    out[end++] = '"';
    dd_bytes_free(&payload);
  }
  out[end++] = ']';
  out[end] = 0;
  dd_qr_codes_free(codes);
  return DD_OK;
}

static int32_t foreign_guests(char **text, dd_error **error) {
  value declarations = input("declarations");
  dd_bytes xml = {0}, left_out = {0};
  int32_t status = dd_foreign_guests_xml(declarations.data, declarations.len, &xml, &left_out, error);
  if (status != DD_OK) return status;
  *text = malloc(xml.len * 2 + left_out.len + 8);
  encoded(xml.data, xml.len, *text);
  strcat(*text, " ");
  strcat(*text, (char *)left_out.data);
  dd_bytes_free(&xml);
  dd_bytes_free(&left_out);
  return DD_OK;
}

// The call of a vector. Its answer is in `json` or in `text`.
static int32_t called(const char *call, dd_bytes *json, char **text, dd_error **error) {
#define IS(name) (strcmp(call, name) == 0)
  if (IS("verify_dump")) return verify_dump(json, error);
  if (IS("id_token")) return id_token(json, error);
  if (IS("read_qr")) return read_qr(text, error);
  if (IS("foreign_guests_xml")) return foreign_guests(text, error);
  if (IS("card_qr")) {
    value payload = input("base64");
    payload = kept[kept_count++] = decoded((char *)payload.data, payload.len);
    return dd_card_qr_expose_json(payload.data, payload.len, json, error);
  }
  if (IS("check_stays")) {
    value declarations = input("declarations");
    return dd_check_stays(declarations.data, declarations.len, number("at"), (int32_t)number("remote"), json, error);
  }
  value given = input("text");
  const char *words = (const char *)given.data;
  if (IS("personal_number")) return dd_personal_number_expose_json(words, given.len, json, error);
  if (IS("mrz")) return dd_mrz_expose_json(words, given.len, number("at"), json, error);
  if (IS("mrz_recognised")) return dd_mrz_recognised_expose_json(words, given.len, number("at"), json, error);
  if (IS("repair_scan")) return dd_repair_scan(words, given.len, json, error);
  fprintf(stderr, "unknown call %s\n", call);
  exit(1);
}

static void codes(void) {
  dd_bytes known = {0};
  CHECK(dd_error_codes(&known, NULL) == DD_OK);
  size_t len;
  uint8_t *listed = file_bytes(folder, "error_codes.txt", &len);
  CHECK(strcmp((char *)listed, (char *)known.data) == 0);
  int lines = 0;
  for (size_t i = 0; i < len; i++) lines += listed[i] == '\n';
  printf("codes: %d\n", lines);
  free(listed);
  dd_bytes_free(&known);
}

int main(int count, char **words) {
  CHECK(count == 3);
  set_traps();
  const unsigned set = (unsigned)traps();
  folder = words[2];
  codes();
  size_t len;
  char *lines = (char *)file_bytes(".", words[1], &len), *rest = lines;
  int run = 0, wrong = 0;
  for (char *line; (line = cut(&rest, '\n')) != NULL && *line != 0; run++) {
    part_count = kept_count = 0;
    while (line != NULL && part_count < 32) parts[part_count++] = cut(&line, '\t');
    dd_bytes json = {0};
    char *text = NULL;
    dd_error *error = NULL;
    int32_t status = called(parts[1], &json, &text, &error);
    const char *expected = parts[part_count - 1], *got;
    int right;
    if (strncmp(expected, "error=", 6) == 0) {
      got = dd_error_code(error);
      right = status != DD_OK && strcmp(got, expected + 6) == 0;
    } else {
      value golden = kept[kept_count++] = decoded(expected + 5, strlen(expected + 5));
      got = status != DD_OK ? dd_error_code(error) : text != NULL ? text : (char *)json.data;
      right = status == DD_OK && strcmp(got, (char *)golden.data) == 0;
    }
    if (!right) {
      fprintf(stderr, "%s: %s\n", parts[0], got);
      wrong++;
    }
    dd_bytes_free(&json);
    dd_error_free(error);
    free(text);
    for (size_t i = 0; i < kept_count; i++) free(kept[i].data);
  }
  free(lines);
  CHECK((unsigned)traps() == set);
  printf("vectors: %d\n", run);
  return run == 0 || wrong != 0;
}
