# SPDX-License-Identifier: BSL-1.0
import fnmatch
import pathlib
import shutil


def load(recipe, path):
    return pathlib.Path(path).read_text(encoding="utf-8")


def copy(recipe, pattern, src, dst):
    """Conan's patterns match `/` with `*` too."""
    for path in sorted(pathlib.Path(src).rglob("*")):
        name = path.relative_to(src).as_posix()
        if path.is_file() and fnmatch.fnmatch(name, pattern):
            target = pathlib.Path(dst, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
