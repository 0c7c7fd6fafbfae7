#!/usr/bin/env bash
# Counts the vectors that each language ran, from the logs of its tests, and fails where one ran fewer than the others:
# a case that one language forgets is a case that nobody tests there.
set -euo pipefail
cd "$(dirname "$0")/.."
expected=$(grep -c '"name":' tests/vectors/vectors.json)
short=0
for log in target/languages/*.log; do
    # A binding tests several languages; each says how many it ran.
    while read -r line; do
        printf '%s: %s\n' "$(basename "$log" .log)" "$line"
        [ "${line##*vectors: }" -eq "$expected" ] || short=1
    done < <(grep -oE '([A-Za-z#+]+ )?vectors: [0-9]+' "$log" || echo 'vectors: 0')
done
[ "$short" = 0 ] || { echo "a language ran other than $expected vectors"; exit 1; }
