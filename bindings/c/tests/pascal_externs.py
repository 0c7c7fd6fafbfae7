"""Writes the external functions of delphi/DinhDanh.pas from the header; with `--check`, fails where they are not in it."""
import pathlib
import sys

from header import prototypes

FILE = pathlib.Path(__file__).parent.parent / "delphi" / "DinhDanh.pas"
PLAIN = {"int32_t": "Int32", "uint32_t": "UInt32", "int64_t": "Int64", "uint64_t": "UInt64", "uint8_t": "Byte",
         "size_t": "NativeUInt", "const char *": "PAnsiChar", "const uint8_t *": "PByte", "dd_bytes *": "out TDDBytes",
         "int32_t *": "out Int32", "size_t *": "out NativeUInt", "dd_progress *": "out TDDProgress",
         "void *": "Pointer", "dd_transceive": "TDDTransceive", "dd_on_progress": "TDDOnProgress"}


def kind_of(function, kind, name):
    if function == "dd_bytes_free":
        return "var TDDBytes"
    if name == "x_y":
        return "PInteger"
    if kind in PLAIN:
        return PLAIN[kind]
    return "out TDDHandle" if kind.endswith("**") else "TDDHandle"


def lines():
    out = []
    for function, (result, parameters) in prototypes().items():
        given = []
        for kind, name in parameters:
            kind = kind_of(function, kind, name)
            way, _, kind = kind.rpartition(" ")
            # The letter keeps names away from reserved words.
            given.append(f"{way} A{''.join(w.capitalize() for w in name.split('_'))}: {kind}".strip())
        given = f"({'; '.join(given)})" if given else ""
        head = f"procedure {function}{given};" if result == "void" else f"function {function}{given}: {PLAIN[result]};"
        if function == "dd_planted_panic":
            head = "{$IFDEF DD_PLANTED_PANIC}\n" + head
        out.append(f"{head} cdecl; external DINHDANH_LIBRARY;" + ("\n{$ENDIF}" if function == "dd_planted_panic" else ""))
    return "\n".join(out)


text = FILE.read_text(encoding="utf-8")
if "--check" in sys.argv:
    if lines() not in text:
        sys.exit("delphi/DinhDanh.pas is not what dinhdanh.h says")
else:
    FILE.write_text(text.replace("@@EXTERNS@@", lines()), encoding="utf-8")
