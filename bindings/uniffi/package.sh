#!/usr/bin/env bash
# Packs the library for Kotlin, as it is shipped, under target/packages/kotlin: dinhdanh-VERSION.jar with the native library
# of each system, the jar of its sources and its pom. Holds library and jar to the ledger. Besides Linux the jar has Windows
# where `../cross.sh dinhdanh-uniffi ARCH-win7-windows-gnu cdylib` was run.
# The generated sources for Swift are in target/packages/uniffi/swift. Needs what test.sh needs.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
packages=$root/target/packages
generated=$packages/uniffi
out=$packages/kotlin

# Without the feature of the tests that panics on purpose.
(cd "$root" && cargo rustc --quiet --locked --profile bindings -p dinhdanh-uniffi --lib --crate-type cdylib)
library=$root/target/bindings/libdinhdanh_uniffi.so
../library.sh uniffi-linux-x86_64 "$library"
"$root/scripts/dev.sh" build --quiet
rm -rf "$generated" "$out"
for language in kotlin swift; do
    "$root/target/debug/uniffi-bindgen" generate "$library" --language "$language" --no-format --out-dir "$generated/$language"
done

mkdir -p "$out/generated" "$out/papers/sbom" "$out/natives/linux-x86-64"
cp -r "$generated/kotlin" "$out/generated/uniffi"
strip --strip-all -o "$out/natives/linux-x86-64/libdinhdanh_uniffi.so" "$library"
systems=linux
for arch in x86_64 i686; do
    dll=$root/target/cross/$arch-win7-windows-gnu/bindings/dinhdanh_uniffi.dll
    [ -e "$dll" ] || continue
    # As JNA calls them.
    folder=$out/natives/win32-$(echo "$arch" | sed 's/x86_64/x86-64/; s/i686/x86/')
    mkdir -p "$folder"
    "$arch-w64-mingw32-strip" --strip-all -o "$folder/dinhdanh_uniffi.dll" "$dll"
    python3 ../ledger.py "uniffi-windows-$arch-win7-bytes" "$(stat -c %s "$folder/dinhdanh_uniffi.dll")"
    systems=$systems-$arch
done
python3 ../licences.py dinhdanh-uniffi x86_64-unknown-linux-gnu "$out/papers"
mv "$out/papers/bom.json" "$out/papers/sbom/dinhdanh.cdx.json"
mvn --quiet --batch-mode --no-transfer-progress -f kotlin/pom.xml -Dto="$out" -Dmaven.test.skip=true package
python3 kotlin/jar.py "$out" "$systems"
jar=$(echo "$out"/dinhdanh-*[0-9].jar)
python3 ../ledger.py "kotlin-jar-$systems-bytes" "$(stat -c %s "$jar")"
echo "$jar"
