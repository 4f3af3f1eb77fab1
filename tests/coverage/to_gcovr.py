# SPDX-License-Identifier: BSL-1.0
"""Converts coverage profiles of clang to the JSON format of gcovr.

usage: to_gcovr.py PROFILE PROGRAM...     prints the input for gcovr --add-tracefile

A line counts if it has code, and was run if any of this code was. A branch is an outcome of a condition
that stands in the source: true and false of each operand of `if`, `while`, `for`, `?:`, `&&` and `||`,
and each label of a `switch`. It was taken if any instantiation of its template took it, in any program.
Left out are conditions that the compiler decides, which llvm-cov calls folded, and the comparisons of
`operator==(...) = default`.
"""

import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parents[2]
code_line = re.compile(r" *(\d+)\| *([\d.]+[kMGT]?)\|")
branch = re.compile(r"Branch \((\d+):(\d+)\): \[(?:Folded - Ignored|True: (.+), False: (.+))\]")


def shown_of(program: str, profile: str) -> list:
    """Of one program: given several, llvm-cov drops functions that the first does not use."""
    shown = subprocess.run(
        ["llvm-cov-19", "show", program, "--instr-profile", profile, "--show-branches=count",
         "--show-instantiations=false", "--sources", root / "include"],
        capture_output=True, text=True, check=False)  # fmt: skip
    if shown.returncode and "no coverage data found" not in shown.stderr:
        sys.exit(f"llvm-cov of {program}: {shown.stderr}")
    lines = shown.stdout.splitlines()
    if lines and not lines[0].startswith("/"):  # llvm-cov does not name a single file
        summary = subprocess.check_output(
            ["llvm-cov-19", "export", "--summary-only", program, f"--instr-profile={profile}",
             "--sources", root / "include"])  # fmt: skip
        lines.insert(0, json.loads(summary)["data"][0]["files"][0]["filename"] + ":")
    return lines


def number(shown: str) -> int:
    """llvm-cov rounds: 1.23k."""
    units = {"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}
    return round(float(shown.rstrip("kMGT")) * units.get(shown[-1], 1))


def add_branch(branches: collections.Counter, code: list, shown: str) -> None:
    found = branch.search(shown)
    if not found:
        sys.exit(f"to_gcovr.py: cannot parse: {shown}")
    line, column = int(found[1]), int(found[2])
    text = code[line - 1]
    if found[3] is None or text.endswith("= default;"):
        return
    branches[line, column, "true"] += number(found[3])
    if not text[column - 1 :].startswith(("case ", "default:")):
        branches[line, column, "false"] += number(found[4])


def counts_of(program: str, profile: str) -> dict:
    """How often each line was run and each branch taken: {header: (lines, branches)}."""
    headers = {}
    for shown in shown_of(program, profile):
        if shown.startswith("/"):
            path = pathlib.Path(shown.removesuffix(":"))
            code = path.read_text("utf-8").splitlines()
            lines, branches = headers[path] = {}, collections.Counter()
        elif found := code_line.match(shown):
            line = int(found[1])
            # llvm-cov shows comments in unused functions as code.
            if not code[line - 1].lstrip().startswith(("//", "#")):
                lines[line] = number(found[2])
        elif "|  Branch (" in shown:  # once for each instantiation
            add_branch(branches, code, shown)
    return headers


def for_gcovr(path: pathlib.Path, lines: dict, branches: dict) -> dict:
    taken = {line: [] for line in lines}
    for (line, _, _), count in sorted(branches.items()):
        taken[line].append({"count": count, "fallthrough": False, "throw": False})
    return {
        "file": str(path.relative_to(root)),
        "functions": [],
        "lines": [
            {"line_number": line, "count": count, "branches": taken[line],
             "gcovr/noncode": False, "gcovr/excluded": False}
            for line, count in sorted(lines.items())
        ],
    }  # fmt: skip


def main() -> None:
    profile, *programs = sys.argv[1:]
    headers = {}
    for program in programs:
        for path, counts in counts_of(program, profile).items():
            # All programs share one profile: common code has the same counts in each.
            for known, new in zip(headers.setdefault(path, ({}, {})), counts):
                for place, count in new.items():
                    known[place] = max(known.get(place, 0), count)
    with tempfile.TemporaryDirectory() as nothing:  # for the version of gcovr's format
        report = json.loads(subprocess.check_output(["gcovr", "--json"], cwd=nothing))
    report["files"] = [for_gcovr(path, *counts) for path, counts in sorted(headers.items())]
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
