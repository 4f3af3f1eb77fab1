# SPDX-License-Identifier: BSL-1.0
"""The commands of docs/how-to/test-other-tooling.md work when they are pasted, one after the other."""

import pathlib
import re
import shutil
import socket
import subprocess
import unittest

from support import CliTest

script = pathlib.Path(__file__).parents[2] / "examples" / "serve.sh"


class HowTo(CliTest):
    @unittest.skipUnless(shutil.which("curl"), "curl is not installed")
    def test_the_commands_in_their_order(self):
        # The port of the document may be in use here.
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        commands = script.read_text(encoding="utf-8").replace("5985", str(port))
        done = subprocess.run(["bash", "-c", commands], env=self.environment,
                              cwd=self.folder, stdin=subprocess.DEVNULL, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        said = done.stdout.decode()
        self.assertEqual(done.returncode, 0, said)
        self.assertIn("AddCryptoCheckpoint_OUTPUT", said)
        self.assertRegex(said, r"(?m)^SQL Server +1 +MyKey$")
        self.assertIn("key_restore_failed", said)

    def test_regions_are_the_whole_script(self):
        """Nothing that the document does not show makes the commands work."""
        text = script.read_text(encoding="utf-8")
        shown = "".join(re.split(r"(?m)^#! \[\w+\]\n", text)[1::2])
        rest = "".join(re.split(r"(?m)^#! \[\w+\]\n", text)[0::2])
        self.assertIn("curl -s", shown)
        self.assertEqual([line for line in rest.splitlines()
                          if line and not line.startswith("#")], ["set -eu"])


if __name__ == "__main__":
    unittest.main()
