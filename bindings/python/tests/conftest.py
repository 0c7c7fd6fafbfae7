"""The invented card that all languages read, lent over a socket of this machine."""

import os
import socket
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

ROOT = Path(__file__).resolve().parents[3]


class SocketCard:
    """A connection to the card server: a card of its own."""

    longest_answer = 65_536

    def __init__(self, given: Path) -> None:
        self._port = int((given / "port.txt").read_text())
        self._socket = socket.create_connection(("127.0.0.1", self._port))

    def transmit(self, command: bytes) -> bytes:
        self._socket.sendall(struct.pack(">I", len(command)) + command)
        (length,) = struct.unpack(">I", self._exactly(4))
        return self._exactly(length)

    def renew(self) -> None:
        """Takes the card away and puts a fresh one."""
        self._socket.close()
        self._socket = socket.create_connection(("127.0.0.1", self._port))

    def _exactly(self, count: int) -> bytes:
        parts = bytearray()
        while len(parts) < count:
            part = self._socket.recv(count - len(parts))
            if not part:
                raise ConnectionError("the card server closed")
            parts += part
        return bytes(parts)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()


@pytest.fixture(scope="session")
def card_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    given = tmp_path_factory.mktemp("card")
    program = os.environ.get("DINHDANH_CARD_SERVER", str(ROOT / "target/debug/card_server"))
    server = subprocess.Popen([program, str(given)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdout is not None and server.stdin is not None
    assert server.stdout.readline() == b"ready\n"
    yield given
    server.stdin.close()
    server.wait()
