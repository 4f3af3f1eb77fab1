# SPDX-License-Identifier: BSL-1.0
"""The commands of docs/how-to/test-other-tooling.md work when they are pasted, one after the other."""

import shutil
import socket
import subprocess
import unittest

from support import CliTest
from shown_commands import shown_commands


class HowTo(CliTest):
    @unittest.skipUnless(shutil.which("curl"), "curl is not installed")
    def test_the_commands_in_their_order(self):
        # The port of the document may be in use here.
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        commands = shown_commands("serve.sh").replace("5985", str(port))
        done = subprocess.run(["bash", "-euc", commands], env=self.environment,
                              cwd=self.folder, stdin=subprocess.DEVNULL, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        said = done.stdout.decode()
        self.assertEqual(done.returncode, 0, said)
        self.assertIn("AddCryptoCheckpoint_OUTPUT", said)
        self.assertRegex(said, r"(?m)^SQL Server +1 +MyKey$")
        self.assertIn("key_restore_failed", said)


if __name__ == "__main__":
    unittest.main()
