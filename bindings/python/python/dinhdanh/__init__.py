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
    PersonalNumber,
    Table,
    __version__,
    error_codes,
    parse_card_qr,
    read_qr,
)

__all__ = [
    "AccessKeyError",
    "CardError",
    "CardQr",
    "Column",
    "DinhDanhError",
    "InputError",
    "LinkError",
    "LoginRefused",
    "PersonalNumber",
    "Table",
    "UsageError",
    "__version__",
    "error_codes",
    "parse_card_qr",
    "read_qr",
]
