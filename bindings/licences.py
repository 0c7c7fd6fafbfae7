"""What is linked into a library, for the packages of all languages: licences.py PACKAGE TARGET FOLDER writes
THIRD-PARTY.txt (every crate with its licence texts), bom.json (CycloneDX 1.5) and the project's own licences. Build tools
and tests are not in it: they are not linked."""
import json
import pathlib
import shutil
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent
package, target, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
metadata = json.loads(subprocess.run(
    ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", target],
    check=True, capture_output=True, cwd=root).stdout)
# Features are those of this package, not of the whole workspace: cargo tree knows, cargo metadata does not.
tree = subprocess.run(["cargo", "tree", "--locked", "-p", package, "-e", "normal,no-proc-macro", "--target", target,
                       "--prefix", "none", "--format", "{p}"], check=True, capture_output=True, text=True,
                      cwd=root).stdout
linked = {tuple(line.split()[:2]) for line in tree.splitlines() if line.strip()}
crates = sorted((crate for crate in metadata["packages"] if (crate["name"], "v" + crate["version"]) in linked),
                key=lambda crate: (crate["name"], crate["version"]))
assert len(crates) == len(linked), "a crate of the tree has no metadata"

text = ["What is linked into this library, with its licences.\n"]
components = []
seen = {}
for crate in crates:
    if crate["source"] is None:
        continue
    text.append("=" * 100 + f"\n{crate['name']} {crate['version']}: {crate['license']}\n{crate['repository'] or ''}\n")
    home = pathlib.Path(crate["manifest_path"]).parent
    texts = [path for path in sorted(home.iterdir()) if path.is_file() and path.name.upper().startswith(
        ("LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT"))]
    if not texts:
        text.append("its package holds no text; those of SPDX: " + ", ".join(
            f"https://spdx.org/licenses/{word}" for word in crate["license"].replace("/", " ").split() if word != "OR") + "\n")
    for path in texts:
        words = path.read_text(encoding="utf-8", errors="replace")
        # Hundreds of copies of the same few texts help nobody.
        known = seen.setdefault(" ".join(words.split()), f"{path.name} of {crate['name']} {crate['version']}")
        text.append(f"-- {path.name}\n" + (words if known.endswith(f"{crate['name']} {crate['version']}")
                                           else f"the same as {known} above\n"))
    purl = f"pkg:cargo/{crate['name']}@{crate['version']}"
    components.append({"type": "library", "bom-ref": purl, "name": crate["name"], "version": crate["version"], "purl": purl,
                       "licenses": [{"expression": crate["license"].replace("/", " OR ")}]})
(folder / "THIRD-PARTY.txt").write_text("\n".join(text), encoding="utf-8")
own = next(crate for crate in metadata["packages"] if crate["name"] == package)
bom = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components,
       "metadata": {"component": {"type": "library", "name": package, "version": own["version"],
                                  "licenses": [{"expression": own["license"]}]}}}
(folder / "bom.json").write_text(json.dumps(bom, indent=1) + "\n", encoding="utf-8")
for own_licence in sorted(root.glob("LICENSE-*")):
    shutil.copy(own_licence, folder)
if package == "dinhdanh-uniffi":
    shutil.copy(root / "bindings" / "uniffi" / "NOTICE", folder)
print(f"{package}: {len(components)} crates linked in")
