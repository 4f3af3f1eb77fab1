#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Generates docs/performance.md and its plots from results.json and goals.json.

usage: write_performance.py [--check]   with --check, only reports whether they are up to date
"""

import json
import pathlib
import sys

sys.dont_write_bytecode = True

from bar_chart import number  # noqa: E402
from cost_sections import compile_time_section, size_section  # noqa: E402
from growth_section import growth_rows, growth_section  # noqa: E402
from measured import goals, is_reached, measured_for, wanted_of  # noqa: E402
from page import plots, table  # noqa: E402
from speed_sections import network_section, parsing_section, rest_section  # noqa: E402

here = pathlib.Path(__file__).resolve().parent
docs = here.parent.parent / "docs"
results_file = here / "results.json"


def goals_section(results: dict) -> list:
    rows = []
    missed = 0
    for goal in goals:
        if goal["part"] not in results:
            continue
        values = measured_for(goal, results)
        # A row for each compiler.
        groups = {}
        for label, value in values.items():
            first, _, rest = label.partition(", ")
            groups.setdefault(first if rest else "", []).append((rest or "", value))
        for name, group in groups.items() or [("", [])]:
            reached = all(is_reached(goal, value) for _, value in group)
            missed += bool(group) and not reached
            rows.append([
                goal["text"] + (f", {name}" if name else ""), wanted_of(goal),
                "; ".join(f"{number(value)} {label}".strip() for label, value in group),
                "not measured" if not group else "reached" if reached else "**NOT reached**"])
    if not rows:
        return []
    return ["## Goals", "",
            "Most goals are ratios, which hold on other machines too. For parsing: the time of the other "
            "divided by that of",
            "the library, for the corpora *typical*, *long* and *adversarial*. For calls: the rate of the "
            "library divided by",
            "that of the other, for 1 and 8 connections.", "",
            *table(["measurement", "goal", "measured", ""], rows), "",
            f"NOT reached: {missed} of {len(rows)}." if missed else
            f"All {len(rows)} were reached.", ""]


def run_section(results: dict) -> list:
    machine = results["machine"]
    compilers = [speed["compiler"] for speed in results.get("speed", {}).values()]
    boost = {speed["boost"] for speed in results.get("speed", {}).values()}
    rows = [
        ["date, commit", f"{results['date']}, {results['commit']}"],
        ["processor", f"{machine['processor']}, {machine['processors']} processors" +
         (", a virtual machine" if machine["virtual"] else "")],
        ["system", f"{machine['system']}, {machine['kernel']}"],
        ["compilers, optimised as for -O2", ", ".join(compilers)],
        ["Boost", ", ".join(sorted(boost))],
        ["load average at the start", f"{results['load_average_at_start']:.2f}"],
        ["processors busy with other programs, on average", f"{results['busy_with_others']:.2f}"],
    ]
    max_busy = 0.2  # of a processor; a machine that only measures stays below
    busy = (["**This machine was busy with other programs**: these figures are provisional.", ""]
            if results["busy_with_others"] > max_busy else [])
    return ["## The run", "", *table(["", ""], [row for row in rows if row[1]]), "", *busy,
            "Repetitions are interleaved. Times in one process are the lower quartile of its repetitions, "
            "because other",
            "programs on the same core only add time, and then the median of five processes. Calls and "
            "compilations are",
            "medians. Absolute times are orders of magnitude, the more so the higher the last two numbers "
            "are.", ""]


def sections(results: dict) -> list:
    lines = goals_section(results)
    if "speed" in results:
        lines += parsing_section(results) + rest_section(results)
    if "network" in results:
        lines += network_section(results)
    if growth_rows(results):
        lines += growth_section(results)
    if "compile_time" in results:
        lines += compile_time_section(results)
    if "size" in results:
        lines += size_section(results)
    return lines


def tables(results: dict) -> str:
    """The sections for a terminal, without plots."""
    lines = run_section(results) + sections(results)
    return "\n".join(line for line in lines if not line.startswith("!["))


def generate(results: dict) -> dict:
    """The files below docs/, by name."""
    lines = ["<!-- SPDX-License-" "Identifier: BSL-1.0 -->",
             "<!-- Made by ./dev bench: see tests/bench/write_performance.py. Do not edit. -->",
             "# Performance", "",
             "From one run of `./dev bench`, which measures everything below and writes this page. "
             "Other figures are in",
             "[figures](figures.md).", "",
             *goals_section(results), *run_section(results),
             *sections(results)[len(goals_section(results)):]]
    return {"performance.md": "\n".join(lines).rstrip() + "\n", **plots}


def write(results: dict) -> None:
    (docs / "performance").mkdir(exist_ok=True)
    for name, text in generate(results).items():
        (docs / name).write_text(text, encoding="utf-8")


def check(results: dict) -> list:
    errors = [f"not measured: {goal['text']}" for goal in goals
              if goal["part"] not in results or not measured_for(goal, results)]
    files = generate(results)
    for name, text in files.items():
        path = docs / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            errors.append(f"docs/{name} is out of date: run write_performance.py")
        if name.endswith(".svg") and f"]({name})" not in files["performance.md"]:
            errors.append(f"docs/{name} is not shown")
    errors += [f"docs/performance/{path.name} is not generated any more"
               for path in (docs / "performance").glob("*")
               if f"performance/{path.name}" not in files]
    return errors


if __name__ == "__main__":
    made = json.loads(results_file.read_text(encoding="utf-8"))
    if sys.argv[1:] == ["--check"]:
        found = check(made)
        print("\n".join(found) or "docs/performance.md is up to date")
        sys.exit(1 if found else 0)
    if sys.argv[1:]:
        sys.exit(__doc__)
    write(made)
