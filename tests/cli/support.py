# SPDX-License-Identifier: BSL-1.0
"""Shared by the tests of the command-line program."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

# Where passwords.py is.
sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "support"))

program = pathlib.Path(os.environ["CRYPTO_CHECKPOINT"]).resolve()

# tests/windows/cli runs some of these tests under Wine, where the program prints Windows paths.
is_for_windows = "CRYPTO_CHECKPOINT_FOR_WINDOWS" in os.environ


def shown(path: pathlib.Path) -> str:
    """A path as the program names it."""
    return "Z:" + str(path).replace("/", "\\") if is_for_windows else str(path)


# Sanitizers slow programs down and use more memory: some tests use smaller inputs.
is_sanitized = os.environ.get("SANITIZED") == "1"


class CliTest(unittest.TestCase):
    """Each test has a data folder and a sandbox of its own."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.environment = {
            **os.environ,
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": folder.name,
            "XDG_DATA_HOME": folder.name,
            "LC_ALL": "C.UTF-8",
        }
        self.environment.pop("CRYPTO_CHECKPOINT_COMMAND", None)

    @property
    def sandbox(self) -> pathlib.Path:
        return self.folder / "crypto-checkpoint" / "sandbox.db"

    def run_program(self, *words, **options) -> subprocess.CompletedProcess:
        """Runs the program to its end; outputs are bytes."""
        options.setdefault("stdin" if "input" not in options else "env", subprocess.DEVNULL)
        options["env"] = self.environment
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        return subprocess.run([program, *words], timeout=120, check=False, **options)

    def start_program(self, *words, **options) -> subprocess.Popen:
        running = subprocess.Popen([program, *words], env=self.environment, **options)
        self.addCleanup(lambda: running.poll() is None and running.kill())
        return running

    def output_of(self, *words, status=0, **options) -> str:
        """Standard output of a run that is to end so."""
        done = self.run_program(*words, **options)
        self.assertEqual(done.returncode, status, (words, done.stdout, done.stderr))
        return done.stdout.decode()

    def objects_of(self, *words, status=0, **options) -> list:
        """The objects of a run with --json."""
        text = self.output_of(*words, "--json", status=status, **options)
        return [json.loads(line) for line in text.splitlines()]
