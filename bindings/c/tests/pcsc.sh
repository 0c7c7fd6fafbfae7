#!/usr/bin/env bash
# The invented card on a virtual reader of the system's card service, read by C#, and by the counters in C, C# and
# Pascal. Called by test.sh: pcsc.sh BUILD VIRTUAL_CARD. Only one card service can run on a machine: one that runs is
# used and left running; otherwise one is started, in a network of its own where the system allows it, because the
# virtual reader listens on all addresses.
set -euo pipefail
build=$1
virtual_card=$2
reader="Virtual PCD 00 00"
running=no
[ ! -e /run/pcscd/pcscd.comm ] || running=yes
if [ "$running" = no ] && [ "${3:-}" != isolated ] && unshare --net ip link set lo up 2>/dev/null; then
    exec unshare --net bash -c 'ip link set lo up && exec bash "$0" "$@" isolated' "$0" "$@"
fi

service=
card=
end() {
    [ -n "$1" ] || return 0
    kill "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}
stop() {
    end "$card"
    end "$service"
}
trap stop EXIT
if [ "$running" = no ]; then
    pcscd --foreground >"$build/pcscd.log" 2>&1 &
    service=$!
    for _ in $(seq 50); do
        [ ! -e /run/pcscd/pcscd.comm ] || break
        sleep 0.1
    done
    [ -e /run/pcscd/pcscd.comm ] || { echo "pcscd does not start:"; cat "$build/pcscd.log"; exit 1; }
fi

with_card() {
    # The service looks twice a second whether the card is gone; a new one that comes before stays unnoticed.
    sleep 1
    rm -f "$build/pcsc-anchor.der"
    # The seed makes it the card that the card server lends.
    "$virtual_card" --profile modern --seed 2026 --write-anchor "$build/pcsc-anchor.der" >/dev/null &
    card=$!
    for _ in $(seq 50); do
        [ ! -s "$build/pcsc-anchor.der" ] || break
        sleep 0.1
    done
    sleep 1
    cmp "$build/pcsc-anchor.der" "$build/card/anchor.der"
    local result=0
    "$@" || result=$?
    end "$card"
    card=
    return "$result"
}

with_card mono "$build/mono/Pcsc.exe" "$build/card" "$reader"
for counter in "$build/checkin" "mono $build/mono/CheckIn.exe" "$build/fpc/CheckIn"; do
    # shellcheck disable=SC2086
    with_card $counter "$reader" "$build/card/anchor.der" "$build/card/mrz.txt" --test-cards >"$build/counter.txt" \
        || { echo "$counter: exit code $?"; cat "$build/counter.txt"; exit 1; }
    grep -q 'accepted *NotCloned' "$build/counter.txt" || { echo "$counter"; cat "$build/counter.txt"; exit 1; }
    # Whoever trusts nobody for real cards refuses the invented one.
    code=0
    with_card $counter "$reader" "$build/card/anchor.der" "$build/card/mrz.txt" >"$build/counter.txt" 2>&1 || code=$?
    [ "$code" -ne 0 ] && ! grep -q accepted "$build/counter.txt" || { echo "$counter accepts a test card"; exit 1; }
done
echo "pcsc: the same verdict through the card service; counters in C, C# and Pascal"
