#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Measures, and prints tables. `./dev bench` builds what this needs and calls it.

With --write, it measures everything and replaces results.json, docs/performance.md and its plots.
"""

import argparse
import json
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True

import binary_size  # noqa: E402
import compile_time  # noqa: E402
import explaining  # noqa: E402
import machine  # noqa: E402
import write_performance  # noqa: E402

root = pathlib.Path(__file__).resolve().parent.parent.parent
parts = ["speed", "growth", "network", "compile-time", "size"]


def report(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def lines_of(program: pathlib.Path) -> list:
    """The output of a benchmark program."""
    report(f"running {program.name}")
    output = subprocess.run([program], check=True, stdout=subprocess.PIPE, text=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def measure_speed(folders: list) -> dict:
    measured = {}
    for folder in folders:
        # The random layout of its memory can make a whole process slower.
        processes = [lines_of(folder / "tests/bench/crypto-checkpoint-bench") for _ in range(5)]
        about, *rows = processes[0]
        for index, row in enumerate(rows, 1):
            row["ns"] = statistics.median(lines[index]["ns"] for lines in processes)
        version = re.search(r"\d+\.\d+\.\d+", about["compiler"])[0]
        name = "clang" if "lang" in about["compiler"] else "g++"
        measured[name] = {"compiler": f"{name} {version}", "boost": about["boost"].replace("_", "."),
                          "rows": rows}
    return measured


def measure_network(folder: pathlib.Path) -> dict | None:
    program = folder / "tests/bench/network/crypto-checkpoint-bench-network"
    if not program.exists():
        report("network left out: libraries are missing")
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < 8192:  # it opens hundreds of servers
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, hard), hard))
    return {"rows": lines_of(program)}


def measure_growth(folder: pathlib.Path) -> dict:
    return {"rows": lines_of(folder / "tests/bench/growth/crypto-checkpoint-bench-growth") +
            explaining.measure(folder / "examples/crypto-checkpoint/crypto-checkpoint", report)}


def commit() -> str:
    """The commit, if this is a clone."""
    def git(*arguments: str) -> str:
        return subprocess.run(["git", "-C", root, *arguments], check=True, capture_output=True,
                              text=True).stdout.strip()
    try:
        changed = git("status", "--porcelain", "--", "include", "tests/bench")
        return git("rev-parse", "--short=12", "HEAD") + (" with changes" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", action="append", type=pathlib.Path, default=[],
                        help="a build folder with the programs; one for each compiler")
    parser.add_argument("--compiler", default="g++", help="for compile time and size")
    parser.add_argument("--part", action="append", choices=parts, help="only this part; can be repeated")
    parser.add_argument("--compile-runs", type=int, default=5, metavar="N",
                        help="how often each header is compiled; default: %(default)s")
    parser.add_argument("--load-average", type=float, metavar="X",
                        help="from before the build; default: now")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    wanted = arguments.part or parts
    if arguments.write and wanted != parts:
        parser.error("--write requires all parts")

    load = machine.Load()
    results = {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "commit": commit(),
        "machine": machine.description(),
        "load_average_at_start": load.average if arguments.load_average is None else
                                 arguments.load_average,
    }
    if "speed" in wanted:
        results["speed"] = measure_speed(arguments.build)
    if "growth" in wanted:
        results["growth"] = measure_growth(arguments.build[0])
    if "network" in wanted and (network := measure_network(arguments.build[0])):
        results["network"] = network
    if "compile-time" in wanted:
        results["compile_time"] = compile_time.measure(root, arguments.compiler,
                                                       arguments.compile_runs, report)
    if "size" in wanted:
        results["size"] = binary_size.measure(root, arguments.compiler, report)
    results["busy_with_others"] = load.busy_with_others()

    if arguments.write:
        write_performance.results_file.write_text(
            json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        write_performance.write(results)
        report("written: tests/bench/results.json, docs/performance.md and its plots")
    print(write_performance.tables(results))


if __name__ == "__main__":
    main()
