# SPDX-License-Identifier: BSL-1.0
"""The files of sandboxes: which are deleted, which are made, and what is left of a damaged one."""

import contextlib
import os
import sqlite3
import unittest

from support import CliTest, is_for_windows

usage, refused, unreachable = 2, 3, 4
nobody = 65534


class SandboxFiles(CliTest):
    def on(self, file, *words, status=0, **options) -> str:
        return self.output_of("--sandbox", file, *words, status=status, **options)

    def change(self, sql):
        with contextlib.closing(sqlite3.connect(self.sandbox)) as database, database:
            database.execute(sql)

    def test_reset_deletes_nothing_but_a_sandbox(self):
        empty = self.folder / "empty"
        empty.touch()
        text = self.folder / "text"
        text.write_text("SQLite format 3\0" + "x" * 100, encoding="ascii")
        other = self.folder / "other.db"
        with contextlib.closing(sqlite3.connect(other)) as database, database:
            database.execute("CREATE TABLE journal(sequence, command, arguments)")
        (self.folder / "folder").mkdir()
        others = [empty, text, other, self.folder / "folder"]
        if not is_for_windows:
            os.mkfifo(self.folder / "pipe")
            (self.folder / "link").symlink_to(empty)
            others += [self.folder / "pipe", self.folder / "link"]
            if os.geteuid() == 0:
                os.mknod(self.folder / "null", 0o600 | 0o020000, os.makedev(1, 3))
                others.append(self.folder / "null")
        for file in others:
            with self.subTest(file=file.name):
                for words in (["--dry-run"], ["--force"]):
                    done = self.run_program("--sandbox", file, "sandbox", "reset", *words)
                    self.assertEqual(done.returncode, unreachable)
                    self.assertIn(b"nothing says that this is a sandbox", done.stderr)
                self.assertTrue(file.exists())

    def test_reset_deletes_a_damaged_sandbox_and_what_belongs_to_it(self):
        self.output_of("sandbox", "create")
        self.change("DELETE FROM journal WHERE sequence=1")
        others = [self.sandbox.with_name(self.sandbox.name + end) for end in ("-wal", "-shm", "-journal")]
        for other in others:
            other.touch()
        self.output_of("sandbox", "status", status=unreachable)
        self.output_of("sandbox", "reset", "--force")
        self.assertEqual(list(self.sandbox.parent.iterdir()), [])

    def test_reset_deletes_no_folder_or_link_beside_a_sandbox(self):
        self.output_of("sandbox", "create")
        beside = {end: self.sandbox.with_name(self.sandbox.name + end) for end in ("-wal", "-journal")}
        beside["-wal"].mkdir()
        if is_for_windows:
            beside["-journal"].mkdir()
        else:
            beside["-journal"].symlink_to(self.folder)
        self.output_of("sandbox", "reset", "--force")
        self.assertEqual(sorted(self.sandbox.parent.iterdir()), sorted(beside.values()))

    @unittest.skipIf(is_for_windows, "links need a privilege")
    def test_reset_deletes_what_a_link_leads_to(self):
        self.output_of("sandbox", "create")
        link = self.folder / "link"
        link.symlink_to(self.sandbox)
        self.on(link, "sandbox", "reset", "--force")
        self.assertFalse(self.sandbox.exists())

    def test_only_create_makes_a_file_that_is_named(self):
        file = self.folder / "mistyped" / "x.db"
        for words in (["node", "add", "N"], ["settings", "save_changed_keys=false"],
                      ["crash", "NODE1"], ["status"], ["salvage", "new.db"]):
            done = self.run_program("--sandbox", file, "sandbox", *words, cwd=self.folder)
            self.assertEqual(done.returncode, unreachable, words)
            self.assertIn(b"there is no sandbox at", done.stderr)
            self.assertEqual(list(self.folder.iterdir()), [], words)
        self.on(file, "sandbox", "create", "--empty")
        self.on(file, "sandbox", "node", "add", "N")
        # the default one is empty until something is added
        self.assertIn("the sandbox is empty", self.output_of("sandbox", "status"))
        self.output_of("sandbox", "node", "add", "N")
        self.assertTrue(self.sandbox.exists())

    @unittest.skipIf(is_for_windows, "a folder of Windows cannot be made read-only like this")
    def test_a_sandbox_where_nothing_can_be_written_can_be_read(self):
        self.output_of("sandbox", "create")
        self.output_of("add", "SQL Server", r"1\\MyKey")
        options = {"user": nobody} if os.geteuid() == 0 else {}
        self.folder.chmod(0o755)
        self.sandbox.parent.chmod(0o555)
        self.sandbox.chmod(0o444)
        self.addCleanup(self.sandbox.parent.chmod, 0o755)
        self.assertIn("MyKey", self.output_of("list", **options))
        self.assertIn("MyKey", self.output_of("sandbox", "status", **options))
        self.assertIn("key_saved", self.output_of("sandbox", "events", **options))
        self.output_of("sandbox", "crash", "NODE1", "--dry-run", **options)
        done = self.run_program("sandbox", "crash", "NODE1", **options)
        self.assertEqual(done.returncode, unreachable)
        self.assertIn(b"readonly", done.stderr)

    def test_a_device_is_no_sandbox(self):
        if is_for_windows:
            return
        os.mkfifo(self.folder / "pipe")
        for words in (["status"], ["create"]):
            done = self.run_program("--sandbox", self.folder / "pipe", "sandbox", *words)
            self.assertEqual(done.returncode, unreachable)
            self.assertIn(b"it is not a regular file", done.stderr)

    def test_an_error_says_which_row_is_damaged_and_how_to_save_the_others(self):
        self.output_of("sandbox", "create")
        self.change("UPDATE journal SET arguments='[\"NODE3\"]' WHERE sequence=2")
        before = self.sandbox.read_bytes()
        done = self.run_program("sandbox", "status", cwd=self.folder)
        self.assertEqual(done.returncode, unreachable)
        text = done.stderr.decode()
        self.assertIn("row 2 of its journal is damaged; rows 1 to 1 before it are not", text)
        self.assertIn("to save what can be read: crypto-checkpoint sandbox salvage saved.db", text)
        text = self.output_of("sandbox", "salvage", "saved.db", cwd=self.folder)
        self.assertIn("saved 4 rows to saved.db", text)
        self.assertIn("row 2 is the first that is lost; of those that are there, 1 is", text)
        self.assertEqual(self.sandbox.read_bytes(), before)
        shown = self.on("saved.db", "sandbox", "status", cwd=self.folder)
        self.assertIn("SQL Server", shown)
        self.assertNotIn("NODE2", shown)
        # A file that is there stays.
        self.output_of("sandbox", "salvage", "saved.db", status=refused, cwd=self.folder)

    def test_a_file_of_another_program_gets_no_such_advice(self):
        file = self.folder / "letter.txt"
        file.write_text("Dear reader, " * 100)
        done = self.run_program("--sandbox", file, "sandbox", "status")
        self.assertNotIn(b"salvage", done.stderr)

    def test_a_file_of_a_newer_version_is_refused_and_kept(self):
        self.output_of("sandbox", "create")
        self.change("PRAGMA user_version=3")
        before = self.sandbox.read_bytes()
        for words in (["status"], ["crash", "NODE1"], ["create"]):
            done = self.run_program("sandbox", *words)
            self.assertEqual(done.returncode, unreachable)
            self.assertIn(b"version 3 of a newer program", done.stderr)
        self.assertEqual(self.sandbox.read_bytes(), before)


if __name__ == "__main__":
    unittest.main()
