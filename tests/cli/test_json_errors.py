# SPDX-License-Identifier: BSL-1.0
"""With --json each error of each command is an object on standard output."""

import json
import unittest

from cluster_support import ClusterTest

invalid_name, usage, refused, unreachable = range(1, 5)

# The members of each object about an error, and those that only some have.
common = {"ok", "error", "message", "hints"}
native = {"place", "native_domain", "native_code", "native_name"}
of_command_line = common | native | {"resource"}
of_name = common | {"input", "offset", "length", "suggestion", "names"}
of_change = of_name | native | {"command", "resource", "dry_run"}
of_cluster = of_command_line | {"cluster"}

# For each command with --json: what it is given, the error, the exit status, and the members.
# {missing}, {damaged}, {wanted}: files; {url}: of a server with the sandbox; {dead}: of nothing
changes = [
    (["Nobody", r"1\\K"], "resource_not_found", refused, of_change),
    (["SQL Server", "K"], "provider_type_not_decimal", invalid_name, of_change),
    (["SQL Server"], "invalid_value", usage, of_command_line),
    (["SQL Server", r"1\\K", "--cluster", "host"], "invalid_value", usage, of_command_line),
    (["SQL Server", r"1\\K", "--user", "me"], "invalid_value", usage, of_command_line),
    (["SQL Server", r"1\\K", "--backend", "clusapi"], "invalid_value", usage, of_command_line),
    (["SQL Server", r"1\\K", "--backend", "nonsense"], "invalid_value", usage, of_command_line),
    (["SQL Server", r"1\\K", "--sandbox", "{missing}"], "object_not_found", unreachable,
     of_command_line),
    (["SQL Server", r"1\\K", "--sandbox", "{damaged}"], "storage_damaged", unreachable,
     of_command_line),
    (["SQL Server", r"1\\K", "--cluster", "{dead}"], "cluster_unreachable", unreachable,
     of_change | {"cluster"}),
    (["Nobody", r"1\\K", "--cluster", "{url}"], "resource_not_found", refused,
     of_change | {"cluster"}),
    (["SQL Server", "K", "--cluster", "{url}"], "provider_type_not_decimal", invalid_name, of_change),
]
desired = [
    ([], "invalid_value", usage, of_command_line),
    (["{missing}"], "invalid_value", usage, of_command_line),
    (["{damaged}"], "invalid_value", usage, common | native | {"line", "column", "member"}),
    (["{wanted}", "--sandbox", "{missing}"], "object_not_found", unreachable, of_command_line),
    (["{wanted}", "--cluster", "{dead}"], "cluster_unreachable", unreachable, of_cluster),
]
errors = {
    "explain": [(["K"], "provider_type_not_decimal", invalid_name, of_name),
                ([], "invalid_value", usage, of_command_line),
                (["--stdin", "K"], "invalid_value", usage, of_command_line)],
    "add": changes,
    "remove": changes,
    "ensure": changes,
    "ensure-absent": changes,
    "list": [(["Nobody"], "resource_not_found", refused, of_command_line),
             (["a", "b"], "invalid_value", usage, of_command_line),
             (["--timeout", "x"], "invalid_value", usage, of_command_line),
             (["--sandbox", "{missing}"], "object_not_found", unreachable, of_command_line),
             (["--sandbox", "{damaged}"], "storage_damaged", unreachable, of_command_line),
             (["--cluster", "{dead}"], "cluster_unreachable", unreachable, of_cluster),
             (["Nobody", "--cluster", "{url}"], "resource_not_found", refused, of_cluster)],
    "plan": desired,
    "apply": [*((["--yes", *words], *rest) for words, *rest in desired),
              (["{wanted}"], "invalid_value", usage, of_command_line)],
    "audit": [(["--sandbox", "{missing}"], "object_not_found", unreachable, of_command_line),
              (["--cluster", "{dead}"], "cluster_unreachable", unreachable, of_cluster)],
    "preflight": [([r"1\\K"], "unsupported", usage, of_command_line),
                  ([], "invalid_value", usage, of_command_line)],
    "sandbox status": [(["--sandbox", "{missing}"], "object_not_found", unreachable,
                        of_command_line),
                       (["--sandbox", "{damaged}"], "storage_damaged", unreachable,
                        of_command_line)],
    "sandbox events": [(["--last", "x"], "invalid_value", usage, of_command_line),
                       (["--sandbox", "{missing}"], "object_not_found", unreachable,
                        of_command_line)],
    "sandbox settings": [(["nonsense=true"], "invalid_value", usage, of_command_line),
                         (["refuse_duplicate_add=x"], "invalid_value", usage, of_command_line),
                         (["--sandbox", "{damaged}"], "storage_damaged", unreachable,
                          of_command_line)],
    "sandbox provider list": [(["NODE9"], "object_not_found", refused, of_command_line),
                              (["--sandbox", "{missing}"], "object_not_found", unreachable,
                               of_command_line)],
    "serve": [(["--listen", "5985"], "invalid_value", usage, of_command_line),
              (["--listen", "host"], "invalid_value", usage, of_command_line),
              (["--tls-cert", "x"], "invalid_value", usage, of_command_line),
              (["--listen", "127.0.0.1:0", "--tls-cert", "{missing}", "--tls-key", "{missing}"],
               "storage_failed", usage, of_command_line),
              (["--listen", "127.0.0.1:0", "--user", "me", "--password-file", "{missing}"],
               "invalid_value", usage, of_command_line),
              (["--listen", "0.0.0.0:0"], "insecure_connection", usage, of_command_line),
              (["--sandbox", "{missing}"], "object_not_found", unreachable, of_command_line)],
}


