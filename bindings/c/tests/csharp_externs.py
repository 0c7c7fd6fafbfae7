"""Writes the DllImport lines and SafeHandle classes of dotnet/src/Native.cs from the header; with `--check`, fails where
they are not in that file. With a path, fills the marks @@EXTERNS@@ and @@HANDLES@@ of a new file."""
import pathlib
import sys

from header import prototypes

FILE = pathlib.Path(__file__).parent.parent / "dotnet" / "src" / "Native.cs"
HANDLES = {"dd_request": "RequestHandle", "dd_session": "SessionHandle", "dd_reading": "ReadingHandle",
           "dd_verifier": "VerifierHandle", "dd_verification": "VerificationHandle", "dd_citizen": "CitizenHandle",
           "dd_qr_codes": "QrCodesHandle", "dd_frame_scanner": "FrameScannerHandle",
           "dd_id_token_check": "IdTokenCheckHandle", "dd_login": "LoginHandle"}
PLAIN = {"int32_t": "int", "uint32_t": "uint", "int64_t": "long", "uint64_t": "ulong", "uint8_t": "byte",
         "size_t": "UIntPtr", "const char *": "byte[]", "const uint8_t *": "byte[]", "dd_bytes *": "out Bytes",
         "int32_t *": "out int", "size_t *": "out UIntPtr", "dd_error **": "out IntPtr", "const dd_error *": "IntPtr",
         "dd_error *": "IntPtr", "dd_progress *": "out ProgressNow", "void *": "IntPtr",
         "dd_transceive": "TransceiveCallback", "dd_on_progress": "ProgressCallback", "void": "void"}


def camel(name):
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def kind_of(function, kind, name):
    base = kind.replace("const ", "").rstrip(" *")
    if base in HANDLES:
        if function.endswith("_free"):
            return "IntPtr"
        return "out " + HANDLES[base] if kind.endswith("**") else HANDLES[base]
    if function == "dd_bytes_free":
        return "ref Bytes"
    if name == "x_y":
        return "[Out] int[]"
    return PLAIN[kind]


def lines():
    out = []
    for function, (result, parameters) in prototypes().items():
        result = "IntPtr" if result == "const char *" else PLAIN[result]
        given = ", ".join(f"{kind_of(function, kind, name)} {camel(name)}" for kind, name in parameters)
        if function == "dd_planted_panic":
            out.append("#if DD_PLANTED_PANIC")
        out.append("        [DllImport(Dll, CallingConvention = C)]")
        out.append(f"        internal static extern {result} {function}({given});")
        out.append("#endif" if function == "dd_planted_panic" else "")
    return "\n".join(out)


def classes():
    out = []
    for handle, name in HANDLES.items():
        out.append(f"""
    internal sealed class {name} : Handle
    {{
        protected override bool ReleaseHandle()
        {{
            Native.{handle}_free(handle);
            return true;
        }}
    }}""")
    return "\n".join(out)


text = FILE.read_text(encoding="utf-8")
if "--check" in sys.argv:
    if lines() not in text or classes() not in text:
        sys.exit("dotnet/src/Native.cs is not what dinhdanh.h says")
else:
    text = text.replace("@@EXTERNS@@", lines()).replace("@@HANDLES@@", classes())
    FILE.write_text(text, encoding="utf-8")
