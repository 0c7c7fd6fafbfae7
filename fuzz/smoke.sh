#!/bin/sh
# Fuzzes every target for a short while (SECONDS_PER_TARGET, 20) from its corpus and fails on any crash, hang or
# hunger for memory. What it finds lies in fuzz/found: new inputs per target, crashes as <target>-crash-<hash>.
# With names of targets as arguments only these.
set -eu
cd "$(dirname "$0")"
seconds=${SECONDS_PER_TARGET:-20}
binaries=$(./build.sh)
mkdir -p found
failed=0
[ $# -gt 0 ] || set -- $(ls src/bin | sed 's/\.rs$//')
printf '%-26s %10s %8s %8s %7s\n' target runs runs/s coverage inputs
for target; do
    mkdir -p "found/$target"
    log=found/$target.log
    state=ok
    "$binaries/$target" -max_total_time="$seconds" -rss_limit_mb=512 -timeout=5 -print_final_stats=1 \
        -artifact_prefix="found/$target-" "found/$target" "corpus/$target" >"$log" 2>&1 || state=FAILED
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    speed=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
    coverage=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
    printf '%-26s %10s %8s %8s %7s' "$target" "$runs" "$speed" "$coverage" "$(ls "found/$target" | wc -l)"
    if [ "$state" = ok ]; then
        echo
    else
        failed=1
        echo "  $state, see fuzz/$log"
    fi
done
exit $failed
