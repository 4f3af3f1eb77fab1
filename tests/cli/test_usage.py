# SPDX-License-Identifier: BSL-1.0
"""`--help`: each command has it, it fits a terminal, and its examples work when they are pasted."""

import subprocess
import unittest

from support import CliTest

widest = 100  # columns of a line that is to be pasted whole
width = 80    # columns of all others


class Usage(CliTest):
    def help_of(self, *command) -> str:
        return self.output_of(*command, "--help")

    def commands(self, *group):
        """All commands, with those that they have inside."""
        yield group
        in_list = False
        for line in self.help_of(*group).splitlines():
            if line == "commands:":
                in_list = True
            elif not line:
                in_list = False
            elif in_list:
                yield from self.commands(*group, line.split()[0])

    def examples_of(self, command) -> list:
        _, _, examples = self.help_of(*command).partition("examples:\n")
        return [line.strip() for line in examples.splitlines()]

    def paste(self, line: str):
        done = subprocess.run(["bash", "-c", line], env=self.environment, timeout=60,
                              cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True,
                              check=False)
        status = 2 if line.startswith("crypto-checkpoint preflight ") else 0
        self.assertEqual(done.returncode, status, (line, done.stdout, done.stderr))
        output = done.stdout if "--json" in line else done.stderr
        self.assertEqual(b"works on Windows only" in output, status == 2, line)

    def test_examples_of_each_command_work_in_a_fresh_sandbox(self):
        for command in self.commands():
            examples = self.examples_of(command)
            self.assertTrue(examples, f"{command} has no example")
            own = " ".join(("crypto-checkpoint", *command))
            self.assertTrue(any(own in line for line in examples), command)
            for line in examples:
                self.paste(line)
            self.output_of("sandbox", "reset", "--force")

    def test_all_examples_work_one_after_the_other(self):
        for command in self.commands():
            for line in self.examples_of(command):
                self.paste(line)

    def test_help_fits_a_terminal(self):
        self.environment["XDG_DATA_HOME"] = "/home/somebody/.local/share"
        for command in self.commands():
            for line in self.help_of(*command).splitlines():
                with self.subTest(command=command, line=line):
                    limit = widest if line.startswith("  crypto-checkpoint ") else width
                    self.assertLessEqual(len(line), limit)

    def test_help_is_accepted_anywhere_in_a_command_line(self):
        text = self.help_of("add")
        self.assertEqual(self.output_of("--help", "add"), text)
        self.assertEqual(self.output_of("add", "-h"), text)
        self.assertEqual(self.output_of("add", "SQL Server", "--help"), text)

    def test_help_lists_all_commands(self):
        self.assertIn(("ensure-absent",), list(self.commands()))
        self.assertIn(("sandbox", "key", "create"), list(self.commands()))


if __name__ == "__main__":
    unittest.main()
