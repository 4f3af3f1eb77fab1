# SPDX-License-Identifier: BSL-1.0
"""Names that want to do something to a terminal, to CLI11, to JSON or to the sandbox."""

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

# What changes the direction of reading, or ends a line or a paragraph.
directions = set("\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def controls_in(text: bytes) -> set:
    """What a terminal would act on, or a reader be misled by."""
    characters = text.decode()  # which fails if it is not UTF-8
    return {one for one in characters
            if (ord(one) < 0x20 and one != "\n") or 0x7F <= ord(one) < 0xA0 or one in directions}


class HostileNames(CliTest):
    def check_outputs(self, done, words):
        self.assertIn(done.returncode, (0, 1, 3), (words, done.stderr))
        for text in (done.stdout, done.stderr):
            self.assertEqual(controls_in(text), set(), words)

    def test_no_command_passes_them_on_to_a_terminal(self):
        self.output_of("sandbox", "create")
        for name in hostile:
            for words in (["explain", name], ["explain", "--json", name],
                          ["explain", "--tolerant", name],
                          ["add", "SQL Server", name], ["add", "--json", "SQL Server", name],
                          ["remove", "SQL Server", name], ["ensure", "SQL Server", name],
                          ["sandbox", "key", "create", "NODE1", name]):
                self.check_outputs(self.run_program(*words), words)
        self.check_outputs(self.run_program("sandbox", "status"), "status")

    def test_checkpoints_with_such_names_are_listed_safely(self):
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

    def test_they_arrive_as_they_were_given(self):
        # CLI11 would take some of them apart.
        for name in hostile:
            (one,) = self.objects_of("explain", name, status=self.status_of_explain(name))
            self.assertEqual(one["input"], name.decode(errors="replace") if b"\xc0" not in name
                             else one["input"])

    def status_of_explain(self, name) -> int:
        return self.run_program("explain", name).returncode

    def test_resources_and_nodes_with_such_names(self):
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

    def test_command_lines_of_nonsense(self):
        for word in (b"\x1b[31m", b"--\x1b[31m", b"-\xff", b"--sandbox=\xff\x1b", b"--=", b"---"):
            for words in ([word], ["add", word], ["list", word, word], ["sandbox", word]):
                done = self.run_program(*words, cwd=self.folder)
                self.assertIn(done.returncode, (0, 2, 3, 4), words)
                for text in (done.stdout, done.stderr):
                    self.assertEqual(controls_in(text), set(), words)


if __name__ == "__main__":
    unittest.main()
