#!/usr/bin/env bash
# Builds the library, writes the sources of Python and Kotlin from it, and tests them: Python is a smoke test that needs
# no compiler. `test.sh pcscd` runs the Kotlin test over the system's card service besides. Swift: swift/test.sh.
# Needs: cargo, python3, Java 17 and Maven.
set -euo pipefail
cd "$(dirname "$0")"
here=$PWD
root=$(cd ../.. && pwd)
out=$root/target/uniffi
kotlin=$here/kotlin

"$root/scripts/dev.sh" build --quiet
library=$root/target/debug/libdinhdanh_uniffi.so

rm -rf "$out"
for language in kotlin python; do
    (cd "$here" && "$root/target/debug/uniffi-bindgen" generate "$library" --language "$language" --no-format \
        --out-dir "$out/$language")
done

# What is offered may grow on purpose only: write it anew with UPDATE_SURFACE=1.
python3 surface.py "$out/python/dinhdanh.py" >"$out/surface.txt"
if [ "${UPDATE_SURFACE:-}" = 1 ]; then
    cp "$out/surface.txt" surface.txt
fi
diff -u surface.txt "$out/surface.txt"

export DINHDANH_CARD_SERVER=${DINHDANH_CARD_SERVER:-$root/target/debug/card_server}
export DINHDANH_VECTORS=$root/tests/vectors
# Providers of logins to try; they need node, and npm ci in tests/sso.
export DINHDANH_SANDBOXES=$root/tests/sso

cp "$library" "$out/python/"
# It makes the library panic, too, of which nothing may be printed.
{ said=$(python3 smoke.py "$out/python" 2>&1 >&3) || { echo "$said"; exit 1; }; } 3>&1
[ -z "$said" ] || { echo "on the standard error: $said"; exit 1; }

rm -rf "$kotlin/target/generated" "$kotlin/target/natives"
mkdir -p "$kotlin/target/generated" "$kotlin/target/natives/linux-x86-64"
cp -r "$out/kotlin" "$kotlin/target/generated/uniffi"
cp "$library" "$kotlin/target/natives/linux-x86-64/"
python3 readme_code.py "$kotlin/README.md" "$kotlin/target/generated/readme"
maven() { mvn --quiet --batch-mode --no-transfer-progress -f "$kotlin/pom.xml" "$@"; }
maven test

[ "${1:-}" != pcscd ] || ./pcscd.sh
