# SPDX-License-Identifier: BSL-1.0
"""Exit statuses of the program."""

import unittest

from support import CliTest

success, invalid_name, usage, refused, unreachable = range(5)


class ExitStatus(CliTest):
    def status_of(self, *words) -> int:
        return self.run_program(*words).returncode

    def test_success(self):
        self.assertEqual(self.status_of("explain", r"1\\K"), success)
        self.assertEqual(self.status_of("list"), success)
        self.assertEqual(self.status_of("--help"), success)
        self.assertEqual(self.status_of("--version"), success)

    def test_an_invalid_name(self):
        self.assertEqual(self.status_of("explain", r"1\\K", "K", r"1\\K"), invalid_name)
        self.output_of("sandbox", "create")
        self.assertEqual(self.status_of("add", "SQL Server", "K"), invalid_name)
        self.assertEqual(self.status_of("sandbox", "key", "create", "NODE1", "K"), invalid_name)

    def test_an_invalid_command_line(self):
        for words in ([], ["nonsense"], ["add"], ["explain"], ["explain", "--nonsense"],
                      ["list", "a", "b"], ["sandbox"], ["sandbox", "key"], ["--sandbox"],
                      ["add", "", r"1\\K"], ["list", "--json=no"], ["sandbox", "reset"]):
            self.assertEqual(self.status_of(*words), usage, words)

    def test_a_refusal_of_the_cluster(self):
        self.output_of("sandbox", "create")
        for words in (["add", "No Resource", r"1\\K"], ["add", "SQL Server", r"1\\K"],
                      ["remove", "SQL Server", r"1\\MyKey"], ["list", "No Resource"],
                      ["sandbox", "move", "SQL Server", "NODE9"]):
            self.assertEqual(self.status_of(*words), refused, words)

    def test_an_unreachable_cluster(self):
        self.assertEqual(self.status_of("add", "SQL Server", r"1\\K"), unreachable)
        self.output_of("sandbox", "create")
        for node in ("NODE1", "NODE2"):
            self.output_of("sandbox", "crash", node)
        self.assertEqual(self.status_of("add", "SQL Server", r"1\\K"), unreachable)
        self.assertEqual(self.status_of("list", "SQL Server"), unreachable)

    def test_a_file_of_another_format_is_unreachable_and_kept(self):
        file = self.folder / "letter.txt"
        file.write_text("Dear reader, " * 100)
        for words in (["list"], ["sandbox", "status"], ["sandbox", "create"],
                      ["sandbox", "reset", "--force"]):
            self.assertEqual(self.status_of("--sandbox", file, *words), unreachable, words)
        self.assertTrue(file.read_text().startswith("Dear reader"))

    def test_a_folder_that_cannot_be_created_is_unreachable(self):
        file = self.folder / "file"
        file.touch()
        self.assertEqual(self.status_of("--sandbox", file / "x.db", "sandbox", "create"),
                         unreachable)

    def test_the_highest_status_wins(self):
        self.output_of("sandbox", "create")
        self.assertEqual(self.status_of("add", "SQL Server", "K", r"1\\NoKey", r"1\\MyKey"),
                         refused)
        self.assertEqual(self.status_of("ensure", "SQL Server", "K", r"1\\MyKey"), invalid_name)

    def test_failures_print_to_standard_error_only(self):
        self.output_of("sandbox", "create")
        for words in (["nonsense"], ["add", "SQL Server", "K"], ["add", "SQL Server", r"1\\K"],
                      ["--sandbox", self.folder, "list"]):
            done = self.run_program(*words)
            self.assertEqual(done.stdout, b"", words)
            self.assertTrue(done.stderr.startswith(b"error: "), words)


if __name__ == "__main__":
    unittest.main()
