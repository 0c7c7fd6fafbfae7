"""Full validation of ID tokens by PyJWT: python peer.py cases.json seconds -> one JSON line"""

import json
import platform
import sys
import time

import cryptography
import jwt

cases = json.load(open(sys.argv[1], encoding="utf-8"))
seconds = float(sys.argv[2])
keys = {key.key_id: key for key in jwt.PyJWKSet.from_dict(cases["jwks"]).keys}


def validate(token, alg):
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(
        token,
        key,
        algorithms=[alg],
        audience=cases["client_id"],
        issuer=cases["issuer"],
        leeway=30,
        options={"require": ["exp", "iat", "sub", "nonce"]},
    )
    if claims["nonce"] != cases["nonce"] or claims["azp"] != cases["client_id"] or claims["acr"] != "LoA2":
        raise ValueError("claims")
    return claims["sub"]


found = {}
for case in cases["cases"]:
    for bad in case["refused"]:
        try:
            validate(bad, case["alg"])
        except (jwt.PyJWTError, ValueError):
            continue
        sys.exit(f"{case['alg']}: accepts a forged token")
    for _ in range(100):
        validate(case["token"], case["alg"])
    start = time.process_time()
    count = 0
    while time.process_time() - start < seconds:
        for _ in range(50):
            validate(case["token"], case["alg"])
        count += 50
    found[case["alg"]] = count / (time.process_time() - start)
name = f"PyJWT {jwt.__version__} (cryptography {cryptography.__version__}, Python {platform.python_version()})"
print(json.dumps({"name": name, "found": found}))
