"""The examples of the README run as they stand."""

import pathlib
import re

from conftest import SocketCard


README = pathlib.Path(__file__).parent.parent / "README.md"
BLOCKS = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.S)


def test_the_readme(tmp_path, monkeypatch, card_server, capsys):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    assert len(BLOCKS) >= 4
    for block in BLOCKS:
        if "spark" in block:
            continue
        exec(compile(block, "README.md", "exec"), names)
    assert (tmp_path / "report.html").exists()
    # The card's example, with a card: a test card does not pass before a real counter.
    with SocketCard(card_server) as card:
        zone, anchor = (card_server / "mrz.txt").read_text(), (card_server / "anchor.der").read_bytes()
        assert names["check_in"](card, zone, anchor) is None  # type: ignore[operator]
    assert "refused: issuer test-material" in capsys.readouterr().out
