# SPDX-License-Identifier: BSL-1.0
"""The same commands with the program for Windows, under Wine, and with the native one: outputs and exit status
are equal.

Differences that are removed before the comparison:
  * the working folder, with a drive, backslashes and therefore quotes on Windows
  * the folder of the user's data in the help, and the line breaks that depend on it
  * the port of the server, and the time until a connection fails
"""

import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "cli"))

from support import CliTest, program as for_windows, shown
from passwords import password, user

native = pathlib.Path(os.environ["CRYPTO_CHECKPOINT_NATIVE_PROGRAM"]).resolve()
beyond_ascii = "Schlüssel 鍵 🔑"


class Side:
    """One of the two programs, in a folder of its own."""

    def __init__(self, test, program, folder):
        self.program, self.folder = program, folder
        folder.mkdir()
        self.environment = {**test.environment, "XDG_DATA_HOME": str(folder)}
        self.server = None

    def run(self, words, **options):
        words = [self.server if word == "SERVER" else word for word in words]
        if "input" not in options:
            options["stdin"] = subprocess.DEVNULL
        done = subprocess.run([self.program, *words], cwd=self.folder, env=self.environment,
                              capture_output=True, timeout=300, check=False, **options)
        return done.returncode, self.same(done.stdout), self.same(done.stderr)

    def same(self, output: bytes) -> str:
        text = output.decode()
        if self.program == for_windows:
            text = re.sub(re.escape(shown(self.folder)) + r"[^'\n]*",
                          lambda path: str(self.folder) + path[0][len(shown(self.folder)):]
                          .replace("\\", "/"), text)
        text = re.sub(f"'({self.folder}[\\w./-]*)'", r"\1", text)
        text = text.replace(str(self.folder), "HERE")
        if self.server:
            text = text.replace(self.server, "SERVER")
        text = re.sub(r"after \d+ ms", "after N ms", text)
        text = re.sub(r"default:\s+HERE[/\w.-]*", "default: THE USER'S", text)
        return text


