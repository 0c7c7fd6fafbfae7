"""Holds a DLL against the header and the system it is for: dll.py DLL OBJDUMP [win7]. It exports what the header declares,
and imports what every Windows has: nothing of mingw, and for Windows 7 nothing that came later."""
import re
import subprocess
import sys

from header import prototypes

SYSTEM = re.compile(r"(kernel32|ntdll|msvcrt|advapi32|bcrypt|userenv|ws2_32)\.dll$", re.I)
# What a Rust program asks of Windows 8 and 10.
LATER_LIBRARIES = re.compile(r"(api-ms-win-core-synch-l1-2-0|bcryptprimitives)\.dll$", re.I)
LATER_CALLS = {"CreateFile2", "GetSystemTimePreciseAsFileTime", "GetTempPath2W", "ProcessPrng", "SetThreadDescription",
               "WaitOnAddress", "WakeByAddressAll", "WakeByAddressSingle"}

dll, objdump, *system = sys.argv[1:]
listed = subprocess.run([objdump, "-p", dll], check=True, capture_output=True, text=True).stdout
exported = set(re.findall(r"^\s*\[\s*\d+\]\s+(?:\+base\[\s*\d+\]\s+\S+\s+)?(\w+)$", listed, re.M))
declared = set(prototypes()) - {"dd_planted_panic"}
if exported != declared:
    sys.exit(f"only exported: {sorted(exported - declared)}; only in the header: {sorted(declared - exported)}")
imported, calls = set(re.findall(r"DLL Name: (\S+)", listed)), set(re.findall(r"^\s+[0-9a-f]+\s+\d+\s+(\w+)$", listed, re.M))
if not imported or not calls:
    sys.exit(f"{objdump} lists no imports")
foreign = {name for name in imported if not SYSTEM.match(name)}
if system != ["win7"]:
    foreign -= {name for name in foreign if LATER_LIBRARIES.match(name)}
elif calls & LATER_CALLS:
    sys.exit(f"needs {sorted(calls & LATER_CALLS)}")
if foreign:
    sys.exit(f"needs {sorted(foreign)}")
print(f"{dll}: {len(exported)} functions, all of them in the header; needs {', '.join(sorted(imported))}")
