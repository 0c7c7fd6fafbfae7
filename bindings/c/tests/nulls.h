// What the program that nulls.py writes stands on: a good value of every type.
#include "support.h"

static const char GARBAGE[] = "001199000018\xFF{}|";
static const char ZONE[] = "IDVNM1990000184001199000018<<5\n9902174F3902172VNM<<<<<<<<<<<8\nNGUYEN<<THI<MAU<<<<<<<<<<<<<<<";

static dd_error *error;
static dd_bytes bytes;
static dd_progress progress;
static int32_t numbers[64];
static size_t size;
#define HANDLE(name) static dd_##name *good_##name, *new_##name;
HANDLE(citizen)
HANDLE(frame_scanner)
HANDLE(id_token_check)
HANDLE(login)
HANDLE(qr_codes)
HANDLE(reading)
HANDLE(request)
HANDLE(session)
HANDLE(verification)
HANDLE(verifier)

static int32_t refuses(void *context, const uint8_t *command, size_t len, uint8_t *answer, size_t *answer_len) {
  (void)context, (void)command, (void)len, (void)answer, (void)answer_len;
  return DD_TRANSPORT_FAILED;
}

static void ignores(void *context, const dd_progress *now) { (void)context, (void)now; }

static void fresh_session(void) {
  dd_session_free(good_session);
  CHECK(dd_session_new(good_request, 256, &good_session, NULL) == DD_OK);
}

static void prepare(void) {
  uint8_t grey[16 * 16] = {0};
  dd_session *read = NULL;
  CHECK(dd_mrz_citizen(ZONE, sizeof ZONE - 1, 0, &good_citizen, NULL, NULL) == DD_OK);
  CHECK(dd_frame_scanner_new(1024, &good_frame_scanner, NULL) == DD_OK);
  CHECK(dd_frame_scanner_grey(good_frame_scanner, grey, sizeof grey, 16, 16, 16, &good_qr_codes, NULL) == DD_OK);
  CHECK(dd_id_token_check_new("i", 1, "c", 1, 0, &good_id_token_check, NULL) == DD_OK);
  CHECK(dd_request_new(&good_request, NULL) == DD_OK);
  CHECK(dd_request_mrz(good_request, ZONE, sizeof ZONE - 1, NULL) == DD_OK);
  fresh_session();
  CHECK(dd_session_new(good_request, 256, &read, NULL) == DD_OK);
  CHECK(dd_session_reading(read, &good_reading, NULL) == DD_OK);
  dd_session_free(read);
  CHECK(dd_verifier_test_cards(&good_verifier, NULL) == DD_OK);
  CHECK(dd_verifier_verify(good_verifier, good_reading, 0, &good_verification, NULL) == DD_OK);
  // No login without a provider's signature: its functions are called without one, and by the vectors with one.
  CHECK(good_login == NULL && new_login == NULL);
}

static void fresh(void) {
#define FRESH(name) dd_##name##_free(new_##name), new_##name = NULL;
  FRESH(citizen)
  FRESH(frame_scanner)
  FRESH(id_token_check)
  FRESH(qr_codes)
  FRESH(reading)
  FRESH(request)
  FRESH(session)
  FRESH(verification)
  FRESH(verifier)
  dd_bytes_free(&bytes);
}

static void after(int32_t status, int lacks, int has_error, const char *function) {
  lacks = lacks || strncmp(function, "dd_login", 8) == 0;
  if (status < DD_OK || status > DD_CALLER || (lacks && status == DD_OK) || (has_error && (status == 0) != (error == NULL))) {
    fprintf(stderr, "%s: status %d, error %s\n", function, (int)status, dd_error_code(error));
    exit(1);
  }
  // Garbage may be noticed before what is missing, which is an error as well.
  if (lacks && has_error) CHECK(strlen(dd_error_code(error)) > 0);
  if (lacks) CHECK(bytes.data == NULL);
  dd_error_free(error);
  error = NULL;
  fresh();
  // A call may have ended the session.
  if (strncmp(function, "dd_session", 10) == 0) fresh_session();
}

static void end(void) {
  fresh();
#define END(name) dd_##name##_free(good_##name);
  END(citizen)
  END(frame_scanner)
  END(id_token_check)
  END(qr_codes)
  END(reading)
  END(request)
  END(session)
  END(verification)
  END(verifier)
}
