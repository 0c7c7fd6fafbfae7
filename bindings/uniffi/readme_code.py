"""Writes the Kotlin of a README into source files, a package for each block, so that the tests compile it."""

import pathlib
import re
import sys

readme, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
blocks = re.findall(r"^```kotlin\n(.*?)^```$", readme.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
assert blocks, f"{readme} shows no Kotlin"
folder.mkdir(parents=True)
for number, block in enumerate(blocks, 1):
    (folder / f"Block{number}.kt").write_text(f"package readme.block{number}\n\n{block}", encoding="utf-8")
