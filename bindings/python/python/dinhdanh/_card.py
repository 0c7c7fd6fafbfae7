"""Reading a card in one call, and the results that are JSON as Python values."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Protocol

from . import _native
from ._errors import DinhDanhError
from ._native import CardReading, CardSession, Progress

__all__ = ["Transport", "check_stays", "foreign_guests_xml", "portal_workbook", "read_card", "repair_scan", "stays_from_list"]


class Transport(Protocol):
    """What carries commands to a card: :class:`dinhdanh.pcsc.Card`, or anything of a program's own."""

    def transmit(self, command: bytes, /) -> bytes: ...


def read_card(
    transport: Transport | Callable[[bytes], bytes],
    *,
    can: str | None = None,
    mrz: str | None = None,
    qr: str | bytes | None = None,
    longest_answer: int | None = None,
    portrait: bool = True,
    bac_after_failed_pace: bool = False,
    progress: Callable[[Progress], object] | None = None,
) -> CardReading:
    """Reads a card over a transport and gives what was read; nothing of it is proven before a ``Verifier`` judged it.

    At least one of ``can``, ``mrz`` and ``qr`` is needed. Where reading fails, the error carries what was read until
    then as ``error.partial``.

    Đọc thẻ qua đầu đọc; cần ít nhất một trong ``can``, ``mrz``, ``qr``.
    """
    if longest_answer is None:
        longest_answer = getattr(transport, "longest_answer", 256)
    with CardSession(
        can=can,
        mrz=mrz,
        qr=qr,
        longest_answer=longest_answer,
        portrait=portrait,
        bac_after_failed_pace=bac_after_failed_pace,
    ) as session:
        try:
            session.run(transport, progress)
        except DinhDanhError as error:
            error.partial = session.reading()
            raise
        return session.reading()


def repair_scan(text: str) -> list[dict[str, Any]]:
    """Guesses what a hand scanner's text was before it was mangled, most likely first: ``text``, ``mangling``,
    ``digits_changed``. Guesses, to be shown and not to be believed.

    Đoán nội dung gốc khi máy quét gõ sai chữ.
    """
    guesses: list[dict[str, Any]] = json.loads(_native.repair_scan(text))
    return guesses


def _declarations(given: object) -> str:
    if isinstance(given, str):
        return given
    if isinstance(given, bytes):
        return given.decode()
    return json.dumps({"format": "dinhdanh-declarations", "version": 1, "declarations": given}, ensure_ascii=False)


def check_stays(declarations: object, *, at: float | None = None, in_remote_area: bool = False) -> list[dict[str, Any]]:
    """Checks declarations of residence: for each, its stay and what speaks against it, with the law it rests on.

    ``declarations`` is the JSON of ``docs/residence-files.md``, or a list of its records as dictionaries.

    Kiểm tra khai báo lưu trú.
    """
    checked: list[dict[str, Any]] = json.loads(
        _native.check_stays(_declarations(declarations), at=at, in_remote_area=in_remote_area)
    )
    return checked


def stays_from_list(
    guests: bytes,
    /,
    *,
    facility: str,
    facility_kind: str,
    in_remote_area: bool = False,
    reason: str | None = None,
    numbered: str | None = None,
    at: float | None = None,
) -> tuple[list[dict[str, Any]], dict[str, list[dict[str, Any]]]]:
    """Declarations from a list that another program keeps (a CSV file or XLSX workbook, as bytes), for the other calls
    here; and about every row: ``stays`` with what speaks against each, ``rejected`` for rows that name no stay.

    ``facility_kind`` is ``hotel-1`` to ``hotel-5``, ``inn``, ``guest-house``, ``rental``, ``industrial-housing``,
    ``hospital`` or ``coach``; ``reason`` serves rows without one; ``numbered`` makes identifiers from the number of the
    row where the list has none.

    Đọc danh sách khách của phần mềm khác.
    """
    declarations, rows = _native.stays_from_list(
        guests,
        facility=facility,
        facility_kind=facility_kind,
        in_remote_area=in_remote_area,
        reason=reason,
        numbered=numbered,
        at=at,
    )
    return json.loads(declarations)["declarations"], json.loads(rows)


def foreign_guests_xml(declarations: object) -> tuple[bytes, list[dict[str, Any]]]:
    """The XML of foreign guests for the portal, and the declarations that are not in it, with the reasons.

    Tệp XML khách nước ngoài cho cổng khai báo.
    """
    file, left_out = _native.foreign_guests_xml(_declarations(declarations))
    return file, json.loads(left_out)


def portal_workbook(template: bytes, declarations: object) -> tuple[bytes, list[dict[str, Any]]]:
    """The portal's workbook of Vietnamese guests, filled into the template that was downloaded there, and the
    declarations that are not in it, with the reasons.

    Điền danh sách khách vào tệp mẫu của cổng khai báo.
    """
    file, left_out = _native.portal_workbook(template, _declarations(declarations))
    return file, json.loads(left_out)
