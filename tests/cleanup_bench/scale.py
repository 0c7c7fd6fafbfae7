"""Cost and memory of cleaning by the size of the list: the command on CSV files of more and more rows.

    python scale.py LIST.csv ROWS...

LIST.csv is as long as the largest number asked for. For each size the command runs in a process of its own; printed are
CPU time for each row (user and system), the time it took, the most memory it held, and page faults for each row.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time


def first_rows(source, rows, path):
    with source.open("rb") as whole, path.open("wb") as part:
        for _, line in zip(range(rows + 1), whole, strict=False):
            part.write(line)


def run(command):
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command} failed")
    return time.monotonic() - begun, used


def main():
    source, sizes = pathlib.Path(sys.argv[1]), [int(text) for text in sys.argv[2:]]
    clean = [sys.executable, "-m", "dinhdanh.cli", "clean"]
    print("| rows | threads | CPU µs a row | wall s | rows a second | peak MiB | page faults a row |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        list_, out = pathlib.Path(folder) / "list.csv", pathlib.Path(folder) / "out.csv"
        for rows in sizes:
            first_rows(source, rows, list_)
            # What one thread does with millions of rows is known from fewer.
            for threads in (1, 2) if rows <= 1_000_000 else (2,):
                line = [*clean, str(list_), "-o", str(out), "--yes", "--quiet", "--threads", str(threads)]
                # Small lists several times: what starting costs is spread over few rows.
                runs = [run(line) for _ in range(max(1, min(5, 500_000 // rows)))]
                wall, used = min(runs, key=lambda one: one[1].ru_utime + one[1].ru_stime)
                cpu = used.ru_utime + used.ru_stime
                print(
                    f"| {rows:,} | {threads} | {cpu / rows * 1e6:.2f} | {wall:.1f} | {rows / wall:,.0f} "
                    f"| {used.ru_maxrss / 1024:.0f} | {used.ru_minflt / rows:.2f} |",
                    flush=True,
                )


main()
