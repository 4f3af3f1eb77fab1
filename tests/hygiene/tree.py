# SPDX-License-Identifier: BSL-1.0
"""The files of the repository, for checks of all of them."""

import pathlib
import shutil
import subprocess

root = pathlib.Path(__file__).resolve().parent.parent.parent


def files() -> list[pathlib.Path]:
    """Relative to root: the files that git tracks or would add; in a release archive, all but the build."""
    if (root / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(
            ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True, check=True, text=True).stdout
        found = [pathlib.Path(one) for one in listed.split("\0") if one]
    else:
        found = [one.relative_to(root) for one in root.rglob("*")]
        found = [one for one in found if one.parts[0] not in {".git", "build"}]
    return sorted(one for one in set(found) if (root / one).is_file())


def sources() -> list[pathlib.Path]:
    return [one for one in files() if one.suffix in {".cpp", ".hpp"}]
