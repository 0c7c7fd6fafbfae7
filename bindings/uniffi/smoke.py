"""The library read from Python: the fastest look at what was generated. Python programs use bindings/python."""

import asyncio
import os
import pathlib
import socket
import subprocess
import sys
import tempfile

sys.path.insert(0, sys.argv[1])
import dinhdanh  # noqa: E402


class Card(dinhdanh.CardTransport):
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def take(self, count):
        data = b""
        while len(data) < count:
            data += self.socket.recv(count - len(data)) or sys.exit("the card is gone")
        return data

    def transceive(self, command):
        self.socket.sendall(len(command).to_bytes(4, "big") + command)
        return self.take(int.from_bytes(self.take(4), "big"))


class AsyncCard(dinhdanh.AsyncCardTransport):
    def __init__(self, port):
        self.card = Card(port)

    async def transceive(self, command):
        await asyncio.sleep(0)
        return self.card.transceive(command)


class Talking(dinhdanh.CardTransport):
    def transceive(self, command):
        raise RuntimeError("001199000018")


folder = pathlib.Path(tempfile.mkdtemp())
server = subprocess.Popen(
    [os.environ["DINHDANH_CARD_SERVER"], str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
)
assert server.stdout.readline() == "ready\n"
port, at = int((folder / "port.txt").read_text()), int((folder / "at.txt").read_text())
golden = (folder / "verdict.json").read_text(encoding="utf-8")


def session():
    request = dinhdanh.ReadRequest()
    request.mrz((folder / "mrz.txt").read_text())
    return dinhdanh.CardSession(request, 65536)


def judged(session):
    verifier = dinhdanh.Verifier.test_cards()
    verifier.load((folder / "anchor.der").read_bytes())
    return verifier.verify(session.reading(), at).expose_json()


blocking, waiting = session(), session()
blocking.run(Card(port), None)
assert judged(blocking) == golden
asyncio.run(waiting.run_async(AsyncCard(port), None))
assert judged(waiting) == golden

for call, code in [
    (dinhdanh.planted_panic, "internal"),
    (lambda: session().run(Talking(), None), "transport-failed"),
    (lambda: dinhdanh.PersonalNumber.parse("00119900001"), "id-number-length"),
]:
    try:
        call()
    except dinhdanh.DinhDanhError as error:
        assert error.code == code and "0011" not in str(error), error
    else:
        raise AssertionError(code)
try:
    dinhdanh.planted_panic_without_error()
except dinhdanh.InternalError as error:
    assert str(error) == "a defect of dinhdanh", error
else:
    raise AssertionError("no exception")
server.stdin.close()
server.wait()
print("uniffi, Python: verdict equal")
