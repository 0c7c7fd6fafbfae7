#!/usr/bin/env bash
# Builds the C library and tests it from C, C++, C# and Pascal. Needs what `scripts/install.sh bindings-c` and `pcscd`
# install. The languages are tested with a development build that can panic on purpose; size and start with the real one.
set -euo pipefail
cd "$(dirname "$0")"
here=$PWD
root=$(cd ../.. && pwd)
build=$root/target/c-tests
PATH="$root/.tools/bin:$PATH"
times=${TIMES:-1000}
sessions=${SESSIONS:-10000}
say() { printf -- '-- %s\n' "$*"; }

say "header, declarations of C# and Pascal"
./header.sh --check
python3 tests/csharp_externs.py --check
python3 tests/pascal_externs.py --check

say "libraries"
rm -rf "$build"
mkdir -p "$build"/{lib,card,mono,fpc,blocks}
cd "$root"
scripts/dev.sh build --quiet
cp target/debug/libdinhdanh.so "$build/lib/"
cargo build --quiet --profile bindings -p dinhdanh-c
cd "$here"
strip --strip-debug "$build/lib/libdinhdanh.so"
python3 tests/exports.py "$build/lib/libdinhdanh.so" planted
python3 tests/exports.py "$root/target/bindings/libdinhdanh.so"

say "size and start"
strip --strip-all -o "$build/stripped.so" "$root/target/bindings/libdinhdanh.so"
../library.sh c-linux-x86_64 "$build/stripped.so"
gcc -O1 -Wall -Wextra -Werror tests/start.c -o "$build/start" -ldl
# A busy machine must not fail it: the best of five, each in a process of its own.
milliseconds=$(for _ in 1 2 3 4 5; do "$build/start" "$build/stripped.so"; done | sort -n | head -n 1)
python3 ../ledger.py c-linux-x86_64-start-milliseconds "$milliseconds"

say "programs"
c=(-Wall -Wextra -Werror -O1 -g -DDD_PLANTED_PANIC -Iinclude)
link=(-L"$build/lib" -ldinhdanh -lpthread -lm "-Wl,-rpath,$build/lib")
python3 tests/nulls.py >"$build/nulls.c"
gcc -std=c11 "${c[@]}" tests/card.c -o "$build/card_c" "${link[@]}"
gcc -std=c11 "${c[@]}" tests/vectors.c -o "$build/vectors_c" "${link[@]}"
gcc -std=gnu11 "${c[@]}" -O0 -Itests "$build/nulls.c" -o "$build/nulls_c" "${link[@]}"
for program in card vectors; do
    g++ -std=c++17 "${c[@]}" "tests/$program.cpp" -o "$build/${program}_cpp" "${link[@]}"
done
# shellcheck disable=SC2046
gcc -std=c11 "${c[@]}" $(pkg-config --cflags libpcsclite) examples/checkin.c -o "$build/checkin" "${link[@]}" \
    $(pkg-config --libs libpcsclite)
