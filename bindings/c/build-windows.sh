#!/usr/bin/env bash
# Builds dinhdanh.dll for Windows on Debian 12, without rustup: the distribution's newer compiler brings the sources of
# its standard library, which is built along. build-windows.sh x86_64|i686
#
# x86_64: that way is proven with a smaller library of the same kind; this one was not built yet, and i686 never.
# Neither DLL was executed. Standard Rust needs Windows 10; for Windows 7 the targets are ARCH-win7-windows-gnu.
set -euo pipefail
cd "$(dirname "$0")/../.."
case "${1:-}" in
x86_64) mingw=x86_64-w64-mingw32 package=x86-64 ;;
i686) mingw=i686-w64-mingw32 package=i686 ;;
*)
    echo "usage: build-windows.sh x86_64|i686" >&2
    exit 64
    ;;
esac
target=$1-pc-windows-gnu
command -v "$mingw-gcc" >/dev/null || { echo "missing: apt-get install gcc-mingw-w64-$package-win32" >&2; exit 69; }

# The compiler is unpacked into a folder of its own and touches nothing else of the system.
tools=$PWD/.tools/rustc-web
if [ ! -x "$tools/usr/bin/rustc" ]; then
    mkdir -p "$tools/debs"
    (cd "$tools/debs" && apt-get download rustc-web cargo-web libstd-rust-web-1.96 libstd-rust-web-dev rust-web-src \
        libllvm22 libgit2-1.5)
    for deb in "$tools"/debs/*.deb; do dpkg -x "$deb" "$tools"; done
fi
upper=$(echo "$target" | tr 'a-z-' 'A-Z_')
env LD_LIBRARY_PATH="$tools/usr/lib/x86_64-linux-gnu" RUSTC="$tools/usr/bin/rustc" RUSTC_BOOTSTRAP=1 \
    "CARGO_TARGET_${upper}_LINKER=$mingw-gcc" \
    "$tools/usr/bin/cargo" rustc --profile bindings -Zbuild-std=std,panic_unwind --target "$target" -p dinhdanh-c --lib \
    --crate-type cdylib --target-dir target/windows
dll=target/windows/$target/bindings/dinhdanh.dll
"$mingw-strip" --strip-all "$dll"
python3 bindings/c/tests/dll.py "$dll" "$mingw-objdump" bindings/c/sizes.txt
echo "$dll"
