"""What can be wrong with a call of the command, each with a stable code, in Vietnamese and English.

Exit codes: 2 the call is wrong, 3 a file cannot be read or written.
"""

from __future__ import annotations

from ._errors import DinhDanhError, InputError, UsageError

__all__ = ["FileError", "FileMissing", "PROBLEMS", "problem"]


class FileError(DinhDanhError, OSError):
    """A file that cannot be read or written."""

    # OSError rewrites two arguments into errno and strerror.
    __str__ = Exception.__str__


class FileMissing(FileError, FileNotFoundError):
    """A file that is not there."""


#: Exit code, exception, and cause and remedy in English and in Vietnamese.
PROBLEMS: dict[str, tuple[int, type[DinhDanhError], tuple[str, str], tuple[str, str]]] = {
    "list-missing": (
        3,
        FileMissing,
        ("There is no such file.", "Check the path."),
        ("Không có tệp này.", "Hãy kiểm tra lại đường dẫn."),
    ),
    "list-directory": (
        3,
        FileError,
        ("This is a folder, not a file.", "Give one CSV, XLSX or Parquet file."),
        ("Đây là thư mục, không phải tệp.", "Hãy đưa vào một tệp CSV, XLSX hoặc Parquet."),
    ),
    "list-unreadable": (
        3,
        FileError,
        ("The file cannot be read.", "Check the permissions, and whether another program holds it."),
        ("Không đọc được tệp.", "Hãy kiểm tra quyền truy cập và xem tệp có đang được mở ở phần mềm khác không."),
    ),
    "output-unwritable": (
        3,
        FileError,
        ("The result cannot be written there.", "Check that the folder exists, its permissions and the free space."),
        ("Không ghi được kết quả vào đó.", "Hãy kiểm tra thư mục có tồn tại, quyền ghi và dung lượng trống."),
    ),
    "list-empty": (
        3,
        InputError,
        ("The file is empty.", "Give a file with a row of headings and rows below it."),
        ("Tệp rỗng.", "Hãy đưa vào tệp có dòng tiêu đề và các dòng dữ liệu."),
    ),
    "list-no-rows": (
        3,
        InputError,
        ("The list has headings but no rows.", "Check that the whole file was saved, or name another sheet."),
        ("Danh sách chỉ có tiêu đề, không có dòng nào.", "Hãy kiểm tra tệp đã lưu đủ chưa, hoặc chọn trang tính khác."),
    ),
    "sheet-unknown": (
        2,
        UsageError,
        ("The workbook has no sheet of this name.", "Give --sheet one of its names."),
        ("Tệp không có trang tính tên này.", "Hãy dùng --sheet với một trong các tên có trong tệp."),
    ),
    "columns-unknown": (
        2,
        UsageError,
        ("No column has a name that is known.", "Say what columns hold: --column full_name='Name of the column'."),
        ("Không nhận ra cột nào qua tiêu đề.", "Hãy chỉ rõ: --column full_name='Tên cột'."),
    ),
    "column-missing": (
        2,
        UsageError,
        ("The list has no such column.", "Give --column one of its columns."),
        ("Danh sách không có cột này.", "Hãy dùng --column với một trong các cột có trong danh sách."),
    ),
    "role-unknown": (
        2,
        UsageError,
        ("There is no such role.", "Give --column ROLE=NAME with one of the roles."),
        ("Không có vai trò này.", "Hãy dùng --column VAI_TRÒ=TÊN_CỘT với một trong các vai trò."),
    ),
    "columns-unconfirmed": (
        2,
        UsageError,
        ("The guessed columns were not confirmed.", "Add --yes to take them, or give --column ROLE=NAME."),
        ("Các cột nhận ra chưa được xác nhận.", "Thêm --yes để chấp nhận, hoặc dùng --column VAI_TRÒ=TÊN_CỘT."),
    ),
    "audit-key-file": (
        2,
        UsageError,
        ("An audit trail needs a key.", "Give --key FILE: 32 secret bytes, made if the file is missing."),
        ("Nhật ký kiểm toán cần khóa.", "Hãy dùng --key TỆP: 32 byte bí mật, được tạo nếu chưa có tệp."),
    ),
    "option-value": (
        2,
        UsageError,
        ("An option has a value that cannot be.", "See --help."),
        ("Một tùy chọn có giá trị không hợp lệ.", "Hãy xem --help."),
    ),
    "output-is-input": (
        2,
        UsageError,
        ("The result would overwrite the list.", "Give another file with -o."),
        ("Kết quả sẽ ghi đè lên danh sách.", "Hãy dùng -o với tệp khác."),
    ),
    "parquet-needs-pyarrow": (
        2,
        UsageError,
        ("Parquet files need the package pyarrow.", "pip install pyarrow"),
        ("Tệp Parquet cần gói pyarrow.", "pip install pyarrow"),
    ),
    "nothing-anonymous": (
        2,
        UsageError,
        ("None of the columns may stay in an anonymous table.", "Name columns for sex, date of birth or address."),
        ("Không cột nào được giữ lại trong bảng ẩn danh.", "Hãy chỉ rõ cột giới tính, ngày sinh hoặc địa chỉ."),
    ),
    "k-not-reached": (
        2,
        InputError,
        ("No rows are left at this k; nothing was written.", "Ask for a smaller k, or wider bands with --years."),
        ("Không còn dòng nào đạt mức k; không ghi gì cả.", "Hãy giảm k, hoặc tăng --years."),
    ),
}


def problem(code: str, place: str = "") -> DinhDanhError:
    """The exception of a problem; ``place`` names the file, column or sheet, never a value of a cell."""
    _, kind, en, vi = PROBLEMS[code]
    return kind(code, place, None, en, vi)


def exit_code(error: DinhDanhError) -> int:
    """The exit code of the command for an exception."""
    return PROBLEMS[error.code][0] if error.code in PROBLEMS else 3
