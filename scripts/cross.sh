#!/usr/bin/env bash
# The libraries for other systems than this one, built and held to header, interface and ledger: Windows (run under wine),
# Android and iOS (not run: no phone, no NDK, no Xcode here). Not part of `make test`: see docs/packaging.md for its time.
set -euo pipefail
cd "$(dirname "$0")/.."
packages=$PWD/target/packages
part() { printf '\n== %s\n' "$1"; }
not_run=()

for arch in x86_64 i686; do
    part "Windows $arch: dinhdanh.dll for C, .NET and Delphi"
    dll=$(bindings/c/build-windows.sh "$arch" win7)
    # Debian's wine64 knows no 32-bit programs; WINE may name another.
    if [ "$arch" = x86_64 ] && scripts/install.sh wine || [ -n "${WINE:-}" ]; then
        bindings/c/tests/windows.sh "$arch" "$dll"
    else
        not_run+=("the DLL for $arch under wine")
    fi
    bindings/cross.sh dinhdanh-uniffi "$arch-win7-windows-gnu" cdylib >/dev/null
done

part "NuGet package with the libraries for Windows"
cargo build --quiet --locked --profile bindings -p dinhdanh-c
nuget=$(bindings/c/dotnet/package.sh "$packages/nuget" target/bindings/libdinhdanh.so \
    target/windows/x86_64-win7/dinhdanh.dll target/windows/i686-win7/dinhdanh.dll)
python3 bindings/c/dotnet/tests/package.py "$nuget" linux-x64 win-x64 win-x86

part "Kotlin package with the libraries for Windows"
bindings/uniffi/package.sh

part "Android"
bindings/build-mobile.sh android

part "iOS"
bindings/uniffi/swift/build-xcframework.sh

[ "${#not_run[@]}" -eq 0 ] || printf '!! NOT RUN: %s\n' "${not_run[@]}"
