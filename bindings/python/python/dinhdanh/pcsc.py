"""Card readers of the system, by PC/SC: WinSCard on Windows, PCSC.framework on macOS, pcscd elsewhere.

The system's library is looked for when the first reader is asked for, so that this package needs none to be installed.

    from dinhdanh import Verifier, pcsc, read_card

    with pcsc.connect() as card:
        reading = read_card(card, mrz="IDVNM1990000184001199000018<<5...")
    print(Verifier().verify(reading).assurance)

Đầu đọc thẻ của hệ thống theo chuẩn PC/SC.
"""

from __future__ import annotations

import ctypes
import sys
import time
from types import TracebackType
from typing import Any, Self

from ._errors import LinkError, make
from ._native import error_codes, longest_answer

__all__ = ["Card", "connect", "readers"]

_SCOPE_SYSTEM = 2
_SHARE_EXCLUSIVE = 1
_PROTOCOL_ANY = 3
_RESET_CARD = 1
# Codes of WinSCard and pcsclite.
_NO_READERS = 0x8010002E
_NO_SERVICE = (0x8010001D, 0x8010001E)
_REMOVED = (0x80100069, 0x80100068, 0x8010000C, 0x80100009)
_MUTE = (0x80100066, 0x80100067, 0x8010000A)
_ANSWER_BYTES = 65_544
_WINDOWS = sys.platform == "win32"
# DWORD and handles are pointer-sized in pcsclite, and 32 bits on Windows (handles excepted) and macOS.
_Word: Any = ctypes.c_uint32 if _WINDOWS or sys.platform == "darwin" else ctypes.c_ulong
_Handle: Any = ctypes.c_size_t if _WINDOWS else (ctypes.c_int32 if sys.platform == "darwin" else ctypes.c_long)


class _Request(ctypes.Structure):
    _fields_ = [("protocol", _Word), ("length", _Word)]


def _error(code: str, place: str) -> LinkError:
    known = error_codes()[code]
    made = make(
        code,
        known["fault"],
        place,
        None,
        (known["cause_en"], known["remedy_en"]),
        (known["cause_vi"], known["remedy_vi"]),
    )
    assert isinstance(made, LinkError)
    return made


def _library() -> Any:
    if _WINDOWS:
        return ctypes.WinDLL("winscard")  # type: ignore[attr-defined,unused-ignore]
    tried = (
        ("/System/Library/Frameworks/PCSC.framework/PCSC",)
        if sys.platform == "darwin"
        else ("libpcsclite.so.1", "libpcsclite.so")
    )
    for name in tried:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    raise _error("reader-service", ", ".join(tried))


def _check(status: int, place: str) -> None:
    status &= 0xFFFFFFFF
    if status == 0:
        return
    if status in _REMOVED:
        raise _error("card-removed", place)
    if status in _MUTE:
        raise _error("card-mute", place)
    if status in _NO_SERVICE:
        raise _error("reader-service", place)
    raise _error("reader-failed", f"{place}: {status:08X}")


class _Context:
    def __init__(self) -> None:
        self.library = _library()
        self.handle = _Handle()
        _check(self.library.SCardEstablishContext(_Word(_SCOPE_SYSTEM), None, None, ctypes.byref(self.handle)), "service")

    def readers(self) -> list[str]:
        name = self.library.SCardListReadersW if _WINDOWS else self.library.SCardListReaders
        size = _Word()
        status = name(self.handle, None, None, ctypes.byref(size)) & 0xFFFFFFFF
        if status == _NO_READERS:
            return []
        _check(status, "readers")
        if _WINDOWS:
            wide = ctypes.create_unicode_buffer(size.value)
            _check(name(self.handle, None, wide, ctypes.byref(size)), "readers")
            names = ctypes.wstring_at(wide, size.value).split("\0")
        else:
            buffer = ctypes.create_string_buffer(size.value)
            _check(name(self.handle, None, buffer, ctypes.byref(size)), "readers")
            names = buffer.raw[: size.value].decode(errors="replace").split("\0")
        return [one for one in names if one]

    def release(self) -> None:
        self.library.SCardReleaseContext(self.handle)


def readers() -> list[str]:
    """The names of the readers that are plugged in.

    Tên các đầu đọc đang cắm.
    """
    context = _Context()
    try:
        return context.readers()
    finally:
        context.release()


class Card:
    """A card on a reader, for ``read_card``. Use it in a ``with`` block: leaving it lets the card go."""

    def __init__(self, context: _Context, handle: Any, protocol: int) -> None:
        self._context = context
        self._handle = handle
        self._request = _Request(protocol, ctypes.sizeof(_Request))
        self._answer = ctypes.create_string_buffer(_ANSWER_BYTES)
        self._open = True

    @property
    def atr(self) -> bytes:
        """The answer to reset."""
        size, state, protocol = _Word(33), _Word(), _Word()
        atr = ctypes.create_string_buffer(33)
        status = self._context.library.SCardStatusW if _WINDOWS else self._context.library.SCardStatus
        unused = ctypes.byref(_Word(0))
        references = (ctypes.byref(state), ctypes.byref(protocol), atr, ctypes.byref(size))
        _check(status(self._handle, None, unused, *references), "status")
        return atr.raw[: size.value]

    @property
    def longest_answer(self) -> int:
        """The longest answer in bytes that the chip announces."""
        return longest_answer(self.atr)

    def transmit(self, command: bytes, /) -> bytes:
        """Sends a command and gives the answer."""
        size = _Word(_ANSWER_BYTES)
        request = ctypes.byref(self._request)
        transmit = self._context.library.SCardTransmit
        _check(
            transmit(self._handle, request, command, _Word(len(command)), None, self._answer, ctypes.byref(size)),
            "transmit",
        )
        return self._answer.raw[: size.value]

    def close(self) -> None:
        """Lets the card go."""
        if self._open:
            self._open = False
            self._context.library.SCardDisconnect(self._handle, _Word(_RESET_CARD))
            self._context.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def connect(reader: str | None = None, *, wait: float = 30.0) -> Card:
    """Connects to the card on a reader (the first that has one, where no name is given), and waits for it.

    Kết nối tới thẻ trên đầu đọc, chờ tối đa ``wait`` giây.
    """
    context = _Context()
    try:
        library = context.library
        call = library.SCardConnectW if _WINDOWS else library.SCardConnect
        until = time.monotonic() + wait
        while True:
            for name in [reader] if reader else context.readers():
                handle, protocol = _Handle(), _Word()
                text: Any = name if _WINDOWS else name.encode()
                modes = (_Word(_SHARE_EXCLUSIVE), _Word(_PROTOCOL_ANY))
                if call(context.handle, text, *modes, ctypes.byref(handle), ctypes.byref(protocol)) == 0:
                    return Card(context, handle, protocol.value)
            if time.monotonic() >= until:
                raise _error("card-removed", "no card on a reader")
            time.sleep(0.2)
    except BaseException:
        context.release()
        raise
