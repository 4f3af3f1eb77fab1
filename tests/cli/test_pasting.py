# SPDX-License-Identifier: BSL-1.0
"""Command lines that the program prints work when they are pasted."""

import os
import pathlib
import shutil
import subprocess
import unittest

from support import CliTest, program
from shown_commands import shown_commands

root = pathlib.Path(__file__).resolve().parents[2]


class Pasting(CliTest):
    def paste(self, line: str, status=0) -> str:
        done = subprocess.run(["bash", "-c", line], env=self.environment, cwd=self.folder,
                              timeout=60, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        self.assertEqual(done.returncode, status, (line, done.stdout))
        return done.stdout.decode()

    def hint_of(self, *words, label="try: ", status=3) -> str:
        """The command after the label in the program's output."""
        done = self.run_program(*words)
        self.assertEqual(done.returncode, status, (words, done.stderr))
        lines = [line.partition(label) for line in (done.stdout + done.stderr).decode().splitlines()]
        found = [after for before, label_there, after in lines if label_there]
        self.assertEqual(len(found), 1, (words, done.stdout, done.stderr))
        return found[0]

    def make_dev(self):
        """./dev, in a folder where the program is built already."""
        shutil.copytree(root / ".ci", self.folder / ".ci")
        shutil.copy(root / "dev", self.folder / "dev")
        built = self.folder / "build" / "demo" / "examples" / "crypto-checkpoint"
        built.mkdir(parents=True)
        (built / "crypto-checkpoint").symlink_to(program)
        (self.folder / "build" / "demo" / "configured-for").write_text(f"{self.folder.resolve()}\n")
        os.utime(self.folder / ".ci" / "packages", (0, 0))
        tools = self.folder / "tools"
        tools.mkdir()
        (tools / "ninja").write_text("#!/bin/sh\necho 'ninja: no work to do.'\n")
        (tools / "ninja").chmod(0o755)
        self.environment["PATH"] = f"{tools}{os.pathsep}{os.environ['PATH']}"

    def test_hints_use_the_name_the_program_was_called_by(self):
        self.make_dev()
        next_one = self.paste("./dev run sandbox create").partition("next: ")[2].strip()
        self.assertEqual(next_one, r"./dev run add 'SQL Server' '1\\MyKey'")
        self.paste(next_one)
        usage = self.paste("./dev run add", status=2)
        self.assertIn("usage: ./dev run add [OPTIONS] RESOURCE NAME...", usage)
        self.assertIn("see: ./dev run add --help", usage)
        (self.folder / "deeper").mkdir()
        self.assertIn("../dev run sandbox --help", self.paste("cd deeper; ../dev run sandbox x",
                                                              status=2))

    def test_the_path_of_the_readme_finds_the_program(self):
        self.make_dev()
        line = shown_commands("commands.sh", "path")
        self.assertEqual(self.paste(f"{line}command -v crypto-checkpoint").strip(),
                         f"{self.folder}/build/demo/examples/crypto-checkpoint/crypto-checkpoint")

    def test_the_two_commands_of_the_readme_work(self):
        """With stand-ins for the tools that install, build and test."""
        self.make_dev()
        (self.folder / "tests").mkdir()
        shutil.copy(root / "tests" / "test.sh", self.folder / "tests")
        for folder in ("examples", "tests/hygiene"):
            (self.folder / folder).symlink_to(root / folder)
        for tool in ("cmake", "ctest", "apt-get", "sudo"):
            stand_in = self.folder / "tools" / tool
            stand_in.write_text("#!/bin/sh\necho 'cmake version 3.25.1'\n"
                                "echo '100% tests passed, 0 tests failed out of 1'\n")
            stand_in.chmod(0o755)
        said = self.paste(shown_commands("commands.sh", "try"))
        self.assertIn("moved 'SQL Server' to NODE2", said)
        self.assertRegex(said, r"(?m)^dev +1 +0 +0 ")

    def test_examples_use_the_name_the_program_was_called_by(self):
        self.make_dev()
        for command in ("", "explain", "add", "sandbox create", "sandbox key create"):
            examples = self.paste(f"./dev run {command} --help").partition("examples:\n")[2]
            self.assertNotIn("crypto-checkpoint", examples)
            self.assertIn("./dev run", examples)
            for example in examples.splitlines():
                self.paste(example)
            self.paste("./dev run sandbox reset --force")

    def test_a_harmful_program_name_is_not_repeated(self):
        self.assertEqual(self.hint_of("sandbox", "create", label="next: ", status=0),
                         r"crypto-checkpoint add 'SQL Server' '1\\MyKey'")
        for name in ("", "  ", "two\nlines", "\x1b[31m", "\udcff", "x" * 1000):
            self.environment["CRYPTO_CHECKPOINT_COMMAND"] = name
            self.assertIn("did you mean crypto-checkpoint sandbox move?\n"
                          "  see: crypto-checkpoint --help\n",
                          self.run_program("move").stderr.decode(), repr(name))

    def test_a_pasted_name_with_control_characters_is_the_same_name(self):
        self.output_of("sandbox", "create")
        for key in ("two\nlines", "\x1b[31mred", "tab\there", "it's\ta \\quote\\",
                    "\x7fdelete1", "\x9b31m", "1'\x011"):
            name = "1\\\\" + key.replace("\\", "")
            self.paste(self.hint_of("add", "SQL Server", name))
            self.output_of("add", "SQL Server", name)

    def test_names_to_be_pasted_are_never_wrapped(self):
        name = r"1\Microsoft Enhanced DSS and Diffie-Hellman Cryptographic Provider\My Own Key"
        for words in (["explain"], ["sandbox", "key", "create", "NODE1"]):
            done = self.run_program(*words, name.replace("\\", ""))
            lines = (done.stdout + done.stderr).decode().splitlines()
            self.assertEqual([line.strip() for line in lines if "'" in line], [f"'{name}'"])

    def test_help_does_not_wrap_the_path_of_the_sandbox(self):
        path = self.folder / ("a folder " * 8).strip()
        self.environment["XDG_DATA_HOME"] = str(path)
        self.assertIn(f"'{path}/crypto-checkpoint/sandbox.db'", self.output_of("--help"))

    def test_an_abbreviated_provider_gets_its_name_and_no_hint_to_install_it(self):
        self.output_of("sandbox", "create")
        said = self.run_program("add", "SQL Server", r"1\Microsoft Strong Crypto Provider\K").stderr
        self.assertIn(b"did you mean 'Microsoft Strong Cryptographic Provider'?", said)
        self.assertNotIn(b"provider install", said)

    def test_a_list_that_lost_backslashes_gets_no_hint_to_install_a_provider(self):
        self.output_of("sandbox", "create")
        for names in (r"1\\A,1\\B", r"1\\A;1\\B", r"1\\A 1\\B", r"1\\My Key, 24\\B", r"1\\A|01\\B"):
            for command in ("add 'SQL Server'", "sandbox key create NODE1"):
                said = self.paste(f'"{program}" {command} "{names}"', status=3)
                self.assertIn("give the names one by one", said)
                self.assertNotIn("provider install", said)

    def test_a_name_of_something_else_gets_no_hint_to_create_a_key(self):
        self.output_of("sandbox", "create")
        file = "76944fb33636aeddb9590521c2e8815a_5c9a6b1f-1bcf-4f1b-a0e8-6d5e7e5c6ff0"
        for key, hint in ((file, "this is the name of a key's file"),
                          ("Microsoft Strong Cryptographic Provider",
                           "the key container has the name of a provider")):
            for words in (("add", "SQL Server"), ("sandbox", "key", "delete", "NODE1")):
                done = self.run_program(*words, "1\\\\" + key)
                self.assertEqual(done.returncode, 3)
                self.assertIn(f"\n  {hint}".encode(), done.stderr)
                self.assertNotIn(b"key create", done.stderr)
        # ... unless a container has it
        self.output_of("sandbox", "key", "create", "NODE2", "1\\\\" + file)
        self.assertIn(b"it is on NODE2, but the resource is on NODE1",
                      self.run_program("add", "SQL Server", "1\\\\" + file).stderr)

    def test_single_quotes_that_the_shell_passed_on_get_one_note(self):
        for name in (r"1\\A", r"1\A"):
            said = self.run_program("explain", f"'{name}'").stdout.decode()
            self.assertIn("error: the quotes around the name are not part of it\n", said)
            self.assertIn("note: cmd.exe passes single quotes on; there, write\n", said)
            self.assertIn(r'"1\\A"', said)

    def test_a_number_that_may_have_lost_a_backslash_gets_no_guess(self):
        for name in ("11Key", "24Key", "1A|1B", "1Contoso CryptographicKey"):
            self.assertNotIn(b"note:", self.run_program("explain", name).stdout)
        self.assertIn(rb"'1\\Key'", self.run_program("explain", "1Key").stdout)

    def test_adding_an_existing_checkpoint_gets_a_hint_to_ensure(self):
        self.output_of("sandbox", "create")
        self.output_of("add", "SQL Server", r"1\\MyKey")
        self.paste(self.hint_of("add", "SQL Server", r"1\\MyKey", label="exist already: "))

    def test_the_hint_of_an_empty_list_adds_a_checkpoint(self):
        self.output_of("sandbox", "create")
        for exportable in ([], None, ["--not-exportable"]):
            self.output_of("sandbox", "key", "delete", "NODE1", r"1\\MyKey")
            if exportable is not None:
                self.output_of("sandbox", "key", "create", "NODE1", r"1\\MyKey", *exportable)
            self.paste(self.hint_of("list", label="to add one: ", status=0))
            (added,) = self.objects_of("list")
            self.output_of("remove", "SQL Server", added["checkpoint"])

    def test_the_hint_for_a_stopped_node_brings_the_resource_online(self):
        self.output_of("sandbox", "create", "--node", "NODE1")
        self.output_of("sandbox", "crash", "NODE1")
        self.paste(self.hint_of("sandbox", "online", "SQL Server", label="to start it: ", status=4))
        self.output_of("sandbox", "online", "SQL Server")


if __name__ == "__main__":
    unittest.main()
