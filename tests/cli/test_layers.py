# SPDX-License-Identifier: BSL-1.0
"""The order of the program's folders: a file includes only files of its own folder and of those below it."""

import pathlib
import re
import unittest

program = pathlib.Path(__file__).parents[2] / "examples" / "crypto-checkpoint"

order = [{"console"}, {"cli"}, {"explain"}, {"sandbox"}, {"checkpoints", "serve", "preflight"},
         {"desired"}, {"."}]


def level_of(folder: str) -> int:
    return next(level for level, folders in enumerate(order) if folder in folders)


class Layers(unittest.TestCase):
    def test_no_include_points_up(self):
        files = sorted(program.rglob("*.?pp"))
        self.assertGreater(len(files), 50)
        for file in files:
            folder = str(file.parent.relative_to(program))
            for name in re.findall(r'^ *# *include "(.*)"', file.read_text(encoding="utf-8"), re.M):
                with self.subTest(file=str(file.relative_to(program)), includes=name):
                    self.assertTrue((program / name).exists())
                    other = str(pathlib.Path(name).parent)
                    if other != folder:
                        self.assertLess(level_of(other), level_of(folder))


if __name__ == "__main__":
    unittest.main()
