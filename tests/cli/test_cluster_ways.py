# SPDX-License-Identifier: BSL-1.0
"""Connections over WS-Management: concurrency, proxies, certificates and the progress bar."""

import json
import re
import resource
import shutil
import ssl
import subprocess
import unittest

from cluster_support import ClusterTest
from support import program
from passwords import password
from shown_commands import shown_commands
from terminal import Terminal


def words_for(urls) -> list:
    return [word for url in urls for word in ("--cluster", url)]


class ManyAtOnce(ClusterTest):
    def ask_many(self, relay, count, *words, **options) -> list:
        """Lists the same resource by as many URLs, which all lead to the same cluster."""
        urls = [f"{relay.url}?{number}" for number in range(count)]
        found = self.objects_of("list", "SQL Server", *words, *words_for(urls), **options)
        self.assertEqual(sorted(one["cluster"] for one in found), sorted(urls))
        return found

    def test_option_parallel_limits_the_requests_in_flight(self):
        for parallel in (1, 2, 5):
            relay = self.relay(self.serve(f"sandbox{parallel}"), wait_for=parallel)
            found = self.ask_many(relay, 8, "--parallel", str(parallel))
            self.assertTrue(all(one["ok"] for one in found), found)
            self.assertEqual(relay.max_open, parallel)

    def test_a_low_limit_of_open_files_makes_no_cluster_unreachable(self):
        def limit(soft, hard):
            return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

        url = self.serve()
        # The program raises the limit as far as it may.
        relay = self.relay(url, wait_for=60)
        found = self.ask_many(relay, 60, "--parallel", "60", preexec_fn=limit(40, 4096))
        self.assertTrue(all(one["ok"] for one in found), found)
        self.assertEqual(relay.max_open, 60)
        # At a lower limit it contacts fewer clusters at once.
        for max_files in (64, 24):
            relay = self.relay(url)
            found = self.ask_many(relay, 60, "--parallel", "60",
                                  preexec_fn=limit(max_files, max_files))
            self.assertTrue(all(one["ok"] for one in found), found)
            self.assertLess(relay.max_open, 10)


class Ways(ClusterTest):
    def test_a_proxy(self):
        """The address leads nowhere: a response proves that the proxy was used."""
        nowhere = "http://127.0.0.1:1/wsman"
        proxy = self.relay(self.serve())
        self.assertEqual(self.objects_of("list", "SQL*", "--cluster", nowhere, status=4)[0]["error"],
                         "cluster_unreachable")
        self.output_of("add", "SQL Server", r"1\\MyKey", "--cluster", nowhere, "--proxy",
                       proxy.address)
        self.assertEqual(set(proxy.request_lines), {f"POST {nowhere} HTTP/1.1"})
        done = self.objects_of("list", "SQL*", "--cluster", nowhere, "--proxy",
                               self.refusing().removesuffix("/wsman"), status=4)
        self.assertEqual(done[0]["error"], "cluster_unreachable")

    def test_a_proxy_sees_only_the_host_of_https(self):
        certificate, key = self.certificate("cluster.example", "DNS:cluster.example")
        proxy = self.relay(self.serve("one", "--tls-cert", certificate, "--tls-key", key, "--user",
                                      "admin", "--password-file", self.password_file))
        self.output_of("add", "SQL Server", r"1\\MyKey", "--cluster",
                       "https://cluster.example:5986/wsman", "--ca-file", certificate, "--auth",
                       "basic", "--user", "admin", "--password-file", self.password_file,
                       "--proxy", proxy.address)
        self.assertEqual(proxy.request_lines, ["CONNECT cluster.example:5986 HTTP/1.1"])
        self.assertEqual(proxy.authorizations, [None])

    def test_a_client_certificate(self):
        server, server_key = self.certificate("server", "IP:127.0.0.1")
        client, client_key = self.certificate("client", "DNS:client")
        stranger, stranger_key = self.certificate("stranger", "DNS:stranger")
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(server, server_key)
        tls.load_verify_locations(client)
        tls.verify_mode = ssl.CERT_REQUIRED
        relay = self.relay(self.serve(), tls=tls)
        there = ["--cluster", relay.url, "--ca-file", server]
        for words in ([], ["--client-cert", stranger, "--client-key", stranger_key]):
            done = self.run_program("add", "SQL Server", r"1\\MyKey", *there, *words)
            self.assertEqual(done.returncode, 4, done)
        self.assertEqual(relay.request_lines, [])

        shown = ["--client-cert", client, "--client-key", client_key]
        self.output_of("add", "SQL Server", r"1\\MyKey", *there, *shown)
        self.assertEqual(relay.authorizations, [None])
        self.output_of("remove", "SQL Server", r"1\\MyKey", *there, *shown, "--auth", "certificate")
        self.assertRegex(relay.authorizations[-1], "^http://schemas.dmtf.org/.*/mutual$")
        self.assertEqual(set(relay.subjects), {((("commonName", "client"),),)})

        for words, hint in [(["--client-cert", client], b"a client certificate needs its key"),
                            (["--client-key", client_key], b"a client certificate needs its key"),
                            (["--auth", "certificate"], b"the files of the certificate"),
                            (["--auth", "certificate", "--user", "u", *shown],
                             b"--user is of no use")]:
            done = self.run_program("list", *there, *words)
            self.assertEqual(done.returncode, 2, (words, done))
            self.assertIn(hint, done.stderr)

    def test_a_system_without_authorities_gets_a_hint(self):
        certificate, key = self.certificate("server", "IP:127.0.0.1")
        there = ["--cluster", self.serve("one", "--tls-cert", certificate, "--tls-key", key)]
        hidden = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
                  'mount -t tmpfs none /etc/ssl/certs && exec "$@"', "sh"]

        def ask(*words):
            return subprocess.run([*hidden, *words], env=self.environment, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
                                  check=False)

        if shutil.which("unshare") is None or ask("true").returncode != 0:
            self.skipTest("/etc/ssl/certs cannot be hidden from a program here")
        for words in (["list"], ["add", "SQL Server", r"1\\MyKey"]):
            done = ask(program, *words, *there)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(b"in the package ca-certificates", done.stderr)
            self.assertIn(b"--ca-file FILE", done.stderr)
        done = ask(program, "list", *there, "--ca-file", certificate)
        self.assertEqual((done.returncode, done.stdout), (0, b"no checkpoints\n"), done)


