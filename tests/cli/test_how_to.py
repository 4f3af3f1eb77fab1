# SPDX-License-Identifier: BSL-1.0
"""The commands of docs/how-to/test-other-tooling.md work when they are pasted, one after the other."""

import shutil
import subprocess
import unittest

from support import CliTest
from shown_commands import on_a_free_port, shown_commands


class HowTo(CliTest):
    @unittest.skipUnless(shutil.which("curl"), "curl is not installed")
    def test_the_commands_in_their_order(self):
        commands = on_a_free_port(shown_commands("serve.sh"))
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
