# SPDX-License-Identifier: BSL-1.0
"""Names that attack a terminal, the parser of the command line, JSON or the sandbox."""

import json
import unittest

from support import CliTest

hostile = [
    b"1\\\\\x1b[31mred\x1b]0;title\x07",
    b"1\\\\two\nlines\r\n\ttab",
    b"1\\\\\x7fdelete",
    b"1\\\\\xc2\x9b31mc1",
    "1\\\\My\u202eyeK\u202c\u2066\u2069\u200f\u2028\u061c".encode(),
    b"1\\\\\xff\xfe\xc0\x80",
    b"1\\\\cut\xe2\x82",
    b"\x1b[2J",
    b"[1\\\\K]",
    b"[a,b]",
    b"{}",
    b"%%",
    b"++",
    b"\x01[x]",
    b"",
    b"1\\\\' OR '1'='1",
    b"1\\\\" + b"K" * 100_000,
    b"\\" * 1000,
]

# Characters that change the direction of reading, or end a line or a paragraph.
directions = set("\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def controls_in(text: bytes) -> set:
    """Returns the characters that control a terminal or mislead a reader."""
    characters = text.decode()  # which fails if it is not UTF-8
    return {one for one in characters
            if (ord(one) < 0x20 and one != "\n") or 0x7F <= ord(one) < 0xA0 or one in directions}


def argument(name: bytes) -> list:
    """The program takes `++` as a name only after `--`: to CLI11 it ends a command."""
    return ["--", name] if name == b"++" else [name]


class HostileNames(CliTest):
    def check_outputs(self, done, words):
        # 4: a name that is too long for a sandbox
        too_long = done.returncode == 4 and b"a name is longer than" in done.stdout + done.stderr
        self.assertTrue(too_long or done.returncode in (0, 1, 3), (words, done.stderr[-200:]))
        for text in (done.stdout, done.stderr):
            self.assertEqual(controls_in(text), set(), words)

    def test_commands_pass_no_control_characters_to_a_terminal(self):
        self.output_of("sandbox", "create")
        for name in hostile:
            last = argument(name)
            for words in (["explain", *last], ["explain", "--json", *last],
                          ["explain", "--tolerant", *last],
                          ["add", "SQL Server", *last], ["add", "--json", "SQL Server", *last],
                          ["remove", "SQL Server", *last], ["ensure", "SQL Server", *last],
                          ["sandbox", "key", "create", "NODE1", *last]):
                self.check_outputs(self.run_program(*words), words)
        self.check_outputs(self.run_program("sandbox", "status"), "status")

    def test_hostile_checkpoint_names_are_listed_safely(self):
        self.output_of("sandbox", "create")
        kept = 0
        for name in hostile:
            made = self.run_program("sandbox", "key", "create", "NODE1", name).returncode == 0
            kept += made and self.run_program("add", "SQL Server", name).returncode == 0
        self.assertGreaterEqual(kept, 5)
        for words in (["list"], ["list", "--json"], ["sandbox", "status"],
                      ["sandbox", "status", "--json"], ["sandbox", "events"]):
            self.check_outputs(self.run_program(*words), words)
        self.assertEqual(len(self.objects_of("list")), kept)
        listed = self.objects_of("list")
        self.output_of("remove", "SQL Server", *(one["checkpoint"] for one in listed))
        self.assertEqual(self.objects_of("list"), [])

    def test_hostile_names_arrive_unchanged(self):
        # CLI11 would split some of them.
        for name in hostile:
            one = json.loads(self.output_of("explain", "--json", *argument(name),
                                            status=self.status_of_explain(name)))
            self.assertEqual(one["input"], name.decode(errors="replace") if b"\xc0" not in name
                             else one["input"])

    def status_of_explain(self, name) -> int:
        return self.run_program("explain", *argument(name)).returncode

    def test_hostile_resource_and_node_names_are_printed_safely(self):
        self.output_of("sandbox", "create")
        for name in hostile:
            for words in (["sandbox", "resource", "add", name, "NODE1"],
                          ["sandbox", "node", "add", name], ["list", name],
                          ["add", name, r"1\\MyKey"], ["sandbox", "move", name, name],
                          ["sandbox", "crash", name]):
                done = self.run_program(*words)
                self.assertIn(done.returncode, (0, 1, 2, 3, 4), (words, done.stderr))
                for text in (done.stdout, done.stderr):
                    self.assertEqual(controls_in(text), set(), words)
        self.check_outputs(self.run_program("sandbox", "status"), "status")

    def test_hostile_command_lines_are_printed_safely(self):
        for word in (b"\x1b[31m", b"--\x1b[31m", b"-\xff", b"--sandbox=\xff\x1b", b"--=", b"---"):
            for words in ([word], ["add", word], ["list", word, word], ["sandbox", word]):
                done = self.run_program(*words, cwd=self.folder)
                self.assertIn(done.returncode, (0, 2, 3, 4), words)
                for text in (done.stdout, done.stderr):
                    self.assertEqual(controls_in(text), set(), words)


if __name__ == "__main__":
    unittest.main()
