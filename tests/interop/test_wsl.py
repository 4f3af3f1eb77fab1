# SPDX-License-Identifier: BSL-1.0
"""wsl, the WS-Management shell scripts that Debian packages."""

import shutil
import subprocess
import unittest

from support import InteropTest, class_uri, simple_password, skip_unless, user, wrong_password

skip_unless(shutil.which("wsl") is not None, "wsl")
skip_unless(shutil.which("xmllint") is not None, "xmllint")

# A reference to an instance, in the format in which this client stores enumeration results.
reference = f"""\
<a:EndpointReference>
<a:ReferenceParameters>
<w:ResourceURI>{class_uri}</w:ResourceURI>
<w:SelectorSet xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">
<w:Selector Name="Name">Missing</w:Selector>
</w:SelectorSet>
</a:ReferenceParameters>
</a:EndpointReference>
"""


class Wsl(InteropTest):
    def setUp(self):
        super().setUp()
        self.password_file.write_text(simple_password, encoding="utf-8")
        # The client makes the MessageID with uuidgen, on which its package does not depend: without it the
        # MessageID is empty, which MS-WSMV 3.1.4.1.5 lets servers reject.
        if not shutil.which("uuidgen"):
            programs = self.folder / "programs"
            programs.mkdir()
            uuidgen = programs / "uuidgen"
            uuidgen.write_text("#!/bin/sh\ncat /proc/sys/kernel/random/uuid\n", encoding="utf-8")
            uuidgen.chmod(0o755)
            self.environment["PATH"] = f"{programs}:{self.environment['PATH']}"

    def wsl(self, url: str, *words, password=simple_password) -> tuple:
        """Whether it succeeded, and its output."""
        scheme, _, rest = url.partition("://")
        environment = {**self.environment, "WSENDPOINT": rest.partition("/")[0],
                       "WSUSER": user, "WSPASS": password, "WSAUTOMATED": "1"}
        if scheme == "http":
            environment["WSNOSSL"] = "true"
        done = subprocess.run(["wsl", *words], env=environment, cwd=self.folder, timeout=120,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        return done.returncode == 0, done.stdout.decode(errors="replace")

    def check_requests(self, url: str):
        good, output = self.wsl(url, "id", "check")
        self.assertTrue(good, output)
        self.assertIn("IdentifyResponse", output)

        # This client enumerates references and sends back the one of the instance.
        good, output = self.wsl(url, "invoke", class_uri, "AddCryptoCheckpoint",
                               r"CheckpointName=1\\MyKey")
        self.assertTrue(good, output)
        self.assertEqual(self.checkpoints(), [r"1\\MyKey"])

        good, output = self.wsl(url, "get", class_uri, "Name=SQL Server")
        self.assertTrue(good, output)
        self.assertIn(r"CryptoCheckpoints>1\\MyKey<", output)

        good, output = self.wsl(url, "enum", class_uri)
        self.assertTrue(good, output)
        self.assertIn("SQL Server", output)

        for fault, words in [
                ("2148073475", [class_uri, "AddCryptoCheckpoint", r"CheckpointName=1\\FixedKey"]),
                ("CheckpointName is missing", [class_uri, "AddCryptoCheckpoint"]),
                ("no method AddNothing", [class_uri, "AddNothing", r"CheckpointName=1\\MyKey"])]:
            good, output = self.wsl(url, "invoke", *words)
            self.assertFalse(good, output)
            self.assertIn(fault, output)
        missing = self.folder / "missing.xml"
        missing.write_text(reference, encoding="utf-8")
        good, output = self.wsl(url, "invoke", class_uri, "AddCryptoCheckpoint",
                               r"CheckpointName=1\\MyKey", "-inst", missing)
        self.assertFalse(good, output)
        self.assertIn("2150858752", output)  # no such instance
        good, output = self.wsl(url, "get", class_uri, "Name=Missing")
        self.assertFalse(good, output)
        self.assertIn("2150858752", output)  # no such instance
        good, output = self.wsl(url, "invoke", class_uri, "RemoveCryptoCheckpoint",
                               r"CheckpointName=1\\MyKey", password=wrong_password)
        self.assertFalse(good, output)
        self.assertEqual(self.checkpoints(), [r"1\\MyKey"])

    def test_over_http(self):
        self.check_requests(self.serve())

    def test_over_https(self):
        self.check_requests(self.serve(tls=True))


if __name__ == "__main__":
    unittest.main()
