# SPDX-License-Identifier: BSL-1.0
"""plan, apply, export and audit: desired state, on the sandbox and over WS-Management."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import threading
import time
import unittest

from cluster_support import ClusterTest, Relay
from shown_commands import shown_commands
from terminal import Terminal

root = pathlib.Path(__file__).parents[2]
schema_file = root / "docs" / "reference" / "desired-state.schema.json"
examples = root / "examples"


def wanted(*resources, **members) -> str:
    return json.dumps({"resources": list(resources), **members})


class Desired(ClusterTest):
    def setUp(self):
        super().setUp()
        self.output_of("sandbox", "create")
        for key in (r"1\\Old", r"1\\New"):
            self.output_of("sandbox", "key", "create", "NODE1", key)
        self.output_of("add", "SQL Server", r"1\\MyKey", r"1\\Old")

    def file(self, text: str, name="wanted.json") -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def names(self, *words) -> list:
        return [entry["checkpoint"] for entry in self.objects_of("list", *words)
                if "checkpoint" in entry]


class HoldingRelay(Relay):
    """Holds one request until it is stopped."""

    def __init__(self, behind: str):
        super().__init__(behind)
        self.number = None
        self.is_held = threading.Event()
        self.is_stopped = threading.Event()

    def hold(self, number: int):
        self.number = number

    def pass_on(self, handler):
        if len(self.request_lines) + 1 == self.number:
            self.is_held.set()
            self.is_stopped.wait(timeout=60)
            return
        super().pass_on(handler)

    def stop(self):
        self.is_stopped.set()
        super().stop()


class Plan(Desired):
    def test_shows_what_would_change_and_changes_nothing(self):
        file = self.file(wanted({"resource": "sql server", "exact": True,
                                 "checkpoints": [r"1\\MyKey", r"1\\New"]}))
        before = self.names()
        text = self.output_of("plan", file, status=5)
        self.assertEqual(text.splitlines()[:3],
                         ["the sandbox:", "  'SQL Server'", r"    + '1\\New'"])
        self.assertIn("    - '1\\\\Old'\n", text)
        self.assertEqual(text.splitlines()[-1], "1 to add, 1 to remove, 1 as it should be")
        self.assertEqual(self.names(), before)

    def test_json(self):
        file = self.file(wanted({"resource": "SQL Server", "exact": True,
                                 "checkpoints": [r"1\\MyKey", r"1\\New"]},
                                {"resource": "SQL Servr", "checkpoints": []},
                                {"pattern": "X*", "checkpoints": []}))
        *checkpoints, servr, x, end = self.objects_of("plan", file, status=3)
        self.assertEqual([(one["resource"], one["action"], one["checkpoint"], one["similar_to"])
                          for one in checkpoints],
                         [("SQL Server", "keep", r"1\\MyKey", None),
                          ("SQL Server", "add", r"1\\New", None),
                          ("SQL Server", "remove", r"1\\Old", None)])
        self.assertEqual(checkpoints[1]["advice"], ["provider_name_omitted"])
        self.assertEqual(servr, {"resource": "SQL Servr", "action": "missing", "is_pattern": False,
                                 "similar_to": "SQL Server"})
        self.assertEqual(x, {"resource": "X*", "action": "missing", "is_pattern": True,
                             "similar_to": None})
        self.assertEqual(end, {"ok": True, "add": 1, "remove": 1, "keep": 1, "unclear": 0,
                               "missing": 2})

    def test_nothing_to_do(self):
        file = self.file(wanted({"resource": "SQL Server", "checkpoints": [
            {"type": 1, "key": "MyKey"}]}))
        self.assertEqual(self.output_of("plan", file),
                         "0 to add, 0 to remove, 1 as it should be\n")

    def test_unclear(self):
        file = self.file(wanted({"resource": "SQL Server", "checkpoints": [
            {"type": 1, "provider": "Microsoft Strong Cryptographic Provider", "key": "MyKey"}]}))
        text = self.output_of("plan", file, status=5)
        self.assertIn(r"    ~ '1\\MyKey'", text)
        self.output_of("apply", file, "--yes", status=5)
        self.assertIn("1 unclear", text)

    def test_standard_input(self):
        text = wanted({"resource": "SQL Server", "checkpoints": [r"1\\New"]})
        self.assertIn(r"+ '1\\New'", self.output_of("plan", "-", status=5, input=text.encode()))

    def test_comments(self):
        file = self.file('// of the team\n{"resources": [/* none */ ]}\n')
        self.output_of("plan", file)


class BadFiles(Desired):
    def rejected(self, text: str, *expected: str):
        file = self.file(text)
        for command in (["plan"], ["apply", "--yes"]):
            with self.subTest(text=text, command=command):
                done = self.run_program(*command, file)
                self.assertEqual(done.returncode, 2, done)
                message = done.stderr.decode()
                for part in expected:
                    self.assertIn(part, message)
                self.assertEqual(done.stdout, b"")
        error, = self.objects_of("plan", file, status=2)
        self.assertIn(expected[0], error["message"])

    def test_each_error_has_its_place(self):
        resource = '{"resources": [\n  {"resource": "SQL Server", "checkpoints": [%s]}\n]}'
        rows = [
            ("{", "wanted.json:1:1: this is not JSON: "),
            ('{"resources": [}', "wanted.json:1:16: this is not JSON: "),
            ("[]", "wanted.json:1:1: this must be an object"),
            ('{"resources_": []}', 'wanted.json:1:2: "resources_" is not a member here',
             'did you mean "resources"?'),
            ('{"resources": [], "resources": []}', 'wanted.json:1:19: the member "resources" is there twice'),
            ('{"resources": [{}]}', "1:16: resources[0]: either"),
            ('{"resources": [{"resource": "A"}]}', '1:16: resources[0]: "checkpoints" is missing'),
            ('{"resources": [{"resource": "", "checkpoints": []}]}', "resources[0].resource: "),
            (resource % '"1\\\\\\\\A", "1\\\\B"',
             "wanted.json:2:56: resources[0].checkpoints[1]: ", r'"1\\\\B"'),
            (resource % "7", "2:46: resources[0].checkpoints[0]: this must be a name or its parts"),
            (resource % '{"type": 1000, "key": "K"}',
             "2:47: resources[0].checkpoints[0].type: the provider type must be 1 to 999"),
            (resource % '{"type": 1, "key": ""}', "resources[0].checkpoints[0]: "),
            (resource % '{"type": 1, "provider": "", "key": "K"}',
             "resources[0].checkpoints[0].provider: the provider's name is empty",
             'leave "provider" out'),
            ('{"resources": [{"resource": "\u00e4", "exact": 1, "checkpoints": []}]}',
             "1:34: resources[0].exact: this must be true or false"),
            ('{"clusters": [{}]}', '1:15: clusters[0]: "url" is missing'),
            ('{"clusters": [{"url": "x"}]}', "1:15: clusters[0]: "),
            ('{"clusters": []}', "1:2: clusters: there is no cluster in it", "leave"),
            ('{"clusters": ["http://a/wsman"]}', "1:15: clusters[0]: this must be an object",
             'such as {"url": '),
            ('{"clusters": [{"url": "http://A/wsman"}, {"url": "HTTP://a/wsman/"}]}',
             "1:42: clusters[1]: this cluster is in the file twice"),
            ('{"resources": [{"resource": "A", "checkpoints": ["1\\MyKey"]}]}',
             "this is not JSON: ", "each backslash is written twice"),
            ('{"resources": [{"resource": "A", "checkpoints": "x"}]}',
             "resources[0].checkpoints: this must be an array", 'such as ["1'),
            ("{} /* " + "x" * 5000, "this is not JSON: "),
            ('{"clusters": [{"url": "https://a/wsman", "password": "p"}]}',
             '1:42: clusters[0]: "password" is not a member', "password_file"),
            ('{"clusters": [{"url": "https://a/wsman", "auth": "x"}]}',
             '1:42: clusters[0].auth: "auth" does not take x', "it takes: none"),
            ('{"clusters": [{"url": "https://a/wsman"}, {"url": "https://a/wsman"}]}',
             "1:43: clusters[1]: this cluster is in the file twice"),
            ('{"clusters": [{"url": "https://a/wsman", "auth": "basic"}]}', "1:15: clusters[0]: ",
             'give "password_file" FILE'),
            ("[" * 40, "1:33: it is nested too deeply"),
        ]
        for text, *expected in rows:
            self.rejected(text, *expected)

    def test_json_has_the_place(self):
        error, = self.objects_of("plan", self.file('{"resources": [\n{}]}'), status=2)
        self.assertEqual((error["ok"], error["line"], error["column"], error["member"]),
                         (False, 2, 1, "resources[0]"))

    def test_utf16(self):
        path = self.folder / "wide.json"
        path.write_text("{}", encoding="utf-16")
        done = self.run_program("plan", str(path))
        self.assertIn(b"save it as UTF-8", done.stderr)

    def test_control_characters_are_not_printed(self):
        self.rejected('{"\u001b[31m": 1}'.replace("\u001b", "\\u001b"), "is not a member here")
        self.assertNotIn(b"\x1b", self.written)

    def test_a_file_that_cannot_be_read(self):
        done = self.run_program("plan", str(self.folder / "none.json"))
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"none.json: it cannot be opened", done.stderr)

    def test_a_file_of_more_than_64_mib_is_rejected(self):
        large = self.folder / "large.json"
        with large.open("wb") as file:
            file.truncate((64 << 20) + 1)
        done = self.run_program("plan", str(large))
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"large.json: it is larger than 64 MiB", done.stderr)


class Apply(Desired):
    def test_reaches_the_state(self):
        file = self.file(wanted({"resource": "SQL Server", "exact": True,
                                 "checkpoints": [r"1\\New", r"1\\MyKey"]}))
        text = self.output_of("apply", file, "--yes")
        self.assertEqual(text.splitlines()[-1], "2 changed")
        self.assertEqual(self.names(), [r"1\\MyKey", r"1\\New"])
        self.output_of("plan", file)
        self.assertIn("0 to add, 0 to remove", self.output_of("apply", file, "--yes"))

    def test_json(self):
        file = self.file(wanted({"resource": "SQL Server", "exact": True,
                                 "checkpoints": [r"1\\New", r"1\\None"]}))
        new, none, end = self.objects_of("apply", file, "--yes", status=3)
        self.assertEqual(new, {"resource": "SQL Server", "action": "add", "checkpoint": r"1\\New",
                               "ok": True, "changed": True})
        self.assertEqual((none["ok"], none["error"]), (False, "key_container_not_found"))
        self.assertEqual(end, {"ok": False, "changed": 1, "unchanged": 0, "failed": 1,
                               "unknown": 0, "not_tried": 2, "unclear": 0, "missing": 0})
        self.assertEqual(self.names(), [r"1\\MyKey", r"1\\Old", r"1\\New"])

    def test_what_is_missing_is_not_success(self):
        new = {"resource": "SQL Server", "checkpoints": [r"1\\New"]}
        for more, status in (({"resource": "Nope", "checkpoints": []}, 3),
                             ({"pattern": "Nope*", "checkpoints": []}, 5)):
            file = self.file(wanted(new, more))
            objects = self.objects_of("apply", file, "--yes", status=status)
            self.assertEqual([one["resource"] for one in objects if one.get("action") == "missing"],
                             [more.get("resource") or more["pattern"]])
            self.output_of("apply", file, "--yes", status=status)

    def test_keep_going_does_not_remove_where_an_addition_failed(self):
        file = self.file(wanted({"resource": "SQL Server", "exact": True,
                                 "checkpoints": [r"1\\None", r"1\\New"]}))
        text = self.output_of("apply", file, "--yes", "--keep-going", status=3)
        self.assertEqual(text.splitlines()[-1], "1 changed, 1 failed, 2 not tried")
        self.assertEqual(self.names(), [r"1\\MyKey", r"1\\Old", r"1\\New"])

    def test_needs_yes_where_it_cannot_ask(self):
        file = self.file(wanted({"resource": "SQL Server", "checkpoints": [r"1\\New"]}))
        for words in ([], ["--json"]):
            done = self.run_program("apply", file, *words)
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"--yes", done.stderr + done.stdout)

    def test_asks_on_a_terminal(self):
        file = self.file(wanted({"resource": "SQL Server", "checkpoints": [r"1\\New"]}))
        for answer, changes in ((b"n\n", False), (b"\n", False), (b"y\n", True)):
            with self.subTest(answer=answer):
                terminal = Terminal()
                running = self.start_program("apply", file, stdin=terminal.program_s,
                                             stdout=terminal.program_s, stderr=terminal.program_s)
                while b"[y/N] " not in terminal.text and running.poll() is None:
                    time.sleep(0.01)
                os.write(terminal.mine, answer)
                self.assertEqual(running.wait(timeout=60), 0 if changes else 5)
                shown = terminal.finish()
                self.assertIn("\x1b[32m+\x1b[0m", shown)
                self.assertIn("1 changed" if changes else "nothing was changed", shown)
                self.assertEqual(r"1\\New" in self.names(), changes)


class Fleet(Desired):
    def test_export_plans_to_nothing_edit_apply_and_again(self):
        urls = [self.serve("one"), self.serve("two")]
        clusters = [word for url in urls for word in ("--cluster", url)]
        self.output_of("ensure", "SQL Server", r"1\\MyKey", "--cluster", urls[0])
        text = self.output_of("export", *clusters)
        file = self.file(text)
        self.assertIn("0 to add, 0 to remove, 1 as it should be", self.output_of("plan", file))

        edited = json.loads(text)
        for cluster in edited["clusters"]:
            for resource in cluster["resources"]:
                if resource["resource"] == "SQL Server":
                    resource["checkpoints"] = [r"1\\MyKey"]
        file = self.file(json.dumps(edited))
        plan = self.output_of("plan", file, status=5)
        self.assertIn(f"{urls[1]}:\n  'SQL Server'\n    + ", plan)
        self.assertIn("2 changed" if "2 to add" in plan else "1 changed",
                      self.output_of("apply", file, "--yes"))
        self.output_of("plan", file)

    def test_a_cluster_that_does_not_respond_spoils_nothing(self):
        url, gone = self.serve("one"), self.refusing()
        file = self.file(json.dumps({
            "clusters": [{"url": gone}, {"url": url}],
            "resources": [{"resource": "SQL Server", "checkpoints": [r"1\\MyKey"]}]}))
        objects = self.objects_of("plan", file, status=4)
        ends = {one["cluster"]: one for one in objects if "ok" in one}
        self.assertEqual(ends[gone]["error"], "cluster_unreachable")
        self.assertEqual((ends[url]["ok"], ends[url]["add"]), (True, 1))
        self.output_of("apply", file, "--yes", status=4)
        self.assertEqual(self.names("--cluster", url), [r"1\\MyKey"])

    def test_a_summary_says_what_is_unknown(self):
        gone = self.refusing()
        file = self.file(json.dumps({"clusters": [{"url": gone}], "resources": []}))
        text = self.output_of("plan", file, status=4)
        self.assertIn("the state of 1 of 1 clusters is unknown", text)
        self.assertIn("1 of 1 clusters: the state is unknown",
                      self.output_of("audit", "--cluster", gone, status=4))

    def test_a_backend_without_a_cluster_is_an_error(self):
        file = self.file(wanted({"resource": "SQL Server", "checkpoints": []}))
        done = self.run_program("plan", file, "--backend", "wsman")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"--backend wsman needs --cluster", done.stderr)

    def test_the_same_cluster_in_another_spelling(self):
        url = self.serve("one")
        file = self.file(json.dumps({"clusters": [
            {"url": url, "resources": [{"resource": "SQL Server", "checkpoints": [r"1\\MyKey"]}]}]}))
        for other in (url.replace("http", "HTTP"), url + "/"):
            with self.subTest(url=other):
                self.assertIn("1 to add", self.output_of("plan", file, "--cluster", other, status=5))

    def test_the_command_line_chooses_a_cluster_of_the_file(self):
        one, two = self.serve("one"), self.serve("two")
        file = self.file(json.dumps({"clusters": [
            {"url": url, "resources": [{"resource": "SQL Server", "checkpoints": [r"1\\MyKey"]}]}
            for url in (one, two)]}))
        self.output_of("apply", file, "--yes", "--cluster", two)
        self.assertEqual(self.names("--cluster", one), [])
        self.assertEqual(self.names("--cluster", two), [r"1\\MyKey"])

    def test_each_result_is_written_before_the_next_change(self):
        relay = HoldingRelay(self.serve("one"))
        self.addCleanup(relay.stop)
        self.output_of("--sandbox", str(self.folder / "one.db"), "sandbox", "key", "create",
                       "NODE1", r"1\\New")
        file = self.file(json.dumps({"clusters": [{"url": relay.url}], "resources": [
            {"resource": "SQL Server", "checkpoints": [r"1\\MyKey", r"1\\New"]}]}))
        self.output_of("plan", file, status=5)
        reading = len(relay.request_lines)
        # After the reading and the first change, which is a listing and the change itself.
        relay.hold(2 * reading + 3)
        log = self.folder / "log"
        with log.open("wb") as output:
            running = self.start_program("apply", file, "--yes", stdout=output, stderr=output)
            self.assertTrue(relay.is_held.wait(timeout=60))
            printed = log.read_text(encoding="utf-8")
            running.kill()
            running.wait()
        self.assertIn("2 to add", printed)
        self.assertIn(r"'SQL Server': + '1\\MyKey'", printed)

    def test_killed_in_the_middle_it_finishes_the_next_time(self):
        url = self.serve("one")
        sandbox = str(self.folder / "one.db")
        names = [rf"1\\Key{i}" for i in range(60)]
        for name in names:
            self.output_of("--sandbox", sandbox, "sandbox", "key", "create", "NODE1", name)
        file = self.file(json.dumps({"clusters": [{"url": url}], "resources": [
            {"resource": "SQL Server", "exact": True, "checkpoints": names}]}))
        running = self.start_program("apply", file, "--yes", stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL)
        while not self.names("--cluster", url):
            time.sleep(0.01)
        running.send_signal(signal.SIGKILL)
        running.wait()
        some = len(self.names("--cluster", url))
        self.assertGreater(some, 0)
        self.output_of("apply", file, "--yes")
        self.assertEqual(sorted(self.names("--cluster", url)), sorted(names))
        self.output_of("plan", file)


class Audit(Desired):
    def test_finds_what_may_hurt(self):
        one, two = self.serve("one"), self.serve("two")
        self.output_of("ensure", "SQL Server", r"1\\MyKey", "--cluster", one)
        objects = self.objects_of("audit", "--cluster", one, "--cluster", two)
        findings = {(each["cluster"], each["finding"]): each for each in objects
                    if "finding" in each}
        self.assertEqual(findings[one, "advice"]["advice"], "provider_name_omitted")
        self.assertEqual(findings[two, "missing"]["other"], one)
        self.assertEqual(len(findings), 2)
        self.assertIn("2 findings",
                      self.output_of("audit", "--cluster", one, "--cluster", two))

    def test_one_container_under_two_names(self):
        one, two = self.serve("one"), self.serve("two")
        named = r"1\Microsoft Strong Cryptographic Provider\MyKey"
        self.output_of("ensure", "SQL Server", r"1\\MyKey", "--cluster", one)
        self.output_of("ensure", "SQL Server", named, "--cluster", two)
        objects = self.objects_of("audit", "--cluster", one, "--cluster", two)
        found = [(each["cluster"], each["finding"], each["checkpoint"], each["other"])
                 for each in objects if each.get("finding") not in (None, "advice")]
        self.assertEqual(sorted(found), sorted([(one, "similar", r"1\\MyKey", named),
                                                (two, "similar", named, r"1\\MyKey")]))

    def test_nothing_found(self):
        self.assertEqual(self.output_of("audit", "Nothing*"), "0 checkpoints, 0 findings\n")


class HowTo(ClusterTest):
    def test_the_commands_in_their_order(self):
        commands = shown_commands("desired_state.sh")
        ports = []
        for number in "12":
            with socket.create_server(("127.0.0.1", 0)) as free:
                ports.append(str(free.getsockname()[1]))
            commands = commands.replace(f":598{number}", f":{ports[-1]}")
        commands = commands.replace(":598$number", f":$(set {' '.join(ports)}; eval echo \\$$number)")
        waits = "".join(f"until (: </dev/tcp/127.0.0.1/{port}) 2>/dev/null; do sleep 0.1; done\n"
                        for port in ports)
        self.assertIn("\nsleep 1\n", commands)
        commands = commands.replace("\nsleep 1\n", "\n" + waits)
        done = subprocess.run(["bash", "-euc", commands], env=self.environment, cwd=self.folder,
                              stdin=subprocess.DEVNULL, timeout=120, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        printed = done.stdout.decode()
        self.assertEqual(done.returncode, 0, printed)
        self.assertIn("1 to add, 0 to remove, 1 as it should be", printed)
        self.assertIn("0 to add, 0 to remove, 2 as they should be", printed)

    @unittest.skipUnless(shutil.which("ansible-playbook"), "ansible-core is not installed")
    def test_the_playbook_reports_a_change_once(self):
        url = self.serve()
        (self.folder / "wanted.json").write_text(json.dumps({
            "clusters": [{"url": url}],
            "resources": [{"resource": "SQL Server", "checkpoints": [r"1\\MyKey"]}]}))
        playbook = examples / "desired_state_playbook.yml"
        (self.folder / "playbook.yml").write_text(playbook.read_text(encoding="utf-8"))
        for changed in (1, 0):
            done = subprocess.run(["ansible-playbook", "-i", "localhost,", "-c", "local",
                                   "playbook.yml"], env=self.environment, cwd=self.folder,
                                  timeout=120, capture_output=True, check=False)
            self.assertEqual(done.returncode, 0, done)
            self.assertIn(f"changed={changed}", done.stdout.decode())


class Schema(Desired):
    """The JSON Schema accepts what the program accepts."""

    def setUp(self):
        super().setUp()
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        schema = json.loads(schema_file.read_text(encoding="utf-8"))
        validator = jsonschema.validators.validator_for(schema)
        validator.check_schema(schema)
        self.accepts = validator(schema).is_valid

    def test_it_agrees_with_the_program(self):
        resource = {"resource": "SQL Server", "checkpoints": [r"1\\New"]}
        documents = [
            {}, {"$schema": "x"}, {"resources": []}, {"resources": [resource]}, [], {"x": 1},
            {"resources": [{**resource, "exact": False}]}, {"resources": [{**resource, "exact": 1}]},
            {"resources": [{**resource, "pattern": "x"}]}, {"resources": [{"checkpoints": []}]},
            {"resources": [{"pattern": "S*", "checkpoints": [{"type": 1, "key": "K"}]}]},
            {"resources": [{"resource": "", "checkpoints": []}]}, {"resources": [{"resource": "A"}]},
            {"clusters": []}, {"clusters": [{}]},
            *({"resources": [{"resource": "SQL Server", "checkpoints": [checkpoint]}]}
              for checkpoint in [
                  r"1\K", "", r"0\\K", r"1000\\K", r"01\\K", r"1\\", r"1\A\B", r"1\A\B\C", 7, None,
                  "1\\\\K\0", {"type": 0, "key": "K"}, {"type": 1}, {"key": "K"},
                  {"type": 1, "key": "K", "provider": "P"}, {"type": 1, "key": ""},
                  {"type": 1, "key": "K", "provider": ""}, {"type": 1, "key": "a\\b"},
                  {"type": 1, "key": "K", "x": 1}, {"type": "1", "key": "K"}]),
        ]
        for document in documents:
            done = self.run_program("plan", "-", input=json.dumps(document).encode())
            with self.subTest(document=document, output=done.stderr):
                self.assertEqual(self.accepts(document), done.returncode != 2)

    def test_what_export_prints(self):
        self.assertTrue(self.accepts(json.loads(self.output_of("export"))))
        self.assertTrue(self.accepts(json.loads(self.output_of("export", "--cluster", self.serve(),
                                                               "--timeout", "9"))))


class Dsc(Desired):
    """The commands of the manifest, as DSC calls them. DSC itself was never run."""

    manifest = json.loads((examples / "crypto-checkpoint.dsc.resource.json")
                          .read_text(encoding="utf-8"))

    def call(self, method: str, instance=None, status=0) -> list:
        what = self.manifest["schema"]["command"] if method == "schema" else self.manifest[method]
        self.assertEqual(what["executable"], "crypto-checkpoint")
        text = self.output_of(*what["args"], status=status,
                              input=b"" if instance is None else json.dumps(instance).encode())
        return [json.loads(text)] if method == "schema" else [
            json.loads(line) for line in text.splitlines()]

    def test_get_test_set(self):
        wanted = {"resource": "sql server", "checkpoints": [r"1\\New"], "exact": True}
        state = {"resource": "SQL Server", "checkpoints": [r"1\\MyKey", r"1\\Old"], "exact": True}
        self.assertEqual(self.call("get", wanted), [state])
        self.assertEqual(self.call("test", wanted), [{**state, "_inDesiredState": False}])
        after = {**state, "checkpoints": [r"1\\New"]}
        for _ in range(2):  # the second time there is nothing to do
            self.assertEqual(self.call("set", wanted), [after])
        self.assertEqual(self.call("test", wanted), [{**after, "_inDesiredState": True}])

    def test_of_a_cluster(self):
        url = self.serve()
        wanted = {"cluster": url, "resource": "SQL Server", "checkpoints": [r"1\\MyKey"]}
        self.assertEqual(self.call("set", wanted), [{**wanted, "exact": False}])

    def test_export_and_schema(self):
        instances = self.call("export")
        self.assertEqual([each["resource"] for each in instances], ["SQL Server"])
        schema, = self.call("schema")
        self.assertEqual(set(instances[0]) - set(schema["properties"]), set())
        for each in instances:
            self.assertTrue(self.call("test", each)[0]["_inDesiredState"])
        self.assertEqual(self.call("export", {"resource": "sql server"}), instances)
        self.assertEqual(self.call("export", {"resource": "other"}), [])
        url = self.serve()
        exported, = self.call("export", {"cluster": url})
        self.assertEqual((exported["cluster"], exported["checkpoints"]), (url, []))

    def test_what_is_unclear_is_not_the_desired_state(self):
        unclear = {"resource": "SQL Server", "checkpoints": [r"1\\MYKEY"]}
        self.assertFalse(self.call("test", unclear)[0]["_inDesiredState"])

    def test_errors_have_the_exit_codes_of_the_manifest(self):
        for instance, status in [({"resource": "None"}, 3), ({"resource": 1}, 2), ({}, 2),
                                 ({"resource": "A", "checkpoints": ["x"]}, 2),
                                 ({"cluster": self.refusing(), "resource": "A"}, 4)]:
            with self.subTest(instance=instance):
                self.assertEqual(self.call("get", instance, status), [])
                self.assertIn(str(status), self.manifest["exitCodes"])
        for instance, words in [({"resource": "SQL Server"}, []),
                                ({"resource": "SQL Server", "exact": True}, []),
                                ({"resource": "A", "checkpoints": []}, ["--cluster", "http://a/wsman",
                                                                       "--cluster", "http://b/wsman"]),
                                ({"cluster": "http://a/wsman", "resource": "A", "checkpoints": []},
                                 ["--cluster", "http://b/wsman"])]:
            with self.subTest(instance=instance, words=words):
                self.output_of("dsc", "set", *words, status=2, input=json.dumps(instance).encode())
        new = {"resource": "SQL Server", "checkpoints": [r"1\\None"]}
        self.assertEqual(self.call("set", new, 3)[0]["checkpoints"], [r"1\\MyKey", r"1\\Old"])

    @unittest.skipUnless("DSC_MANIFEST_SCHEMA" in os.environ,
                         "DSC_MANIFEST_SCHEMA does not name the published schema of manifests")
    def test_the_manifest_is_valid(self):
        import jsonschema
        published = json.loads(pathlib.Path(os.environ["DSC_MANIFEST_SCHEMA"])
                               .read_text(encoding="utf-8"))
        jsonschema.validators.validator_for(published)(published).validate(self.manifest)


if __name__ == "__main__":
    unittest.main()