class ProgressBar(ClusterTest):
    def test_the_bar_shows_while_several_clusters_are_asked(self):
        _, slow = self.listener()
        terminal = Terminal()
        done = self.run_program("list", "SQL Server", "--timeout", "2",
                                *words_for([self.serve(), slow]), stderr=terminal.program_s)
        text = terminal.finish()
        self.assertEqual(done.returncode, 4)
        self.assertRegex(text, r" 50% \[#{15} {15}\]  1 of 2 clusters")
        # The bar is erased at the end, which leaves the messages.
        shown = [re.split(r"\r", line)[-1] for line in text.replace("\r\n", "\n").split("\n")]
        self.assertIn("error: cannot list 'SQL Server' of " + slow, shown)
        self.assertFalse([line for line in shown if "of 2 clusters" in line], shown)

    def test_the_bar_does_not_mix_with_the_output(self):
        _, slow = self.listener()
        terminal = Terminal()
        running = self.start_program("ensure", "SQL Server", r"1\\MyKey", "--json", "--timeout", "2",
                                     *words_for([slow, self.serve()]), stdin=subprocess.DEVNULL,
                                     stdout=terminal.program_s, stderr=terminal.program_s)
        self.assertEqual(running.wait(timeout=60), 4)
        text = terminal.finish().replace("\r\n", "\n")
        self.assertIn(" of 2 clusters", text)
        lines = [line for line in text.split("\n") if "{" in line]
        self.assertEqual(len(lines), 2)
        for line in lines:
            drawn, _, printed = line.rpartition("\r")
            if drawn:  # the bar was erased before the line
                self.assertRegex(drawn, r"(^|\r) +$")
            json.loads(printed)

    def test_the_bar_is_hidden_for_one_cluster_and_without_a_terminal(self):
        terminal = Terminal()
        _, slow = self.listener()
        done = self.run_program("add", "SQL Server", r"1\\MyKey", "--json", "--timeout", "1",
                                "--cluster", slow, stderr=terminal.program_s)
        self.assertEqual(done.returncode, 4)
        self.assertEqual(terminal.finish(), "")
        done = self.run_program("add", "SQL Server", r"1\\MyKey", "--json", "--timeout", "1",
                                *words_for([slow, self.refusing()]))
        self.assertEqual((done.returncode, done.stderr), (4, b""))

    def run_program(self, *words, **options):
        # None, since output to a terminal is not captured.
        done = super(ClusterTest, self).run_program(*words, **options)
        self.written += done.stdout + (done.stderr or b"")
        return done


class HowTo(ClusterTest):
    """The commands of docs/how-to/real-cluster.md, against this program's own server over TLS. Those
    that take a Kerberos ticket use a password here; tests/interop/test_negotiate.py has a ticket."""

    def test_the_commands_of_the_how_to_work_in_order(self):
        certificate, key = self.certificate("node", "IP:127.0.0.1")
        (self.folder / "cluster-ca.pem").write_bytes(certificate.read_bytes())
        (self.folder / ".cluster-password").write_text(password, encoding="utf-8")
        (self.folder / ".cluster-password").chmod(0o600)
        commands = shown_commands("real_cluster.sh")
        urls = [self.serve(name, "--tls-cert", certificate, "--tls-key", key, "--user", "admin",
                           "--password-file", self.password_file) for name in ("node1", "node2")]
        for number, url in enumerate(urls, 1):
            commands = commands.replace(f"https://node{number}.example:5986/wsman", url)
        basic = "--auth basic --user admin --password-file ~/.cluster-password"
        self.assertEqual((commands.count(basic), commands.count("--auth negotiate")), (2, 1))
        commands = commands.replace("--auth negotiate", f"{basic} --ca-file ~/cluster-ca.pem")
        done = subprocess.run(["sh", "-euc", commands], env=self.environment, cwd=self.folder,
                              stdin=subprocess.DEVNULL, timeout=120, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        self.written += done.stdout + done.stderr
        self.assertEqual((done.returncode, done.stderr), (0, b""), done)
        lines = done.stdout.decode().splitlines()
        self.assertEqual(lines[:2], ["no checkpoints", r"would add '1\\MyKey' to 'SQL Server'"])
        ensured = [json.loads(line) for line in lines if line.startswith("{")]
        self.assertEqual(sorted((one["cluster"], one["ok"], one["changed"]) for one in ensured),
                         sorted((url, True, True) for url in urls))


if __name__ == "__main__":
    unittest.main()
