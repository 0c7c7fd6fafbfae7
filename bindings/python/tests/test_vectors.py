"""The vectors that every language runs."""

import base64
import json
from pathlib import Path
from typing import Any

import dinhdanh
from dinhdanh import _errors, _native

VECTORS = Path(__file__).resolve().parents[3] / "tests/vectors"


def run(call: str, given: dict[str, Any]) -> str:
    match call:
        case "personal_number":
            return dinhdanh.PersonalNumber(given["text"]).to_json()
        case "card_qr":
            return dinhdanh.parse_card_qr(base64.b64decode(given["base64"])).to_json()
        case "mrz":
            return dinhdanh.parse_mrz(given["text"]).to_json(at=given["at"])
        case "mrz_recognised":
            return dinhdanh.recognise_mrz(given["text"]).to_json(at=given["at"])
        case "repair_scan":
            return _native.repair_scan(given["text"])
        case "read_qr":
            codes = dinhdanh.read_qr((VECTORS / given["file"]).read_bytes())
            return json.dumps([base64.b64encode(code).decode() for code in codes], separators=(",", ":"))
        case "verify_dump":
            challenge = bytes.fromhex(given["challenge"]) or None
            reading = dinhdanh.CardReading.from_dump((VECTORS / given["file"]).read_bytes(), challenge=challenge)
            verifier = dinhdanh.Verifier(given["policy"])
            if given["anchors"]:
                verifier.load((VECTORS / given["anchors"]).read_bytes())
            return verifier.verify(reading, at=given["at"]).to_json()
        case "id_token":
            login = dinhdanh.verify_id_token(
                given["token"],
                given["jwks"],
                issuer=given["issuer"],
                client_id=given["client_id"],
                nonce=given["nonce"] or None,
                required_level=given["required_level"],
                now=given["now"],
            )
            # Python has the token's own claims beside what every language has.
            common = list(login)[: list(login).index("claims") + 1]
            shared = {name: login[name] for name in common}
            return json.dumps(shared, ensure_ascii=False, separators=(",", ":"))
        case "check_stays":
            return _native.check_stays(given["declarations"], at=given["at"], in_remote_area=given["remote"] == 1)
        case "foreign_guests_xml":
            file, left_out = _native.foreign_guests_xml(given["declarations"])
            return f"{base64.b64encode(file).decode()} {left_out}"
    raise AssertionError(call)


def test_every_vector_gives_its_answer() -> None:
    vectors = json.loads((VECTORS / "vectors.json").read_text(encoding="utf-8"))
    for vector in vectors:
        try:
            answer = {"json": run(vector["call"], vector["input"])}
        except dinhdanh.DinhDanhError as error:
            answer = {"error": error.code}
        assert answer == vector["expect"], vector["name"]
    print(f"vectors: {len(vectors)}")


def test_the_codes_are_those_of_every_language() -> None:
    listed = [line.split() for line in (VECTORS / "error_codes.txt").read_text(encoding="utf-8").splitlines()]
    known = dinhdanh.error_codes()
    assert listed == [[code, one["category"], "yes" if one["retryable"] else "no"] for code, one in known.items()]
    for code, category, _ in listed:
        assert type(_errors.make(code, category, "", None, ("", ""), ("", ""))) is not dinhdanh.DinhDanhError, code
    print(f"codes: {len(listed)}")


def test_the_codes_are_those_of_the_documentation() -> None:
    documented = (VECTORS.parents[1] / "docs/codes.md").read_text(encoding="utf-8")
    for code in dinhdanh.error_codes():
        assert f"`{code}`" in documented, code
