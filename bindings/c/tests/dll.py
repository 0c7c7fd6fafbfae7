"""Holds a DLL against the header and the bar of its size: dll.py DLL OBJDUMP SIZES. Exports what the header declares,
imports from the system only."""
import os
import re
import subprocess
import sys

from header import prototypes

dll, objdump, sizes = sys.argv[1:]
listed = subprocess.run([objdump, "-p", dll], check=True, capture_output=True, text=True).stdout
exported = set(re.findall(r"^\s*\[\s*\d+\].*\b(dd_\w+)$", listed, re.M))
declared = set(prototypes()) - {"dd_planted_panic"}
if exported != declared:
    sys.exit(f"only exported: {sorted(exported - declared)}; only in the header: {sorted(declared - exported)}")
imported = set(re.findall(r"DLL Name: (\S+)", listed))
foreign = {name for name in imported if re.match(r"lib|.*mingw|.*winscard", name, re.I)}
if foreign:
    sys.exit(f"needs {sorted(foreign)}")
bar = next(int(line.split()[2]) for line in open(sizes, encoding="utf-8") if line.startswith("stripped-bytes"))
if os.path.getsize(dll) > bar:
    sys.exit(f"{dll} has {os.path.getsize(dll)} bytes")
print(f"{dll}: {os.path.getsize(dll)} bytes, {len(exported)} functions, needs {sorted(imported)}")
