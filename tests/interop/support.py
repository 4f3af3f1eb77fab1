# SPDX-License-Identifier: BSL-1.0
"""A fake cluster behind a socket, for third-party clients."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

program = pathlib.Path(os.environ["CRYPTO_CHECKPOINT"]).resolve()

class_uri = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/mscluster/MSCluster_Resource"

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from passwords import (  # noqa: E402, F401
    kerberos_password, kerberos_user, password, simple_password, user, wrong_password)
from self_signed import self_signed  # noqa: E402


def skip_unless(there: bool, what: str) -> None:
    """Exits with the status that CTest reports as skipped."""
    if not there:
        print(f"skipped: {what} is not installed")
        sys.exit(77)


class InteropTest(unittest.TestCase):
    """Each test has a sandbox of its own: two nodes, 'SQL Server', the exportable key 1\\\\MyKey and the
    key 1\\\\FixedKey, which is not exportable."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.environment = {
            **{name: value for name, value in os.environ.items()
               if not name.lower().endswith("_proxy")},
            "HOME": folder.name,
            "XDG_DATA_HOME": folder.name,
            "LC_ALL": "C.UTF-8",
        }
        self.run_program("sandbox", "create")
        self.run_program("sandbox", "key", "create", "NODE1", r"1\\FixedKey", "--not-exportable")
        self.password_file = self.folder / "password"
        self.password_file.write_text(password + "\n", encoding="utf-8")
        self.password_file.chmod(0o600)

    def run_program(self, *words) -> str:
        done = subprocess.run([program, *words], env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
                              check=False)
        self.assertEqual(done.returncode, 0, (words, done.stderr))
        return done.stdout.decode()

    def checkpoints(self) -> list:
        return [json.loads(line)["checkpoint"]
                for line in self.run_program("list", "--json").splitlines()]

    def serve(self, tls: bool = False, with_password: bool = True) -> str:
        """Starts the server. Returns its URL."""
        words = ["serve", "--listen", "127.0.0.1:0"]
        if tls:
            words += self.certificate()
        if with_password:
            words += ["--user", user, "--password-file", self.password_file]
        with open(self.folder / "serve.log", "wb") as log:
            server = subprocess.Popen([program, *words], env=self.environment,
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        self.addCleanup(self.stop, server)
        line = server.stdout.readline().decode()
        url = re.search(r"https?://\S+", line)
        self.assertIsNotNone(url, line + (self.folder / "serve.log").read_text(encoding="utf-8"))
        return url[0]

    def stop(self, server: subprocess.Popen) -> None:
        """Stops the server, which must exit cleanly and print no password."""
        server.terminate()
        output, _ = server.communicate(timeout=60)
        self.assertEqual(server.returncode, 0)
        output += (self.folder / "serve.log").read_bytes()
        self.assertNotIn(password.encode(), output)

    def certificate(self) -> list:
        """A certificate for 127.0.0.1 that is its own authority."""
        self.certificate_file, key_file = self_signed(self.folder, "127.0.0.1", "IP:127.0.0.1")
        return ["--tls-cert", self.certificate_file, "--tls-key", key_file]
