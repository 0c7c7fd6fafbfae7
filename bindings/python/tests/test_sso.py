"""Tokens and envelopes, made with another library."""

import base64
import json
import os

import dinhdanh
import pytest

jwt = pytest.importorskip("jwt")
from cryptography.hazmat.primitives import padding as block_padding  # noqa: E402
from cryptography.hazmat.primitives import serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa  # noqa: E402
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # noqa: E402

NOW = 1_790_000_000
ISSUER = "https://sso.example/auth"
KEY = ec.generate_private_key(ec.SECP256R1())
RSA_KEY = rsa.generate_private_key(65537, 2048)


def claims(**changed):
    base = {
        "iss": ISSUER,
        "aud": "portal",
        "sub": "s-1",
        "iat": NOW - 10,
        "exp": NOW + 300,
        "nonce": "n-1",
        "acr": "LoA2",
        "SoDinhDanh": "001199000018",
        "HoVaTen": "Nguyễn Thị Mẫu",
    }
    return {name: value for name, value in (base | changed).items() if value is not None}


def jwks():
    jwk = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(KEY.public_key()))
    return {"keys": [jwk | {"kid": "k1", "use": "sig", "alg": "ES256"}]}


def token(**changed):
    return jwt.encode(claims(**changed), KEY, "ES256", headers={"kid": "k1"})


def verify(text, keys=None, **options):
    options = {"issuer": ISSUER, "client_id": "portal", "nonce": "n-1", "now": NOW} | options
    return dinhdanh.verify_id_token(text, jwks() if keys is None else keys, **options)


def test_a_good_token_says_who_and_how_sure():
    login = verify(token(), required_level=2)
    assert (login["subject"], login["sub"], login["level"], login["signed"]) == ("s-1", "s-1", 2, True)
    assert login["id_number"] == "001199000018"
    assert login["claims"]["HoVaTen"] == "Nguyễn Thị Mẫu"
    assert verify(token(), json.dumps(jwks())) == login
    assert verify(token(level=9))["level"] == 2  # a claim never takes the place of what was found


@pytest.mark.parametrize(
    ("changed", "options", "code"),
    [
        ({"aud": "other"}, {}, "claim-audience"),
        ({"iss": "https://evil.example"}, {}, "claim-issuer"),
        ({"nonce": None}, {}, "claim-nonce-missing"),
        ({"nonce": "n-2"}, {}, "claim-nonce"),
        ({"exp": NOW - 300}, {}, "claim-expired"),
        ({"azp": "other"}, {}, "claim-authorized-party"),
        ({"acr": "LoA1"}, {"required_level": "LoA2"}, "level-too-low"),
        ({"acr": None}, {"required_level": 1}, "level-too-low"),
    ],
)
def test_each_defect_has_its_code(changed, options, code):
    with pytest.raises(dinhdanh.LoginRefused) as refused:
        verify(token(**changed), **options)
    assert refused.value.code == code
    assert isinstance(refused.value, PermissionError)


def test_a_changed_token_and_another_key_are_refused():
    head, body, signature = token().split(".")
    other = jwt.encode(claims(), ec.generate_private_key(ec.SECP256R1()), "ES256", headers={"kid": "k1"})
    for wrong in (other, f"{head}.{body}.{'A' * len(signature)}"):
        with pytest.raises(dinhdanh.LoginRefused) as refused:
            verify(wrong)
        assert refused.value.code == "token-signature"
    for wrong in ("", "a.b.c", jwt.encode(claims(), "secret" * 8, "HS256"), jwt.encode(claims(), None, "none")):
        with pytest.raises(dinhdanh.LoginRefused):
            verify(wrong)


def envelope(content, mode, key=None):
    secret, iv = os.urandom(32), os.urandom(16)
    padder = block_padding.PKCS7(128).padder()
    padded = padder.update(json.dumps(content).encode()) + padder.finalize()
    cipher = Cipher(algorithms.AES(secret), modes.ECB() if mode == "ecb" else modes.CBC(iv)).encryptor()
    data = (b"" if mode == "ecb" else iv) + cipher.update(padded) + cipher.finalize()
    wrapped = (key or RSA_KEY).public_key().encrypt(secret, padding.PKCS1v15())
    return {"data": base64.b64encode(data).decode(), "key": base64.b64encode(wrapped).decode()}


def private_pem():
    form = serialization.PrivateFormat.PKCS8
    return RSA_KEY.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


PERSON = {
    "citizenPid": "001199000018",
    "fullName": "Nguyễn Thị Mẫu",
    "birthDate": "19990217",
    "accountType": "1",
    "accountLevel": 2,
}


@pytest.mark.parametrize("mode", ["ecb", "cbc-prefix-iv"])
def test_an_envelope_opens_and_is_never_signed(mode):
    login = dinhdanh.verify_envelope(envelope(PERSON, mode), private_pem(), issuer="vneid", mode=mode, now=NOW)
    assert (login["signed"], login["level"], login["full_name"]) == (False, 2, "Nguyễn Thị Mẫu")
    with pytest.raises(dinhdanh.LoginRefused) as refused:
        dinhdanh.verify_envelope(
            envelope(PERSON, mode), private_pem(), issuer="vneid", mode=mode, now=NOW, required_level=2
        )
    assert refused.value.code == "origin-too-weak"


def test_every_failure_of_an_envelope_is_the_same():
    good = envelope(PERSON, "cbc-prefix-iv")
    other_key = rsa.generate_private_key(65537, 2048)
    flipped = base64.b64decode(good["data"])
    flipped = base64.b64encode(flipped[:-1] + bytes([flipped[-1] ^ 1])).decode()
    wrongs = [
        (good | {"data": flipped}, "cbc-prefix-iv"),
        (good | {"key": good["key"][4:] + "AAAA"}, "cbc-prefix-iv"),
        (envelope(PERSON, "cbc-prefix-iv", other_key), "cbc-prefix-iv"),
        (good, "ecb"),
        (envelope(["no", "object"], "cbc-prefix-iv"), "cbc-prefix-iv"),
    ]
    texts = set()
    for wrong, mode in wrongs:
        with pytest.raises(dinhdanh.LoginRefused) as refused:
            dinhdanh.verify_envelope(wrong, private_pem(), issuer="vneid", mode=mode, now=NOW)
        texts.add(str(refused.value))
        assert refused.value.code == "envelope-open"
    assert len(texts) == 1
