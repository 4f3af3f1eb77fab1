# SPDX-License-Identifier: BSL-1.0
"""Windows features under Wine: the preflight, with real key containers; ClusAPI and WMI, with stand-ins that use
a sandbox; and errors of components that are left out."""

import json
import os
import pathlib
import shlex
import subprocess
import sys
import unittest

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "cli"))

from support import CliTest, shown

key_container = os.environ["CRYPTO_CHECKPOINT_KEY_CONTAINER"]
for_windows = os.environ["CRYPTO_CHECKPOINT_FOR_WINDOWS"]
run_under_wine = pathlib.Path(__file__).resolve().parents[1] / "run_under_wine.sh"
with_container = pathlib.Path(__file__).with_name("first_on_a_cluster.sh")
strong = "Microsoft Strong Cryptographic Provider"


class Preflight(CliTest):
    def with_container(self, name, keys, *words):
        """Runs the program while there is a container of that name."""
        return subprocess.run([run_under_wine, key_container, name, *keys, "--", for_windows, *words],
                              env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=120, check=False)

    def test_an_exportable_container(self):
        name = rf"1\{strong}\CliPreflight"
        done = self.with_container("CliPreflight", ["exchange"], "preflight", name)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(done.stdout.decode(), f"""{name}
  provider type  1 (PROV_RSA_FULL)
  provider name  {strong}
  key container  CliPreflight: found
  exchange key   exportable
  signature key  none
""")

    def test_a_key_that_is_not_exportable(self):
        name = rf"1\{strong}\Schlüssel"
        done = self.with_container("Schlüssel", ["exchange", "fixed-signature"], "preflight", name,
                                   "--json")
        self.assertEqual(done.returncode, 3)
        self.assertEqual(json.loads(done.stdout), {
            "input": name, "ok": False, "provider_type": 1, "provider_name": strong,
            "key_container": "Schlüssel", "provider_here": strong, "provider_type_here": 1,
            "container": "found", "exchange_key": "exportable", "signature_key": "not_exportable",
            "advice": [], "faults": ["key_not_exportable"], "error": "key_not_exportable",
            "native_code": None, "native_name": None,
            "message": "the key is not exportable, so it cannot move to another node",
            "hints": []})
        done = self.with_container("Schlüssel", ["fixed-exchange"], "preflight", name)
        self.assertIn("error          key_not_exportable (exchange key): ", done.stdout.decode())

    def test_missing_containers_and_providers(self):
        objects = self.objects_of("preflight", r"1\\CliNobody", r"1\Nobody\K", rf"24\{strong}\K",
                                  r"998\\K", status=3)
        self.assertEqual([one["faults"] for one in objects],
                         [["key_container_not_found"], ["provider_not_found"],
                          ["provider_type_mismatch"], ["provider_not_found"]])
        self.assertEqual([one["container"] for one in objects],
                         ["not_found", "not_asked", "not_asked", "not_asked"])
        self.assertEqual(objects[0]["native_name"], "NTE_BAD_KEYSET")
        self.assertIsNotNone(objects[0]["provider_here"])
        self.assertEqual(objects[2]["provider_type_here"], 1)

    def test_the_highest_status_wins(self):
        self.assertEqual(self.run_program("preflight", "no name").returncode, 1)
        done = self.run_program("preflight", "no name", r"1\\CliNobody")
        self.assertEqual((done.returncode, done.stderr), (3, b""))
        self.assertIn(b"error: this is not a checkpoint name", done.stdout)
        self.assertIn(b"or you may not open", done.stdout)

    def test_command_lines(self):
        done = self.run_program("prefligt", r"1\\K")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"did you mean preflight?", done.stderr)
        self.assertEqual(self.run_program("preflight").returncode, 2)
        for line in self.output_of("preflight", "--help").splitlines():
            self.assertLessEqual(len(line), 100 if line.startswith("  crypto-checkpoint ") else 80)


