#!/bin/sh
# Reads every simulated card through the real card service of the system and its virtual reader.
#
# Needs (Debian): pcscd libpcsclite-dev vsmartcard-vpcd. Installs nothing. Only one card service can run on a
# machine: if one runs already it is used and left running; otherwise one is started and stopped by its number.
# The virtual reader listens on all addresses (ports 35963 and 35964), so that everything runs in a network of its
# own where the system allows it.
set -eu
cd "$(dirname "$0")/../.."

for program in pcscd pkg-config; do
    command -v "$program" >/dev/null || { echo "missing: $program"; exit 69; }
done
pkg-config --exists libpcsclite || { echo "missing: libpcsclite-dev"; exit 69; }
[ -n "$(find /usr/lib/pcsc /usr/local/lib/pcsc -name 'libifdvpcd*' 2>/dev/null)" ] \
    || { echo "missing: vsmartcard-vpcd"; exit 69; }

running=no
[ ! -e /run/pcscd/pcscd.comm ] || running=yes
if [ "${1:-}" != isolated ]; then
    scripts/dev.sh build --quiet
    if [ "$running" = no ] && unshare --net ip link set lo up 2>/dev/null; then
        exec unshare --net sh -c 'ip link set lo up && exec sh tests/pcscd/run.sh isolated'
    fi
fi

service=
card=
end() {
    if [ -n "$1" ]; then
        kill "$1" 2>/dev/null || true
        wait "$1" 2>/dev/null || true
    fi
}
stop() {
    end "$card"
    end "$service"
}
trap stop EXIT
trap 'exit 1' INT TERM
if [ "$running" = no ]; then
    pcscd --foreground >target/pcscd.log 2>&1 &
    service=$!
    tries=0
    until [ -e /run/pcscd/pcscd.comm ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 50 ] && kill -0 "$service" || { echo "pcscd does not start:"; cat target/pcscd.log; exit 69; }
        sleep 0.1
    done
fi

DINHDANH_PCSCD=1 DINHDANH_VIRTUAL_CARD="$PWD/target/debug/virtual_card" \
    scripts/dev.sh test --quiet --test pcsc_real -- --nocapture

# The whole counter: photograph, access keys from its QR code, chip, verdict.
for profile in modern bac short extended picky; do
    # The service looks twice a second whether the card is gone; a new one that comes before stays unnoticed.
    sleep 1
    rm -f target/pcscd-anchor.der
    target/debug/virtual_card --profile "$profile" --write-anchor target/pcscd-anchor.der >/dev/null &
    card=$!
    tries=0
    until [ -s target/pcscd-anchor.der ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 50 ] || { echo "virtual_card, $profile: makes no card"; exit 1; }
        sleep 0.1
    done
    code=0
    target/debug/front_desk --reader "Virtual PCD 00 00" --card-photo examples/assets/card-photo.jpg \
        --anchors target/pcscd-anchor.der --test-cards --json >target/pcscd-verdict.json || code=$?
    [ "$profile" != modern ] || sh tests/pcscd/languages.sh target/pcscd-anchor.der
    end "$card"
    card=
    if [ "$code" -ne 0 ] || ! grep -q '"assurance": *"NotCloned"' target/pcscd-verdict.json; then
        echo "front_desk, $profile: exit code $code"
        cat target/pcscd-verdict.json
        exit 1
    fi
    echo "front_desk, $profile: NotCloned"
done
