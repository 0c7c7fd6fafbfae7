#!/usr/bin/env bash
# Builds the wheel as it is shipped, into target/packages/wheels: licences and bill of materials in it. Holds its size, and
# the time until the first call has answered, to the ledger. Needs what `scripts/install.sh python` installs.
#   build-wheel.sh                 for this system and newer ones
#   build-wheel.sh manylinux2014   for every Linux since 2014: zig (from PyPI) compiles and links against its libraries
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
environment=$root/.tools/python
packages=$root/target/packages
out=$packages/wheels
name=wheel-linux-x86_64
options=()
case "${1:-}" in
"") ;;
manylinux2014)
    "$root/scripts/install.sh" zig
    PATH=$root/.tools/zig/bin:$PATH
    options=(--zig --compatibility manylinux2014)
    out=$packages/wheels-manylinux2014
    name=wheel-manylinux2014-x86_64
    ;;
*)
    sed -n '2,5s/^# *//p' "$0" >&2
    exit 64
    ;;
esac

rm -rf "$out"
mkdir -p "$out/papers"
python3 ../licences.py dinhdanh-python x86_64-unknown-linux-gnu "$out/papers"
mv "$out/papers/bom.json" "$out/dinhdanh.cdx.json"
# maturin takes what has such a name beside pyproject.toml.
trap 'rm -f LICENSE-* NOTICE-*' EXIT
cp "$out"/papers/LICENSE-* .
cp "$out/papers/THIRD-PARTY.txt" NOTICE-THIRD-PARTY.txt
"$environment/bin/maturin" build --quiet --locked --profile bindings --interpreter "$environment/bin/python" "${options[@]}" \
    --sbom-include "$out/dinhdanh.cdx.json" --out "$out"
wheel=$(echo "$out"/*.whl)
[ -z "${1:-}" ] || [[ $wheel == *manylinux2014* ]] || { echo "$wheel is not for manylinux2014"; exit 1; }
python3 ../ledger.py "$name-bytes" "$(stat -c %s "$wheel")"

"$environment/bin/python" -m pip install --quiet --no-deps --target "$out/installed" "$wheel"
native=$out/installed/dinhdanh/_native.abi3.so
../library.sh "$name-native" "$native"
if [ -n "${1:-}" ]; then
    # The promise behind the name: glibc 2.17 has all that is asked of it.
    newest=$(readelf --dyn-syms -W "$native" | grep -oE '@GLIBC_[0-9.]+' | sed 's/@GLIBC_//' | sort -Vu | tail -n 1)
    [ "$(printf '%s\n2.17\n' "$newest" | sort -V | tail -n 1)" = 2.17 ] || { echo "$wheel needs glibc $newest"; exit 1; }
    echo "needs glibc $newest"
fi
papers=("$out"/installed/dinhdanh-*.dist-info)
for paper in LICENSE-MIT LICENSE-APACHE NOTICE-THIRD-PARTY.txt; do
    [ -s "${papers[0]}/licenses/$paper" ] || { echo "$wheel lacks $paper"; exit 1; }
done
python3 -m json.tool "${papers[0]}/sboms/dinhdanh.cdx.json" >/dev/null
# A busy machine must not fail it: processor time, the best of five, each in a process of its own.
milliseconds=$(cd "$out/installed" && for _ in 1 2 3 4 5; do
    "$environment/bin/python" -c 'import time
before = time.process_time()
import dinhdanh
dinhdanh.PersonalNumber("001199000018")
print(f"{(time.process_time() - before) * 1e3:.1f}")'
done | sort -n | head -n 1)
python3 ../ledger.py "$name-start-milliseconds" "$milliseconds"
echo "$wheel"
