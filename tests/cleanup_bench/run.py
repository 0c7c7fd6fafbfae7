#!/usr/bin/env python3
"""Runs the parts of `make bench-cleanup` and reports: `run.py FOLDER addresses|names|linkage ...`.

Tables go to standard output, every figure to FOLDER/report.json. Sizes and the seed come from the environment; see
bench.mk. Each program runs alone and by itself, so that none gets the other's memory or processor.
"""

import json
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
PROGRAMS = pathlib.Path("target/release/examples")
SEED = os.environ.get("CLEANUP_SEED", "2026")


def size(name, otherwise):
    return os.environ.get(f"CLEANUP_{name}", str(otherwise))


def run(*command):
    """What the command printed, and the most memory that it took, in megabytes."""
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return text, usage.ru_maxrss // 1024


def peer(script, *arguments):
    return json.loads(run(sys.executable, HERE / script, *arguments)[0].splitlines()[-1])


def table(title, heads, rows):
    print(f"\n### {title}\n\n| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for row in rows:
        print(f"| {' | '.join(map(str, row))} |")


def percent(share):
    return f"{100 * share:.2f} %"


def addresses(folder):
    file = folder / "addresses.tsv"
    memory = run(PROGRAMS / "address_figures", SEED, size("ADDRESSES", 200_000), file)[1]
    result = peer("addresses.py", file, size("PEER_ADDRESSES", 10_000))
    result["own_memory_mb"] = memory
    rate, shares = result["rate"], result["shares"]
    heads = ["", "right", "wrong", "candidates", "nothing", "silent where several fit", "a second", "MB"]
    table(
        f"Addresses: {result['rows']} in 35 forms",
        heads,
        [
            [name, *(percent(shares[key][part]) for part in ("right", "wrong", "among", "nothing", "silent")), f"{rate[key]:.0f}", mb]
            for name, key, mb in (
                ("dinhdanh", "dinhdanh", memory),
                ("vietnamadminunits 1.0.4", "vietnamadminunits", result["memory_mb"]),
            )
        ],
    )
    result["ratio"] = rate["dinhdanh"] / rate["vietnamadminunits"]
    print(f"\n{result['ratio']:.0f} times as fast, one thread each; the peer raised {result['exceptions']} exceptions.")
    rows = [
        [form, c["rows"], percent(c["ours"] / c["rows"]), percent(c["theirs"] / c["rows"]), c["wrong ours"], c["wrong theirs"]]
        for form, c in result["forms"].items()
    ]
    table("Addresses by form", ["form", "addresses", "right", "right, peer", "wrong", "wrong, peer"], rows)
    return result


def names(folder):
    file = folder / "names.tsv"
    memory = run(PROGRAMS / "name_figures", SEED, size("NAME_PEOPLE", 72_000), file)[1]
    result = peer("names.py", file, 1_000_000)
    result["own_memory_mb"] = memory
    rows = [
        [name, percent(result["repaired"][key]), percent(result["spoilt"][key]), f"{result['rate'][key]:.0f}", mb]
        for name, key, mb in (
            ("dinhdanh", "dinhdanh", memory),
            ("underthesea 9.5.0 text_normalize", "underthesea", result["memory_mb"]),
        )
    ]
    heads = ["", "broken ones repaired", "right ones changed", "a second", "MB"]
    table(f"Names: {result['rows']} whose cell proves what is right", heads, rows)
    result["ratio"] = result["rate"]["dinhdanh"] / result["rate"]["underthesea"]
    print(f"\n{result['ratio']:.0f} times as fast, one thread each.")
    rows = [[kind, all, percent(ours / all), percent(theirs / all)] for kind, (all, ours, theirs) in result["kinds"].items()]
    table("Names by damage", ["damage", "names", "right", "right, peer"], rows)
    return result


def linkage(folder):
    results = {}
    for profile in ("matching", "hard"):
        place = folder / profile
        place.mkdir(exist_ok=True)
        run(PROGRAMS / "matching_figures", "--people", size("PEOPLE", 72_000), "--seed", SEED, "--profile", profile, "--write", place)
        own = json.loads((place / "own.json").read_text())
        tools = {"dinhdanh": own} | {tool: peer("linkage.py", tool, place) for tool in ("splink", "rapidfuzz")}
        results[profile] = tools
        rows = []
        for name, tool in (("dinhdanh", "dinhdanh"), ("Splink 5.0.0, DuckDB", "splink"), ("RapidFuzz 3.14.6", "rapidfuzz")):
            got = tools[tool]
            merged = [percent(met / max(1, all)) for kind in KINDS for all, met in [got["alike"][kind]]]
            quality = [f"{got[key]:.4f}" for key in ("precision", "recall", "f1")]
            clusters = f"{got['cluster_f1']:.4f}" if "cluster_f1" in got else "–"
            ratio = got["cpu"] / own["cpu"]
            rows.append([name, *quality, clusters, *merged, f"{got['cpu']:.2f}", f"{ratio:.1f}×", f"{got['memory_mb']:.0f}"])
        heads = ["", "precision", "recall", "F1", "F1 of clusters", *(f"{kind} merged" for kind in KINDS), "CPU s", "× ours", "MB"]
        table(f"Duplicates: list \"{profile}\", {own['rows']} rows", heads, rows)
    many = int(size("MANY_PEOPLE", 727_000))
    if many:
        place = folder / "many"
        place.mkdir(exist_ok=True)
        run(PROGRAMS / "matching_figures", "--people", many, "--seed", SEED, "--write", place)
        own = results["many"] = json.loads((place / "own.json").read_text())
        heads = ["rows", "F1", "by the clock s", "CPU s", "MB"]
        row = [own["rows"], f"{own['f1']:.4f}", f"{own['wall']:.1f}", f"{own['cpu']:.1f}", f"{own['memory_mb']:.0f}"]
        table("Duplicates in a large list, dinhdanh alone", heads, [row])
    return results


KINDS = ("twins", "father-and-son", "namesakes", "siblings", "spouses")
PARTS = {"addresses": addresses, "names": names, "linkage": linkage}


def main():
    folder, parts = pathlib.Path(sys.argv[1]), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    print(f"Seed {SEED}, {os.cpu_count()} processors, {time.strftime('%Y-%m-%d')}, load {os.getloadavg()[0]:.1f}")
    report = {"seed": SEED, "date": time.strftime("%Y-%m-%d")} | {part: PARTS[part](folder) for part in parts}
    report["seconds"] = time.monotonic() - start
    (folder / "report.json").write_text(json.dumps(report, indent=1))
    print(f"\n{report['seconds']:.0f} s; every figure in {folder}/report.json")


if __name__ == "__main__":
    main()