class InterfaceTests:
    """Tests of each Windows interface to a cluster. `there` has its options; `stand_in` is the environment variable
    with the sandbox of its stand-in."""

    def setUp(self):
        super().setUp()
        self.output_of("sandbox", "create")
        self.output_of("sandbox", "key", "create", "NODE1", r"1\\FixedKey", "--not-exportable")
        self.environment[self.stand_in] = shown(self.sandbox)

    def test_a_checkpoint_from_add_to_remove(self):
        there = self.there
        self.assertEqual(self.output_of("list", "SQL Server", *there), "no checkpoints\n")
        self.assertEqual(self.output_of("add", "SQL Server", r"1\\MyKey", "--dry-run", *there)
                         .splitlines()[0], r"would add '1\\MyKey' to 'SQL Server'")
        self.assertEqual(self.output_of("list", "SQL Server", *there), "no checkpoints\n")
        self.assertEqual(self.output_of("add", "SQL Server", r"1\\MyKey", *there).splitlines()[0],
                         r"added '1\\MyKey' to 'SQL Server'")
        self.assertIn("MyKey", self.output_of("list"))  # the sandbox under it
        self.assertEqual(self.output_of("ensure", "SQL Server", r"1\\MyKey", *there),
                         "unchanged: 'SQL Server' has '1\\\\MyKey'\n")
        self.assertEqual(
            self.objects_of("list", "SQL Server", *there),
            [{"cluster": ".", "resource": "SQL Server", "checkpoint": r"1\\MyKey",
              "provider_type": 1, "provider_name": None, "key_container": "MyKey", "error": None},
             {"cluster": ".", "ok": True, "resources": 1, "checkpoints": 1}])
        self.output_of("remove", "SQL Server", r"1\\MyKey", *there)
        self.assertEqual(self.objects_of("ensure-absent", "SQL Server", r"1\\MyKey", *there)[0]
                         ["changed"], False)
        self.assertIn("no checkpoints", self.output_of("list", "SQL Server"))

    def test_errors_of_the_cluster(self):
        for words, error, name in [
                (["add", "SQL Server", r"1\\FixedKey"], "key_not_exportable", "NTE_BAD_KEY"),
                (["add", "SQL Server", r"1\\NoKey"], "key_container_not_found", "NTE_BAD_KEYSET"),
                (["add", "Nobody", r"1\\MyKey"], "resource_not_found", self.no_resource),
                (["remove", "SQL Server", r"1\\MyKey"], "checkpoint_not_found",
                 "ERROR_FILE_NOT_FOUND")]:
            done = self.objects_of(*words, *self.there, status=3)[0]
            self.assertEqual((done["cluster"], done["error"], done["native_name"]),
                             (".", error, name))


class ClusApi(InterfaceTests, CliTest):
    stand_in = "CRYPTO_CHECKPOINT_CLUSAPI_SANDBOX"
    there = ["--backend", "clusapi"]
    no_resource = "ERROR_RESOURCE_NOT_FOUND"

    def test_one_invalid_name_of_several(self):
        done = self.run_program("add", "SQL Server", r"PROV_RSA_FULL\\K", r"1\\MyKey", *self.there)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"added '1\\\\MyKey'", done.stdout)
        self.assertEqual(self.objects_of("list", "Nobody", *self.there, status=3)[0]["error"],
                         "resource_not_found")
        self.assertEqual(self.objects_of("remove", "SQL Server", r"1\\Other", "--dry-run",
                                         *self.there, status=3)[0]["error"], "checkpoint_not_found")

    def test_a_cluster_by_name_and_a_node(self):
        named = ["--cluster", "PROD", *self.there]
        done = self.objects_of("add", "SQL Server", r"1\\MyKey", "--node", "NODE1", *named)
        self.assertEqual(done[0]["cluster"], "PROD")
        self.assertEqual(self.objects_of("list", "SQL Server", *named)[-1],
                         {"cluster": "PROD", "ok": True, "resources": 1, "checkpoints": 1})
        self.assertEqual(self.run_program("list", "SQL Server", "--node", "NODE9",
                                          *named).returncode, 3)
        # An unreachable cluster gets a single request.
        done = self.objects_of("add", "SQL Server", r"1\\MyKey", r"1\\Other", "--cluster", "GONE",
                               *self.there, status=4)
        self.assertEqual([one["error"] for one in done], ["cluster_unreachable"] * 2)
        self.assertIn("not asked", done[1]["message"])

    def test_invalid_command_lines_are_rejected_with_a_hint(self):
        for words, hint in [(["list"], b"list RESOURCE"),
                            (["list", "SQL*"], b"list RESOURCE"),
                            (["list", "R", "--user", "u"], b"--user is of no use"),
                            (["list", "R", "--cluster", "a", "--cluster", "b"], b"one --cluster"),
                            (["list", "R", "--cluster", "https://h/wsman"], b"--backend wsman"),
                            (["list", "R", "--sandbox", "x"], b"--sandbox excludes"),
                            (["list", "R", "--timeout", "9"], b"--timeout is of no use")]:
            done = self.run_program(*words, *self.there)
            self.assertEqual(done.returncode, 2, (words, done.stderr))
            self.assertIn(hint, done.stderr, words)

    def test_no_clustering_feature(self):
        self.environment["WINEDLLOVERRIDES"] = "clusapi="
        done = self.objects_of("add", "SQL Server", r"1\\MyKey", *self.there, status=3)[0]
        self.assertEqual(done["error"], "clustering_not_installed")
        done = self.run_program("list", "SQL Server", *self.there)
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"Failover Clustering feature is not installed", done.stderr)


