#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Mutates the grammar and the tables of errors, one change at a time, and runs the tests against each mutant.

A mutant has one comparison, boundary, constant or table entry replaced by its neighbour. The mutated header
is in a folder that precedes include/ in the include path. The smallest tests that cover it are compiled, and
run if they compile. survivors.txt explains exactly the mutants that no test detects.
"""

import argparse
import concurrent.futures
import os
import re
import resource
import signal
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True

from changes import mutants_of, read_enumerators  # noqa: E402
from coverage_map import COVERED_BY  # noqa: E402
from laboratory import Laboratory  # noqa: E402

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SURVIVORS = HERE / "survivors.txt"


def read_survivors():
    """{key: reason}. A block has the header, the original line (-), the mutated line (+), and the reason."""
    explained = {}
    text = "\n".join(line for line in SURVIVORS.read_text().splitlines() if not line.startswith("#"))
    for block in re.split(r"\n\s*\n", text.strip()):
        if not block:
            continue
        lines = block.splitlines()
        if len(lines) < 4 or not lines[1].startswith("- ") or not lines[2].startswith("+ "):
            sys.exit(f"survivors.txt: not a header, - line, + line and reason:\n{block}")
        explained[lines[0].strip(), lines[1][2:].strip(), lines[2][2:].strip()] = " ".join(lines[3:])
    return explained


def show(mutant):
    return f"{mutant.header}:{mutant.line}\n- {mutant.before.strip()}\n+ {mutant.after.strip()}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("headers", nargs="*", metavar="HEADER",
                        help="below include/crypto_checkpoint; default: all of the coverage map")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "mutation")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--list", action="store_true", help="only say what would be changed")
    arguments = parser.parse_args()
    headers = arguments.headers or list(COVERED_BY)
    for header in headers:
        if header not in COVERED_BY:
            parser.error(f"'{header}' is none of {', '.join(COVERED_BY)}")

    read_enumerators()
    mutants = [mutant for header in headers for mutant in mutants_of(header)]
    if arguments.list:
        for mutant in mutants:
            print(show(mutant))
        for header in headers:
            print(f"{sum(mutant.header == header for mutant in mutants):5} {header}")
        return 0

    explained = read_survivors()
    laboratory = Laboratory(arguments.folder, os.environ.get("CXX", "g++"))
    print(f"{len(mutants)} mutants of {len(headers)} headers", flush=True)
    laboratory.precompile(headers)
    laboratory.check_unchanged(headers)

    started = reported = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        running = {pool.submit(laboratory.examine, mutant, i): mutant
                   for i, mutant in enumerate(mutants)}
        for done, future in enumerate(concurrent.futures.as_completed(running), 1):
            future.result()
            mutant = running[future]
            if not mutant.outcome and mutant.key not in explained:
                print(f"not detected: {show(mutant)}", end="", flush=True)
            if time.monotonic() - reported >= 15 or done == len(mutants):
                reported = time.monotonic()
                left = (reported - started) / done * (len(mutants) - done)
                print(f"{done} of {len(mutants)}; about {left / 60:.0f} min left", flush=True)

    survivors = [mutant for mutant in mutants if not mutant.outcome]
    print(f"\n{'header':34} mutants  static_assert  test  crashed  compiler  survived  explained")
    outcomes = ("static_assert", "a test", "a test that crashed or did not end", "the compiler", "")
    for header in [*headers, "all"]:
        of = [mutant for mutant in mutants if header in (mutant.header, "all")]
        counts = [sum(mutant.outcome == outcome for mutant in of) for outcome in outcomes]
        known = sum(not mutant.outcome and mutant.key in explained for mutant in of)
        print(f"{header:34} {len(of):7} {counts[0]:14} {counts[1]:5} {counts[2]:8} {counts[3]:9}"
              f" {counts[4]:9} {known:10}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{(used.ru_utime + used.ru_stime) / 60:.1f} min of processor time, "
          f"{(time.monotonic() - started) / 60:.1f} min")

    failed = False
    for mutant in survivors:
        if mutant.key not in explained:
            failed = True
            print(f"\nno test notices this, and survivors.txt does not say why:\n{show(mutant)}", end="")
    alive = {mutant.key for mutant in survivors}
    for header, before, after in explained:
        if header in headers and (header, before, after) not in alive:
            failed = True
            print(f"\nsurvivors.txt explains what is noticed or not there any more:\n{header}\n"
                  f"- {before}\n+ {after}")
    return failed


if __name__ == "__main__":
    for end in (signal.SIGTERM, signal.SIGINT):
        signal.signal(end, lambda *_: os._exit(1))  # without waiting for the remaining mutants
    sys.exit(main())
