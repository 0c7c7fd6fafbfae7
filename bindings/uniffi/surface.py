"""Prints what the SDK offers to Kotlin and Swift, a line for each thing: names, arguments, results, errors.

Read from the Python sources that were generated from the same library, because they can be parsed here.
"""

import ast
import sys

tree = ast.parse(open(sys.argv[1], encoding="utf-8").read())
offered = next(
    ast.literal_eval(node.value)
    for node in tree.body
    if isinstance(node, ast.Assign) and any(ast.unparse(target) == "__all__" for target in node.targets)
)


def signature(function):
    kind = "async " if isinstance(function, ast.AsyncFunctionDef) else ""
    result = ast.unparse(function.returns) if function.returns else "None"
    return f"{kind}{function.name}({ast.unparse(function.args)}) -> {result}"


def members(body, indent):
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if not node.name.startswith("_") or node.name in ("__init__", "__str__", "__repr__"):
                yield indent + signature(node)
        elif isinstance(node, ast.ClassDef) and not node.name.endswith(("Protocol", "Impl")):
            yield f"{indent}class {node.name}"
            yield from members(node.body, indent + "  ")
        elif isinstance(node, ast.AnnAssign) and not ast.unparse(node.target).startswith("_"):
            yield f"{indent}{ast.unparse(node.target)}: {ast.unparse(node.annotation)}"
        elif isinstance(node, ast.Assign) and all(not ast.unparse(t).startswith("_") for t in node.targets):
            yield f"{indent}{ast.unparse(node)}"


for node in sorted((n for n in tree.body if getattr(n, "name", None) in offered), key=lambda n: n.name):
    for line in members([node], ""):
        print(line)
