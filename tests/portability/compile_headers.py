# SPDX-License-Identifier: BSL-1.0
"""Compiles all public headers in one file, in a mode that no build here has, and reports what it says of them.

usage: compile_headers.py MODE INCLUDE FOLDER COMPILER HEADERS [FLAGS...]

  ascii      g++ with an execution character set that lacks everything but ASCII: a narrow literal with another
             character is an error. MSVC without /utf-8 replaces such a character by the code page's, or by `?`.
  warnings   clang with all its warnings, but for the list below
  msvc       clang for Windows with MSVC's extensions and mingw-w64's headers, after windows.h with its macros
             min and max. Functions that MSVC reports as unsafe (C4996, an error with /sdl) are deprecated there.
             This cannot show what MSVC's own parser, standard library and optimizer do.

HEADERS, with commas between them, are in the folder INCLUDE; FOLDER is for files of this script. Exit status 77, for
skipped, if the compiler or its headers are missing.
"""

import pathlib
import re
import shutil
import subprocess
import sys

# Warnings of clang 19 that are switched off, and why.
silent_warnings = {
    "c++98-compat": "the library is C++23",
    "c++98-compat-pedantic": "the same",
    "pre-c++14-compat": "the same",
    "pre-c++17-compat": "the same",
    "pre-c++20-compat": "the same",
    "pre-c++20-compat-pedantic": "the same",
    "pre-c++23-compat": "the same",
    "c++20-compat": "the same",
    "documentation": "`@par Errors  text` on one line is an empty paragraph to clang; Doxygen has a filter for it",
    "documentation-unknown-command": "a backslash of a checkpoint name in a comment is a command to clang",
    "padded": "structs are ordered for their readers",
    "unsafe-buffer-usage": "the words of the grammar are functions on pointers",
    "ctad-maybe-unsupported": "a class template with a constructor to deduce from needs no guide",
    "switch-default": "a default would hide the enumerator that a switch lacks",
    "switch-enum": "the others are handled together, by default",
    "weak-vtables": "a header-only library has no file to define a virtual function in",
    "disabled-macro-expansion": "curl_easy_setopt is a macro that names itself",
    "used-but-marked-unused": "OpenSSL marks its inline functions so",
    "zero-as-null-pointer-constant": "a comparison by <=> is compared with 0",
    "extra-semi-stmt": "a macro of Catch2 ends with a semicolon",
    "shadow-uncaptured-local": "a parameter that a lambda captures by move keeps its name",
}

# Only mingw-w64 takes these for unsafe.
safe_functions = re.compile(r"'mem(cpy|move)' is deprecated")

mode, include, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
compiler, headers, flags = sys.argv[4], sys.argv[5].split(","), sys.argv[6:]


def skip(why: str) -> None:
    print(f"skipped: {why}")
    sys.exit(77)


def portable_headers() -> pathlib.Path:
    """A folder with links to the headers of libraries: all those of this system are not for another one."""
    links = folder / "portable_headers"
    (links / "openssl").mkdir(parents=True, exist_ok=True)
    for parent in (pathlib.Path("/usr/include"), *pathlib.Path("/usr/include").glob("*-linux-gnu")):
        for name in ("boost", "fmt", "catch2", "gtest", "pugixml.hpp", "pugiconfig.hpp", "sqlite3.h", "curl",
                     "openssl/*.h"):
            for path in parent.glob(name):
                link = links / path.relative_to(parent)
                if not link.exists():
                    link.symlink_to(path)
    return links


if not shutil.which(compiler):
    skip(f"there is no {compiler}")
command = [compiler, *flags, "-std=c++23", "-fsyntax-only", f"-I{include}"]
lines = []
if mode == "ascii":
    command += ["-fexec-charset=US-ASCII"]
elif mode == "warnings":
    command += ["-Weverything", "-ferror-limit=0", *(f"-Wno-{name}" for name in silent_warnings)]
elif mode == "msvc":
    if not pathlib.Path("/usr/x86_64-w64-mingw32/include/windows.h").is_file():
        skip("there are no headers of mingw-w64")
    # The last two keep libstdc++ away from types that clang lacks in this mode.
    command += ["--target=x86_64-w64-windows-gnu", "-fms-extensions", "-fms-compatibility",
                "-fms-compatibility-version=19.33", "-ferror-limit=0", "-Wall", "-Wextra",
                "-isystem", str(portable_headers()), "-D__MINGW_MSVC_COMPAT_WARNINGS",
                "-fgnuc-version=4.2.1", "-D__STRICT_ANSI__=1"]
    # Headers of others come before the macros, which the standard library of MSVC copes with, and this one does not.
    others = set()
    for header in headers:
        text = (include / header).read_text(encoding="utf-8")
        others.update(re.findall(r"^ *# *include <([^>]+)>", text, re.MULTILINE))
    others -= {"arm_neon.h", *headers}
    lines += ["#include <winsock2.h>", "#include <windows.h>"]
    for other in sorted(others):
        lines += [f"#if __has_include(<{other}>)", f"#include <{other}>", "#endif"]
    lines += ["#undef min", "#undef max", "#define min(a, b) (((a) < (b)) ? (a) : (b))",
              "#define max(a, b) (((a) > (b)) ? (a) : (b))"]
else:
    sys.exit(__doc__)

lines += [f"#include <{header}>" for header in headers]
folder.mkdir(parents=True, exist_ok=True)
source = folder / f"{mode}.cpp"
source.write_text("\n".join(lines) + "\n", encoding="utf-8")
output = subprocess.run([*command, str(source)], capture_output=True, text=True).stderr
findings = []
for line in output.splitlines():
    if not re.search(r": (warning|error|fatal error): ", line) or safe_functions.search(line):
        continue
    # The literals of other libraries are theirs.
    if mode != "ascii" or line.startswith(str(include)) or "character set" not in line:
        findings.append(line)
if findings:
    print(output)
print(f"{len(headers)} headers, {len(findings)} findings")
sys.exit(1 if findings or len(headers) < 60 else 0)
