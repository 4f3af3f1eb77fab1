# SPDX-License-Identifier: BSL-1.0
"""Checks the files of the repository with clang-format and codespell.

usage: check_text.py format      the sources have the format of .clang-format
       check_text.py spelling    no common misspelling; .codespellrc has exceptions

Exit status 77 if the tool is missing.
"""

import shutil
import subprocess
import sys

sys.dont_write_bytecode = True

import tree  # noqa: E402

# Other versions format differently.
formatter = "clang-format-19"
batch = 100


def run(command: list, files: list) -> int:
    """Runs the command on batches of files, for the limit of a command line."""
    if not shutil.which(command[0]):
        print(f"skipped: there is no {command[0]}; Debian 12 has a package of that name")
        return 77
    status = 0
    for start in range(0, len(files), batch):
        part = [str(one) for one in files[start:start + batch]]
        status = subprocess.run([*command, *part], cwd=tree.root).returncode or status
    print(f"{len(files)} files read")
    return 1 if status else 0


def check_format() -> int:
    status = run([formatter, "--dry-run", "--Werror", "--ferror-limit=1"], tree.sources())
    if status == 1:
        print(f"to fix that: {formatter} -i FILES")
    return status


def check_spelling() -> int:
    return run(["codespell"], [one for one in tree.files() if one.suffix != ".bin"])


if __name__ == "__main__":
    checks = {"format": check_format, "spelling": check_spelling}
    if len(sys.argv) != 2 or sys.argv[1] not in checks:
        sys.exit(__doc__)
    sys.exit(checks[sys.argv[1]]())
