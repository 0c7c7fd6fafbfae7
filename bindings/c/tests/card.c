// The invented card read from C, and everything that can go wrong between a program and the library.
// card FOLDER TIMES SESSIONS

#define _GNU_SOURCE
#include <pthread.h>

#include "support.h"

static const char *folder;
static char *mrz;
static int64_t at;
static dd_verifier *verifier;

// Every text of every error, to be searched for the card's owner at the end.
static char said[1 << 20];
static size_t said_len;

static void note(const char *text) {
  size_t len = strlen(text);
  if (said_len + len + 2 > sizeof said) return;
  memcpy(said + said_len, text, len);
  said_len += len;
  said[said_len++] = '\n';
}

// That a call failed with this code; frees the error.
static void failed(int32_t status, dd_error *error, const char *code) {
  CHECK(status != DD_OK && error != NULL);
  if (strcmp(dd_error_code(error), code) != 0) {
    fprintf(stderr, "expected %s, got %s (%s)\n", code, dd_error_code(error), dd_error_message_en(error));
    exit(1);
  }
  CHECK(strlen(dd_error_category(error)) > 0 && strlen(dd_error_message_vi(error)) > 10);
  CHECK(strcmp(dd_error_message_vi(error), dd_error_message_en(error)) != 0);
  if (said_len < sizeof said / 2) {
    note(dd_error_message_vi(error));
    note(dd_error_message_en(error));
    note(dd_error_place(error));
  }
  dd_error_free(error);
}

#define FAILED(call, code)               \
  do {                                   \
    int32_t status_of_call = (call);     \
    failed(status_of_call, error, code); \
  } while (0)

static dd_session *new_session(void) {
  dd_request *request = NULL;
  dd_session *session = NULL;
  dd_error *error = NULL;
  CHECK(dd_request_new(&request, &error) == DD_OK && error == NULL);
  CHECK(dd_request_mrz(request, mrz, strlen(mrz), &error) == DD_OK);
  CHECK(dd_session_new(request, 65536, &session, &error) == DD_OK);
  dd_request_free(request);
  return session;
}

// --- the card --------------------------------------------------------------------------------------

static int32_t socket_card(void *context, const uint8_t *command, size_t len, uint8_t *answer, size_t *answer_len) {
  return over_socket(*(int *)context, command, len, answer, answer_len);
}

static void judged(dd_session *session) {
  dd_reading *reading = NULL;
  dd_verification *answer = NULL;
  dd_citizen *citizen = NULL;
  dd_bytes json = {0}, word = {0}, refusals = {0}, picture = {0}, number = {0}, files = {0}, dump = {0};
  dd_error *error = NULL;
  int32_t meets = 0, proven = 0;
  CHECK(dd_session_reading(session, &reading, &error) == DD_OK);
  CHECK(dd_verifier_verify(verifier, reading, at, &answer, &error) == DD_OK);
  CHECK(dd_verification_expose_json(answer, &json, &error) == DD_OK);
  size_t len;
  uint8_t *golden = file_bytes(folder, "verdict.json", &len);
  CHECK(len == json.len && memcmp(golden, json.data, len) == 0 && json.data[len] == 0);
  CHECK(dd_verification_meets_policy(answer, &meets, &error) == DD_OK && meets == 1);
  CHECK(dd_verification_assurance(answer, &word, &error) == DD_OK && strcmp((char *)word.data, "NotCloned") == 0);
  CHECK(dd_verification_refusals(answer, &refusals, &error) == DD_OK && refusals.data != NULL && refusals.len == 0);
  CHECK(dd_verification_expose_portrait(answer, &picture, &error) == DD_OK && picture.len > 100);
  CHECK(dd_verification_citizen(answer, &citizen, &error) == DD_OK);
  CHECK(dd_citizen_proven(citizen, &proven, &error) == DD_OK && proven == 1);
  CHECK(dd_citizen_id_number(citizen, &number, &error) == DD_OK && number.len == 12);
  CHECK(strstr((char *)golden, (char *)number.data) != NULL);
  CHECK(dd_reading_files(reading, &files, &error) == DD_OK && strstr((char *)files.data, "DG1") != NULL);

  // A dump of it is the same evidence. Its answer to the challenge convinces nobody who did not send that.
  dd_reading *again = NULL;
  CHECK(dd_reading_expose_dump(reading, &dump, &error) == DD_OK);
  CHECK(dd_reading_from_dump(dump.data, dump.len, NULL, 0, &again, &error) == DD_OK);
  dd_reading_free(again);
  FAILED(dd_reading_from_dump(dump.data, dump.len, dump.data, 7, &again, &error), "argument-missing");

  // The holder was another person.
  dd_verification *stranger = NULL;
  CHECK(dd_verification_with_holder(answer, 0, &stranger, &error) == DD_OK);
  CHECK(dd_verification_meets_policy(stranger, &meets, &error) == DD_OK && meets == 0);
  dd_verification_free(stranger);

  // The session gave what it had.
  dd_reading *second = NULL;
  FAILED(dd_session_reading(session, &second, &error), "closed");
  free(golden);
  dd_bytes *all[] = {&json, &word, &refusals, &picture, &number, &files, &dump};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    dd_bytes_free(all[i]);
    CHECK(all[i]->data == NULL && all[i]->len == 0);
    dd_bytes_free(all[i]);
  }
  dd_citizen_free(citizen);
  dd_verification_free(answer);
  dd_reading_free(reading);
}

