# SPDX-License-Identifier: BSL-1.0
"""The commands of docs/tutorial.md, in one shell in a clone, print what the tutorial shows. The build of ./dev demo,
which takes minutes, is replaced by the program that exists already."""

import pathlib
import re
import shutil
import subprocess
import sys
import unittest

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(root / "tests" / "cli"))

from support import CliTest, program  # noqa: E402
from shown_commands import on_a_free_port, shown_commands, shown_regions  # noqa: E402


class Tutorial(CliTest):
    def make_clone(self) -> pathlib.Path:
        clone = self.folder / "clone"
        clone.mkdir()
        for name in ("dev", "CMakeLists.txt"):
            shutil.copy(root / name, clone)
        for name in (".ci", "include", "examples"):
            shutil.copytree(root / name, clone / name)
        built = clone / "build" / "demo" / "examples" / "crypto-checkpoint"
        built.mkdir(parents=True)
        (built / "crypto-checkpoint").symlink_to(program)
        # Builds everything but the program.
        tools = self.folder / "tools"
        tools.mkdir()
        (tools / "cmake").write_text(
            "#!/bin/sh\ncase \" $* \" in *' --preset demo '*) exit ;; esac\n"
            f"exec '{shutil.which('cmake')}' \"$@\"\n")
        for installer in ("apt-get", "sudo"):
            (tools / installer).write_text("#!/bin/sh\necho 'a test installs nothing'\nexit 1\n")
        for tool in tools.iterdir():
            tool.chmod(0o755)
        self.environment["PATH"] = f"{tools}:{self.environment['PATH']}"
        return clone

    def test_the_commands_in_their_order(self):
        regions = shown_regions("tutorial.sh")
        self.assertEqual(shown_commands("tutorial.sh"), "".join(regions.values()))
        marked = "".join(f"echo '#! [{name}]'\n{commands}" for name, commands in regions.items())
        done = subprocess.run(["bash", "-uc", on_a_free_port(marked)], env=self.environment,
                              cwd=self.make_clone(), stdin=subprocess.DEVNULL, timeout=600,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        printed = re.sub(r"(?m)^(20\d\d-\S+Z .*|listening on .*)\n", "", done.stdout.decode())
        found = re.split(r"(?m)^#! \[(\w+)\]\n", printed)
        found = dict(zip(found[1::2], found[2::2]))
        self.assertEqual(list(found), list(regions), printed)
        self.assertIn("moved 'SQL Server' to NODE2", found["demo"])
        for name, text in shown_regions("tutorial.expect").items():
            self.assertEqual(found[name], text, printed)
        self.assertEqual(done.returncode, 0, printed)


if __name__ == "__main__":
    unittest.main()
