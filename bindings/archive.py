"""Holds a static library to its target: archive.py TARGET ARCHIVE HEADER. Every object is for the target's processor and
platform, and every call that the generated HEADER declares is defined."""
import re
import subprocess
import sys

target, archive, header = sys.argv[1:]
# What llvm-readobj says of an object, and for Apple the platform, which tells a phone from its simulator.
OF = {
    "aarch64-linux-android": "elf64-littleaarch64",
    "armv7-linux-androideabi": "elf32-littlearm",
    "x86_64-linux-android": "elf64-x86-64",
    "aarch64-apple-ios": "Mach-O arm64",
    "aarch64-apple-ios-sim": "Mach-O arm64",
    "x86_64-apple-ios": "Mach-O 64-bit x86-64",
    "aarch64-apple-darwin": "Mach-O arm64",
    "x86_64-apple-darwin": "Mach-O 64-bit x86-64",
}
PLATFORM = {"aarch64-apple-ios": "ios", "aarch64-apple-ios-sim": "iossimulator", "x86_64-apple-ios": "iossimulator",
            "aarch64-apple-darwin": "macos", "x86_64-apple-darwin": "macos"}


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


files = said("llvm-readobj-14", "--file-headers", archive)
formats = re.findall(r"^Format: (.+)$", files, re.M)
if not formats or set(formats) != {OF[target]}:
    sys.exit(f"{archive}: objects are {sorted(set(formats))}, not {OF[target]}")
if target in PLATFORM:
    least = said("llvm-readobj-14", "--macho-version-min", archive)
    # The older command, which phones before iOS 12 know, has the platform in its name.
    platforms = set(re.findall(r"Platform: (\w+)", least)) | ({"ios"} if "LC_VERSION_MIN_IPHONEOS" in least else set())
    if platforms != {PLATFORM[target]}:
        sys.exit(f"{archive}: for {sorted(platforms)}, not {PLATFORM[target]}")
with open(header, encoding="utf-8") as lines:
    declared = set(re.findall(r"\b((?:uniffi|ffi)_dinhdanh_uniffi_\w+)\(", lines.read()))
# Apple writes a bar before each name. Objects without symbols are told to stderr.
defined = {name.removeprefix("_") if target in PLATFORM else name for name in re.findall(
    r"^\S* ?T (\S+)$", said("llvm-nm-14", "--no-llvm-bc", "--defined-only", "--extern-only", archive), re.M)}
if not declared or declared - defined:
    sys.exit(f"{archive}: without {sorted(declared - defined)[:5]} of {len(declared)} calls")
print(f"{target}: {len(formats)} objects {OF[target]}, {len(declared)} calls, all of them there")
