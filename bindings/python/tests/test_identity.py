"""Personal numbers, card codes and errors."""

import pickle

import dinhdanh
import pytest

TEXT = "001199000018|012345678|Nguyễn Thị Mẫu|17021999|Nữ|Số 1, Cửa Nam, Hoàn Kiếm, Hà Nội|27062021"


def test_a_number_tells_what_is_in_it():
    number = dinhdanh.PersonalNumber("001199000018")
    assert (number.value, number.sex, number.birth_year) == ("001199000018", "female", 1999)
    assert (number.province_code, number.province, number.new_province_code) == ("001", "Hà Nội", "01")
    assert number.warnings == []
    assert number == dinhdanh.PersonalNumber(" 001199000018 ")
    assert len({number, dinhdanh.PersonalNumber("001199000018")}) == 1
    assert dinhdanh.PersonalNumber("999199000018").warnings == ["unknown-province"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("00119900001", "id-number-length"), ("00119900001O", "id-number-digits"), ("", "id-number-length")],
)
def test_what_is_no_number_is_refused(text, code):
    with pytest.raises(ValueError) as refused:
        dinhdanh.PersonalNumber(text)
    assert isinstance(refused.value, dinhdanh.InputError)
    assert refused.value.code == code
    assert refused.value.remedy_vi.endswith(".")


def test_errors_survive_pickling_as_worker_pools_need():
    with pytest.raises(dinhdanh.DinhDanhError) as refused:
        dinhdanh.PersonalNumber("12")
    again = pickle.loads(pickle.dumps(refused.value))
    assert (type(again), again.code, str(again)) == (dinhdanh.InputError, refused.value.code, str(refused.value))


def test_a_card_code_is_read_from_text_and_bytes():
    card = dinhdanh.parse_card_qr(TEXT)
    assert card.full_name == "Nguyễn Thị Mẫu"
    assert (card.id_number, card.old_id_number) == ("001199000018", "012345678")
    assert (card.date_of_birth, card.issued, card.sex) == ("1999-02-17", "2021-06-27", "female")
    assert card.issues == []
    assert dinhdanh.parse_card_qr(TEXT.encode()).to_dict() == card.to_dict()


def test_defects_of_a_field_are_named_and_the_rest_is_kept():
    card = dinhdanh.parse_card_qr(TEXT.replace("27062021", "31022021"))
    assert card.issued is None
    assert card.issues == [("issued", "date-calendar")]


def test_no_value_is_shown_by_accident():
    card = dinhdanh.parse_card_qr(TEXT)
    number = dinhdanh.PersonalNumber("001199000018")
    for shown in (repr(card), str(card), repr(number), str(number), f"{number}"):
        assert "001199000018" not in shown and "Mẫu" not in shown
    assert str(number) == "0011******18"


@pytest.mark.parametrize("wrong", ["https://example.com", "", "a|b|c"])
def test_other_codes_are_refused(wrong):
    with pytest.raises(dinhdanh.InputError) as refused:
        dinhdanh.parse_card_qr(wrong)
    assert refused.value.code == "qr-not-a-card"


def test_bytes_that_are_no_text_say_where():
    with pytest.raises(dinhdanh.InputError) as refused:
        dinhdanh.parse_card_qr(b"0011\xff")
    assert (refused.value.code, refused.value.offset) == ("text-not-utf8", 4)


def test_every_code_has_its_texts():
    codes = dinhdanh.error_codes()
    assert len(codes) > 50
    for name, code in codes.items():
        assert all(code[key].endswith(".") for key in ("cause_en", "remedy_en", "cause_vi", "remedy_vi")), name


def test_a_picture_that_is_none_is_refused():
    with pytest.raises(dinhdanh.InputError) as refused:
        dinhdanh.read_qr(b"not a picture")
    assert refused.value.code == "picture-unreadable"
