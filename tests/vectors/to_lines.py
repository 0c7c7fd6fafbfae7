"""The vectors as lines, for languages without a JSON parser at hand.

name TAB call TAB argument=base64(value) TAB ... TAB json=base64(answer) | error=code
"""
import base64
import json
import pathlib
import sys


def encoded(value):
    return base64.b64encode(str(value).encode()).decode()


def main():
    folder = pathlib.Path(__file__).parent
    for vector in json.loads((folder / "vectors.json").read_text(encoding="utf-8")):
        parts = [vector["name"], vector["call"]]
        parts += [f"{name}={encoded(value)}" for name, value in vector["input"].items()]
        expect = vector["expect"]
        parts.append(f"json={encoded(expect['json'])}" if "json" in expect else f"error={expect['error']}")
        sys.stdout.buffer.write("\t".join(parts).encode() + b"\n")


main()
