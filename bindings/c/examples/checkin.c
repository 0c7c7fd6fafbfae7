// A counter: one card in a PC/SC reader, judged, in a hundred lines of C.
//
//   cc checkin.c -ldinhdanh $(pkg-config --cflags --libs libpcsclite)        Windows: link with winscard.lib
//   checkin READER ANCHORS MRZ [--test-cards]
//
// READER is its name, ANCHORS a file with the certificates of the authorities you trust, MRZ a file with the three
// lines printed on the back of the card. Exit code 0: accepted; 1: refused; 2: could not be read.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <winscard.h>

#include <dinhdanh.h>

static SCARDHANDLE card;
static DWORD protocol;

static int32_t transceive(void *context, const uint8_t *command, size_t len, uint8_t *answer, size_t *answer_len) {
  (void)context;
  DWORD got = (DWORD)*answer_len;
  LONG status = SCardTransmit(card, protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1, command, (DWORD)len,
                              NULL, answer, &got);
  *answer_len = got;
  switch (status) {
    case SCARD_S_SUCCESS: return DD_TRANSPORT_OK;
    case SCARD_W_REMOVED_CARD:
    case SCARD_W_RESET_CARD:
    case SCARD_E_NO_SMARTCARD: return DD_TRANSPORT_CARD_REMOVED;
    case SCARD_E_TIMEOUT: return DD_TRANSPORT_TIMEOUT;
    default: return DD_TRANSPORT_FAILED;
  }
}

static void progress(void *context, const dd_progress *now) {
  (void)context;
  if (now->stage == DD_STAGE_READING && now->read == 0) fprintf(stderr, "%s ", now->file);
}

// The whole file; ends the program where there is none.
static char *contents(const char *path, size_t *len) {
  static char room[1 << 20];
  FILE *file = fopen(path, "rb");
  if (!file) {
    perror(path);
    exit(2);
  }
  *len = fread(room, 1, sizeof room, file);
  fclose(file);
  return room;
}

// A value of the citizen, or a dash.
static void show(const char *name, int32_t (*value)(const dd_citizen *, dd_bytes *, dd_error **), const dd_citizen *who) {
  dd_bytes text;
  if (value(who, &text, NULL) == DD_OK) printf("%-14s %s\n", name, text.data ? (const char *)text.data : "-");
  dd_bytes_free(&text);
}

int main(int count, char **words) {
  if (count < 4) {
    fprintf(stderr, "usage: checkin READER ANCHORS MRZ [--test-cards]\n");
    return 2;
  }
  int test_cards = count > 4 && strcmp(words[4], "--test-cards") == 0, accepted = 0;
  size_t len;
  dd_error *error = NULL;
  dd_verifier *verifier = NULL;
  dd_request *request = NULL;
  dd_session *session = NULL;
  dd_reading *reading = NULL;
  dd_verification *answer = NULL;
  dd_citizen *citizen = NULL;
  dd_bytes assurance = {0}, refusals = {0};

  // Once, when the program starts: whom to trust.
  if ((test_cards ? dd_verifier_test_cards : dd_verifier_citizen_cards)(&verifier, &error)) goto end;
  char *anchors = contents(words[2], &len);
  if (dd_verifier_load(verifier, (const uint8_t *)anchors, len, NULL, NULL, NULL, &error)) goto end;

  // For every card: what is printed on it opens the chip.
  char *mrz = contents(words[3], &len);
  if (dd_request_new(&request, &error) || dd_request_mrz(request, mrz, len, &error)) goto end;
  if (dd_session_new(request, 256, &session, &error)) goto end;

  SCARDCONTEXT service;
  if (SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &service) != SCARD_S_SUCCESS ||
      SCardConnect(service, words[1], SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card, &protocol) !=
          SCARD_S_SUCCESS) {
    fprintf(stderr, "no card in %s\n", words[1]);
    return 2;
  }
  SCardBeginTransaction(card);
  int32_t read = dd_session_run(session, transceive, progress, NULL, &error);
  SCardEndTransaction(card, SCARD_LEAVE_CARD);
  SCardDisconnect(card, SCARD_RESET_CARD);  // no opened session stays behind
  SCardReleaseContext(service);
  fputc('\n', stderr);
  if (read) goto end;

  if (dd_session_reading(session, &reading, &error)) goto end;
  if (dd_verifier_verify(verifier, reading, (int64_t)time(NULL), &answer, &error)) goto end;
  if (dd_verification_meets_policy(answer, &accepted, &error)) goto end;
  if (dd_verification_assurance(answer, &assurance, &error)) goto end;
  if (dd_verification_refusals(answer, &refusals, &error)) goto end;
  if (dd_verification_citizen(answer, &citizen, &error)) goto end;
  printf("%-14s %s\n", accepted ? "accepted" : "REFUSED", assurance.data);
  if (refusals.len) printf("%s\n", refusals.data);
  show("number", dd_citizen_id_number, citizen);
  show("name", dd_citizen_full_name, citizen);
  show("born", dd_citizen_date_of_birth, citizen);
  // Then show the picture (dd_verification_expose_portrait) and let a person compare.

end:;
  int failed = error != NULL;
  if (failed) fprintf(stderr, "%s\n[%s]\n", dd_error_message_vi(error), dd_error_code(error));
  dd_error_free(error);
  dd_bytes_free(&assurance);
  dd_bytes_free(&refusals);
  dd_citizen_free(citizen);
  dd_verification_free(answer);
  dd_reading_free(reading);
  dd_session_free(session);
  dd_request_free(request);
  dd_verifier_free(verifier);
  return failed ? 2 : !accepted;
}
