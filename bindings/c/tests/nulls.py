"""Writes a C program that calls every function of the header with every choice of NULL among its pointers.

Whatever is left out, no call crashes, each gives a status, and one that lacks what it needs says `argument-missing`.
A function or a type that is new to the header breaks this program until it knows what a good value is.
"""
from header import prototypes

# May be NULL by their documentation.
OPTIONAL = {"error", "context", "progress", "challenge", "trusted", "revocation_lists", "skipped", "consistent"}
HANDLES = ["citizen", "frame_scanner", "id_token_check", "login", "qr_codes", "reading", "request", "session",
           "verification", "verifier"]
START = """
#include "support.h"
#include "nulls.h"
"""


def good(function, kind, name):
    """An expression for a present value."""
    base = kind.replace("const ", "").rstrip(" *")
    if kind in ("const char *", "const uint8_t *"):
        return f"({kind})GARBAGE"
    if kind.endswith("**"):
        return f"&new_{base[3:]}" if base != "dd_error" else "&error"
    if base in [f"dd_{handle}" for handle in HANDLES]:
        return f"good_{base[3:]}"
    return {"dd_bytes *": "&bytes", "dd_progress *": "&progress", "int32_t *": "numbers", "size_t *": "&size",
            "dd_transceive": "refuses", "dd_on_progress": "ignores", "void *": "(void *)GARBAGE"}[kind]


def main():
    print(START)
    calls = 0
    functions = prototypes()
    # Only in libraries built for tests, which have tests of their own for it.
    functions.pop("dd_planted_panic", None)
    for function, (result, parameters) in functions.items():
        if function.endswith("_free") or result != "int32_t" or function == "dd_error_retryable":
            continue
        pointers = [index for index, (kind, _) in enumerate(parameters)
                    if kind.endswith("*") or kind in ("dd_transceive", "dd_on_progress")]
        print(f"static void {function}_nulls(void) {{")
        for chosen in range(1 << len(pointers)):
            left_out = {pointer for bit, pointer in enumerate(pointers) if chosen >> bit & 1}
            values = []
            for index, (kind, name) in enumerate(parameters):
                if index in pointers:
                    values.append("NULL" if index in left_out else good(function, kind, name))
                else:
                    values.append("sizeof GARBAGE - 1" if name.endswith("_len") else "1")
            lacks = any(parameters[index][1] not in OPTIONAL for index in left_out)
            has_error = parameters[-1][1] == "error" and len(parameters) - 1 not in left_out
            print(f"  after({function}({', '.join(values)}), {int(lacks)}, {int(has_error)}, \"{function}\");")
            calls += 1
        print("}\n")
    print("int main(void) {\n  prepare();")
    for function, (result, parameters) in functions.items():
        if result == "int32_t" and function != "dd_error_retryable":
            print(f"  {function}_nulls();")
        elif function.endswith("_free"):
            print(f"  {function}(NULL);")
        elif parameters:
            print(f"  CHECK({function}(NULL) == 0);" if result == "int32_t" else f"  CHECK(*{function}(NULL) == 0);")
    print("  end();")
    print(f'  puts("nulls: {calls} calls");\n  return 0;\n}}')


main()
