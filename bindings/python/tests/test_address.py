"""Old and new addresses as units of today."""

import dinhdanh
import pytest

FIELDS = {
    "status",
    "province_code",
    "province_name",
    "commune_code",
    "commune_name",
    "old_code",
    "old_name",
    "detail",
    "candidates",
    "table_version",
}


def test_an_old_address_becomes_a_new_one():
    (answer,) = dinhdanh.convert_addresses(["12 Hàng Than, P.Phúc Xá, Q.Ba Đình, HN"]).to_pylist()
    assert set(answer) == FIELDS
    assert (answer["status"], answer["province_code"], answer["commune_name"]) == ("exact", "01", "Phường Hồng Hà")
    assert answer["detail"] == "12 Hàng Than"
    assert answer["candidates"] == []


def test_what_is_no_address_is_unknown_and_rows_stay_in_place():
    column = dinhdanh.convert_addresses([None, "", "không có", "12 Hàng Than, P.Phúc Xá, Q.Ba Đình, HN"])
    assert [row["status"] for row in column.to_pylist()] == ["unknown", "unknown", "unknown", "exact"]
    assert column[3]["status"] == column[-1]["status"] == "exact"
    with pytest.raises(IndexError):
        column[4]


def test_a_name_that_many_communes_bear_gives_candidates():
    (answer,) = dinhdanh.convert_addresses(["xã Tân Hưng"]).to_pylist()
    assert answer["status"] != "exact" and answer["commune_code"] is None


def test_columns_of_every_library():
    texts = ["12 Hàng Than, P.Phúc Xá, Q.Ba Đình, HN", None]
    wanted = dinhdanh.convert_addresses(texts).to_pylist()
    pyarrow = pytest.importorskip("pyarrow")
    for kind in (pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()):
        assert dinhdanh.convert_addresses(pyarrow.array(texts, kind)).to_pylist() == wanted
    assert dinhdanh.convert_addresses(pyarrow.array(texts).dictionary_encode()).to_pylist() == wanted
    assert dinhdanh.convert_addresses(pyarrow.chunked_array([texts[:1], texts[1:]])).to_pylist() == wanted
    polars = pytest.importorskip("polars")
    assert dinhdanh.convert_addresses(polars.Series(texts)).to_pylist() == wanted
    struct = pyarrow.array(dinhdanh.convert_addresses(texts))
    assert pyarrow.types.is_struct(struct.type) and struct.to_pylist() == wanted
    with pytest.raises(TypeError):
        dinhdanh.convert_addresses("one address")