class JsonErrors(ClusterTest):
    def setUp(self):
        super().setUp()
        self.output_of("sandbox", "create")
        damaged = self.folder / "letter.txt"
        damaged.write_text("Dear reader, " * 100)
        wanted = self.folder / "wanted.json"
        wanted.write_text(r'{"resources": [{"resource": "SQL Server", "checkpoints": ["1\\\\MyKey"]}]}')
        self.files = {"missing": self.folder / "nowhere", "damaged": damaged, "wanted": wanted}

    def commands(self, *group):
        """All commands, and whether each has --json."""
        text = self.output_of(*group, "--help")
        yield group, "\n  --json " in text
        _, _, commands = text.partition("\ncommands:\n")
        for line in commands.partition("\n\n")[0].splitlines():
            yield from self.commands(*group, line.split()[0])

    def error_of(self, *words, status, **options) -> dict:
        """The only object, if nothing else is printed."""
        done = self.run_program(*words, "--json", **options)
        self.assertEqual(done.stderr, b"", words)
        self.assertEqual(done.returncode, status, (words, done.stdout))
        (line,) = done.stdout.decode().splitlines()
        one = json.loads(line)
        self.assertIs(one["ok"], False, words)
        self.assertRegex(one["error"], "^[a-z_]+$", words)
        self.assertTrue(one["message"], words)
        for hint in one["hints"]:
            self.assertNotIn("\n", hint, words)
        return one

    def test_each_command_has_errors_in_the_table(self):
        with_json = {" ".join(command) for command, has_json in self.commands() if has_json}
        self.assertEqual(with_json, set(errors))

    def test_each_error_is_an_object(self):
        urls = {"url": self.serve(), "dead": self.refusing()}
        for command, rows in errors.items():
            for words, error, status, members in rows:
                with self.subTest(command=command, words=words):
                    given = [word.format(**self.files, **urls) for word in words]
                    one = self.error_of(*command.split(), *given, status=status)
                    self.assertEqual(one["error"], error)
                    self.assertEqual(set(one), members)
                    self.assertEqual(list(one)[-1], "hints")

    def test_an_invalid_command_line_is_an_object_for_each_command(self):
        for command, has_json in self.commands():
            with self.subTest(command=command):
                one = self.error_of(*command, "--nonsense", status=usage)
                self.assertEqual((one["error"], set(one)), ("invalid_value", of_command_line))
                self.assertIn("has no option --", one["message"])
                if not has_json:
                    self.error_of(*command, status=usage)

    def test_standard_input_that_cannot_be_read_is_an_object(self):
        one = self.error_of("explain", "--stdin", status=usage, input=b"\xfe\xff\x001")
        self.assertEqual((one["error"], set(one)), ("invalid_value", of_command_line))
        self.assertEqual(len(one["hints"]), 2)

    def test_an_error_about_one_resource_names_it(self):
        url = self.serve()
        for words, status in (
                (["list", "Nobody"], refused), (["list", "Nobody", "--cluster", url], refused),
                (["list", "Nobody", "--cluster", self.refusing()], unreachable),
                (["add", "Nobody", r"1\\K"], refused), (["remove", "Nobody", r"1\\K"], refused)):
            self.assertEqual(self.error_of(*words, status=status)["resource"], "Nobody", words)
        for words, status in ((["list", "--cluster", self.refusing()], unreachable),
                              (["list", "--sandbox", "nowhere"], unreachable)):
            self.assertIsNone(self.error_of(*words, status=status)["resource"], words)

    def test_text_and_objects_have_the_same_hints(self):
        self.output_of("add", "SQL Server", r"1\\MyKey")
        for words in (["add", "SQL Servr", r"1\\MyKey"], ["add", "SQL Server", r"1\\MyKey"],
                      ["remove", "SQL Server", r"1\\MyKye"], ["list", "SQL"],
                      ["add", "SQL Server", r"1\\NoKey"], ["add", r"1\\MyKey", "SQL Server"],
                      ["add", "SQL", "Server", r"1\\MyKey"]):
            text = " ".join(self.run_program(*words).stderr.decode().split())
            objects = [json.loads(line)
                       for line in self.run_program(*words, "--json").stdout.splitlines()]
            self.assertTrue(objects[0]["hints"], words)
            for hint in objects[0]["hints"]:
                self.assertIn(" ".join(hint.split()), text, words)

    def test_options_after_the_mark_are_names(self):
        done = self.run_program("explain", "--", "--json")
        self.assertEqual(done.returncode, invalid_name)
        self.assertIn(b"--json\n", done.stdout)


if __name__ == "__main__":
    unittest.main()
