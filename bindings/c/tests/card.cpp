// The invented card read from C++, hostile transports, and the owner of the card in no text.
// card FOLDER TIMES SESSIONS

#include <condition_variable>
#include <fstream>
#include <iostream>
#include <iterator>
#include <mutex>
#include <random>
#include <thread>

#include "dinhdanh.hpp"
#include "support.h"

using namespace dinhdanh;

static std::string folder, mrz, said;

static std::string contents(const std::string &name) {
  std::ifstream file(folder + "/" + name, std::ios::binary);
  CHECK(file.good());
  return std::string(std::istreambuf_iterator<char>(file), {});
}

static Session new_session() { return Session(Request().mrz(mrz), 65536); }

struct SocketCard : Transport {
  int link = insert_card(folder.c_str());
  int steps = 0;
  ~SocketCard() override { remove_card(link); }
  std::vector<std::uint8_t> transceive(const std::uint8_t *command, std::size_t len) override {
    std::vector<std::uint8_t> answer(DD_ANSWER_BYTES);
    std::size_t got = answer.size();
    if (over_socket(link, command, len, answer.data(), &got) != DD_TRANSPORT_OK)
      throw TransportFailure(TransportFailure::card_removed);
    answer.resize(got);
    return answer;
  }
  void progress(const dd_progress &) override { steps++; }
};

template <typename Call>
static std::string code_of(Call &&call) {
  try {
    call();
  } catch (const Error &error) {
    said += error.what() + error.message_vi() + error.message_en() + error.place();
    CHECK(error.status() != DD_OK && !error.category().empty() && error.message_vi() != error.message_en());
    return error.code();
  }
  return "";
}

struct Throws : Transport {
  int round = 0;
  std::vector<std::uint8_t> transceive(const std::uint8_t *, std::size_t) override {
    switch (round % 4) {
      case 0: throw std::runtime_error("cable " + mrz);
      case 1: throw TransportFailure(TransportFailure::timeout);
      case 2: throw 4711;
      default: return std::vector<std::uint8_t>(DD_ANSWER_BYTES + 1);
    }
  }
};

struct Garbage : Transport {
  std::minstd_rand random;
  std::vector<std::uint8_t> transceive(const std::uint8_t *, std::size_t) override {
    std::vector<std::uint8_t> answer(random() % 300);
    for (auto &byte : answer) byte = static_cast<std::uint8_t>(random());
    return answer;
  }
};

struct Enters : Transport {
  Session &session;
  explicit Enters(Session &it) : session(it) {}
  std::vector<std::uint8_t> transceive(const std::uint8_t *, std::size_t) override {
    CHECK(code_of([&] { session.next_command(); }) == "session-busy");
    CHECK(code_of([&] { session.reading(); }) == "session-busy");
    session.run(*this);
    return {};
  }
};

struct Hangs : Transport {
  std::mutex lock;
  std::condition_variable changed;
  bool inside = false, released = false;
  std::vector<std::uint8_t> transceive(const std::uint8_t *, std::size_t) override {
    std::unique_lock<std::mutex> held(lock);
    inside = true;
    changed.notify_all();
    changed.wait(held, [&] { return released; });
    return {0x90, 0x00};
  }
};

static void hostile_once(int round) {
  Throws throws;
  throws.round = round;
  Session thrown = new_session();
  const std::string expected = round % 4 == 1 ? "card-mute" : "transport-failed";
  bool nested = false;
  CHECK(code_of([&] {
          try {
            thrown.run(throws);
          } catch (const Error &error) {
            try {
              std::rethrow_if_nested(error);
            } catch (...) {
              nested = true;
            }
            throw;
          }
        }) == expected);
  CHECK(nested == (round % 4 != 3));

  Garbage garbage;
  garbage.random.seed(static_cast<unsigned>(round) + 1);
  Session confused = new_session();
  const std::string code = code_of([&] { confused.run(garbage); });
  CHECK(!code.empty() && code != "internal");

  Session entered = new_session();
  Enters enters(entered);
  CHECK(code_of([&] { entered.run(enters); }) == "transport-failed");

  Session hung = new_session();
  Hangs hangs;
  std::thread other([&] {
    std::unique_lock<std::mutex> held(hangs.lock);
    hangs.changed.wait(held, [&] { return hangs.inside; });
    hung.cancel();
    hangs.released = true;
    hangs.changed.notify_all();
  });
  CHECK(code_of([&] { hung.run(hangs); }) == "cancelled" && hung.is_cancelled());
  other.join();

#ifdef DD_PLANTED_PANIC
  CHECK(code_of([] { detail::call([](dd_error **error) { return dd_planted_panic(error); }); }) == "internal");
#endif
}

int main(int count, char **words) {
  CHECK(count == 4);
  folder = words[1];
  const int times = std::atoi(words[2]), sessions = std::atoi(words[3]);
  mrz = contents("mrz.txt");
  const std::int64_t at = std::atoll(contents("at.txt").c_str());
  const std::string golden = contents("verdict.json");
  CHECK(!version().empty());
  Verifier verifier = Verifier::test_cards();
  CHECK(verifier.load(contents("anchor.der")).trusted == 1);

  auto judged = [&](Session &session) {
    const Reading reading = session.reading();
    const Verification answer = verifier.verify(reading, at);
    CHECK(answer.expose_json() == golden);
    CHECK(answer.meets_policy() && answer.assurance() == "NotCloned" && answer.refusals().empty());
    CHECK(answer.citizen().proven() && answer.citizen().id_number() == mrz.substr(15, 12));
    CHECK(answer.expose_portrait().value().size() > 100 && !reading.files().empty());
    CHECK(!answer.with_holder(false).meets_policy() && answer.with_holder(false).refusals().size() == 1);
    CHECK(code_of([&] { session.reading(); }) == "closed");
  };
  auto by_callback = [&] {
    SocketCard card;
    Session session = new_session();
    session.run(card);
    CHECK(card.steps > 10 && session.progress().stage == DD_STAGE_DONE);
    judged(session);
  };
  by_callback();
  {
    SocketCard card;
    Session session = new_session();
    while (const auto command = session.next_command())
      session.on_response(card.transceive(command->data(), command->size()));
    judged(session);
  }
  for (int round = 0; round < times; round++) hostile_once(round);
  by_callback();

  long before = 0;
  for (int round = 0; round < sessions; round++) {
    if (round == sessions / 10) before = resident();
    Session session = new_session();
    CHECK(session.next_command().has_value());
    code_of([&] { session.on_response({0x6A, 0x82}); });
    if (round % 2 == 0) session.close();
    said.resize(std::min<std::size_t>(said.size(), 1 << 20));
  }
  const long grown = resident() - before;
  std::cout << sessions << " sessions: " << grown << " bytes more than after " << sessions / 10 << '\n';
  CHECK(grown < 4 << 20);

  // Objects that were moved away, and views of nothing, are errors and no crash.
  Request first, second(std::move(first));
  CHECK(code_of([&] { first.can("123456"); }) == "argument-missing");
  CHECK(code_of([&] { second.can(std::string_view()); }) == "access-key-format");
  CHECK(code_of([] { read_qr(""); }) == "picture-unreadable");

  const std::string surname = mrz.substr(mrz.rfind('\n') + 1, 6);
  for (const std::string &personal : {mrz.substr(15, 12), mrz.substr(5, 9), surname})
    CHECK(said.find(personal) == std::string::npos);
  CHECK(said.size() > 100);
  std::cout << "card: ok\n";
}