static int steps, finished;

static void told(void *context, const dd_progress *progress) {
  (void)context;
  CHECK(progress->stage >= DD_STAGE_CONNECTING && progress->stage <= DD_STAGE_DONE);
  CHECK(memchr(progress->file, 0, sizeof progress->file) != NULL);
  CHECK((progress->stage == DD_STAGE_READING) == (progress->file[0] != 0));
  CHECK(progress->total == 0 || progress->read <= progress->total);
  steps++;
  finished = progress->stage == DD_STAGE_DONE;
}

static void read_by_callback(void) {
  int card = insert_card(folder);
  dd_session *session = new_session();
  dd_error *error = NULL;
  steps = finished = 0;
  CHECK(dd_session_run(session, socket_card, told, &card, &error) == DD_OK);
  CHECK(steps > 10 && finished);
  judged(session);
  dd_session_free(session);
  remove_card(card);
}

static void read_by_hand(void) {
  int card = insert_card(folder);
  dd_session *session = new_session();
  dd_error *error = NULL;
  uint8_t *answer = malloc(DD_ANSWER_BYTES);
  for (;;) {
    dd_bytes command = {0};
    CHECK(dd_session_next_command(session, &command, &error) == DD_OK);
    if (command.data == NULL) break;
    size_t len = DD_ANSWER_BYTES;
    CHECK(over_socket(card, command.data, command.len, answer, &len) == DD_TRANSPORT_OK);
    CHECK(dd_session_on_response(session, answer, len, &error) == DD_OK);
    dd_bytes_free(&command);
  }
  dd_progress progress;
  CHECK(dd_session_progress(session, &progress, &error) == DD_OK && progress.stage == DD_STAGE_DONE);
  judged(session);
  dd_session_free(session);
  free(answer);
  remove_card(card);
}

// --- hostile transports ----------------------------------------------------------------------------

typedef struct {
  int32_t code;
  unsigned seed;
  dd_session *session;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  int inside, released;
} hostile;

static int32_t fails(void *context, const uint8_t *command, size_t len, uint8_t *answer, size_t *answer_len) {
  (void)command, (void)len, (void)answer, (void)answer_len;
  return ((hostile *)context)->code;
}

// Any numbers, the same in every run.
static unsigned drawn(unsigned *seed) {
  *seed = *seed * 1103515245u + 12345u;
  return *seed >> 16;
}

