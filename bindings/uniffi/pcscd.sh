#!/usr/bin/env bash
# pcscd.sh [kotlin|swift]: that language, and with Kotlin C# and Python where their tests ran before, over the real card
# service of the system and its virtual reader, on which the invented card lies that every language reads: the same
# answer, byte for byte. Needs (Debian): pcscd libpcsclite-dev vsmartcard-vpcd, and that the language's test.sh ran before.
# Runs in a network of its own, because the virtual reader listens on all addresses, and with a /run/pcscd of its own,
# because a system has one card service.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
export DINHDANH_CARD_SERVER=${DINHDANH_CARD_SERVER:-$root/target/debug/card_server}

language=${1:-kotlin}

if [ "${2:-}" != isolated ]; then
    own='ip link set lo up && mkdir -p /run/pcscd && mount -t tmpfs none /run/pcscd'
    if unshare --net --mount sh -c "$own" 2>/dev/null; then
        exec unshare --net --mount bash -c "$own && exec bindings/uniffi/pcscd.sh $language isolated"
    fi
fi

service= card=
stop() {
    for process in $card ${lender_PID:-} $service; do
        kill "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true
    done
}
trap stop EXIT
if [ ! -e /run/pcscd/pcscd.comm ]; then
    pcscd --foreground >"target/pcscd-$language.log" 2>&1 &
    service=$!
    for _ in $(seq 50); do
        [ ! -e /run/pcscd/pcscd.comm ] || break
        sleep 0.1
    done
    sleep 1 # the virtual reader opens its port after the service does
fi
given=$(mktemp -d)
coproc lender { exec "$DINHDANH_CARD_SERVER" "$given"; }
read -r _ <&"${lender[0]}"
python3 bindings/uniffi/vpcd_bridge.py "$(cat "$given/port.txt")" &
card=$!

done=$root/target/uniffi/pcscd-done
mkdir -p "${done%/*}"
rm -f "$done"
case "$language" in
kotlin)
    DINHDANH_PCSCD=1 DINHDANH_PCSCD_DONE=$done DINHDANH_VECTORS=$root/tests/vectors \
        mvn --batch-mode --offline -f bindings/uniffi/kotlin/pom.xml surefire:test -Dtest=PcscTest
    ;;
swift)
    bindings/uniffi/swift/test.sh reader
    ;;
esac
[ -e "$done" ] || { echo "the test did not run" >&2; exit 1; }
[ "$language" = kotlin ] || exit 0

if [ -e target/c-tests/mono/Pcsc.exe ]; then
    echo "C#: $(LD_LIBRARY_PATH=target/c-tests/lib mono target/c-tests/mono/Pcsc.exe "$given" "Virtual PCD 00 00")"
fi
python=.tools/python/bin/python
if [ -x "$python" ] && "$python" -c 'import dinhdanh' 2>/dev/null; then
    "$python" bindings/python/tests/pcsc_read.py "Virtual PCD 00 00" "$(cat "$given/mrz.txt")" "$given/anchor.der" \
        "$(cat "$given/at.txt")" | tr -d '\n' | cmp - "$given/verdict.json"
    echo "Python: pcsc: ok"
fi
