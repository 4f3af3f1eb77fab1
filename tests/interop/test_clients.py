# SPDX-License-Identifier: BSL-1.0
"""Clients in several languages, each in one script of clients/.

usage: test_clients.py CLIENT [ARGS of unittest...]

A client finds URL, CLASS_URI, LOGIN, PASSWORD and CA_FILE, which is empty without TLS, in its environment. It
reads requests, one JSON object a line, and writes for each either {"value": ...} or {"fault": TEXT}, where
TEXT has all that the client shows of a failure:

  do         members                        value
  identify                                  the vendor
  get        resource                       an instance: the values of each property, in an array
  enumerate  class, query, mode, page       instances, references or both, by the mode
  release                                   what the response has: nothing
  invoke     method, resource, arguments    what the response has: nothing

An enumeration is not optimised where the client has the choice, follows the context and pulls no more than PAGE
items at once. A reference is the value of its selector Name, as if it were a property "reference". A query is
WQL; class, query and mode may be null.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from support import InteropTest, class_uri, password, skip_unless, user, wrong_password

here = pathlib.Path(__file__).resolve().parent / "clients"

resource = "R&D <\"SQL\"> 'Server' \u6570\u636e\u5e93 \U0001f511"
key = "1\\\\cl\u00e9 & <\"'> \u9375 \U0001f511"
other_class = class_uri.replace("MSCluster_Resource", "MSCluster_Node")


class Client:
    """How to find out whether a client is there, how to build it if it must be, how to start it, and what it
    cannot do or show."""

    def __init__(self, probe, command, build=None, environment=None, cannot=(), shows_only_status=False):
        self.probe = probe
        self.build = build
        self.command = command
        self.environment = {**os.environ, **(environment or {})}
        self.cannot = set(cannot)
        self.shows_only_status = shows_only_status

    def is_there(self) -> bool:
        return shutil.which(self.probe[0]) is not None and subprocess.run(
            self.probe, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, check=False).returncode == 0


built = tempfile.TemporaryDirectory()
python = [sys.executable, "-B"]
clients = {
    "dracclient": Client([*python, "-c", "import dracclient.wsman"],
                         [*python, here / "with_dracclient.py"],
                         cannot=["identify", "get", "reference", "release", "verify"],
                         shows_only_status=True),
    "soap_lite": Client(["perl", "-MSOAP::Lite", "-MLWP::Protocol::https", "-e", "1"],
                        ["perl", here / "with_soap_lite.pl"]),
    "soapclient": Client(["php", "-r", "exit(extension_loaded('soap') ? 0 : 1);"],
                         ["php", here / "with_soapclient.php"]),
    "winrm": Client(["go", "list", "github.com/masterzen/winrm"],
                    [pathlib.Path(built.name) / "with_winrm"],
                    build=["go", "build", "-o", built.name, here / "with_winrm.go"],
                    environment={"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": ""}),
    "wsman_messages": Client(["node", "-e", "require('@device-management-toolkit/wsman-messages')"],
                             ["node", here / "with_wsman_messages.js"]),
    "zeep": Client([*python, "-c", "import zeep"], [*python, here / "with_zeep.py"]),
}

client = clients[sys.argv.pop(1)]
skip_unless(client.is_there(), "the client, or its language,")
if client.build:
    subprocess.run(client.build, env=client.environment, stdin=subprocess.DEVNULL, check=True)


class Failed(Exception):
    pass


class Clients(InteropTest):
    def setUp(self):
        super().setUp()
        self.run_program("sandbox", "resource", "add", resource, "NODE1")
        self.run_program("sandbox", "key", "create", "NODE1", key)

    def start(self, url: str, login_password=password, ca_file="") -> None:
        """Starts the client, whose requests `do` sends."""
        self.client = subprocess.Popen(
            client.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
            env={**self.environment, "URL": url, "CLASS_URI": class_uri, "LOGIN": user,
                 "PASSWORD": login_password, "CA_FILE": str(ca_file)})
        self.addCleanup(self.stop_client, self.client)

    def stop_client(self, process: subprocess.Popen) -> None:
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0)

    def do(self, what: str, **members):
        """What the client makes of the response. Raises Failed with what it shows of a failure."""
        print(json.dumps({"do": what, **members}), file=self.client.stdin, flush=True)
        response = json.loads(self.client.stdout.readline())
        if "fault" in response:
            raise Failed(response["fault"])
        return response["value"]

    def can(self, what: str) -> bool:
        return what not in client.cannot

    def enumerate(self, query=None, mode=None, page=1, of_class=None) -> list:
        return self.do("enumerate", query=query, mode=mode, page=page, **{"class": of_class})

    def invoke(self, method: str, name: str, **arguments) -> None:
        self.assertFalse(self.do("invoke", method=method, resource=name, arguments=arguments))

    def assert_fails(self, expected: str, what, *words, **members):
        with self.assertRaises(Failed) as raised:
            what(*words, **members)
        self.assertIn("500" if client.shows_only_status else expected, str(raised.exception))

    def reads(self):
        if self.can("identify"):
            self.assertIn("crypto_checkpoint", self.do("identify"))
        if self.can("get"):
            instance = self.do("get", resource="SQL Server")
            self.assertEqual(instance["Name"], ["SQL Server"])
            self.assertEqual(instance["State"], ["2"])
            self.assertEqual(instance["CryptoCheckpoints"], [None])
            self.assertEqual(instance["Type"], [None])
            self.assertEqual(self.do("get", resource=resource)["Name"], [resource])
        for page in (1, 100):
            self.assertEqual([one["Name"] for one in self.enumerate(page=page)],
                             [[resource], ["SQL Server"]])
        if self.can("reference"):
            names = [[resource], ["SQL Server"]]
            self.assertEqual(self.enumerate(mode="EnumerateEPR"), [{"reference": one} for one in names])
            both = self.enumerate(mode="EnumerateObjectAndEPR")
            self.assertEqual([(one["reference"], one["Name"]) for one in both], [(one, one) for one in names])
        if self.can("release"):
            self.assertFalse(self.do("release"))

    def queries(self):
        of = "from MSCluster_Resource"
        escaped = resource.replace("'", "\\'")
        self.assertEqual([one["Name"] for one in self.enumerate(f"select * {of} where Name='{escaped}'")],
                         [[resource]])
        self.assertEqual(
            self.enumerate(f"select State, Name, CryptoCheckpoints {of} where State = 2 or Name like 'R&D%'"),
            [{"CryptoCheckpoints": [None], "Name": [resource], "State": ["3"]},
             {"CryptoCheckpoints": [None], "Name": ["SQL Server"], "State": ["2"]}])
        self.assertEqual(self.enumerate(f"select * {of} where Name = 'Missing'"), [])
        self.assert_fails("2150858778", self.enumerate, "select * from MSCluster_Nothing")

    def changes(self):
        self.invoke("AddCryptoCheckpoint", resource, CheckpointName=key)
        self.run_program("sandbox", "key", "create", "NODE1", r"1\\Other")
        self.invoke("AddCryptoCheckpoint", resource, CheckpointName=r"1\\Other")
        self.assertEqual(self.checkpoints(), [key, r"1\\Other"])
        if self.can("get"):
            self.assertEqual(self.do("get", resource=resource)["CryptoCheckpoints"], [key, r"1\\Other"])
        self.assertEqual(self.enumerate()[0]["CryptoCheckpoints"], [key, r"1\\Other"])
        self.invoke("RemoveCryptoCheckpoint", resource, CheckpointName=key)
        self.assertEqual(self.checkpoints(), [r"1\\Other"])

    def failures(self):
        before = self.checkpoints()
        add, remove, key_there = "AddCryptoCheckpoint", "RemoveCryptoCheckpoint", r"1\\MyKey"
        self.assert_fails("2148073475", self.invoke, add, "SQL Server", CheckpointName=r"1\\FixedKey")
        self.assert_fails("2148073494", self.invoke, add, "SQL Server", CheckpointName=r"1\\NoKey")
        self.assert_fails("2150858752", self.invoke, add, "Missing", CheckpointName=key_there)
        self.assert_fails("2147749935", self.invoke, add, "SQL Server")
        self.assert_fails("2147749934", self.invoke, "AddNothing", "SQL Server", CheckpointName=key_there)
        # The fault repeats the name.
        self.assert_fails("\u6570\u636e\u5e93", self.invoke, add, "SQL Server",
                          CheckpointName="\u6570\u636e\u5e93")
        self.assert_fails("500", self.invoke, remove, "SQL Server", CheckpointName=key_there)
        if self.can("get"):
            self.assert_fails("2150858752", self.do, "get", resource="Missing")
        self.assert_fails("2147749904", self.enumerate, of_class=other_class)
        self.assertEqual(self.checkpoints(), before)

    def check(self, url: str, ca_file=""):
        self.start(url, ca_file=ca_file)
        self.reads()
        self.queries()
        self.changes()
        self.failures()
        before = self.checkpoints()
        self.start(url, wrong_password, ca_file)
        with self.assertRaises(Failed) as raised:
            self.invoke("AddCryptoCheckpoint", "SQL Server", CheckpointName=r"1\\MyKey")
        self.assertIn("401", str(raised.exception))
        self.assertEqual(self.checkpoints(), before)

    def test_over_http(self):
        self.check(self.serve())

    def test_over_https(self):
        self.check(self.serve(tls=True), self.certificate_file)

    def test_over_https_to_an_unknown_certificate(self):
        if not self.can("verify"):
            self.skipTest("the client accepts every certificate")
        self.start(self.serve(tls=True))
        with self.assertRaises(Failed):
            self.invoke("AddCryptoCheckpoint", "SQL Server", CheckpointName=r"1\\MyKey")
        self.assertEqual(self.checkpoints(), [])


if __name__ == "__main__":
    unittest.main()
