"""Holds what a library exports against the header: exports.py LIBRARY [planted]."""
import subprocess
import sys

from header import prototypes

listed = subprocess.run(["nm", "-D", "--defined-only", sys.argv[1]], check=True, capture_output=True, text=True).stdout
exported = {line.split()[-1] for line in listed.splitlines()}
declared = set(prototypes())
if "planted" not in sys.argv:
    declared.discard("dd_planted_panic")
if exported != declared:
    sys.exit(f"only exported: {sorted(exported - declared)}; only in the header: {sorted(declared - exported)}")
print(f"exports: {len(exported)}, all of them in the header")
