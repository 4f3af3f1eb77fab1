# SPDX-License-Identifier: BSL-1.0
"""The progress bar: on a terminal, and only there."""

import json
import os
import subprocess
import unittest

from support import CliTest
from terminal import Terminal

count = 200_000
names = b"1\\\\SomeKey\n" * count
few_names = b"1\\\\SomeKey\n" * 5_000


class ProgressBar(CliTest):
    def explain(self, *options, names=names, **streams):
        """Feeds the names through a pipe."""
        running = self.start_program("explain", "--stdin", *options, stdin=subprocess.PIPE,
                                     **streams)
        out, err = running.communicate(names, timeout=60)
        self.assertEqual(running.returncode, 0)
        return out, err

    def test_the_bar_shows_on_a_terminal(self):
        terminal = Terminal()
        out, _ = self.explain("--json", stdout=subprocess.PIPE, stderr=terminal.program_s)
        text = terminal.finish()
        self.assertEqual(out.count(b"\n"), count)
        self.assertIn(" names, ", text)
        *_, last = text.splitlines()
        self.assertRegex(last, r"200,000 names in \d+\.\d s, 0 of them invalid$")

    def test_the_bar_shows_the_part_of_a_file(self):
        file = self.folder / "names"
        file.write_bytes(names)
        terminal = Terminal()
        with open(file, "rb") as lines:
            running = self.start_program("explain", "--stdin", stdin=lines,
                                         stdout=subprocess.DEVNULL, stderr=terminal.program_s)
            self.assertEqual(running.wait(timeout=60), 0)
        self.assertRegex(terminal.finish(), r" +\d+% \[#* *\]  [\d,]+ names, [\d,]+ a second")

    def test_the_bar_is_hidden_without_a_terminal(self):
        _, err = self.explain("--json", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(err, b"")

    def test_the_bar_is_hidden_if_only_the_output_is_a_terminal(self):
        terminal = Terminal()
        _, err = self.explain("--json", names=few_names, stdout=terminal.program_s,
                              stderr=subprocess.PIPE)
        self.assertEqual(err, b"")
        self.assertNotIn(" a second", terminal.finish())

    def test_the_bar_does_not_mix_with_the_output(self):
        terminal = Terminal()
        self.explain("--json", names=few_names, stdout=terminal.program_s,
                     stderr=terminal.program_s)
        *lines, last = terminal.finish().replace("\r\n", "\n").split("\n")[:-1]
        self.assertIn("5,000 names in", last)
        self.assertEqual(len(lines), 5_000)
        for line in lines:
            # A drawn bar is erased before the line.
            drawn, _, text = line.rpartition("\r")
            if drawn:
                self.assertRegex(drawn, r"(^|\r) +$")
            json.loads(text)

    def test_other_commands_show_no_bar(self):
        terminal = Terminal()
        running = self.start_program("explain", r"1\\K", stdin=subprocess.DEVNULL,
                                     stdout=subprocess.DEVNULL, stderr=terminal.program_s)
        self.assertEqual(running.wait(timeout=10), 0)
        self.assertEqual(terminal.finish(), "")

    def test_a_prompt_names_the_keys_that_end_the_input(self):
        terminal = Terminal()
        running = self.start_program("explain", "--stdin", stdin=terminal.program_s,
                                     stdout=subprocess.PIPE, stderr=terminal.program_s)
        os.write(terminal.mine, b"1\\\\K\n\x04")
        out, _ = running.communicate(timeout=20)
        self.assertTrue(out.startswith(b"1\\\\K\n"))
        text = terminal.finish()
        self.assertIn("Ctrl-D ends", text)
        self.assertNotIn(" a second", text)


if __name__ == "__main__":
    unittest.main()
