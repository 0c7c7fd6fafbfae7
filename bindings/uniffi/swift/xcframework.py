"""Lays out an XCFramework as xcodebuild does, where there is none: xcframework.py LIBRARIES OUT. LIBRARIES has a folder for
each platform, and the headers."""
import pathlib
import plistlib
import shutil
import sys

libraries, out = map(pathlib.Path, sys.argv[1:])
slices = []
for folder in sorted(path for path in libraries.iterdir() if path.name != "headers"):
    platform, processor, *variant = folder.name.split("-")
    [library] = folder.glob("*.a")
    shutil.copytree(libraries / "headers", out / folder.name / "Headers")
    shutil.copy(library, out / folder.name)
    slices.append({"BinaryPath": library.name, "HeadersPath": "Headers", "LibraryIdentifier": folder.name,
                   "LibraryPath": library.name, "SupportedArchitectures": [processor], "SupportedPlatform": platform}
                  | ({"SupportedPlatformVariant": variant[0]} if variant else {}))
with open(out / "Info.plist", "wb") as plist:
    plistlib.dump({"AvailableLibraries": slices, "CFBundlePackageType": "XFWK", "XCFrameworkFormatVersion": "1.0"}, plist)
