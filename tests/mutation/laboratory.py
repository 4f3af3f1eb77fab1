# SPDX-License-Identifier: BSL-1.0
"""Compiles and runs the tests of a mutated header, and returns the first that fails."""

import os
import resource
import shutil
import subprocess
import sys
import time

from changes import INCLUDE
from coverage_map import COVERED_BY

TESTS = INCLUDE.parent / "tests"

STANDARD_HEADERS = "".join(f"#include <{name}>\n" for name in (
    "algorithm", "array", "bit", "charconv", "compare", "expected", "functional", "limits", "map", "memory",
    "optional", "set", "span", "string", "string_view", "tuple", "utility", "variant", "vector"))


class Laboratory:
    def __init__(self, folder, compiler):
        self.folder = folder
        self.compiler = compiler
        self.precompiled_headers = {}
        self.catch_main = find_catch_main()
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
        """Limits the processor time, because mutants may loop forever, and the memory to 3 GB."""
        def restrict():
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        return subprocess.run([str(word) for word in command], preexec_fn=restrict, text=True,
                              errors="replace", stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def try_stage(self, stage, folder, overlay):
        """Returns how the stage failed; "" if it passed."""
        sources = [TESTS / source for source in stage.sources]
        if not stage.runs:
            done = self.run([*self.command(stage.options, overlay), "-fsyntax-only", "-include",
                             self.precompiled(stage), *sources], 60)
            return self.why_not_compiled(done)
        program = folder / "test"
        done = self.run([*self.command(stage.options, overlay), "-include",
                         self.precompiled(stage), *sources, "-o", program,
                         *self.catch_main, *stage.libraries], 120)
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
        """A test that fails without a mutation would seem to detect every mutant."""
        stages = {stage: None for header in headers for stage in COVERED_BY[header]}
        for stage in stages:
            if found := self.try_stage(stage, self.folder, None):
                sys.exit(f"{' '.join(stage.sources)} fails without a mutation: {found}")


def find_catch_main():
    """Catch2's library with main(), of 3 or of 2."""
    for names in (("Catch2Main", "Catch2"), ("Catch2WithMain",)):
        links = [f"-l{name}" for name in names]
        probe = subprocess.run(["g++", "-x", "c++", "-", *links, "-o", os.devnull], input="",
                               text=True, capture_output=True)
        if probe.returncode == 0:
            return links
    return [str(TESTS / "support" / "catch2_main.cpp")]