class AsElsewhere(CliTest):
    def setUp(self):
        super().setUp()
        self.here = Side(self, native, self.folder / "native")
        self.there = Side(self, for_windows, self.folder / "windows")

    def both(self, *words, **options):
        """Runs both, and compares. Returns what both did."""
        expected = self.here.run(words, **options)
        self.assertEqual(self.there.run(words, **options), expected, words)
        return expected

    def test_explain(self):
        names = [r"1\\MyKey", rf"1\\{beyond_ascii}", rf"24\Anbieter für {beyond_ascii}\K", r"1\K",
                 r"PROV_RSA_FULL\\K", r"Ünsinn\\K", "", "1\\\\", "1\\\\two\nlines\ttab", '1\\\\"quoted"',
                 "1\\\\' '", "*", "[a,b]", "--", "1\\\\trailing\\", "1\\\\a b  c", "%PATH%", "^&|<>",
                 "1\\\\" + "K" * 5000]
        for options in ([], ["--json"], ["--tolerant"], ["--tolerant", "--json"],
                        ["--only-invalid"]):
            status, output, _ = self.both("explain", *options, "--", *names)
            self.assertEqual(status, 1)
            self.assertIn(beyond_ascii if "--only-invalid" not in options else "Ünsinn", output)
        for name in names[:6]:
            self.both("explain", name)

    def test_standard_input(self):
        lines = [b"\xef\xbb\xbf1\\\\First", rf"1\\{beyond_ascii}".encode(), b"1\\\\crlf\r", b"", b"\xff",
                 b"1\\\\\x1a", b"x" * 70_000, b"1\\\\last without an end"]
        for options in ([], ["--json"], ["--only-invalid", "--json"]):
            status, output, _ = self.both("explain", "--stdin", *options, input=b"\n".join(lines))
            self.assertEqual(status, 1)
            self.assertNotIn("\r", output)
        many = b"".join(b"1\\\\Key%d\n" % number for number in range(20_000))
        self.both("explain", "--stdin", "--json", input=many)
        with open(self.folder / "many", "wb") as file:
            file.write(many)
        with open(self.folder / "many", "rb") as file:  # each begins where the other one ended
            self.both("explain", "--stdin", "--only-invalid", stdin=file)

    def test_a_closed_pipe_is_not_an_error(self):
        for side in (self.here, self.there):
            done = subprocess.run(
                ["bash", "-c", "yes '1\\\\K' | head -n 300000 | \"$0\" explain --stdin | head -n 1; "
                               'echo "${PIPESTATUS[2]}"', side.program],
                env=side.environment, cwd=side.folder, capture_output=True, timeout=300, check=False)
            self.assertEqual((done.stdout, done.stderr), (b"1\\\\K\n0\n", b""))

    def test_invalid_command_lines(self):
        for words in ([], ["nonsense"], ["explian", "x"], ["add"], ["add", "R"], ["--sandbox"],
                      ["list", "a", "b"], ["list", "--all"], ["list", "--json=no"], ["sandbox"],
                      ["add", "R", "-ä\\\\K"], ["--version"], ["explain"], ["list", "--backend", "x"],
                      ["list", "--cluster", "ftp://h"], ["list", "--node", "n"], ["prefligt"],
                      ["list", "--cluster", "http://h", "--auth", "basic", "--user", "u",
                       "--password-file", "nirgends/Paßwort"]):
            status, _, _ = self.both(*words)
            self.assertEqual(status, 0 if words == ["--version"] else 2, words)

    def test_help(self):
        def commands(*group):
            yield group
            _, text, _ = self.here.run([*group, "--help"])
            _, _, entries = text.partition("\ncommands:\n")
            for line in entries.split("\n\n")[0].splitlines() if entries else []:
                if line.startswith("  ") and line[2] != " ":
                    yield from commands(*group, line.split()[0])

        all_of_them = list(commands())
        self.assertIn(("sandbox", "key", "create"), all_of_them)
        for command in all_of_them:
            status, _, _ = self.both(*command, "--help")
            self.assertEqual(status, 0)

    def test_a_sandbox_in_a_file_of_any_name(self):
        sandbox = ["--sandbox", f"Sandkasten {beyond_ascii}.db"]
        key = rf"1\\{beyond_ascii}"
        for status, words in [
                (0, ["sandbox", "create"]),
                (0, ["sandbox", "create"]),
                (0, ["sandbox", "key", "create", "NODE1", key]),
                (0, ["sandbox", "key", "create", "NODE1", r"1\\FixedKey", "--not-exportable"]),
                (0, ["add", "SQL Server", key, r"1\\MyKey", "--dry-run"]),
                (0, ["list"]),
                (0, ["add", "SQL Server", key, r"1\\MyKey"]),
                (3, ["add", "SQL Server", key]),
                (3, ["add", "SQL Server", r"1\\FixedKey", r"1\\NoKey"]),
                (3, ["add", "Sql Server 2", r"1\\MyKey", "--json"]),
                (0, ["ensure", "SQL Server", key, "--json"]),
                (0, ["list"]),
                (0, ["list", "SQL*", "--json"]),
                (3, ["list", "Nobody"]),
                (0, ["sandbox", "move", "SQL Server", "NODE2"]),
                (0, ["sandbox", "status"]),
                (0, ["sandbox", "status", "--json"]),
                (0, ["sandbox", "events"]),
                (0, ["sandbox", "events", "--last", "2", "--json"]),
                (0, ["sandbox", "crash", "NODE2"]),
                (0, ["remove", "SQL Server", r"1\\MyKey"]),
                (0, ["ensure-absent", "SQL Server", r"1\\MyKey"]),
                (0, ["sandbox", "settings"]),
                (0, ["sandbox", "provider", "list"]),
                (2, ["sandbox", "reset"]),
                (0, ["sandbox", "reset", "--force"])]:
            done = self.both(*sandbox, *words)
            self.assertEqual(done[0], status, (words, done))
        self.assertEqual(os.listdir(self.there.folder), os.listdir(self.here.folder))

    def test_a_sandbox_of_the_other_system(self):
        self.here.run(["sandbox", "create"])
        file = str(self.here.folder / "crypto-checkpoint" / "sandbox.db")
        _, text, _ = self.here.run(["--sandbox", file, "sandbox", "status"])
        self.assertIn("SQL Server", text)
        self.assertEqual(self.there.run(["--sandbox", file, "sandbox", "status"]), (0, text, ""))
        self.assertEqual(self.there.run(["--sandbox", file, "add", "SQL Server", r"1\\MyKey"])[0], 0)
        self.assertIn("MyKey", self.here.run(["--sandbox", file, "list"])[1])

    def test_files_of_another_format(self):
        for side in (self.here, self.there):
            (side.folder / "Brief.txt").write_text("Lieber Leser, " * 100)
        for words in (["list"], ["sandbox", "create"], ["sandbox", "reset", "--force"]):
            status, _, _ = self.both("--sandbox", "Brief.txt", *words)
            self.assertEqual(status, 4)

    def serve(self, side, *options):
        """A server of a sandbox of its own; it is always the one for this system."""
        sandbox = side.folder / "served.db"
        self.here.run(["--sandbox", sandbox, "sandbox", "create"])
        running = subprocess.Popen(
            [native, "--sandbox", sandbox, "serve", "--listen", "127.0.0.1:0", *options],
            env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL)
        self.addCleanup(running.stdout.close)
        self.addCleanup(running.wait, 60)
        self.addCleanup(running.terminate)
        side.server = re.search(r"https?://\S+", running.stdout.readline().decode())[0]

    def test_a_cluster(self):
        for side in (self.here, self.there):
            self.serve(side)
        there = ["--cluster", "SERVER"]
        for status, words in [(0, ["list"]),
                              (0, ["add", "SQL Server", r"1\\MyKey", "--dry-run"]),
                              (0, ["add", "SQL Server", r"1\\MyKey"]),
                              (3, ["add", "SQL Server", r"1\\MyKey", rf"1\\{beyond_ascii}"]),
                              (3, ["add", "SQL Server", rf"1\\{beyond_ascii}", "--json"]),
                              (1, ["add", "SQL Server", r"PROV_RSA_FULL\\K"]),
                              (3, ["add", f"{beyond_ascii}", r"1\\MyKey", "--json"]),
                              (0, ["ensure", "SQL Server", r"1\\MyKey"]),
                              (0, ["list", "sql*", "--json"]),
                              (0, ["list", "SQL Server", "--dialect", "dmtf"]),
                              (0, ["remove", "SQL Server", r"1\\MyKey"]),
                              (0, ["ensure-absent", "SQL Server", r"1\\MyKey", "--json"]),
                              (0, ["list"])]:
            done = self.both(*words, *there)
            self.assertEqual(done[0], status, (words, done))

    def test_a_cluster_with_a_password(self):
        for side in (self.here, self.there):
            file = side.folder / f"Paßwort {beyond_ascii}"
            file.write_text(password + "\n", encoding="utf-8")
            file.chmod(0o600)
            self.serve(side, "--user", user, "--password-file", file)
        there = ["list", "--cluster", "SERVER", "--auth", "basic", "--user", user,
                 "--basic-over-http"]
        self.assertEqual(self.both(*there, "--password-file", f"Paßwort {beyond_ascii}")[0], 0)
        self.assertEqual(self.both(*there)[0], 2)
        for side in (self.here, self.there):
            side.environment["CRYPTO_CHECKPOINT_PASSWORD"] = password
        self.assertEqual(self.both(*there)[0], 0)

    def test_an_unreachable_cluster(self):
        status, _, _ = self.both("add", "SQL Server", r"1\\MyKey", r"1\\Other", "--cluster",
                                 "http://127.0.0.1:9/wsman", "--timeout", "5")
        self.assertEqual(status, 4)


if __name__ == "__main__":
    if not native.exists():
        print(f"skipped: there is no {native} to compare with")
        sys.exit(77)
    unittest.main()
