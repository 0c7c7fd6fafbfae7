"""People who occur twice, from every kind of table."""

import random

import dinhdanh
import pytest

COLUMNS = {"id_number": "cccd", "full_name": "ho_ten", "date_of_birth": "ngay_sinh", "phone": "dien_thoai"}
FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ"]
MIDDLE = ["Văn", "Thị", "Hữu", "Ngọc", "Minh"]
GIVEN = ["An", "Bình", "Cường", "Dũng", "Hà", "Hương", "Lan", "Mai", "Nam", "Phương", "Sơn", "Tuấn"]


def crowd(rows, seed=1):
    """Invented people; the number fits the birth, as real ones do."""
    draw = random.Random(seed)
    for _ in range(rows):
        year = draw.randrange(1950, 2010)
        sex = draw.randrange(2)
        yield {
            "cccd": f"{draw.choice(['001', '079'])}{(year // 100 - 19) * 2 + sex}{year % 100:02}{draw.randrange(10**6):06}",
            "ho_ten": f"{draw.choice(FAMILY)} {draw.choice(MIDDLE)} {draw.choice(GIVEN)}",
            "ngay_sinh": f"{year}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}",
            "dien_thoai": f"09{draw.randrange(10**8):08}",
        }


def with_copies(rows=400):
    people = list(crowd(rows))
    copy = dict(people[0], ho_ten=people[0]["ho_ten"].upper(), cccd=None)
    typo = dict(people[1], ngay_sinh=people[1]["ngay_sinh"][:4])
    return people + [copy, typo]


def test_copies_are_found_with_reasons():
    found = dinhdanh.find_duplicates(with_copies(), COLUMNS)
    pairs = found.pairs.to_pylist()
    assert {(p["left"], p["right"]) for p in pairs} >= {(0, 400), (1, 401)}
    assert all(0.5 <= p["score"] <= 1 for p in pairs)
    first = next(p for p in pairs if p["right"] == 401)
    assert "same personal number" in first["why"]
    assert [0, 400] in found.clusters and [1, 401] in found.clusters
    assert found.threshold == found.advised_threshold and 0.8 <= found.threshold < 1
    assert dinhdanh.find_duplicates(with_copies(), COLUMNS, threshold=0.9).threshold == 0.9
    assert "cùng số định danh" in dinhdanh.find_duplicates(with_copies(), COLUMNS, lang="vi").pairs.to_pylist()[0]["why"]


def test_every_kind_of_table_gives_the_same():
    rows = with_copies()
    wanted = dinhdanh.find_duplicates(rows, COLUMNS).pairs.to_pylist()
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    assert dinhdanh.find_duplicates(columns, COLUMNS).pairs.to_pylist() == wanted
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table(columns)
    assert dinhdanh.find_duplicates(table, COLUMNS).pairs.to_pylist() == wanted
    chunked = pyarrow.concat_tables([table.slice(0, 100), table.slice(100)])
    assert dinhdanh.find_duplicates(chunked, COLUMNS).pairs.to_pylist() == wanted
    polars = pytest.importorskip("polars")
    assert dinhdanh.find_duplicates(polars.DataFrame(columns), COLUMNS).pairs.to_pylist() == wanted
    pandas = pytest.importorskip("pandas")
    assert dinhdanh.find_duplicates(pandas.DataFrame(columns), COLUMNS).pairs.to_pylist() == wanted


def test_results_are_arrow_for_whoever_wants_arrow():
    pyarrow = pytest.importorskip("pyarrow")
    polars = pytest.importorskip("polars")
    found = dinhdanh.find_duplicates(with_copies(), COLUMNS)
    table = pyarrow.table(found.pairs)
    assert table.column_names == ["left", "right", "score", "why"]
    assert polars.DataFrame(found.pairs).to_dicts() == found.pairs.to_pylist() == table.to_pylist()


def test_two_lists_and_new_rows():
    people = list(crowd(300))
    right = [dict(people[7], ho_ten="  " + people[7]["ho_ten"].lower())] + list(crowd(50, seed=2))
    found = dinhdanh.link(people, right, COLUMNS)
    assert (7, 0) in {(p["left"], p["right"]) for p in found.pairs.to_pylist()}
    assert [7, 300] in found.clusters
    grown = people + [people[3]]
    pairs = dinhdanh.find_duplicates(grown, COLUMNS, new_from=300).pairs.to_pylist()
    assert [(p["left"], p["right"]) for p in pairs] == [(3, 300)]
    assert len(dinhdanh.find_duplicates(grown, COLUMNS, new_from=301).pairs) == 0


def test_wrong_calls_say_what_is_wrong():
    with pytest.raises(ValueError, match="unknown role"):
        dinhdanh.find_duplicates(with_copies(), {"cccd": "cccd"})
    with pytest.raises(KeyError, match="no_such"):
        dinhdanh.find_duplicates(with_copies(), {"full_name": "no_such"})
    with pytest.raises(TypeError, match="table"):
        dinhdanh.find_duplicates(42, COLUMNS)


def test_nothing_is_shown_by_accident():
    found = dinhdanh.find_duplicates(with_copies(), COLUMNS)
    for shown in (repr(found), repr(found.pairs), repr(found.pairs["why"])):
        assert not any(name in shown for name in GIVEN)
