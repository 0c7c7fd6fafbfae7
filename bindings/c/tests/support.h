// What the C and C++ tests share: files, the card over a socket, and a check that ends the program. For Windows too.
#ifndef SUPPORT_H
#define SUPPORT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>

#include <psapi.h>
#define MSG_NOSIGNAL 0
#undef FAILED
#else
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

#include "dinhdanh.h"

#define CHECK(condition)                                                         \
  do {                                                                           \
    if (!(condition)) {                                                          \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);    \
      exit(1);                                                                   \
    }                                                                            \
  } while (0)

static inline uint8_t *file_bytes(const char *folder, const char *name, size_t *len) {
  char path[4096];
  snprintf(path, sizeof path, "%s%s%s", name[0] == '/' ? "" : folder, name[0] == '/' ? "" : "/", name);
  FILE *file = fopen(path, "rb");
  if (!file) {
    perror(path);
    exit(1);
  }
  size_t room = 1 << 16;
  uint8_t *bytes = (uint8_t *)malloc(room + 1);
  *len = 0;
  for (;;) {
    size_t got = fread(bytes + *len, 1, room - *len, file);
    if (got == 0) break;
    *len += got;
    if (*len == room) bytes = (uint8_t *)realloc(bytes, (room *= 2) + 1);
  }
  bytes[*len] = 0;
  fclose(file);
  return bytes;
}

// A card as the card server lends it: one connection, one card.
static inline int insert_card(const char *folder) {
  size_t len;
  char *port = (char *)file_bytes(folder, "port.txt", &len);
#ifdef _WIN32
  WSADATA ready;
  CHECK(WSAStartup(MAKEWORD(2, 2), &ready) == 0);
#endif
  // Windows promises that its handles fit into 32 bits.
  int link = (int)socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address;
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_port = htons((uint16_t)atoi(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  free(port);
  CHECK(connect(link, (struct sockaddr *)&address, sizeof address) == 0);
  return link;
}

static inline void remove_card(int link) {
#ifdef _WIN32
  closesocket((SOCKET)link);
#else
  close(link);
#endif
}

static inline int all_of(int link, uint8_t *bytes, size_t len) {
  while (len > 0) {
    ssize_t got = recv(link, (char *)bytes, len, 0);
    if (got <= 0) return 0;
    bytes += got;
    len -= (size_t)got;
  }
  return 1;
}

static inline int32_t over_socket(int link, const uint8_t *command, size_t command_len, uint8_t *answer,
                                  size_t *answer_len) {
  uint8_t head[4] = {(uint8_t)(command_len >> 24), (uint8_t)(command_len >> 16), (uint8_t)(command_len >> 8),
                     (uint8_t)command_len};
  // One packet: two would wait for each other's acknowledgement.
  uint8_t *message = (uint8_t *)malloc(command_len + 4);
  memcpy(message, head, 4);
  memcpy(message + 4, command, command_len);
  ssize_t sent = send(link, (const char *)message, command_len + 4, MSG_NOSIGNAL);
  free(message);
  if (sent != (ssize_t)(command_len + 4) || !all_of(link, head, 4)) return DD_TRANSPORT_CARD_REMOVED;
  size_t len = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
  if (len > *answer_len || !all_of(link, answer, len)) return DD_TRANSPORT_FAILED;
  *answer_len = len;
  return DD_TRANSPORT_OK;
}

// Bytes of memory that the process holds.
static inline long resident(void) {
#ifdef _WIN32
  PROCESS_MEMORY_COUNTERS held;
  CHECK(GetProcessMemoryInfo(GetCurrentProcess(), &held, sizeof held));
  return (long)held.WorkingSetSize;
#else
  long pages = 0, total = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  CHECK(file && fscanf(file, "%ld %ld", &total, &pages) == 2);
  fclose(file);
  return pages * sysconf(_SC_PAGESIZE);
#endif
}

#endif
