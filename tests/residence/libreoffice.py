#!/usr/bin/env python3
"""Opens a filled template in LibreOffice, as text and saved anew, and holds both against what was written.

Needs soffice (Debian: libreoffice-calc). Argument: the program portal_export.
"""

import csv
import pathlib
import subprocess
import sys
import tempfile
import zipfile

# Tab between cells, quotes around texts that need them, UTF-8, from line 1, cells as shown.
TEXT = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false"
GUESTS = 10_000


def main(program: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([program, "write", folder], check=True)

        def convert(file: str, to: str, out: str) -> pathlib.Path:
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            command = ["soffice", "--headless", profile, "--convert-to", to, "--outdir", folder / out, folder / file]
            subprocess.run(command, check=True, capture_output=True, timeout=300)
            return folder / out / pathlib.Path(file).with_suffix("." + to.split(":")[0]).name

        def cells(file: pathlib.Path) -> list[list[str]]:
            with open(file, encoding="utf-8", newline="") as text:
                return list(csv.reader(text, delimiter="\t"))

        expected = [line.split("\t") for line in (folder / "texts.tsv").read_text("utf-8").splitlines()]
        assert len(expected) == GUESTS, len(expected)
        template = cells(convert("template.xlsx", TEXT, "opened"))
        filled = cells(convert("filled.xlsx", TEXT, "opened"))
        assert filled[:4] == template[:4], "rows 1 to 4 changed"
        assert filled[3][1].startswith("[EXAMPLE]"), filled[3]
        assert len(filled) == 4 + GUESTS, len(filled)
        for number, (row, texts) in enumerate(zip(filled[4:], expected), start=2):
            assert row == [str(number), *texts], f"row {number + 3}: {row} is not {texts}"
        assert any(texts[6].startswith("00") for texts in expected), "no leading zeros to look for"

        saved = convert("filled.xlsx", "xlsx", "saved")
        read = subprocess.run([program, "texts", saved], check=True, capture_output=True).stdout.decode()
        assert read == (folder / "texts.tsv").read_text("utf-8"), "LibreOffice saved other texts"
        with zipfile.ZipFile(saved) as archive:
            workbook = archive.read("xl/workbook.xml").decode()
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        names = workbook.count("<definedName ")
        validations = sheet.count("<dataValidation ")
        assert names >= 40, f"{names} defined names"
        assert validations >= 9, f"{validations} validations"
        print(f"LibreOffice: {GUESTS} guests opened and saved, {names} names, {validations} validations")


main(sys.argv[1])
