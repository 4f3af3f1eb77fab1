#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Changes one thing at a time in the grammar and in the tables of errors, and sees whether a test notices.

Each change (a mutant) is a comparison, a boundary, a constant or an entry of a table turned into its
neighbour. A mutated header goes to a folder that is searched before include/; then the smallest tests that
cover it are compiled, and run where that alone did not fail. What no test notices has to stand in
survivors.txt with the reason, and nothing else may stand there.
"""

import argparse
import concurrent.futures
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
INCLUDE = ROOT / "include"
TESTS = ROOT / "tests"
SURVIVORS = HERE / "survivors.txt"


@dataclass(frozen=True)
class Stage:
    """Files that are compiled together, and run unless to compile them is to pass."""

    sources: tuple
    runs: bool = True
    options: tuple = ("-O0",)
    arguments: tuple = ()
    libraries: tuple = ()


def static(*names):
    return Stage(tuple(f"static/{name}.static.cpp" for name in names), runs=False)


def catch(*sources, **more):
    return Stage(sources, **more)


GRAMMAR_ROWS = catch("text/grammar_table.test.cpp", "text/grammar_rows.cpp")
BLOCKS = catch("text/block_scan.test.cpp")
BLOCKS_WITHOUT_SSE2 = catch("text/block_scan.test.cpp", options=("-O0", "-U__SSE2__"))
READING = catch("text/text_scan.test.cpp", "text/comparison.cpp", options=("-O1",))
EXHAUSTIVE = catch("text/exhaustive.test.cpp", "text/comparison.cpp", options=("-O1",))
SPECS = catch("text/csp_spec.test.cpp", "text/grammar_rows.cpp")
ADVICE = catch("text/advice.test.cpp")
PROVIDERS = catch("text/known_providers.test.cpp")
ERRORS = catch("text/errors.test.cpp", "unit/errc.test.cpp")
NATIVE = catch("unit/native_error.test.cpp")
FAULTS = catch("wsman/fault_meaning.test.cpp")
CONTROL = catch("wsman/resource_control.test.cpp")
CLUSTER_API = catch("unit/clusapi_errors.test.cpp")
CURL = catch("wsman/curl_error.test.cpp", libraries=("-lcurl",))

# The headers, in the order in which they are told of, and what covers each: the cheapest first.
COVERED_BY = {
    "provider_type.hpp": (static("types"), static("grammar"), SPECS),
    "grammar.hpp": (static("grammar"), static("literals"), GRAMMAR_ROWS, READING, SPECS),
    "csp_spec.hpp": (static("types"), static("grammar"), SPECS),
    "detail/text_scan.hpp": (BLOCKS, static("grammar"), BLOCKS_WITHOUT_SSE2, READING, EXHAUSTIVE),
    "errc.hpp": (static("errc"), ERRORS),
    "error.hpp": (static("errc"), ERRORS),
    "native_error.hpp": (static("native_error"), NATIVE),
    "known_providers.hpp": (static("known_providers"), PROVIDERS),
    "advice.hpp": (static("advice"), ADVICE, PROVIDERS),
    "cluster_api.hpp": (CLUSTER_API,),
    "detail/resource_control.hpp": (CONTROL,),
    "detail/curl_error.hpp": (CURL,),
    "detail/wsman/fault_meaning.hpp": (FAULTS,),
}

# ---- what is changed ----------------------------------------------------------------------------

# Operators stand between blanks; the brackets of a template do not.
OPERATORS = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==",
    "&&": "||", "||": "&&", "+": "-", "-": "+", "&": "|", "|": "&", "<<": ">>", ">>": "<<",
    "+=": "-=", "-=": "+=", "*": "+", "/": "*",
}
OPERATOR = re.compile(r"(?<= )(<<|>>|<=|>=|==|!=|&&|\|\||\+=|-=|[<>+\-&|*/])(?= |$)")
NOT = re.compile(r"!(?=[\w(])")
STEP = re.compile(r"(\+\+|--)(?=\w)")
NUMBER = re.compile(r"(?<![\w.'])(0[xX][0-9A-Fa-f]+|\d+)([uU]?)(?![\w.])")
BOOLEAN = re.compile(r"\b(true|false)\b")
ENUMERATOR = re.compile(r"\b(Errc|Condition|NativeDomain|AdviceCode|Operation)::(\w+)")
CHARACTER = re.compile(r"'(\\?[^'\\]|\\\\|\\')'")
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')

# What has a blank is said to people, or where a fact is from, unless it is the name of a provider: a test of
# the wording would be the same text once more.
PROVIDER = re.compile(r"Microsoft .*(Provider|Provider v1\.0|\(Prototype\))")

ENUMERATORS = {}  # of each enumeration: its enumerators in their order


def read_enumerators():
    for header in ("errc.hpp", "error.hpp", "advice.hpp", "backend.hpp"):
        text = (INCLUDE / "crypto_checkpoint" / header).read_text()
        for name, body in re.findall(r"enum class (\w+)[^{;]*\{(.*?)\};", text, re.S):
            body = re.sub(r"//.*", "", body)
            ENUMERATORS[name] = re.findall(r"^\s*(\w+)\s*(?:=[^,]*)?,?\s*$", body, re.M) or \
                re.findall(r"(\w+)\s*(?:=[^,]*)?(?:,|$)", body)


@dataclass
class Mutant:
    header: str
    line: int
    before: str
    after: str
    text: str = field(repr=False)  # of the whole header
    outcome: str = ""
    seconds: float = 0.0

    @property
    def key(self):
        return self.header, self.before.strip(), self.after.strip()


def code_of(line):
    """The line with what is a comment blanked out."""
    out, i = [], 0
    while i < len(line):
        if line.startswith("//", i):
            return "".join(out) + " " * (len(line) - i)
        match = TEXT.match(line, i) or CHARACTER.match(line, i)
        if match:
            out.append(match.group())
            i = match.end()
        else:
            out.append(line[i])
            i += 1
    return "".join(out)


def without_texts(code):
    """The same with texts and characters blanked out, so that nothing in them counts as an operator."""
    blank = lambda match: match.group()[0] + " " * (len(match.group()) - 2) + match.group()[-1]
    return CHARACTER.sub(blank, TEXT.sub(blank, code))


def is_changed(line):
    stripped = line.strip()
    return not (not stripped or stripped.startswith(("#", "//", "static_assert", "template", "namespace",
                                                     "inline namespace", "requires", "using")))


def changes_of(line):
    """(begin, end, replacement) of each change of a line."""
    code = code_of(line)
    plain = without_texts(code)
    for match in OPERATOR.finditer(plain):
        # `= default`-like and declarations of operators are no expressions
        if "operator" not in plain:
            yield match.start(1), match.end(1), OPERATORS[match.group(1)]
    for match in NOT.finditer(plain):
        yield match.start(), match.end(), ""
    for match in STEP.finditer(plain):
        yield match.start(1), match.end(1), "--" if match.group(1) == "++" else "++"
    for match in NUMBER.finditer(plain):
        digits, suffix = match.groups()
        next_one = int(digits, 0) + 1
        yield match.start(), match.end(), \
            (f"0x{next_one:X}" if digits[:2].lower() == "0x" else str(next_one)) + suffix
    for match in BOOLEAN.finditer(plain):
        yield match.start(), match.end(), "false" if match.group(1) == "true" else "true"
    for match in ENUMERATOR.finditer(plain):
        enumeration, name = match.groups()
        names = ENUMERATORS.get(enumeration, [])
        if name in names and len(names) > 1:
            yield match.start(2), match.end(2), names[(names.index(name) + 1) % len(names)]
    for match in CHARACTER.finditer(code):
        letter = match.group(1)
        if len(letter) == 1 or letter == "\\\\":
            yield match.start(1), match.end(1), chr(ord(letter[-1]) + 1)
    for match in TEXT.finditer(code):
        text = match.group(1)
        if text and (" " not in text or PROVIDER.fullmatch(text)):
            yield match.end(1), match.end(1), "~"


def mutants_of(header):
    path = INCLUDE / "crypto_checkpoint" / header
    lines = path.read_text().splitlines(keepends=True)
    for number, line in enumerate(lines):
        if not is_changed(line):
            continue
        for begin, end, replacement in changes_of(line.rstrip("\n")):
            changed = line[:begin] + replacement + line[end:]
            yield Mutant(header, number + 1, line.rstrip("\n"), changed.rstrip("\n"),
                         "".join(lines[:number] + [changed] + lines[number + 1:]))


# ---- whether a test notices ---------------------------------------------------------------------


STANDARD_HEADERS = "".join(f"#include <{name}>\n" for name in (
    "algorithm", "array", "bit", "charconv", "compare", "expected", "functional", "limits", "map", "memory",
    "optional", "set", "span", "string", "string_view", "tuple", "utility", "variant", "vector"))


class Laboratory:
    def __init__(self, folder, compiler):
        self.folder = folder
        self.compiler = compiler
        self.precompiled_headers = {}
        folder.mkdir(parents=True, exist_ok=True)

    def precompile(self, headers):
        """Catch2 and the standard library once for each set of options that is needed."""
        for header in headers:
            for stage in COVERED_BY[header]:
                self.precompiled(stage)

    def precompiled(self, stage):
        key = (stage.runs, *stage.options)
        if key not in self.precompiled_headers:
            folder = self.folder / "-".join(["precompiled", str(stage.runs), *stage.options])
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            header = folder / "precompiled.hpp"
            header.write_text(STANDARD_HEADERS + ('#include "support/catch.hpp"\n' if stage.runs else ""))
            done = self.run([*self.command(stage.options), "-x", "c++-header", header,
                             "-o", folder / "precompiled.hpp.gch"], 300)
            if done.returncode != 0:
                sys.exit("cannot precompile what the tests build on:\n" + done.stderr)
            self.precompiled_headers[key] = header
        return self.precompiled_headers[key]

    def command(self, options, overlay=None):
        return [self.compiler, "-std=c++23", "-w", *options,
                *(["-I", overlay] if overlay else []), "-I", INCLUDE, "-I", TESTS]

    @staticmethod
    def run(command, limit):
        """With as much processor time as that and 3 GB of memory; a change may never come to an end."""
        def restrict():
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        return subprocess.run([str(word) for word in command], preexec_fn=restrict, text=True,
                              errors="replace", stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def try_stage(self, stage, folder, overlay):
        """How a stage noticed; nothing where it did not."""
        sources = [TESTS / source for source in stage.sources]
        if not stage.runs:
            done = self.run([*self.command(stage.options, overlay), "-fsyntax-only", "-include",
                             self.precompiled(stage), *sources], 60)
            return self.why_not_compiled(done)
        program = folder / "test"
        done = self.run([*self.command(stage.options, overlay), "-include",
                         self.precompiled(stage), *sources, "-o", program,
                         *CATCH_MAIN, *stage.libraries], 120)
        if done.returncode != 0:
            return self.why_not_compiled(done)
        done = self.run([program, *stage.arguments, "--abort"], 60)
        program.unlink(missing_ok=True)
        if done.returncode == 0:
            return ""
        return "a test" if done.returncode > 0 else "a test that crashed or did not end"

    @staticmethod
    def why_not_compiled(done):
        if done.returncode == 0:
            return ""
        if "static assertion failed" in done.stderr or "non-constant condition" in done.stderr:
            return "static_assert"
        return "the compiler"

    def examine(self, mutant, number):
        folder = self.folder / f"mutant{number}"
        header = folder / "include" / "crypto_checkpoint" / mutant.header
        header.parent.mkdir(parents=True, exist_ok=True)
        header.write_text(mutant.text)
        before = time.monotonic()
        for stage in COVERED_BY[mutant.header]:
            mutant.outcome = self.try_stage(stage, folder, folder / "include")
            if mutant.outcome:
                break
        mutant.seconds = time.monotonic() - before
        shutil.rmtree(folder)

    def check_unchanged(self, headers):
        """A test that fails by itself would seem to notice everything."""
        stages = {stage: None for header in headers for stage in COVERED_BY[header]}
        for stage in stages:
            if found := self.try_stage(stage, self.folder, None):
                sys.exit(f"{' '.join(stage.sources)} fails without any change: {found}")


def find_catch_main():
    """Catch2's library with main(), of 3 or of 2."""
    for names in (("Catch2Main", "Catch2"), ("Catch2WithMain",)):
        links = [f"-l{name}" for name in names]
        probe = subprocess.run(["g++", "-x", "c++", "-", *links, "-o", os.devnull], input="",
                               text=True, capture_output=True)
        if probe.returncode == 0:
            return links
    return [str(TESTS / "support" / "catch2_main.cpp")]


