# SPDX-License-Identifier: BSL-1.0
"""Changes of a sandbox: its file, dry runs, concurrent processes."""

import hashlib
import sqlite3
import subprocess
import unittest

from support import CliTest

# Commands that change something, after `sandbox create` and `add 'SQL Server' '1\\MyKey'`.
changes = [
    ["add", "SQL Server", r"1\\Other"],
    ["add", "SQL Server", r"1\\Other", r"1\\Other"],
    ["add", "SQL Server", r"1\\NoKey"],
    ["remove", "SQL Server", r"1\\MyKey"],
    ["ensure", "SQL Server", r"1\\Other"],
    ["ensure-absent", "SQL Server", r"1\\MyKey"],
    ["sandbox", "create", "--node", "NODE3"],
    ["sandbox", "node", "add", "NODE3"],
    ["sandbox", "crash", "NODE1"],
    ["sandbox", "start", "NODE1"],
    ["sandbox", "move", "SQL Server", "NODE2"],
    ["sandbox", "offline", "SQL Server"],
    ["sandbox", "online", "SQL Server"],
    ["sandbox", "key", "create", "NODE2", r"1\\New"],
    ["sandbox", "key", "change", "NODE1", r"1\\MyKey"],
    ["sandbox", "key", "delete", "NODE1", r"1\\MyKey"],
    ["sandbox", "resource", "add", "File Server", "NODE1"],
    ["sandbox", "resource", "delete", "SQL Server"],
    ["sandbox", "provider", "install", "NODE1", "1", "Example Provider"],
    ["sandbox", "provider", "default", "NODE1", "1",
     "Microsoft Base Cryptographic Provider v1.0"],
    ["sandbox", "provider", "remove", "NODE1", "Microsoft Strong Cryptographic Provider"],
    ["sandbox", "settings", "refuse_duplicate_add=false"],
    ["sandbox", "reset", "--force"],
]