sharp=(mcs -langversion:7 -warnaserror+ -warn:4)
"${sharp[@]}" -target:library -define:DD_PLANTED_PANIC -out:"$build/mono/DinhDanh.dll" dotnet/src/*.cs
sharp+=("-r:$build/mono/DinhDanh.dll")
"${sharp[@]}" -define:DD_PLANTED_PANIC -out:"$build/mono/Card.exe" dotnet/tests/Card.cs dotnet/tests/Support.cs
"${sharp[@]}" -out:"$build/mono/Vectors.exe" dotnet/tests/Vectors.cs
"${sharp[@]}" -out:"$build/mono/Pcsc.exe" dotnet/tests/Pcsc.cs dotnet/tests/Support.cs
"${sharp[@]}" -out:"$build/mono/CheckIn.exe" dotnet/examples/CheckIn.cs
"${sharp[@]}" -target:winexe -r:System.Windows.Forms.dll -out:"$build/mono/CheckInForm.exe" dotnet/examples/CheckInForm.cs
pascal() {
    fpc -Mdelphi -dDD_PLANTED_PANIC -gl -vew -l- -Fudelphi -Fudelphi/tests -FE"$build/fpc" -FU"$build/fpc" -Fl"$build/lib" \
        -k"-rpath $build/lib" "$1" >"$build/fpc.log" || { cat "$build/fpc.log"; exit 1; }
    ! grep -E '(Warning|Error):' "$build/fpc.log" || exit 1
}
for program in delphi/tests/Card.pas delphi/tests/Vectors.pas delphi/examples/CheckIn.pas; do pascal "$program"; done
export LD_LIBRARY_PATH="$build/lib"

say "every function with every choice of NULL"
"$build/nulls_c"

say "the card, hostile transports $times times, $sessions sessions"
# It ends when its standard input does: with this script.
coproc CARDS { exec "$root/target/debug/card_server" "$build/card"; }
read -r ready <&"${CARDS[0]}"
[ "$ready" = ready ]
"$build/card_c" "$build/card" "$times" "$sessions"
"$build/card_cpp" "$build/card" "$times" "$sessions"
mono "$build/mono/Card.exe" "$build/card" "$times" "$sessions"
"$build/fpc/Card" "$build/card" "$times" "$sessions"

say "memory, watched by valgrind"
watched=(valgrind -q --leak-check=full --show-leak-kinds=definite,possible --errors-for-leak-kinds=definite,possible
    "--suppressions=$here/tests/valgrind.supp" --error-exitcode=9)
"${watched[@]}" "$build/card_c" "$build/card" 7 60
"${watched[@]}" "$build/nulls_c"

say "vectors"
vectors=$root/tests/vectors
python3 "$vectors/to_lines.py" >"$build/vectors.txt"
# A runner that takes any answer for right is none: the first line's is spoilt.
sed -E '1s/(json|error)=[^\t]*$/\1=AAAA/' "$build/vectors.txt" >"$build/spoilt.txt"
count=$(wc -l <"$build/vectors.txt")
for runner in "$build/vectors_c" "$build/vectors_cpp" "mono $build/mono/Vectors.exe" "$build/fpc/Vectors"; do
    # shellcheck disable=SC2086
    got=$($runner "$build/vectors.txt" "$vectors")
    [ "${got##*$'\n'}" = "vectors: $count" ] || { echo "$runner: $got, and there are $count"; exit 1; }
    # shellcheck disable=SC2086
    ! $runner "$build/spoilt.txt" "$vectors" >/dev/null 2>&1 || { echo "$runner takes a wrong answer"; exit 1; }
    echo "$(basename "${runner##* }"): $got"
done

say "the papers' programs"
cp "$vectors/pictures/card-photo.jpg" "$build/blocks/card.jpg"
cd "$build/blocks"
for block in $(python3 "$here/tests/blocks.py" "$here/README.md" c . c); do
    gcc -std=c11 -Wall -Wextra -Werror -I"$here/include" "$block" -o "$block.out" "${link[@]}"
    [ -n "$("./$block.out")" ] || { echo "README.md, $block says nothing"; exit 1; }
done
for block in $(python3 "$here/tests/blocks.py" "$here/README.md" cpp . cpp); do
    g++ -std=c++17 -Wall -Wextra -Werror -I"$here/include" "$block" -o "$block.out" "${link[@]}"
    [ -n "$("./$block.out")" ] || { echo "README.md, $block says nothing"; exit 1; }
done
cp "$build/mono/DinhDanh.dll" .
for block in $(python3 "$here/tests/blocks.py" "$here/dotnet/README.md" csharp . cs); do
    "${sharp[@]}" -out:"$block.exe" "$block"
    [ -n "$(mono "$block.exe")" ] || { echo "dotnet/README.md, $block says nothing"; exit 1; }
done
cd "$here"
for block in $(python3 tests/blocks.py delphi/README.md pascal "$build/blocks" pas); do
    pascal "$block"
    [ -n "$(cd "$build/blocks" && "$build/fpc/$(basename "$block" .pas)")" ] || { echo "delphi/README.md, $block says nothing"; exit 1; }
done

say "packages"
./package.sh >"$build/package.txt"
mkdir "$build/unpacked"
tar -C "$build/unpacked" --strip-components=1 -xzf "$(cat "$build/package.txt")"
cat >"$build/user.c" <<'END'
#include <dinhdanh.h>
int main(void) { return dd_abi_version() != DD_ABI_VERSION; }
END
export PKG_CONFIG_PATH="$build/unpacked/lib/pkgconfig"
# shellcheck disable=SC2046
gcc "$build/user.c" -o "$build/user" $(pkg-config --cflags --libs dinhdanh)
LD_LIBRARY_PATH="$build/unpacked/lib" "$build/user"
mkdir "$build/cmake"
cat >"$build/cmake/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.16)
project(user C)
find_package(dinhdanh 0.1 REQUIRED)
add_executable(shared ../user.c)
target_link_libraries(shared dinhdanh::dinhdanh)
add_executable(static ../user.c)
target_link_libraries(static dinhdanh::static)
END
cmake -S "$build/cmake" -B "$build/cmake/out" -DCMAKE_PREFIX_PATH="$build/unpacked" >/dev/null
cmake --build "$build/cmake/out" >/dev/null
"$build/cmake/out/shared"
env -u LD_LIBRARY_PATH "$build/cmake/out/static"
python3 dotnet/tests/package.py "$(dotnet/package.sh "$build/nuget" "$root/target/bindings/libdinhdanh.so")" linux-x64

for paper in THIRD-PARTY.txt LICENSE-MIT LICENSE-APACHE; do [ -s "$build/unpacked/share/doc/dinhdanh/$paper" ]; done
python3 -m json.tool "$build/unpacked/share/doc/dinhdanh/bom.json" >/dev/null

say "the card service of the system"
if [ "${PCSC:-yes}" = yes ]; then
    tests/pcsc.sh "$build" "$root/target/debug/virtual_card"
else
    echo "NOT RUN: PCSC=$PCSC"
fi
echo "bindings/c: everything was run"
