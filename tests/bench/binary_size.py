# SPDX-License-Identifier: BSL-1.0
"""The size of programs that use the library, compared to programs without it."""

import pathlib
import subprocess
import tempfile

from compile_time import compiler_name

levels = ["-O2", "-Os"]


def measure(root: pathlib.Path, compiler: str, report) -> dict:
    """Code and constant data, as `size` counts it, and the size of the stripped file."""
    size = root / "tests/bench/size"
    programs = {
        "an empty `main()`": (size / "empty.cpp", []),
        "by hand: `memchr`, `std::from_chars`": (size / "by_hand.cpp", []),
        "`name/grammar.hpp`, without Boost": (size / "without_boost.cpp", []),
        "`name/parse.hpp`": (size / "library.cpp", []),
        "`std::regex`": (size / "std_regex.cpp", []),
        "the README's program": (root / "examples/readme.cpp", ["-lfmt"]),
    }
    report(f"compiling {len(programs)} programs, {' and '.join(levels)}")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "program"
        for label, (source, libraries) in programs.items():
            row = {"program": label}
            for level in levels:
                subprocess.run([compiler, "-std=c++23", level, "-s", f"-I{root}/include", source,
                                "-o", program, *libraries], check=True)
                counted = subprocess.run(["size", program], check=True, capture_output=True,
                                         text=True).stdout
                row[level] = {"code": int(counted.splitlines()[1].split()[0]),
                              "file": program.stat().st_size}
            rows.append(row)
    return {"compiler": compiler_name(compiler), "programs": rows}
