# SPDX-License-Identifier: BSL-1.0
"""wsl, the WS-Management shell scripts that Debian packages."""

import shutil
import subprocess
import unittest

from support import InteropTest, class_uri, simple_password, skip_unless, user, wrong_password

skip_unless(shutil.which("wsl") is not None, "wsl")
skip_unless(shutil.which("xmllint") is not None, "xmllint")

# An instance as this client writes one down when it enumerates.
reference = f"""\
<a:EndpointReference>
<a:ReferenceParameters>
<w:ResourceURI>{class_uri}</w:ResourceURI>
<w:SelectorSet>
<w:Selector Name="Name">Nobody</w:Selector>
</w:SelectorSet>
</a:ReferenceParameters>
</a:EndpointReference>
"""


class Wsl(InteropTest):
    def setUp(self):
        super().setUp()
        self.password_file.write_text(simple_password, encoding="utf-8")

    def wsl(self, url: str, *words, password=simple_password) -> tuple:
        """Whether it succeeded, and what it showed."""
        scheme, _, rest = url.partition("://")
        environment = {**self.environment, "WSENDPOINT": rest.partition("/")[0],
                       "WSUSER": user, "WSPASS": password, "WSAUTOMATED": "1"}
        if scheme == "http":
            environment["WSNOSSL"] = "true"
        done = subprocess.run(["wsl", *words], env=environment, cwd=self.folder, timeout=120,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        return done.returncode == 0, done.stdout.decode(errors="replace")

    def asks(self, url: str):
        good, shown = self.wsl(url, "id", "check")
        self.assertTrue(good, shown)
        self.assertIn("IdentifyResponse", shown)

        # It finds the instance by enumerating references, and sends back the one that it found.
        good, shown = self.wsl(url, "invoke", class_uri, "AddCryptoCheckpoint",
                               r"CheckpointName=1\\MyKey")
        self.assertTrue(good, shown)
        self.assertEqual(self.checkpoints(), [r"1\\MyKey"])

        good, shown = self.wsl(url, "get", class_uri, "Name=SQL Server")
        self.assertTrue(good, shown)
        self.assertIn(r"CryptoCheckpoints>1\\MyKey<", shown)

        good, shown = self.wsl(url, "enum", class_uri)
        self.assertTrue(good, shown)
        self.assertIn("SQL Server", shown)

        for fault, words in [
                ("2148073475", [class_uri, "AddCryptoCheckpoint", r"CheckpointName=1\\FixedKey"]),
                ("CheckpointName is missing", [class_uri, "AddCryptoCheckpoint"]),
                ("no method AddNothing", [class_uri, "AddNothing", r"CheckpointName=1\\MyKey"])]:
            good, shown = self.wsl(url, "invoke", *words)
            self.assertFalse(good, shown)
            self.assertIn(fault, shown)
        nobody = self.folder / "nobody.xml"
        nobody.write_text(reference, encoding="utf-8")
        good, shown = self.wsl(url, "invoke", class_uri, "AddCryptoCheckpoint",
                               r"CheckpointName=1\\MyKey", "-inst", nobody)
        self.assertFalse(good, shown)
        self.assertIn("2147749890", shown)  # WBEM_E_NOT_FOUND
        good, shown = self.wsl(url, "get", class_uri, "Name=Nobody")
        self.assertFalse(good, shown)
        self.assertIn("2147749890", shown)  # WBEM_E_NOT_FOUND
        good, shown = self.wsl(url, "invoke", class_uri, "RemoveCryptoCheckpoint",
                               r"CheckpointName=1\\MyKey", password=wrong_password)
        self.assertFalse(good, shown)
        self.assertEqual(self.checkpoints(), [r"1\\MyKey"])

    def test_over_http(self):
        self.asks(self.serve())

    def test_over_https(self):
        self.asks(self.serve(tls=True))


if __name__ == "__main__":
    unittest.main()