static int32_t garbage(void *context, const uint8_t *command, size_t len, uint8_t *answer, size_t *answer_len) {
  (void)command, (void)len;
  hostile *self = context;
  size_t size = drawn(&self->seed) % 300;
  for (size_t i = 0; i < size; i++) answer[i] = (uint8_t)drawn(&self->seed);
  *answer_len = size;
  return DD_TRANSPORT_OK;
}

// Says that it wrote more than there was room.
static int32_t boasts(void *context, const uint8_t *command, size_t len, uint8_t *answer, size_t *answer_len) {
  (void)context, (void)command, (void)len, (void)answer;
  *answer_len = (size_t)-1;
  return DD_TRANSPORT_OK;
}

static int32_t enters(void *context, const uint8_t *command, size_t len, uint8_t *answer, size_t *answer_len) {
  (void)answer, (void)answer_len;
  hostile *self = context;
  dd_error *error = NULL;
  dd_bytes bytes = {0};
  dd_reading *reading = NULL;
  FAILED(dd_session_next_command(self->session, &bytes, &error), "session-busy");
  FAILED(dd_session_on_response(self->session, command, len, &error), "session-busy");
  FAILED(dd_session_run(self->session, enters, NULL, context, &error), "session-busy");
  FAILED(dd_session_reading(self->session, &reading, &error), "session-busy");
  // Frees the session under the call that uses it.
  dd_session_free(self->session);
  return DD_TRANSPORT_TIMEOUT;
}

static int32_t hangs(void *context, const uint8_t *command, size_t len, uint8_t *answer, size_t *answer_len) {
  (void)command, (void)len;
  hostile *self = context;
  pthread_mutex_lock(&self->lock);
  self->inside = 1;
  pthread_cond_broadcast(&self->changed);
  while (!self->released) pthread_cond_wait(&self->changed, &self->lock);
  pthread_mutex_unlock(&self->lock);
  // An answer that comes too late does not help.
  answer[0] = 0x90, answer[1] = 0x00, *answer_len = 2;
  return DD_TRANSPORT_OK;
}

static void *cancels(void *context) {
  hostile *self = context;
  pthread_mutex_lock(&self->lock);
  while (!self->inside) pthread_cond_wait(&self->changed, &self->lock);
  CHECK(dd_session_cancel(self->session, NULL) == DD_OK);
  self->released = 1;
  pthread_cond_broadcast(&self->changed);
  pthread_mutex_unlock(&self->lock);
  return NULL;
}

static void hostile_once(unsigned round) {
  dd_error *error = NULL;
  hostile self = {.seed = round};
  static const struct {
    int32_t returned;
    const char *code;
  } codes[] = {{DD_TRANSPORT_CARD_REMOVED, "card-removed"}, {DD_TRANSPORT_TIMEOUT, "card-mute"},
               {DD_TRANSPORT_FAILED, "transport-failed"},   {DD_TRANSPORT_CANCELLED, "cancelled"},
               {-7, "transport-failed"},                    {4711, "transport-failed"}};
  unsigned which = round % (sizeof codes / sizeof *codes);

  dd_session *session = new_session();
  self.code = codes[which].returned;
  FAILED(dd_session_run(session, fails, NULL, &self, &error), codes[which].code);
  dd_session_free(session);

  session = new_session();
  int32_t status = dd_session_run(session, garbage, NULL, &self, &error);
  CHECK(status == DD_CARD || status == DD_KEY || status == DD_INPUT);
  note(dd_error_message_en(error));
  dd_error_free(error);
  dd_session_free(session);

  session = new_session();
  FAILED(dd_session_run(session, boasts, NULL, &self, &error), "transport-failed");
  dd_session_free(session);

  self.session = new_session();
  FAILED(dd_session_run(self.session, enters, NULL, &self, &error), "card-mute");

  self.session = new_session();
  CHECK(pthread_mutex_init(&self.lock, NULL) == 0 && pthread_cond_init(&self.changed, NULL) == 0);
  pthread_t other;
  CHECK(pthread_create(&other, NULL, cancels, &self) == 0);
  FAILED(dd_session_run(self.session, hangs, NULL, &self, &error), "cancelled");
  pthread_join(other, NULL);
  int32_t cancelled = 0;
  CHECK(dd_session_is_cancelled(self.session, &cancelled, &error) == DD_OK && cancelled == 1);
  dd_session_free(self.session);
  pthread_cond_destroy(&self.changed);
  pthread_mutex_destroy(&self.lock);

#ifdef DD_PLANTED_PANIC
  FAILED(dd_planted_panic(&error), "internal");
#endif
}

