#!/usr/bin/env bash
# Counts the vectors that each language ran and the error codes that it lists, from the logs of its tests, and fails where
# one has other numbers: a case or a code that one language forgets is one that nobody tests there.
set -euo pipefail
cd "$(dirname "$0")/.."
vectors=$(grep -c '"name":' tests/vectors/vectors.json)
codes=$(wc -l <tests/vectors/error_codes.txt)
short=0
# How often each log says it: once, or once for each of its languages.
declare -A times=([c]=4)
for log in target/languages/*.log; do
    name=$(basename "$log" .log)
    for what in vectors codes; do
        # Maven colours its lines even in a file, and a colour's last letter clings to what follows.
        said=$(sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -oE "\b$what: [0-9]+" | sort | uniq -c | sed 's/^ *//' || true)
        printf '%s: %s\n' "$name" "${said:-no $what}"
        [ "$said" = "${times[$name]:-1} $what: ${!what}" ] || short=1
    done
done
[ "$short" = 0 ] || { echo "each language has $vectors vectors and $codes codes; C, C++, C# and Pascal are in one log"; exit 1; }
