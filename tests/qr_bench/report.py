"""Tables from the result files of one or more sets: rate by class with Wilson 95 % intervals, CPU time."""
import collections
import math
import os
import statistics
import sys

WHO = ["own", "zxing-cpp", "rxing", "rqrr", "zbar"]


def wilson(k, n):
    if n == 0:
        return 0.0, 0.0
    z, p = 1.96, k / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return 100 * (middle - half), 100 * (middle + half)


def megapixels(path):
    with open(path, "rb") as f:
        f.readline()
        w, h = map(int, f.readline().split())
    return w * h / 1e6


print("Wilson 95 % intervals in brackets; a wrong text, or a text where no code is, counts five times against.")
for folder in sys.argv[1:]:
    results = {}
    for who in WHO:
        if os.path.exists(f"{folder}/{who}.tsv"):
            rows = [line.rstrip("\n").split("\t") for line in open(f"{folder}/{who}.tsv")]
            results[who] = {name: (kind, verdict, float(ms)) for name, kind, verdict, ms in rows}
    names = list(results["own"])
    kinds = list(dict.fromkeys(results["own"][n][0] for n in names))
    print(f"\n## {os.path.basename(folder)}: {len(names)} pictures\n")
    print("| class | n | " + " | ".join(results) + " |\n|---|---|" + "---|" * len(results))
    totals = collections.Counter()
    for kind in kinds:
        mine = [n for n in names if results["own"][n][0] == kind]
        cells = []
        for who, r in results.items():
            ok = sum(r[n][1] == "ok" for n in mine)
            bad = sum(r[n][1] in ("wrong", "false") for n in mine)
            totals[who, "ok"] += ok
            totals[who, "bad"] += bad
            low, high = wilson(ok, len(mine))
            cells.append((f"{ok} ({low:.0f}-{high:.0f} %)" if kind != "negative" else "-") + (f" wrong {bad}" if bad else ""))
        print(f"| {kind} | {len(mine)} | " + " | ".join(cells) + " |")
    codes = sum(results["own"][n][0] != "negative" for n in names)
    print(f"| all codes | {codes} | " + " | ".join(
        f"{totals[w, 'ok']} = {100 * totals[w, 'ok'] / codes:.1f} % ({wilson(totals[w, 'ok'], codes)[0]:.1f}-{wilson(totals[w, 'ok'], codes)[1]:.1f})"
        + f", wrong or false {totals[w, 'bad']}, score {totals[w, 'ok'] - 5 * totals[w, 'bad']}" for w in results) + " |")
    print("\n| CPU ms | " + " | ".join(results) + " |\n|---|" + "---|" * len(results))
    size = {n: megapixels(f"{folder}/{n}") for n in names}
    both = [n for n in names if "zxing-cpp" in results and results["zxing-cpp"][n][1] == "ok" and results["own"][n][1] == "ok"]
    mean = lambda r, of: f"{statistics.mean(r[n][2] for n in of):.2f}" if of else "-"
    print(f"| mean, {len(both)} pictures that own and zxing-cpp read | " + " | ".join(mean(r, both) for r in results.values()) + " |")
    print("| mean, all | " + " | ".join(mean(r, names) for r in results.values()) + " |")
    centile = lambda r: sorted(r[n][2] / size[n] for n in names)[int(0.95 * len(names))]
    print("| 95th percentile per megapixel | " + " | ".join(f"{centile(r):.1f}" for r in results.values()) + " |")
    if "zxing-cpp" in results:
        only = lambda a, b: sum(results[a][n][1] == "ok" and results[b][n][1] != "ok" for n in names)
        print(f"\nown alone {only('own', 'zxing-cpp')}, zxing-cpp alone {only('zxing-cpp', 'own')}.")