class Wmi(InterfaceTests, CliTest):
    stand_in = "CRYPTO_CHECKPOINT_WMI_SANDBOX"
    there = ["--backend", "wmi"]
    no_resource = "WBEM_E_NOT_FOUND"

    def test_by_a_pattern_of_all_resources(self):
        self.output_of("add", "SQL Server", r"1\\MyKey", *self.there)
        found = self.objects_of("list", "sql*", *self.there)
        self.assertEqual([one["checkpoint"] for one in found[:-1]], [r"1\\MyKey"])
        self.assertEqual(found[-1], {"cluster": ".", "ok": True, "resources": 1, "checkpoints": 1})
        self.assertEqual(self.objects_of("list", *self.there)[-1]["ok"], True)

    def test_another_machine_and_user(self):
        self.environment["CRYPTO_CHECKPOINT_PASSWORD"] = "secret"
        done = self.objects_of("list", "SQL*", "--cluster", "NODE1", "--user", r"DOMAIN\somebody",
                               *self.there)
        self.assertEqual(done[-1]["cluster"], "NODE1")
        done = self.objects_of("list", "--namespace", r"root\Other", *self.there, status=3)
        self.assertEqual(done[0]["error"], "clustering_not_installed")

    def test_invalid_command_lines_are_rejected_with_a_hint(self):
        for words, hint in [(["--user", "u"], b"add: --cluster HOST"),
                            (["--node", "N"], b"--node is of no use"),
                            (["--password-file", "f"], b"needs --user"),
                            (["--cluster", "a", "--cluster", "b"], b"one --cluster"),
                            (["--cluster", "https://h/wsman"], b"--backend wsman"),
                            (["--cluster", "h", "--user", "u"], b"--password-file FILE"),
                            (["--timeout", "0"], b"--timeout")]:
            done = self.run_program("list", *words, *self.there)
            self.assertEqual(done.returncode, 2, (words, done.stderr))
            self.assertIn(hint, done.stderr, words)

    def test_no_clustering_feature(self):
        # Wine's own WMI has no such namespace; only the Windows of these tests has another WMI.
        del self.environment["CRYPTO_CHECKPOINT_WINE_FOLDER"]
        done = self.run_program("list", *self.there)
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"Failover Clustering feature is not installed", done.stderr)


class FirstOnACluster(CliTest):
    """The first commands for a real cluster, with their output under Wine."""

    transcript = pathlib.Path(__file__).resolve().parents[3] / "examples" / "first_on_a_cluster.txt"
    name = rf"1\{strong}\CheckpointTrial"

    def setUp(self):
        super().setUp()
        self.output_of("sandbox", "create")
        self.output_of("sandbox", "key", "create", "NODE1", self.name)
        for variable in ["CRYPTO_CHECKPOINT_CLUSAPI_SANDBOX", "CRYPTO_CHECKPOINT_WMI_SANDBOX"]:
            self.environment[variable] = shown(self.sandbox)

    def said_by(self, command):
        words = shlex.split(command)
        self.assertEqual(words[0], "crypto-checkpoint")
        done = subprocess.run([with_container, *words[1:]], env=self.environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=120, check=False)
        status = f"[{done.returncode}]\n" if done.returncode else ""
        return f"$ {command}\n{done.stdout.decode()}{status}"

    def test_the_commands_of_the_how_to_print_what_it_shows(self):
        text = self.transcript.read_text(encoding="utf-8")
        commands = [line[2:] for line in text.splitlines() if line.startswith("$ ")]
        self.assertEqual(len(commands), 10)
        self.assertEqual(text, "".join(self.said_by(command) for command in commands))


class LeftOut(CliTest):
    def test_serve_reports_that_it_is_left_out(self):
        done = self.run_program("serve", "--listen", "127.0.0.1:0")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"serve is not part of this program", done.stderr)


if __name__ == "__main__":
    unittest.main()