class Changes(CliTest):
    def create(self):
        self.output_of("sandbox", "create")
        self.output_of("sandbox", "key", "create", "NODE1", r"1\\Other")
        self.output_of("add", "SQL Server", r"1\\MyKey")

    def rows(self) -> list:
        with sqlite3.connect(f"file:{self.sandbox}?mode=ro", uri=True) as database:
            return database.execute("SELECT * FROM journal ORDER BY sequence").fetchall()

    def fingerprint(self):
        return hashlib.sha256(self.sandbox.read_bytes()).hexdigest(), self.rows()

    def test_a_dry_run_changes_nothing(self):
        self.create()
        before = self.fingerprint()
        for words in changes:
            self.run_program(*words, "--dry-run")
            self.assertEqual(self.fingerprint(), before, words)

    def test_a_dry_run_has_the_exit_status_of_the_run(self):
        for words in changes:
            self.run_program("sandbox", "reset", "--force")
            self.create()
            tried = self.run_program(*words, "--dry-run")
            done = self.run_program(*words)
            self.assertEqual(tried.returncode, done.returncode, words)
            output = tried.stdout + tried.stderr
            self.assertTrue(output == done.stdout + done.stderr or b"would " in output
                            or b"could not " in output, (words, output))

    def test_dry_runs_and_reads_create_no_file(self):
        for words in (["sandbox", "create", "--dry-run"], ["list"], ["sandbox", "status"],
                      ["sandbox", "events"], ["sandbox", "settings"], ["sandbox", "reset", "--force"],
                      ["add", "SQL Server", r"1\\K", "--dry-run"]):
            self.run_program(*words)
            self.assertEqual(list(self.folder.iterdir()), [], words)

    def test_dry_runs_and_reads_leave_an_empty_file_empty(self):
        file = self.folder / "empty"
        file.touch()
        for words in (["list"], ["sandbox", "status"], ["sandbox", "events"],
                      ["sandbox", "create", "--dry-run"], ["sandbox", "reset", "--dry-run"],
                      ["add", "SQL Server", r"1\\K", "--dry-run"]):
            self.run_program("--sandbox", file, *words)
            self.assertEqual(file.read_bytes(), b"", words)
        self.assertEqual(list(self.folder.iterdir()), [file])
        self.output_of("--sandbox", file, "sandbox", "create")
        self.assertEqual(self.objects_of("--sandbox", file, "sandbox", "status")[0]["state"], "Up")

    def test_a_command_that_changes_nothing_writes_nothing(self):
        self.create()
        before = self.rows()
        for words in (["ensure", "SQL Server", r"1\\MyKey"], ["sandbox", "create"],
                      ["sandbox", "start", "NODE1"], ["sandbox", "status"], ["list"]):
            self.output_of(*words)
        self.assertEqual(self.rows(), before)

    def test_option_sandbox_names_the_file(self):
        file = self.folder / "deep" / "er" / "mine.db"
        self.output_of("--sandbox", file, "sandbox", "create")
        self.output_of("add", "--sandbox", file, "SQL Server", r"1\\MyKey")
        self.output_of("add", "SQL Server", r"1\\Other", status=4)  # the default one is empty
        self.assertEqual(len(self.objects_of("list", f"--sandbox={file}")), 1)
        self.assertFalse(self.sandbox.exists() and self.objects_of("list"))

    def test_the_default_file_is_in_the_data_folder_of_the_user(self):
        del self.environment["XDG_DATA_HOME"]
        self.output_of("sandbox", "create")
        self.assertTrue((self.folder / ".local/share/crypto-checkpoint/sandbox.db").exists())
        self.environment["XDG_DATA_HOME"] = "not/absolute"
        self.output_of("sandbox", "move", "SQL Server", "NODE2")
        del self.environment["HOME"]
        done = self.run_program("list")
        self.assertEqual(done.returncode, 4)
        self.assertIn(b"--sandbox FILE", done.stderr)

    def test_a_file_named_like_memory_is_a_file(self):
        self.output_of("--sandbox", ":memory:", "sandbox", "create", cwd=self.folder)
        self.assertTrue((self.folder / ":memory:").exists())

    def test_hints_repeat_option_sandbox(self):
        file = self.folder / "my sandbox.db"
        done = self.run_program("--sandbox", file, "list")
        self.assertIn(f"crypto-checkpoint --sandbox '{file}' sandbox create", done.stderr.decode())

    def test_concurrent_processes_lose_no_change(self):
        self.create()
        names = [rf"1\\Key{number}" for number in range(40)]
        for name in names:
            self.output_of("sandbox", "key", "create", "NODE1", name)
        running = [self.start_program("add", "SQL Server", *half, stdout=subprocess.DEVNULL)
                   for half in (names[:20], names[20:])]
        self.assertEqual([one.wait(timeout=60) for one in running], [0, 0])
        listed = {one["checkpoint"] for one in self.objects_of("list")}
        self.assertEqual(listed, {*names, r"1\\MyKey"})

    def test_settings_of_concurrent_processes_do_not_undo_each_other(self):
        self.output_of("sandbox", "create", "--empty")
        names = [one["setting"] for one in self.objects_of("sandbox", "settings")]
        for value in ("false", "true", "false"):
            running = [self.start_program("sandbox", "settings", f"{name}={value}",
                                          stdout=subprocess.DEVNULL) for name in names]
            self.assertEqual([one.wait(timeout=60) for one in running], [0] * len(names))
            values = {one["value"] for one in self.objects_of("sandbox", "settings")}
            self.assertEqual(values, {value == "true"})

    def test_concurrent_processes_create_a_sandbox_once(self):
        for _ in range(5):
            running = [self.start_program("sandbox", "create", stdout=subprocess.PIPE,
                                          stderr=subprocess.PIPE) for _ in range(4)]
            output = b""
            for one in running:
                out, err = one.communicate(timeout=60)
                self.assertEqual((one.returncode, err), (0, b""))
                output += out
            for made in (b"added the node NODE1\n", b"added the resource 'SQL Server' on NODE1\n",
                         b"brought 'SQL Server' online\n"):
                self.assertEqual(output.count(made), 1, output)
            self.output_of("sandbox", "reset", "--force")

    def test_output_reports_no_changes_of_other_processes(self):
        self.output_of("sandbox", "create")
        ups_and_downs = subprocess.Popen(
            ["bash", "-c", "for i in {1..40}; do crypto-checkpoint sandbox crash NODE2;"
                           " crypto-checkpoint sandbox start NODE2; done"],
            env=self.environment, stdout=subprocess.DEVNULL)
        while ups_and_downs.poll() is None:
            self.assertEqual(self.output_of("sandbox", "start", "NODE1"),
                             "unchanged: NODE1 is up\n")
        self.assertEqual(ups_and_downs.returncode, 0)

    def test_duplicate_nodes_are_rejected_before_anything_is_created(self):
        for second in ("A", "a"):
            done = self.run_program("sandbox", "create", "--node", "A", "--node", second)
            self.assertEqual((done.returncode, done.stderr.decode()),
                             (2, f"error: the node {second} is named twice\n"))
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_invisible_and_overlong_names_are_rejected(self):
        self.output_of("sandbox", "create")
        before = self.rows()
        for name in ("", " ", "   ", "NO\x1bDE", "two\nlines", "\x9b", "N" * 5000):
            for words in (["node", "add", name], ["resource", "add", name, "NODE1"],
                          ["resource", "add", "New", "NODE1", "--group", name],
                          ["create", "--node", name], ["create", "--resource", name],
                          ["provider", "install", "NODE1", "1", name]):
                done = self.run_program("sandbox", *words)
                self.assertEqual(done.returncode, 2, (words, done.stderr))
                self.assertRegex(done.stderr.decode(), "^error: the name ")
                self.assertLess(len(done.stderr), 300)
        self.output_of("sandbox", "provider", "install", "NODE1", "1", r"My\Provider", status=2)
        self.assertEqual(self.rows(), before)

    def test_messages_truncate_overlong_names(self):
        self.output_of("sandbox", "create")
        name = "N" * 5000
        for words in (["add", name, r"1\\MyKey"], ["list", name], ["sandbox", "move", name, name],
                      ["sandbox", "crash", name], ["sandbox", "key", "delete", name, r"1\\MyKey"]):
            done = self.run_program(*words)
            self.assertNotEqual(done.returncode, 0, words)
            self.assertLess(len(done.stderr), 1000, words[:2])

    def test_sandbox_create_completes_an_interrupted_one(self):
        self.output_of("sandbox", "node", "add", "NODE1")
        self.output_of("sandbox", "key", "create", "NODE1", r"1\\MyKey")
        self.output_of("sandbox", "create")
        self.output_of("add", "SQL Server", r"1\\MyKey")

    def test_a_resource_without_quotes_is_shown_with_them(self):
        self.output_of("sandbox", "create")
        note = "a RESOURCE with blanks goes into quotes: "
        for words, meant in ([["SQL", "Server", r"1\\K"], "'SQL Server'"],
                             [["SQL", "Server", r"1\K"], "'SQL Server'"],  # as bash passes it
                             [["My", "Old", "SQL", r"1\\K", r"1\\L"], "'My Old SQL'"]):
            for command in ("add", "remove", "ensure", "ensure-absent"):
                done = self.run_program(command, *words)
                self.assertEqual(done.stderr.decode().count(f"  note: {note}{meant}\n"), 1, words)
                first, *others = [one for one in self.objects_of(command, *words,
                                                                 status=done.returncode)]
                self.assertEqual(first["hints"], [note + meant])
                for one in others:
                    self.assertNotIn(note + meant, one["hints"])
        for words in (["SQL Server", r"1\\K", "K"], ["SQL Server", "K"], [r"1\\K", "SQL Server"]):
            self.assertNotIn(note, self.run_program("add", *words).stderr.decode(), words)

    def test_a_resource_may_be_named_as_a_command_is(self):
        self.output_of("sandbox", "create", "--resource", "list")
        self.output_of("add", "list", r"1\\MyKey")
        self.assertEqual(len(self.objects_of("list", "list")), 1)


if __name__ == "__main__":
    unittest.main()
