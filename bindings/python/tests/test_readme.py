"""The examples of the README run as they stand."""

import pathlib
import re


README = pathlib.Path(__file__).parent.parent / "README.md"
BLOCKS = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.S)


def test_the_readme(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    assert len(BLOCKS) >= 4
    for block in BLOCKS:
        if "spark" in block:
            continue
        exec(compile(block, "README.md", "exec"), names)
    assert (tmp_path / "report.html").exists()
