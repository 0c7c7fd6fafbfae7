"""Reads the pictures of a set with zxing-cpp and zbar: writes zxing-cpp.tsv and zbar.tsv next to them.

The clock is the CPU time of the thread; the best of two runs counts, as for the Rust readers.
"""
import importlib.metadata
import sys
import time

import numpy as np
import zxingcpp

READERS = {"zxing-cpp": lambda im: [r.bytes for r in zxingcpp.read_barcodes(im, formats=zxingcpp.BarcodeFormat.QRCode)]}
VERSIONS = {"zxing-cpp": importlib.metadata.version("zxing-cpp")}
try:
    from pyzbar import pyzbar

    # pyzbar gives text that zbar guessed a character set for; the bytes are what came out of that.
    READERS["zbar"] = lambda im: [r.data for r in pyzbar.decode(im, symbols=[pyzbar.ZBarSymbol.QRCODE])]
    VERSIONS["zbar"] = "with pyzbar " + importlib.metadata.version("pyzbar")
except ImportError:
    print("zbar is not installed and left out")


def picture(path):
    magic, size, _, pixels = open(path, "rb").read().split(b"\n", 3)
    assert magic == b"P5"
    width, height = map(int, size.split())
    return np.frombuffer(pixels, np.uint8).reshape(height, width)


def main():
    folder = sys.argv[1]
    rows = [line.rstrip("\n").split("\t") for line in open(f"{folder}/truth.tsv", encoding="utf-8")]
    for who, read in READERS.items():
        with open(f"{folder}/{who}.tsv", "w") as out:
            for name, kind, text, *_ in rows:
                image = picture(f"{folder}/{name}")
                best = float("inf")
                for _ in range(2):
                    start = time.thread_time()
                    found = read(image)
                    best = min(best, time.thread_time() - start)
                    if best > 0.06:
                        break
                if any(f != text.encode() for f in found):
                    verdict = "wrong" if text else "false"
                else:
                    verdict = "ok" if found else "miss"
                out.write(f"{name}\t{kind}\t{verdict}\t{best * 1e3:.3f}\n")
        print(who, VERSIONS[who], "done")


main()
