"""Holds a figure to the ledger, sizes.txt: ledger.py NAME VALUE. UPDATE_LEDGER=1 notes it anew; bars are set by hand.
A figure that nobody has noted yet is a dash: it is held to its bar only."""
import os
import pathlib
import re
import sys

LEDGER = pathlib.Path(__file__).parent / "sizes.txt"
# Another version of the compiler or of a dependency moves a size by this much without anybody's doing.
DRIFT = 0.05


def hold(name, value):
    text = LEDGER.read_text(encoding="utf-8")
    line = re.search(rf"^({re.escape(name)} +)(\S+) +(\S+)$", text, re.M)
    if not line:
        sys.exit(f"{LEDGER.name} has no line for {name}: it is {value:g}")
    noted = f"{value:g}" if value < 1000 else str(round(value))
    if value > float(line[3]):
        sys.exit(f"{name} is {noted}, its bar {line[3]}")
    if os.environ.get("UPDATE_LEDGER") == "1":
        anew = name + noted.rjust(len(line[1] + line[2]) - len(name))
        LEDGER.write_text(text[:line.start()] + anew + text[line.end(2):], encoding="utf-8")
    # A time depends on the machine: it has a bar only.
    elif line[2] != "-" and name.endswith("-bytes") and abs(value - float(line[2])) > DRIFT * float(line[2]):
        sys.exit(f"{name} is {noted}, {LEDGER.name} says {line[2]}: if that was meant, note it with UPDATE_LEDGER=1")
    print(f"{name}: {noted} (bar {line[3]})")


if __name__ == "__main__":
    hold(sys.argv[1], float(sys.argv[2]))
