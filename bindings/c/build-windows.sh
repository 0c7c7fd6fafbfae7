#!/usr/bin/env bash
# Builds dinhdanh.dll for Windows (../cross.sh says how) and holds it to the header and the ledger; tests/windows.sh runs
# it. Standard Rust needs Windows 10; with `win7` the library asks for nothing newer than Windows 7, which many counters
# still have: that is the one to ship.
#   build-windows.sh x86_64|i686 [win7]
# Prints target/windows/ARCH[-win7], with dinhdanh.dll and its import library for mingw.
set -euo pipefail
cd "$(dirname "$0")"
case "${1:-} ${2:-}" in
"x86_64 " | "i686 ") vendor=pc name=$1 ;;
"x86_64 win7" | "i686 win7") vendor=win7 name=$1-win7 ;;
*)
    sed -n '2,6s/^# *//p' "$0" >&2
    exit 64
    ;;
esac
mingw=$1-w64-mingw32
built=$(../cross.sh dinhdanh-c "$1-$vendor-windows-gnu" cdylib)
out=../../target/windows/$name
mkdir -p "$out"
cp "$built/libdinhdanh.dll.a" "$out/"
"$mingw-strip" --strip-all -o "$out/dinhdanh.dll" "$built/dinhdanh.dll"
python3 tests/dll.py "$out/dinhdanh.dll" "$mingw-objdump" "${2:-}" >&2
python3 ../ledger.py "c-windows-$name-bytes" "$(stat -c %s "$out/dinhdanh.dll")" >&2
realpath "$out"
