"""Messy lists of invented people, small generators for the tests; `make bench-cleanup` has the thorough one."""

import csv
import random

COLUMNS = {
    "id_number": "cccd",
    "full_name": "ho_ten",
    "date_of_birth": "ngay_sinh",
    "sex": "gioi_tinh",
    "phone": "dien_thoai",
    "address": "dia_chi",
}
FAMILY = ["Nguyễn"] * 5 + ["Trần"] * 2 + ["Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi"]
MIDDLE = [["Văn", "Hữu", "Đức", "Minh"], ["Thị", "Ngọc", "Thanh", "Minh"]]
GIVEN = [["An", "Bình", "Cường", "Dũng", "Hải", "Nam", "Sơn", "Tuấn"], ["Hà", "Hương", "Lan", "Mai", "Nga", "Phương"]]
PLACES = [
    "P.Phúc Xá, Q.Ba Đình, HN",
    "Phường Hồng Hà, Thành phố Hà Nội",
    "xã Tân Hưng",
    "X. Nghĩa Đồng, H.Tân Kỳ, tỉnh Nghệ An",
    "phuong Ben Nghe, quan 1, TP HCM",
]

def _person(draw):
    sex, year = draw.randrange(2), draw.randrange(1940, 2020)
    name = f"{draw.choice(FAMILY)} {draw.choice(MIDDLE[sex])} {draw.choice(GIVEN[sex])}"
    number = f"{draw.choice(['001', '079', '040', '048'])}{(year // 100 - 19) * 2 + sex}{year % 100:02}{draw.randrange(10**6):06}"
    birth = f"{draw.randrange(1, 29):02}/{draw.randrange(1, 13):02}/{year}"
    place = f"{draw.randrange(1, 300)} Hàng Than, {draw.choice(PLACES)}"
    return [number, name, birth, "Nữ" if sex else "Nam", f"09{draw.randrange(10**8):08}", place]


def _spoiled(draw, row):
    number, name, birth, sex, phone, place = row
    kind = draw.randrange(14)
    if kind == 0:
        name = name.upper().replace(" ", "  ", 1)
    elif kind == 1:
        number = number.lstrip("0") + ".0"
    elif kind == 2:
        birth = birth[6:]
    elif kind == 3:
        phone = "+84 " + phone[1:]
    elif kind == 4:
        phone = "0120" + phone[3:]
    elif kind == 5:
        number = "không có"
    elif kind == 6:
        birth = f"31/02/{birth[6:]}"
    elif kind == 7:
        name, place = place, name
    elif kind == 8:
        phone = ""
    elif kind == 9:
        number = "001099000000"
    return [number, name, birth, sex, phone, place]


def rows_of(rows, seed=1):
    """Rows, every tenth of them the same person again with a slip."""
    draw, last = random.Random(seed), None
    for _ in range(rows):
        if last is None or draw.random() > 0.1:
            last = _person(draw)
        yield _spoiled(draw, last)


def messy(rows, seed=1):
    """As columns."""
    cells = zip(*rows_of(rows, seed), strict=True)
    return {name: list(column) for name, column in zip(COLUMNS.values(), cells, strict=True)}


def write_csv(path, rows, seed=1):
    """As a file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Số CCCD", "Họ và tên", "Ngày sinh", "Giới tính", "SĐT", "Địa chỉ"])
        writer.writerows(rows_of(rows, seed))
