"""The prototypes of dinhdanh.h: name -> (result, [(type, name)])."""
import pathlib
import re

HEADER = pathlib.Path(__file__).parent.parent / "include" / "dinhdanh.h"


def prototypes():
    text = re.sub(r"//[^\n]*", "", HEADER.read_text(encoding="utf-8"))
    found = {}
    for result, name, parameters in re.findall(r"^((?:const )?\w+ \**)(dd_\w+)\(([^)]*)\);", text, re.M | re.S):
        parameters = [] if parameters.strip() == "void" else parameters.split(",")
        found[name] = (result.strip(), [split(parameter) for parameter in parameters])
    return found


def split(parameter):
    kind, name = re.fullmatch(r"\s*(.*?)(\w+)\s*", parameter, re.S).groups()
    return re.sub(r"\s+", " ", kind.strip()), name
