# SPDX-License-Identifier: BSL-1.0
"""Kerberos as others wrote it: a realm of MIT's, tickets of its kinit, and a server that checks them
with its GSSAPI before it passes requests on to `crypto-checkpoint serve`."""

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

# krb5kdc and kadmin.local are where not everybody looks for programs.
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

    def ask(self, *words, url=None, auth="negotiate") -> subprocess.CompletedProcess:
        done = subprocess.run(
            [program, *words, "--cluster", url or self.acceptor.url, "--auth", auth],
            env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=60, check=False)
        self.assertNotIn(kerberos_password.encode(), done.stdout + done.stderr)
        return done

    def adds(self, **options) -> subprocess.CompletedProcess:
        return self.ask("add", "SQL Server", r"1\\MyKey", "--json", **options)

    def test_a_ticket_says_who_asks(self):
        self.realm.log_in(kerberos_user, kerberos_password)
        done = self.adds()
        self.assertEqual(done.returncode, 0, done)
        self.assertEqual(self.checkpoints(), [r"1\\MyKey"])
        # Nothing went out before the ticket did.
        self.assertEqual(set(self.acceptor.asked), {self.me})
        listed = self.ask("list", "--json")
        self.assertEqual(json.loads(listed.stdout.splitlines()[0])["checkpoint"], r"1\\MyKey")
        # A change that takes several messages takes them over one connection.
        for presence in ("ensure-absent", "ensure"):
            done = self.ask(presence, "SQL Server", r"1\\MyKey", "--json")
            self.assertEqual((done.returncode, json.loads(done.stdout)["changed"]), (0, True), done)
        self.assertEqual(set(self.acceptor.asked), {self.me})

    def test_a_ticket_by_keytab(self):
        keytab = self.realm.add_user_with_keytab("robot")
        self.acceptor.may_ask.add(f"robot@{realm_name}")
        self.realm.log_in_with_keytab("robot", keytab)
        self.assertEqual(self.adds().returncode, 0)
        self.assertEqual(set(self.acceptor.asked), {f"robot@{realm_name}"})

    def assert_no_ticket(self, done: subprocess.CompletedProcess):
        self.assertEqual(done.returncode, 3, done)
        said = json.loads(done.stdout)
        self.assertEqual((said["error"], said["native_domain"], said["native_code"]),
                         ("authentication_failed", "http_status", 401))
        self.assertIn("no Kerberos ticket to show (gss_", said["message"])
        self.assertIn("kinit USER@REALM", said["message"])
        self.assertEqual(self.checkpoints(), [])

    def test_without_a_ticket(self):
        self.assert_no_ticket(self.adds())
        self.assertEqual(self.acceptor.asked, [None])
        done = self.ask("list", "SQL Server")
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"no Kerberos ticket to show", done.stderr)

    def test_without_a_ticket_any_more(self):
        keytab = self.realm.add_user_with_keytab("robot")
        self.acceptor.may_ask.add(f"robot@{realm_name}")
        self.realm.log_in_with_keytab("robot", keytab, "-l", "2s")
        deadline = time.monotonic() + 30
        while subprocess.run(["klist", "-s"], env=self.realm.environment,
                             check=False).returncode == 0:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.2)
        time.sleep(2)  # one second of difference between clocks is allowed
        done = self.adds()
        self.assert_no_ticket(done)
        self.assertIn("expired", json.loads(done.stdout)["message"])
        self.realm.log_out()

    def test_a_service_that_the_realm_does_not_know(self):
        self.realm.log_in(kerberos_user, kerberos_password)
        done = self.adds(url=self.acceptor.url.replace("localhost", "127.0.0.1"))
        self.assert_no_ticket(done)
        self.assertIn("not found in Kerberos database", json.loads(done.stdout)["message"])

    def test_somebody_who_may_not(self):
        keytab = self.realm.add_user_with_keytab("stranger")
        self.realm.log_in_with_keytab("stranger", keytab)
        done = self.adds()
        self.assertEqual(done.returncode, 3, done)
        said = json.loads(done.stdout)
        self.assertEqual(said["error"], "authentication_failed")
        self.assertIn("it offers: Negotiate, Basic", said["message"])
        self.assertEqual(set(self.acceptor.asked), {f"stranger@{realm_name}"})
        self.assertLessEqual(len(self.acceptor.asked), 5)
        self.assertEqual(self.checkpoints(), [])

    def test_nobody_is_somebody_else_by_saying_so(self):
        self.realm.log_in(kerberos_user, kerberos_password)
        for words in (["--user", "somebody-else@OTHER"],
                      ["--user", "somebody-else@OTHER", "--password-file", self.password_file],
                      ["--user", self.me], ["--password-file", self.password_file]):
            done = self.ask("add", "SQL Server", r"1\\MyKey", *words)
            self.assertEqual(done.returncode, 2, done)
            self.assertIn(b"the ticket of kinit says who asks", done.stderr)
            self.assertIn(b"--auth ntlm", done.stderr)
        self.assertEqual(self.acceptor.asked, [])
        self.assertEqual(self.checkpoints(), [])

    def test_the_commands_of_the_how_to_over_https(self):
        """The region of the document that takes a ticket, on two clusters."""
        self.realm.log_in(kerberos_user, kerberos_password)
        certificate, key = self_signed(self.folder, "localhost", "DNS:localhost")
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate, key)
        acceptors = [self.accept(tls=tls), self.accept(tls=tls)]
        commands = shown_commands("real_cluster.sh", "many")
        for number, acceptor in enumerate(acceptors, 1):
            commands = commands.replace(f"https://node{number}.example:5986/wsman", acceptor.url)
        self.assertNotIn("example", commands)
        # In place of an authority that the system trusts.
        commands = commands.replace("--auth negotiate", f"--auth negotiate --ca-file {certificate}")
        done = subprocess.run(
            ["sh", "-c", commands],
            env={**self.environment, "PATH": f"{program.parent}:{os.environ['PATH']}"},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
            check=False)
        self.assertEqual(done.returncode, 0, done)
        # Both stand before the same sandbox: it is there for whoever comes second.
        said = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(sorted(one["cluster"] for one in said),
                         sorted(acceptor.url for acceptor in acceptors))
        self.assertTrue(all(one["ok"] for one in said), said)
        self.assertEqual(self.checkpoints(), [r"1\\MyKey"])
        for acceptor in acceptors:
            self.assertEqual(set(acceptor.asked), {self.me})


if __name__ == "__main__":
    unittest.main()
