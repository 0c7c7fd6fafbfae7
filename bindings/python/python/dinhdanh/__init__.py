"""Vietnamese electronic identity, offline: card codes, national login, clean citizen lists.

Định danh điện tử Việt Nam, không cần mạng: mã thẻ, đăng nhập quốc gia, làm sạch danh sách công dân.
"""

from ._errors import (
    AccessKeyError,
    CardError,
    DinhDanhError,
    InputError,
    LinkError,
    LoginRefused,
    UsageError,
)
from ._native import (
    CardQr,
    Column,
    Duplicates,
    PersonalNumber,
    Table,
    __version__,
    convert_addresses,
    error_codes,
    find_duplicates,
    link,
    normalize_dates,
    normalize_ids,
    normalize_names,
    normalize_phones,
    parse_card_qr,
    read_qr,
    verify_envelope,
    verify_id_token,
)

__all__ = [
    "AccessKeyError",
    "CardError",
    "CardQr",
    "Column",
    "DinhDanhError",
    "Duplicates",
    "InputError",
    "LinkError",
    "LoginRefused",
    "PersonalNumber",
    "Table",
    "UsageError",
    "__version__",
    "convert_addresses",
    "error_codes",
    "find_duplicates",
    "link",
    "normalize_dates",
    "normalize_ids",
    "normalize_names",
    "normalize_phones",
    "parse_card_qr",
    "read_qr",
    "verify_envelope",
    "verify_id_token",
]
