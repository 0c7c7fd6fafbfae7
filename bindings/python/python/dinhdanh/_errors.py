"""Exceptions: one tree, stable codes, messages for people in English and Vietnamese.

Every exception is a :class:`DinhDanhError` and also the built-in exception that fits, so that code which knows
nothing of this package still handles it. None of them holds a value that was read.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._native import CardReading

__all__ = [
    "AccessKeyError",
    "CardError",
    "DinhDanhError",
    "InputError",
    "InternalError",
    "LinkError",
    "LoginRefused",
    "UsageError",
]


@functools.cache
def _retryable() -> frozenset[str]:
    from ._native import error_codes

    return frozenset(code for code, known in error_codes().items() if known["retryable"])


class DinhDanhError(Exception):
    """What every error of this package is. Lỗi chung của gói này."""

    #: Stable code, such as ``id-number-length``.
    code: str
    #: Field, file or step in which it was noticed; never a value.
    place: str
    #: Byte offset in the input, where known.
    offset: int | None
    #: What was read of a card until then, where ``read_card`` failed.
    partial: CardReading | None = None
    #: Cause and remedy in English and in Vietnamese.
    message_en: str
    remedy_en: str
    message_vi: str
    remedy_vi: str

    def __init__(
        self,
        code: str,
        place: str = "",
        offset: int | None = None,
        en: tuple[str, str] = ("", ""),
        vi: tuple[str, str] = ("", ""),
    ) -> None:
        super().__init__(f"{en[0]} [{code}] in {place}" + ("" if offset is None else f" at byte {offset}"))
        self.code = code
        self.place = place
        self.offset = offset
        self.message_en, self.remedy_en = en
        self.message_vi, self.remedy_vi = vi

    @property
    def retryable(self) -> bool:
        """Whether the same call may succeed when it is simply made again, with the card at rest on the reader."""
        return self.code in _retryable()

    def __reduce__(self) -> tuple[object, ...]:
        made = (self.message_en, self.remedy_en), (self.message_vi, self.remedy_vi)
        return type(self), (self.code, self.place, self.offset, *made)


class InputError(DinhDanhError, ValueError):
    """The bytes or text that were given are not what they claim to be."""


class CardError(DinhDanhError, OSError):
    """The card answered something that the standard does not allow, or refused."""

    # OSError rewrites two arguments into errno and strerror.
    __str__ = Exception.__str__


class LinkError(DinhDanhError, ConnectionError):
    """The reader, the cable, or the position of the card."""

    __str__ = Exception.__str__


class AccessKeyError(DinhDanhError, PermissionError):
    """The key (CAN, MRZ) does not open this card."""

    __str__ = Exception.__str__


class UsageError(DinhDanhError, ValueError):
    """The program asks for something that cannot be."""


class InternalError(DinhDanhError, RuntimeError):
    """A defect of this package; please report it. The program may go on."""


class LoginRefused(DinhDanhError, PermissionError):
    """A login, token or envelope that proves nothing; ``code`` names what failed."""

    __str__ = Exception.__str__


_BY_FAULT: dict[str, type[DinhDanhError]] = {
    "input": InputError,
    "card": CardError,
    "key": AccessKeyError,
    "link": LinkError,
    "caller": UsageError,
    "login": LoginRefused,
    "internal": InternalError,
}


def make(
    code: str,
    fault: str,
    place: str,
    offset: int | None,
    en: tuple[str, str],
    vi: tuple[str, str],
) -> DinhDanhError:
    """The exception for an error of the native part."""
    return _BY_FAULT.get(fault, DinhDanhError)(code, place, offset, en, vi)
