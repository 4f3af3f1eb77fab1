# SPDX-License-Identifier: BSL-1.0
"""The commands over WS-Management, against this program's own server and against dead, slow and
misbehaving servers."""

import pathlib
import signal
import socket
import subprocess
import time
import unittest

from cluster_support import ClusterTest
from support import is_for_windows
from passwords import hidden_password, password, user, wrong_password


class Clusters(ClusterTest):
    def test_a_checkpoint_from_add_to_remove(self):
        url = self.serve()
        there = ["--cluster", url]
        self.assertEqual(self.output_of("list", *there), "no checkpoints\n")
        self.assertEqual(self.output_of("add", "SQL Server", r"1\\MyKey", "--dry-run", *there)
                         .splitlines()[0], r"would add '1\\MyKey' to 'SQL Server'")
        self.assertEqual(self.output_of("list", *there), "no checkpoints\n")
        self.assertEqual(self.output_of("add", "SQL Server", r"1\\MyKey", *there).splitlines()[0],
                         r"added '1\\MyKey' to 'SQL Server'")
        self.assertEqual(self.output_of("ensure", "SQL Server", r"1\\MyKey", *there),
                         "unchanged: 'SQL Server' has '1\\\\MyKey'\n")
        self.assertEqual(
            self.objects_of("list", "sql*", *there),
            [{"cluster": url, "resource": "SQL Server", "checkpoint": r"1\\MyKey",
              "provider_type": 1, "provider_name": None, "key_container": "MyKey", "error": None},
             {"cluster": url, "ok": True, "resources": 1, "checkpoints": 1}])
        self.assertEqual(self.objects_of("list", "SQL Server", "--backend", "wsman", "--dialect",
                                         "dmtf", *there)[0]["checkpoint"], r"1\\MyKey")
        self.output_of("remove", "SQL Server", r"1\\MyKey", *there)
        self.output_of("ensure-absent", "SQL Server", r"1\\MyKey", *there)
        self.assertEqual(self.output_of("list", "Nobody*", *there),
                         "no resource matches 'Nobody*'\n")

    def test_errors_of_the_cluster_are_reported(self):
        there = ["--cluster", self.serve()]
        refused = self.objects_of("add", "SQL Server", r"1\\FixedKey", *there, status=3)[0]
        self.assertEqual((refused["error"], refused["native_name"]),
                         ("key_not_exportable", "NTE_BAD_KEY"))
        for words, error in [(["add", "SQL Server", r"1\\NoKey"], "key_container_not_found"),
                             (["add", "Nobody", r"1\\MyKey"], "resource_not_found"),
                             (["remove", "SQL Server", r"1\\MyKey"], "checkpoint_not_found"),
                             (["remove", "SQL Server", r"1\\MyKey", "--dry-run"],
                              "checkpoint_not_found")]:
            self.assertEqual(self.objects_of(*words, *there, status=3)[0]["error"], error)
        done = self.run_program("add", "SQL Server", r"PROV_RSA_FULL\\K", "x", *there)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.count(b"error: "), 2)

    def test_the_hints_of_the_sandbox_also_come_where_a_cluster_is_used(self):
        there = ["--cluster", self.serve()]
        self.output_of("sandbox", "create")
        for place in ([], there):
            self.output_of("add", "SQL Server", r"1\\MyKey", *place)
        for words in (["add", "SQL Sevrer", r"1\\MyKey"], ["add", "Nobody", r"1\\MyKey"],
                      ["ensure", "SQL Sevrer", r"1\\MyKey"], ["list", "SQL Sevrer"],
                      ["list", "Nobody"], ["remove", "SQL Server", r"1\\MyKye"],
                      ["remove", "SQL Server", r"24\\Other-one"],
                      ["remove", "SQL Server", r"1\\MyKye", "--dry-run"],
                      ["add", "SQL Server", r"24\Microsoft Strong Cryptographic Provider\K"],
                      ["add", "SQL Server", r"1\Microsoft Strnog Cryptographic Provider\K"],
                      ["add", "SQL Server", r"1\Microsoft Software Key Storage Provider\K"],
                      ["add", "SQL Server", r"1\A,1\B"], ["add", "SQL Server", r"1\My Key 24\B"],
                      ["add", "SQL Server", r"1\\Microsoft Strong Cryptographic Provider"],
                      ["add", "SQL Server", r"1\\76944fb33636aeddb9590521c2e8815a_"
                                            "5c9a6b1f-1bcf-4f1b-a0e8-6d5e7e5c6ff0"]):
            (here,) = self.objects_of(*words, status=3)
            (far,) = self.objects_of(*words, *there, status=3)
            self.assertEqual((far["error"], far["hints"]), (here["error"], here["hints"]), words)
            self.assertEqual(len(far["hints"]), 1, words)
            self.assertIn("  " + far["hints"][0], self.run_program(*words, *there).stderr.decode())

    def test_hints_name_no_command_of_the_sandbox_for_a_cluster(self):
        there = ["--cluster", self.serve()]
        self.output_of("add", "SQL Server", r"1\\MyKey", *there)
        for name, hint in [(r"1\\NoKey", r"to see why, on NODE1: crypto-checkpoint preflight '1\\NoKey'"),
                           (r"1\\MyKey", "if it may exist already: ensure instead of add"),
                           (r"1\\FixedKey", "a key is made exportable when it is created: "
                                            "create another container")]:
            (one,) = self.objects_of("add", "SQL Server", name, *there, status=3)
            self.assertEqual(one["hints"], [hint])
        self.output_of("remove", "SQL Server", r"1\\MyKey", *there)
        (one,) = self.objects_of("remove", "SQL Server", r"1\\MyKey", *there, status=3)
        self.assertEqual(one["hints"], ["'SQL Server' has no checkpoints at all"])

    def test_several_names_on_several_clusters(self):
        urls = [self.serve("one"), self.serve("two")]
        there = [word for url in urls for word in ("--cluster", url)]
        done = self.objects_of("add", "SQL Server", r"1\\MyKey", r"1\\NoKey", *there, status=3)
        self.assertEqual(sorted((one["cluster"], one["input"], one["ok"]) for one in done),
                         sorted((url, name, name == r"1\\MyKey")
                                for url in urls for name in (r"1\\MyKey", r"1\\NoKey")))
        text = self.output_of("ensure", "SQL Server", r"1\\MyKey", *there)
        self.assertIn(f"{urls[0]}: unchanged: 'SQL Server' has", text)
        summary = text[text.index("Cluster"):].splitlines()
        self.assertEqual([line.split() for line in summary[2:]],
                         [[url, "0", "1", "0"] for url in urls])

    def test_dead_and_slow_clusters_delay_no_other(self):
        good = self.serve()
        _, slow = self.listener()
        refusing = self.refusing()
        there = ["--timeout", "3", "--cluster", slow, "--cluster", refusing, "--cluster", good]
        running = self.start_program("add", "SQL Server", r"1\\MyKey", "--json", *there,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        first = [running.stdout.readline(), running.stdout.readline()]
        self.assertIsNone(running.poll(), "the slow one is reported last")
        rest, _ = running.communicate(timeout=60)
        self.assertEqual(running.returncode, 4)
        self.assertIn(b'"ok":true', b"".join(first))
        self.assertIn(b'"error":"cluster_unreachable"', b"".join(first))
        self.assertIn(b'"error":"outcome_unknown"', rest)

    def test_a_cluster_that_does_not_respond(self):
        for words in (["list", "SQL Server"], ["add", "SQL Server", r"1\\MyKey", "--dry-run"],
                      ["ensure", "SQL Server", r"1\\MyKey"]):
            _, slow = self.listener()
            done = self.objects_of(*words, "--timeout", "1", "--cluster", slow, status=4)
            self.assertEqual(done[-1]["error"], "timed_out", words)
        _, slow = self.listener()
        done = self.objects_of("add", "SQL Server", r"1\\MyKey", r"1\\Other", r"1\\Third",
                               "--timeout", "1", "--cluster", slow, status=4)
        self.assertEqual([one["error"] for one in done],
                         ["outcome_unknown", "not_sent", "not_sent"])
        self.assertIn("nothing was changed", done[1]["message"])

    def test_a_service_that_gives_up(self):
        service = self.service_that_gives_up()
        there = ["--cluster", service.url]
        for words in (["list", "SQL Server"], ["add", "SQL Server", r"1\\MyKey", "--dry-run"],
                      ["remove", "SQL Server", r"1\\MyKey", "--dry-run"],
                      ["ensure", "SQL Server", r"1\\MyKey"], ["ensure-absent", "SQL Server", r"1\\MyKey"]):
            done = self.objects_of(*words, *there, status=4)
            self.assertEqual((done[-1]["error"], done[-1]["native_code"]), ("timed_out", 2150858793), words)
            self.assertIn("the service gave up", done[-1]["message"])
        self.assertEqual(set(service.actions), {"Get"}, "nothing that changes anything was sent")

        for command, method in (("add", "AddCryptoCheckpoint"), ("remove", "RemoveCryptoCheckpoint")):
            service.actions.clear()
            done = self.objects_of(command, "SQL Server", r"1\\MyKey", r"1\\Other", r"1\\Third", *there,
                                   status=4)
            self.assertEqual([one["error"] for one in done], ["outcome_unknown", "not_sent", "not_sent"])
            self.assertEqual(service.actions.count(method), 1, service.actions)
            self.assertIn("the service gave up", done[0]["message"])
            for later in done[1:]:
                self.assertIn("nothing was changed", later["message"])
                self.assertNotIn("could not be reached", later["message"])

    def started_on_a_slow_cluster(self):
        """Starts a change whose request is read and never answered."""
        sleeper, slow = self.listener()
        running = self.start_program("add", "SQL Server", r"1\\MyKey", "--json", "--cluster", slow,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        connection, _ = sleeper.accept()
        self.addCleanup(connection.close)
        while b"</s:Envelope>" not in connection.recv(65536, socket.MSG_PEEK):
            time.sleep(0.01)
        return running

    def test_an_interrupt_reports_an_unknown_outcome(self):
        for which in (signal.SIGINT, signal.SIGTERM):
            running = self.started_on_a_slow_cluster()
            running.send_signal(which)
            output, _ = running.communicate(timeout=30)
            self.assertEqual(running.returncode, 4, which)
            self.assertIn(b'"error":"outcome_unknown"', output, which)

    def test_a_listing_distinguishes_an_empty_cluster_from_a_dead_one(self):
        good, refusing = self.serve(), self.refusing()
        there = ["--cluster", good, "--cluster", refusing]
        done = {one["cluster"]: one for one in self.objects_of("list", *there, status=4)}
        self.assertEqual(done[good], {"cluster": good, "ok": True, "resources": 1, "checkpoints": 0})
        self.assertEqual((done[refusing]["ok"], done[refusing]["error"]),
                         (False, "cluster_unreachable"))
        text = self.output_of("list", *there, status=4)
        summary = text[text.index("Cluster "):].splitlines()
        self.assertEqual([line.split() for line in summary[2:]],
                         [[good, "1", "0"], [refusing, "cluster_unreachable"]])

    def test_messages_do_not_repeat_a_misplaced_password(self):
        done = self.run_program("list", "--cluster", "http://h", f"--password={hidden_password}")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"no option --password", done.stderr)
        self.assertNotIn(hidden_password.encode(), done.stderr)

    def test_passwords(self):
        url = self.serve("one", "--user", user, "--password-file", self.password_file)
        there = ["--cluster", url, "--auth", "basic", "--user", user]
        allowed = [*there, "--basic-over-http"]
        self.output_of("list", *allowed, "--password-file", self.password_file)
        done = self.run_program("list", *there, "--password-file", self.password_file)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"--basic-over-http", done.stderr)
        self.environment["CRYPTO_CHECKPOINT_PASSWORD"] = password
        self.output_of("list", *allowed)
        self.environment["CRYPTO_CHECKPOINT_PASSWORD"] = wrong_password
        done = self.run_program("add", "SQL Server", r"1\\MyKey", *allowed)
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"it offers: Basic", done.stderr)
        del self.environment["CRYPTO_CHECKPOINT_PASSWORD"]
        done = self.run_program("list", *allowed)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"--password-file", done.stderr)

    def test_tls(self):
        certificate, key = self.certificate("me", "IP:127.0.0.1")
        url = self.serve("one", "--tls-cert", certificate, "--tls-key", key)
        self.assertTrue(url.startswith("https://"))
        self.output_of("add", "SQL Server", r"1\\MyKey", "--cluster", url, "--ca-file", certificate)
        done = self.run_program("add", "SQL Server", r"1\\MyKey", "--cluster", url)
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"not secure enough", done.stderr)
        done = self.run_program("list", "--cluster", url.replace("127.0.0.1", "localhost"),
                                "--ca-file", certificate)
        self.assertEqual(done.returncode, 3)

    def test_the_keys_of_connections_are_not_logged(self):
        log = self.environment["SSLKEYLOGFILE"] = str(self.folder / "keys")
        certificate, key = self.certificate("me", "IP:127.0.0.1")
        url = self.serve("one", "--tls-cert", certificate, "--tls-key", key)
        self.output_of("list", "--cluster", url, "--ca-file", certificate)
        self.assertFalse(pathlib.Path(log).exists())

    @unittest.skipIf(is_for_windows, "there are no such permissions")
    def test_files_with_secrets_are_not_open_to_everyone(self):
        certificate, key = self.certificate("me", "IP:127.0.0.1")
        both = self.folder / "both.pem"
        both.write_text(certificate.read_text() + key.read_text())
        there = ["--cluster", self.serve("one", "--tls-cert", certificate, "--tls-key", key),
                 "--ca-file", certificate]
        for mode, problem in ((0o604, "everyone may read it: chmod o-r"),
                              (0o602, "everyone may write it: chmod o-w")):
            for file in (key, both, self.password_file):
                file.chmod(mode)
            for words in (["--client-cert", certificate, "--client-key", key],
                          ["--client-cert", both, "--client-key", both]):
                done = self.run_program("list", *there, *words)
                self.assertEqual(done.returncode, 2, done)
                self.assertIn(f"it has a private key, and {problem}\n", done.stderr.decode())
            done = self.run_program("serve", "--tls-cert", certificate, "--tls-key", key)
            self.assertEqual(done.returncode, 2, done)
            self.assertIn(problem, done.stderr.decode())
            done = self.run_program("list", *there, "--auth", "basic", "--user", user,
                                    "--password-file", self.password_file)
            self.assertEqual(done.returncode, 2, done)
            self.assertIn(problem, done.stderr.decode())
        # Others may have the certificate.
        for file in (key, both):
            file.chmod(0o600)
        certificate.chmod(0o644)
        self.output_of("list", *there, "--client-cert", certificate, "--client-key", key)

    def test_a_byte_order_mark_is_no_part_of_the_password(self):
        url = self.serve("one", "--user", user, "--password-file", self.password_file)
        self.password_file.write_bytes(b"\xEF\xBB\xBF" + password.encode() + b"\r\n")
        self.output_of("list", "--cluster", url, "--auth", "basic", "--user", user,
                       "--basic-over-http", "--password-file", self.password_file)

    def test_invalid_command_lines_are_rejected_with_a_hint(self):
        for words, hint in [(["--backend", "wsman"], b"--cluster"),
                            (["--backend", "wsmn", "--cluster", "http://h"], b"did you mean wsman"),
                            (["--ca-file", "x"], b"--cluster URL"),
                            (["--cluster", "http://h", "--sandbox", "x"], b"--sandbox excludes"),
                            (["--cluster", "ftp://h"], b"https://"),
                            (["--cluster", f"http://u:{hidden_password}@h/"],
                             b"must not contain a user or a password"),
                            (["--cluster", "http://h", "--user", "u"], b"--auth"),
                            (["--cluster", "http://h", "--auth", "basik"], b"did you mean basic"),
                            (["--cluster", "http://h", "--timeout", "0"], b"1 to 3,600"),
                            (["--cluster", "http://h", "--parallel", "x"], b"1 to 1,024"),
                            (["--cluster", "http://h", "--dialect", "x"], b"wmi, dmtf"),
                            (["--cluster", "http://h", "--password-file", "/none"], b"--auth"),
                            (["--cluster", "http://h", "--auth", "none", "--user", "u"],
                             b"--user is of no use for --auth none"),
                            (["--cluster", "https://h", "--auth", "basic", "--user", "u",
                              "--password-file", "/none"], b"/none")]:
            done = self.run_program("list", *words)
            self.assertEqual(done.returncode, 2, (words, done.stderr))
            self.assertIn(hint, done.stderr, words)
            self.assertNotIn(hidden_password.encode(), done.stderr)

    def test_proxies_of_the_environment_are_ignored(self):
        url = self.serve()
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
            self.environment[name] = self.refusing()
        self.output_of("list", "--cluster", url)


if __name__ == "__main__":
    unittest.main()
