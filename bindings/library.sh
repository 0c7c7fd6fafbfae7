#!/usr/bin/env bash
# Holds a shared library for Linux to what all of them promise, and its size to the ledger: library.sh NAME LIBRARY
set -euo pipefail
name=$1
stripped=$(mktemp)
trap 'rm -f "$stripped"' EXIT
strip --strip-all -o "$stripped" "$2"
bad() { echo "$name: $*" >&2; exit 1; }

python3 "$(dirname "$0")/ledger.py" "$name-bytes" "$(stat -c %s "$stripped")"
# Phones and servers with pages of 16 KiB.
segments=$(readelf -lW "$stripped" | awk '$1 == "LOAD" { print $NF }' | sort -u)
[ "$segments" = 0x4000 ] || bad "aligned to $segments, not to 16 KiB"
# No PC/SC, no OpenSSL: nothing that a clinic's machine may lack.
! readelf -d "$stripped" | grep NEEDED | grep -vE 'lib(c|m|dl|pthread|rt|gcc_s)\.so|ld-linux' || bad "needs too much"
# The call of the tests that panics on purpose.
! grep -q planted_panic "$stripped" || bad "can be made to panic"
# Built with panic=abort it would end the program where a defect is an error: by this mark Rust knows its own panics again
# when it catches them, whether the unwinder is the system's or, linked by zig, its own.
python3 -c 'import sys; sys.exit(b"MOZ\0RUST" not in open(sys.argv[1], "rb").read())' "$stripped" \
    || bad "cannot unwind"
