# SPDX-License-Identifier: BSL-1.0
"""Plays the transcripts, the README's commands and the demo, and compares every line of the output.

In a transcript, a line that begins with `$ ` is a command. The lines after it are its expected output on
both streams, and `[N]` its exit status if that is not 0.

    CRYPTO_CHECKPOINT=... test_transcripts.py --update

updates them. Read the difference before you keep it.
"""

import pathlib
import re
import subprocess
import sys
import unittest

from support import CliTest, is_for_windows, program, shown
from shown_commands import shown_commands

here = pathlib.Path(__file__).parent
demo = here.parents[1] / "examples" / "demo.sh"
update = "--update" in sys.argv


class Transcripts(CliTest):
    def shell(self, command: str) -> str:
        done = subprocess.run(
            ["bash", "-c", command], env=self.environment, cwd=self.folder, timeout=60,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        text = done.stdout.decode()
        if is_for_windows:
            # A path with backslashes is quoted.
            text = re.sub(f"'({re.escape(shown(self.folder))}[^'\n]*)'",
                          lambda path: path[1][2:].replace("\\", "/"), text)
        text = text.replace(str(self.folder), "DATA")
        return text + (f"[{done.returncode}]\n" if done.returncode else "")

    def played(self, transcript: str) -> str:
        """Returns the commands and remarks of a transcript with the current output."""
        text = ""
        for line in transcript.splitlines(keepends=True):
            if line.startswith("$ "):
                text += line + self.shell(line[2:])
            elif line.startswith("# "):
                text += ("\n" if text else "") + line
        return text

    def compare(self, file: pathlib.Path, text: str):
        if update:
            file.write_text(text, encoding="utf-8")
        self.assertEqual(file.read_text(encoding="utf-8"), text)

    def test_commands_of_the_readme(self):
        """`./dev run` builds the program first; here a stand-in only runs it."""
        stand_in = self.folder / "dev"
        stand_in.write_text('#!/bin/sh\n[ "$1" = run ] || exit 99\nshift\n'
                            'CRYPTO_CHECKPOINT_COMMAND="$0 run" exec crypto-checkpoint "$@"\n')
        stand_in.chmod(0o755)
        commands = shown_commands("commands.sh", "sandbox").splitlines(keepends=True)
        self.assertTrue(all(command.startswith("./dev run ") for command in commands))
        played = self.played("".join("$ " + command for command in commands))
        self.compare(here / "commands.expect", played)

    def test_demo(self):
        """The demo prints no path and leaves no file behind."""
        environment = {**self.environment, "TMPDIR": str(self.folder)}
        done = subprocess.run(["bash", demo, program], env=environment, timeout=60,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        self.assertEqual(done.returncode, 0, done.stdout.decode())
        self.compare(here / "demo.expect", done.stdout.decode())
        left = [one.name for one in self.folder.iterdir()]
        if is_for_windows:  # Wine's own, not the demo's
            left = [name for name in left if name != ".config" and not name.startswith("wine-")]
        self.assertEqual(left, [])


def play(file):
    def test(self):
        self.compare(file, self.played(file.read_text(encoding="utf-8")))
    return test


for file in sorted((here / "transcripts").glob("*.txt")):
    if is_for_windows and file.stem == "not_on_windows":
        continue
    setattr(Transcripts, f"test_{file.stem}", play(file))

if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
