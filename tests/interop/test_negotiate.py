# SPDX-License-Identifier: BSL-1.0
"""Negotiate with MIT Kerberos: tickets from its kinit, and a proxy that checks them with its GSSAPI
before it forwards requests to `crypto-checkpoint serve`."""

import importlib.util
import json
import os
import shutil
import ssl
import subprocess
import time
import unittest

from support import InteropTest, kerberos_password, kerberos_user, program, skip_unless
from self_signed import self_signed
from shown_commands import shown_commands

# krb5kdc and kadmin.local are in /usr/sbin.
os.environ["PATH"] += os.pathsep + "/usr/sbin"
for command, package in (("krb5kdc", "krb5-kdc"), ("kadmin.local", "krb5-admin-server"),
                         ("kinit", "krb5-user")):
    skip_unless(shutil.which(command) is not None, package)
skip_unless(importlib.util.find_spec("gssapi") is not None, "python3-gssapi")

from kerberos_realm import Acceptor, Realm, realm_name  # noqa: E402


class Negotiate(InteropTest):
    def setUp(self):
        super().setUp()
        folder = self.folder / "realm"
        folder.mkdir()
        self.realm = Realm(folder)
        self.addCleanup(self.realm.stop)
        self.environment.update(
            {name: value for name, value in self.realm.environment.items() if "KRB5" in name})
        self.realm.add_user(kerberos_user, kerberos_password)
        self.me = f"{kerberos_user}@{realm_name}"
        self.acceptor = self.accept()

    def accept(self, **options) -> Acceptor:
        acceptor = Acceptor(self.realm, self.serve(with_password=False), {self.me}, **options)
        self.addCleanup(acceptor.stop)
        return acceptor

    def run_on_cluster(self, *words, url=None, auth="negotiate") -> subprocess.CompletedProcess:
        done = subprocess.run(
            [program, *words, "--cluster", url or self.acceptor.url, "--auth", auth],
            env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=60, check=False)
        self.assertNotIn(kerberos_password.encode(), done.stdout + done.stderr)
        return done

    def add(self, **options) -> subprocess.CompletedProcess:
        return self.run_on_cluster("add", "SQL Server", r"1\\MyKey", "--json", **options)

    def test_a_ticket_authenticates(self):
        self.realm.log_in(kerberos_user, kerberos_password)
        done = self.add()
        self.assertEqual(done.returncode, 0, done)
        self.assertEqual(self.checkpoints(), [r"1\\MyKey"])
        # No request was sent without the ticket.
        self.assertEqual(set(self.acceptor.users), {self.me})
        listed = self.run_on_cluster("list", "--json")
        self.assertEqual(json.loads(listed.stdout.splitlines()[0])["checkpoint"], r"1\\MyKey")
        # A change of several messages uses one connection.
        for presence in ("ensure-absent", "ensure"):
            done = self.run_on_cluster(presence, "SQL Server", r"1\\MyKey", "--json")
            self.assertEqual((done.returncode, json.loads(done.stdout)["changed"]), (0, True), done)
        self.assertEqual(set(self.acceptor.users), {self.me})

    def test_a_ticket_by_keytab(self):
        keytab = self.realm.add_user_with_keytab("robot")
        self.acceptor.allowed.add(f"robot@{realm_name}")
        self.realm.log_in_with_keytab("robot", keytab)
        self.assertEqual(self.add().returncode, 0)
        self.assertEqual(set(self.acceptor.users), {f"robot@{realm_name}"})

    def assert_no_ticket(self, done: subprocess.CompletedProcess, advice="kinit USER@REALM gets one"):
        self.assertEqual(done.returncode, 3, done)
        result = json.loads(done.stdout)
        self.assertEqual((result["error"], result["native_domain"], result["native_code"]),
                         ("authentication_failed", "http_status", 401))
        self.assertIn("no Kerberos ticket to show (gss_", result["message"])
        self.assertTrue(result["message"].endswith("; " + advice), result)
        self.assertEqual(self.checkpoints(), [])

    def test_without_a_ticket(self):
        self.assert_no_ticket(self.add())
        self.assertEqual(self.acceptor.users, [None])
        done = self.run_on_cluster("list", "SQL Server")
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"no Kerberos ticket to show", done.stderr)

    def test_with_an_expired_ticket(self):
        keytab = self.realm.add_user_with_keytab("robot")
        self.acceptor.allowed.add(f"robot@{realm_name}")
        self.realm.log_in_with_keytab("robot", keytab, "-l", "2s")
        deadline = time.monotonic() + 30
        while subprocess.run(["klist", "-s"], env=self.realm.environment,
                             check=False).returncode == 0:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.2)
        time.sleep(2)  # one second of difference between clocks is allowed
        done = self.add()
        self.assert_no_ticket(done)
        self.assertIn("expired", json.loads(done.stdout)["message"])
        self.realm.log_out()

    def test_with_a_service_unknown_to_the_realm(self):
        self.realm.log_in(kerberos_user, kerberos_password)
        done = self.add(url=self.acceptor.url.replace("localhost", "127.0.0.1"))
        self.assert_no_ticket(done, "the realm has no service HTTP/NAME for 127.0.0.1: the URL has to "
                              "name the host as the realm does")
        self.assertIn("not found in Kerberos database", json.loads(done.stdout)["message"])

    def test_with_a_user_who_is_not_allowed(self):
        keytab = self.realm.add_user_with_keytab("stranger")
        self.realm.log_in_with_keytab("stranger", keytab)
        done = self.add()
        self.assertEqual(done.returncode, 3, done)
        result = json.loads(done.stdout)
        self.assertEqual(result["error"], "authentication_failed")
        self.assertIn("it offers: Negotiate, Basic", result["message"])
        self.assertEqual(set(self.acceptor.users), {f"stranger@{realm_name}"})
        self.assertLessEqual(len(self.acceptor.users), 5)
        self.assertEqual(self.checkpoints(), [])

    def test_rejects_user_and_password(self):
        self.realm.log_in(kerberos_user, kerberos_password)
        for words in (["--user", "somebody-else@OTHER"],
                      ["--user", "somebody-else@OTHER", "--password-file", self.password_file],
                      ["--user", self.me], ["--password-file", self.password_file]):
            done = self.run_on_cluster("add", "SQL Server", r"1\\MyKey", *words)
            self.assertEqual(done.returncode, 2, done)
            self.assertIn(b"the ticket of kinit names the user", done.stderr)
            self.assertIn(b"--auth ntlm", done.stderr)
        self.assertEqual(self.acceptor.users, [])
        self.assertEqual(self.checkpoints(), [])

    def test_the_commands_of_the_how_to_over_https(self):
        """The region of the document that uses a ticket, on two clusters."""
        self.realm.log_in(kerberos_user, kerberos_password)
        certificate, key = self_signed(self.folder, "localhost", "DNS:localhost")
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate, key)
        acceptors = [self.accept(tls=tls), self.accept(tls=tls)]
        commands = shown_commands("real_cluster.sh", "many")
        for number, acceptor in enumerate(acceptors, 1):
            commands = commands.replace(f"https://node{number}.example:5986/wsman", acceptor.url)
        self.assertNotIn("example", commands)
        # In place of a certificate authority.
        commands = commands.replace("--auth negotiate", f"--auth negotiate --ca-file {certificate}")
        done = subprocess.run(
            ["sh", "-c", commands],
            env={**self.environment, "PATH": f"{program.parent}:{os.environ['PATH']}"},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
            check=False)
        self.assertEqual(done.returncode, 0, done)
        # Both serve the same sandbox: the second one finds the checkpoint present.
        results = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(sorted(one["cluster"] for one in results),
                         sorted(acceptor.url for acceptor in acceptors))
        self.assertTrue(all(one["ok"] for one in results), results)
        self.assertEqual(self.checkpoints(), [r"1\\MyKey"])
        for acceptor in acceptors:
            self.assertEqual(set(acceptor.users), {self.me})


if __name__ == "__main__":
    unittest.main()
