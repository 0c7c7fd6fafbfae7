"""Holds a NuGet package to its layout: package.py NUPKG RUNTIME..., such as win-x64."""
import sys
import zipfile

archive, *runtimes = sys.argv[1:]
names = set(zipfile.ZipFile(archive).namelist())
wanted = {"DinhDanh.nuspec", "[Content_Types].xml", "_rels/.rels", "README.md", "build/DinhDanh.targets", "bom.json",
          "THIRD-PARTY.txt", "LICENSE-MIT", "LICENSE-APACHE", "lib/netstandard2.0/DinhDanh.dll",
          "lib/netstandard2.0/DinhDanh.xml"}
wanted |= {f"runtimes/{runtime}/native/{'' if runtime.startswith('win') else 'lib'}dinhdanh."
           f"{'dll' if runtime.startswith('win') else 'so'}" for runtime in runtimes}
if names != wanted:
    sys.exit(f"{archive} lacks {sorted(wanted - names)} and has {sorted(names - wanted)} besides")
print(f"{archive}: {len(names)} entries, {', '.join(runtimes)}")
