#!/usr/bin/env bash
# Runs a dinhdanh.dll under wine: the card, hostile transports, every vector, from C. windows.sh x86_64|i686 FOLDER [planted]
# FOLDER holds dinhdanh.dll and libdinhdanh.dll.a; `planted` where it was built with a panic on purpose. For i686 wine must
# know 32-bit programs, and for a build without `win7` be newer than Debian 12's, which has no bcryptprimitives.dll.
# TIMES, SESSIONS, WINE and DINHDANH_CARD_SERVER as the environment says.
set -euo pipefail
arch=$1 dll=$(realpath "$2")
cd "$(dirname "$0")"
root=$(cd ../../.. && pwd)
out=$root/target/windows/$arch-tests
vectors=$root/tests/vectors
export WINEDEBUG=-all WINEPREFIX=${WINEPREFIX:-$root/target/windows/wine}
wine=${WINE:-/usr/lib/wine/wine64}
server=${DINHDANH_CARD_SERVER:-}
if [ -z "$server" ]; then
    (cd "$root" && cargo build --quiet -p dinhdanh-conformance --bin card_server)
    server=$root/target/debug/card_server
fi
rm -rf "$out"
mkdir -p "$out/card" "$WINEPREFIX"
cp "$dll/dinhdanh.dll" "$out/"
c=("$arch-w64-mingw32-gcc" -std=gnu11 -Wall -Wextra -Werror -O1 -D_WIN32_WINNT=0x0601 -D__USE_MINGW_ANSI_STDIO=1 -I../include
    ${3:+-DDD_PLANTED_PANIC})
libraries=(-static "$dll/libdinhdanh.dll.a" -lpthread -lws2_32 -lpsapi)
"${c[@]}" card.c -o "$out/card.exe" "${libraries[@]}"
"${c[@]}" vectors.c -o "$out/vectors.exe" "${libraries[@]}"
python3 nulls.py >"$out/nulls.c"
"${c[@]}" -O0 -I. "$out/nulls.c" -o "$out/nulls.exe" "${libraries[@]}"
python3 "$vectors/to_lines.py" >"$out/vectors.txt"
count=$(wc -l <"$out/vectors.txt")
cd "$out"
coproc CARDS { exec "$server" "$out/card"; }
read -r ready <&"${CARDS[0]}"
[ "$ready" = ready ]
# Windows would look for the DLL where wine does: beside the program.
"$wine" nulls.exe
"$wine" card.exe card "${TIMES:-100}" "${SESSIONS:-2000}"
got=$("$wine" vectors.exe vectors.txt "$vectors" | tr -d '\r')
[ "$got" = "vectors: $count" ] || { echo "$got, and there are $count"; exit 1; }
echo "$arch-windows $got"
