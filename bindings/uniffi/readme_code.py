"""Writes the code of a README into source files, one for each block, so that the tests compile it.

readme_code.py README FOLDER [kotlin|swift]
"""

import pathlib
import re
import sys

readme, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
language = sys.argv[3] if len(sys.argv) > 3 else "kotlin"
# Each block of Kotlin is a package of its own; all of Swift are one module.
suffix, head = {"kotlin": ("kt", "package readme.block{}\n\n"), "swift": ("swift", "")}[language]
blocks = re.findall(rf"^```{language}\n(.*?)^```$", readme.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
assert blocks, f"{readme} shows no {language}"
folder.mkdir(parents=True)
for number, block in enumerate(blocks, 1):
    (folder / f"Block{number}.{suffix}").write_text(head.format(number) + block, encoding="utf-8")
