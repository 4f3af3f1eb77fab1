# SPDX-License-Identifier: BSL-1.0
"""Compares the lines that each public header includes, `g++ -E | wc -l`, with its budget in included_lines.txt.

usage: check_included_lines.py [--compiler CXX] [--write]   --write: with the lines of today in the table

Lines do not depend on how busy a machine is, as compile time does. They depend on the standard library and on
Boost: with other versions than those of the table the test is skipped. A header that lacks a row fails.
"""

import argparse
import concurrent.futures
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True

import tree  # noqa: E402

table = tree.root / "tests/hygiene/included_lines.txt"
budgeted_for = {"_GLIBCXX_RELEASE": "12", "BOOST_VERSION": "107400", "__GNUC__": "12"}
include = tree.root / "include"


def preprocess(compiler: str, text: str, *options: str) -> subprocess.CompletedProcess:
    return subprocess.run([compiler, "-std=c++23", "-O2", f"-I{include}", *options, "-E", "-x", "c++", "-"],
                          input=text, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})


def versions(compiler: str) -> dict:
    done = preprocess(compiler, "#include <version>\n#include <boost/version.hpp>\n", "-dM")
    defined = dict(re.findall(r"(?m)^#define (\w+) (\S+)$", done.stdout))
    # clang also defines __GNUC__.
    return {name: "clang" if "__clang__" in defined else defined.get(name, "none") for name in budgeted_for}


def included_lines(compiler: str, header: str) -> int | str:
    """Or the header of another package that is missing, such as <windows.h>."""
    done = preprocess(compiler, f"#include <crypto_checkpoint/{header}>\n")
    if done.returncode == 0:
        return done.stdout.count("\n")
    missing = re.search(r"fatal error: ([^ :]+): No such file", done.stderr)
    if not missing or missing[1].startswith("crypto_checkpoint/"):
        sys.exit(f"{header}:\n{done.stderr}")
    return missing[1]


def public_headers() -> list[str]:
    library = include / "crypto_checkpoint"
    names = [path.relative_to(library) for path in library.rglob("*.hpp")]
    return sorted(name.as_posix() for name in names if "detail" not in name.parts)


def read_table() -> dict[str, tuple[str, str]]:
    """The budget and the lines of each header, as text."""
    rows = {}
    for line in table.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            header, budget, lines = line.split()
            rows[header] = (budget, lines)
    return rows


def with_lines_of_today(measured: dict) -> str:
    """The table; a header that has no budget gets one that is a fiftieth higher than its lines."""
    rows = read_table()
    comment = "".join(line + "\n" for line in table.read_text("utf-8").splitlines() if line.startswith("#"))
    for header, lines in measured.items():
        budget, before = rows.get(header, ("none", ""))
        if isinstance(lines, int):
            rows[header] = (budget if budget.isdigit() else str(-(-lines * 51 // 50 // 100) * 100), str(lines))
        else:
            rows.setdefault(header, ("-", lines))
    width = max(map(len, rows))
    return comment + "".join(f"{header:{width}} {budget:>7} {lines:>7}\n"
                             for header, (budget, lines) in sorted(rows.items()) if header in measured)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    found = versions(arguments.compiler)
    if found != budgeted_for:
        print(f"skipped: the budget is for {budgeted_for}, and this is {found}")
        return 77
    headers = public_headers()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        measured = dict(zip(headers, pool.map(lambda one: included_lines(arguments.compiler, one), headers)))
    if arguments.write:
        table.write_text(with_lines_of_today(measured), "utf-8")
    rows = read_table()
    errors = [f"{header}: it has no row in {table.name}" for header in headers if header not in rows]
    errors += [f"{header}: in {table.name}, and does not exist" for header in rows if header not in measured]
    compared = 0
    for header, lines in measured.items():
        if header not in rows:
            continue
        budget, _ = rows[header]
        if not isinstance(lines, int):
            print(f"{header}: not compared, <{lines}> is missing")
        elif not budget.isdigit():
            errors.append(f"{header}: {lines} lines, and its row has no budget")
        else:
            compared += 1
            if lines > int(budget):
                errors.append(f"{header}: {lines} included lines, {budget} are the budget: "
                              f"`g++ -E -H` shows who includes what")
    print(*errors, sep="\n")
    print(f"{compared} headers compared, {len(errors)} errors")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
