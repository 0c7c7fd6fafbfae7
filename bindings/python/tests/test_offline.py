"""Nothing of this package uses a network: it does its work where there is none."""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest

from lists import write_csv

WORK = """
import socket, sys
try:
    socket.create_connection(("192.0.2.1", 9), timeout=2)
    sys.exit("there is a network: this proves nothing")
except OSError:
    pass
import dinhdanh
from lists import COLUMNS, messy
columns = messy(500)
result = dinhdanh.clean(columns, COLUMNS)
assert len(result.table) == 500 and result.report_html() and result._repr_html_()
places = dinhdanh.convert_addresses(columns["dia_chi"]).to_pylist()
assert any(place["status"] == "exact" for place in places)
found = dinhdanh.find_duplicates(columns, COLUMNS)
assert len(found.pairs) > 10
assert len(dinhdanh.link(columns, columns, COLUMNS).pairs) > 100
assert any(dinhdanh.pseudonymize_ids(columns["cccd"], key=b"k" * 32, key_id="a", purpose="p").to_pylist())
from dinhdanh.cli import main
sys.exit(main(sys.argv[1:]))
"""


def without_network(*command):
    """A command in a namespace that has no network, not even a loopback that is up."""
    unshare = shutil.which("unshare")
    for options in (["-n"], ["-r", "-n"]):
        if unshare and subprocess.run([unshare, *options, "true"], capture_output=True).returncode == 0:
            here = str(pathlib.Path(__file__).parent)
            environment = os.environ | {"PYTHONPATH": here}
            return subprocess.run(
                [unshare, *options, *map(str, command)], capture_output=True, text=True, env=environment, cwd=here
            )
    if os.environ.get("CI") == "true":
        pytest.fail("this machine makes no namespaces: the proof was not run")
    pytest.skip("this machine makes no namespaces")


def test_everything_runs_without_a_network(tmp_path):
    source = tmp_path / "list.csv"
    write_csv(source, 300)
    outputs = [tmp_path / name for name in ("out.csv", "report.html", "issues.csv", "pairs.csv", "trail", "key")]
    out, report, issues, pairs, trail, key = outputs
    done = without_network(
        sys.executable, "-c", WORK, "clean", source, "-o", out, "--yes", "--report", report, "--issues", issues,
        "--duplicates", pairs, "--audit", trail, "--key", key,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert all(path.stat().st_size > 30 for path in outputs)


def test_no_module_that_could_open_a_connection_is_loaded():
    code = (
        "import sys, dinhdanh; dinhdanh.clean({'ho_ten': ['Nguyễn Thị Mẫu']}, {'full_name': 'ho_ten'});"
        "print(sorted({'socket', 'ssl', 'http', 'http.client', 'asyncio', 'urllib.request'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