// --- what a leak would show ------------------------------------------------------------------------

static void begun_and_dropped(unsigned round) {
  dd_error *error = NULL;
  dd_session *session = new_session();
  dd_bytes command = {0};
  CHECK(dd_session_next_command(session, &command, &error) == DD_OK && command.data != NULL);
  dd_bytes_free(&command);
  uint8_t refusal[] = {0x6A, 0x82};
  dd_session_on_response(session, refusal, sizeof refusal, NULL);
  if (round % 3 == 0) {
    CHECK(dd_session_close(session, &error) == DD_OK);
    FAILED(dd_session_next_command(session, &command, &error), "cancelled");
  }
  if (round % 3 == 1) {
    dd_reading *reading = NULL;
    dd_verification *answer = NULL;
    CHECK(dd_session_reading(session, &reading, &error) == DD_OK);
    CHECK(dd_verifier_verify(verifier, reading, at, &answer, &error) == DD_OK);
    dd_verification_free(answer);
    dd_reading_free(reading);
  }
  dd_session_free(session);
}

int main(int count, char **words) {
  CHECK(count == 4);
  folder = words[1];
  unsigned times = (unsigned)atoi(words[2]), sessions = (unsigned)atoi(words[3]);
  CHECK(dd_abi_version() == DD_ABI_VERSION);
  printf("dinhdanh %s\n", dd_version());
  size_t len, trusted = 0;
  mrz = (char *)file_bytes(folder, "mrz.txt", &len);
  char *moment = (char *)file_bytes(folder, "at.txt", &len);
  at = atoll(moment);
  free(moment);
  uint8_t *anchor = file_bytes(folder, "anchor.der", &len);
  dd_error *error = NULL;
  CHECK(dd_verifier_test_cards(&verifier, &error) == DD_OK);
  CHECK(dd_verifier_load(verifier, anchor, len, &trusted, NULL, NULL, &error) == DD_OK && trusted == 1);
  free(anchor);

  read_by_callback();
  read_by_hand();
  for (unsigned round = 0; round < times; round++) hostile_once(round);
  read_by_callback();

  unsigned warm = sessions / 10;
  for (unsigned round = 0; round < warm; round++) begun_and_dropped(round);
  long before = resident();
  for (unsigned round = warm; round < sessions; round++) begun_and_dropped(round);
  long grown = resident() - before;
  printf("%u sessions: %ld bytes more than after %u\n", sessions, grown, warm);
  CHECK(grown < 2 << 20);

  // The owner of the card is nowhere in what errors say.
  CHECK(said_len > 100);
  said[said_len] = 0;
  char personal[16] = {0};
  memcpy(personal, mrz + 15, 12);
  CHECK(strspn(personal, "0123456789") == 12 && strstr(said, personal) == NULL);
  memset(personal, 0, sizeof personal);
  memcpy(personal, mrz + 5, 9);
  CHECK(strstr(said, personal) == NULL);
  char *name = strrchr(mrz, '\n') + 1;
  name[strcspn(name, "<")] = 0;
  CHECK(strlen(name) > 1 && strstr(said, name) == NULL);

  dd_verifier_free(verifier);
  free(mrz);
  puts("card: ok");
  return 0;
}
