#!/bin/sh
# Reads the card on the virtual reader through Python, where the package is installed, and compares the answer with that
# of front_desk, byte for byte. Called by run.sh while the card lies there. C# and Kotlin have scripts of their own.
set -eu
anchor=$1
zone='IDVNM1990000184001199000018<<5
9902174F3902172VNM<<<<<<<<<<<8
NGUYEN<<THI<MAU<<<<<<<<<<<<<<<'
at=1795305600
reader='Virtual PCD 00 00'

target/debug/front_desk --reader "$reader" --mrz "$zone" --anchors "$anchor" --test-cards --at $at --json \
    | tr -d '\n' >target/pcscd-golden.json

# Waits until the service has given the card free, then reads it with the program that is named.
compare() {
    language=$1
    shift
    sleep 1
    "$@" "$reader" "$zone" "$anchor" $at | tr -d '\n' >target/pcscd-language.json
    cmp target/pcscd-golden.json target/pcscd-language.json || { echo "$language: another answer"; exit 1; }
    echo "$language through the card service: the same answer"
}

if [ -x .tools/python/bin/python ] && .tools/python/bin/python -c 'import dinhdanh' 2>/dev/null; then
    compare Python .tools/python/bin/python bindings/python/tests/pcsc_read.py
fi