# ---- what is told -------------------------------------------------------------------------------


def read_survivors():
    """{key: reason}. A block is the header, the line as it is (-), as it survives (+), and why."""
    explained = {}
    text = "\n".join(line for line in SURVIVORS.read_text().splitlines() if not line.startswith("#"))
    for block in re.split(r"\n\s*\n", text.strip()):
        if not block:
            continue
        lines = block.splitlines()
        if len(lines) < 4 or not lines[1].startswith("- ") or not lines[2].startswith("+ "):
            sys.exit(f"survivors.txt: this is no header, - line, + line and reason:\n{block}")
        explained[lines[0].strip(), lines[1][2:].strip(), lines[2][2:].strip()] = " ".join(lines[3:])
    return explained


def show(mutant):
    return f"{mutant.header}:{mutant.line}\n- {mutant.before.strip()}\n+ {mutant.after.strip()}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("headers", nargs="*", metavar="HEADER",
                        help="below include/crypto_checkpoint; all that are known where none is named")
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
    global CATCH_MAIN
    CATCH_MAIN = find_catch_main()
    laboratory = Laboratory(arguments.folder, os.environ.get("CXX", "g++"))
    print(f"{len(mutants)} mutants of {len(headers)} headers", flush=True)
    laboratory.precompile(headers)
    laboratory.check_unchanged(headers)

    begun = told = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        running = {pool.submit(laboratory.examine, mutant, i): mutant
                   for i, mutant in enumerate(mutants)}
        for done, future in enumerate(concurrent.futures.as_completed(running), 1):
            future.result()
            mutant = running[future]
            if not mutant.outcome and mutant.key not in explained:
                print(f"not noticed: {show(mutant)}", end="", flush=True)
            if time.monotonic() - told >= 15 or done == len(mutants):
                told = time.monotonic()
                left = (told - begun) / done * (len(mutants) - done)
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
          f"{(time.monotonic() - begun) / 60:.1f} min")

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
        signal.signal(end, lambda *_: os._exit(1))  # without waiting for what is still to be tried
    sys.exit(main())
