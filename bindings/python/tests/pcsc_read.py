"""Reads the card on a reader and prints the answer: READER ZONE ANCHOR AT."""

import sys
from pathlib import Path

from dinhdanh import Verifier, pcsc, read_card


def main(reader: str, zone: str, anchor: str, at: str) -> None:
    assert reader in pcsc.readers()
    with pcsc.connect(reader) as card:
        reading = read_card(card, mrz=zone)
    verifier = Verifier("test")
    verifier.load(Path(anchor).read_bytes())
    print(verifier.verify(reading, at=float(at)).to_json())


main(*sys.argv[1:])
