"""Writes the code blocks of a paper into files: blocks.py PAPER LANGUAGE FOLDER ENDING; prints their names."""
import pathlib
import re
import sys

paper, language, folder, ending = sys.argv[1:]
text = pathlib.Path(paper).read_text(encoding="utf-8")
blocks = re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)
if not blocks:
    sys.exit(f"{paper} has no {language}")
for number, block in enumerate(blocks):
    path = pathlib.Path(folder) / f"block{number}.{ending}"
    path.write_text(block, encoding="utf-8")
    print(path)
