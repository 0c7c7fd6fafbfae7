#!/usr/bin/env bash
# Lays out the C package under target/c-package and packs it: libraries, headers, pkg-config, CMake, example,
# licences of all that is linked in, and a bill of materials (CycloneDX).
# Takes the libraries of `cargo build --profile bindings -p dinhdanh-c`, or those in the folder that is given.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
libraries=${1:-$root/target/bindings}
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$root/Cargo.toml" | head -n 1)
name=dinhdanh-c-$version-$(uname -m)-linux
out=$root/target/c-package
rm -rf "$out"
mkdir -p "$out/$name"/{include,lib/pkgconfig,lib/cmake/dinhdanh,share/doc/dinhdanh}
cp include/dinhdanh.h include/dinhdanh.hpp "$out/$name/include/"
install -m 755 "$libraries/libdinhdanh.so" "$out/$name/lib/"
strip --strip-all "$out/$name/lib/libdinhdanh.so"
install -m 644 "$libraries/libdinhdanh.a" "$out/$name/lib/"
strip --strip-debug "$out/$name/lib/libdinhdanh.a"
sed "s/@VERSION@/$version/" package/dinhdanh.pc.in >"$out/$name/lib/pkgconfig/dinhdanh.pc"
cp package/dinhdanh-config.cmake "$out/$name/lib/cmake/dinhdanh/"
sed "s/@VERSION@/$version/" package/dinhdanh-config-version.cmake.in >"$out/$name/lib/cmake/dinhdanh/dinhdanh-config-version.cmake"
cp README.md examples/checkin.c "$out/$name/share/doc/dinhdanh/"
python3 ../licences.py dinhdanh-c "$(uname -m)-unknown-linux-gnu" "$out/$name/share/doc/dinhdanh" >&2
# The same bytes for the same inputs, whenever and by whomever it is packed.
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@${SOURCE_DATE_EPOCH:-0}" -C "$out" -cf - "$name" \
    | gzip -n >"$out/$name.tar.gz"
echo "$out/$name.tar.gz"
