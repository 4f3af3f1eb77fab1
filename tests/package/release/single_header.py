#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Merges the headers of the core and of the fmt component into one.

usage: single_header.py SOURCE-FOLDER > crypto_checkpoint.hpp

Boost.Spirit X3 and fmt remain includes. The headers that need fmt are active if <fmt/format.h> is found. Every header
keeps its include guard; the headers of other components can be used beside the single header.
"""

import pathlib
import re
import sys

COMPONENTS = ("crypto_checkpoint", "fmt")
TAG = "SPDX-License-" "Identifier"  # in two pieces, or reuse would read on
INCLUDE = re.compile(r"#include <(crypto_checkpoint/[^>]+)>.*\n")


def headers_of(component: str, cmake: str) -> list[str]:
    """The headers that CMakeLists.txt lists for a target, as include paths."""
    if component == "crypto_checkpoint":
        listed = re.search(r"target_sources\(crypto_checkpoint INTERFACE\s+FILE_SET(.*?)\)", cmake, re.S)
        names = re.findall(r"include/(\S+\.hpp)", listed[1])
    else:
        listed = re.search(rf"add_leaf\({component}\s(.*?)\)", cmake, re.S)
        names = ["crypto_checkpoint/" + name for name in re.findall(r"\S+\.hpp", listed[1])]
    if not names:
        sys.exit(f"single_header.py: CMakeLists.txt lists no header of {component}")
    return sorted(names)


class Writer:
    def __init__(self, source: pathlib.Path) -> None:
        self.include_folder = source / "include"
        self.written: set[str] = set()

    def write(self, header: str, may_be_written: set[str]) -> str:
        """A header after those that it includes."""
        if header in self.written:
            return ""
        if header not in may_be_written:
            sys.exit(f"single_header.py: {header} is included, and no part of the one header")
        self.written.add(header)
        text = (self.include_folder / header).read_text(encoding="utf-8")
        before = "".join(self.write(name, may_be_written) for name in INCLUDE.findall(text))
        text = INCLUDE.sub("", text).replace(f"// {TAG}: BSL-1.0\n", "", 1)
        return before + f"// ---- {header}\n" + re.sub(r"\n{3,}", "\n\n", text) + "\n"


def single_header(source: pathlib.Path) -> str:
    cmake = (source / "CMakeLists.txt").read_text(encoding="utf-8")
    core, fmt = (headers_of(component, cmake) for component in COMPONENTS)
    writer = Writer(source)
    core_text = "".join(writer.write(header, set(core)) for header in core)
    fmt_text = "".join(writer.write(header, set(core) | set(fmt)) for header in fmt)
    version = ".".join(re.findall(r"#define CRYPTO_CHECKPOINT_VERSION_\w+ (\d+)", core_text))
    licence = (source / "LICENSE").read_text(encoding="utf-8")
    commented = "".join(f"// {line}".rstrip() + "\n" for line in licence.splitlines())
    return (
        f"// {TAG}: BSL-1.0\n//\n"
        f"// crypto_checkpoint {version} in one header: its core, and what needs fmt where there is "
        "fmt 9 or newer.\n// Made of the library's headers by a program: change those, not this.\n//\n"
        f"{commented}\n"
        "#ifndef CRYPTO_CHECKPOINT_SINGLE_HEADER_HPP\n#define CRYPTO_CHECKPOINT_SINGLE_HEADER_HPP\n\n"
        f"{core_text}#if __has_include(<fmt/format.h>)\n\n{fmt_text}#endif\n\n#endif\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write(single_header(pathlib.Path(sys.argv[1])))
