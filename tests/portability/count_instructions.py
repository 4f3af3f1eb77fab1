#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Counts the instructions of the search in a name on x86-64 (SSE2) and on 64-bit Arm (NEON), and without either.

usage: count_instructions.py FOLDER

Needs g++, g++-aarch64-linux-gnu and qemu-user-static. qemu translates one instruction at a time and writes a line
for each; the difference between two runs, one of which searches once more, is a search. Fails if the NEON path needs
more than 1.2 times the instructions of SSE2. Exit status 77, for skipped, if something is missing.
"""

import pathlib
import shutil
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent
folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for tool in ("g++", "aarch64-linux-gnu-g++", "qemu-aarch64-static", "qemu-x86_64-static"):
    if not shutil.which(tool):
        print(f"skipped: there is no {tool}")
        sys.exit(77)
limit = 1.2


def build(name: str, compiler: str, *flags: str) -> pathlib.Path:
    program = folder / name
    subprocess.run([compiler, "-std=c++23", "-O2", "-static", f"-I{here.parents[1] / 'include'}", *flags,
                    here / "search_once.cpp", "-o", program], check=True)
    return program


def instructions(qemu: str, program: pathlib.Path, units: int, size: int) -> int:
    counts = []
    for times in (1, 2):
        log = folder / "log"
        subprocess.run([qemu, "-singlestep", "-d", "exec,nochain", "-D", log, program, str(units), str(size),
                        str(times)], check=True)
        with log.open("rb") as lines:
            counts.append(sum(line.startswith(b"Trace") for line in lines))
    return counts[1] - counts[0]


programs = {
    "SSE2": ("qemu-x86_64-static", build("sse2", "g++")),
    "x86-64, words": ("qemu-x86_64-static", build("words", "g++", "-U__SSE2__")),
    "NEON": ("qemu-aarch64-static", build("neon", "aarch64-linux-gnu-g++")),
    "Arm, words": ("qemu-aarch64-static", build("arm_words", "aarch64-linux-gnu-g++", "-U__ARM_NEON")),
}
worst = 0.0
print("units  bytes  " + "  ".join(f"{name:>13}" for name in programs) + "  NEON / SSE2")
for size in (1, 2):
    for units in (8, 16, 57, 256):
        counts = {name: instructions(*program, units, size) for name, program in programs.items()}
        ratio = counts["NEON"] / counts["SSE2"]
        worst = max(worst, ratio)
        print(f"{units:5}  {size:5}  " + "  ".join(f"{count:13}" for count in counts.values()) + f"  {ratio:11.2f}")
print(f"at worst {worst:.2f}, limit {limit}")
sys.exit(worst > limit)
