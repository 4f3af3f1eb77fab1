# SPDX-License-Identifier: BSL-1.0
"""Checks the licence of each file.

usage: check_licences.py lines    each file begins with the SPDX line, except those in the last
                                  paragraph of .reuse/dep5
       check_licences.py reuse    `reuse lint` says the same of a copy of the files, and can read each;
                                  exit status 77 where there is no reuse
       check_licences.py --self-test
"""

import fnmatch
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import tree  # noqa: E402

licence = "BSL-1.0"
tag = "SPDX-License-" "Identifier"  # in two pieces, or reuse would read on
line_of_spdx = re.compile(rf"\W+ {tag}: {re.escape(licence)}(?: -->)?")
# These may precede it: an interpreter, the start of a document in YAML, XML or PHP, the README's title.
before_it = re.compile(r"#!/|---$|<\?|# ")


def begins_as_it_should(text: str) -> bool:
    lines = text.split("\n", 2)
    if before_it.match(lines[0]) and not line_of_spdx.fullmatch(lines[0]):
        lines = lines[1:]
    return bool(lines and line_of_spdx.fullmatch(lines[0]))


def without_comments() -> list[str]:
    """The patterns of the last paragraph of dep5."""
    text = (tree.root / ".reuse" / "dep5").read_text(encoding="utf-8")
    return re.search(r"Files:((?: .*\n)+)", text.split("\n\n")[-1])[1].split()


def check_lines() -> int:
    patterns = without_comments()
    errors = []
    files = tree.files()
    for file in files:
        if any(fnmatch.fnmatch(file.as_posix(), one) for one in patterns):
            continue
        if not begins_as_it_should((tree.root / file).read_text("utf-8", errors="replace")):
            errors.append(f"{file}: the first line is not {tag}: {licence}, as a comment")
    print(*errors, f"{len(files)} files, {len(errors)} errors", sep="\n")
    return 1 if errors else 0


def check_reuse() -> int:
    if not shutil.which("reuse"):
        print("skipped: there is no reuse; Debian and Ubuntu have a package of that name")
        return 77
    # reuse needs the text of the licence in a folder LICENSES.
    with tempfile.TemporaryDirectory() as name:
        copy = pathlib.Path(name)
        for file in tree.files():
            to = copy / file if file.name != "LICENSE" else copy / f"LICENSES/{licence}.txt"
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(tree.root / file, to)
        done = subprocess.run(["reuse", "--root", copy, "lint"], stderr=subprocess.PIPE, text=True,
                              env=os.environ | {"LANGUAGE": "C"})
        print(done.stderr, end="", file=sys.stderr)
        # reuse skips files that it cannot read, and exits with 0.
        return done.returncode or int("cannot be parsed" in done.stderr)


def self_test() -> int:
    line = f"{tag}: {licence}"
    errors = [one for one in (f"// {line}\n", f"# {line}", f"#!/bin/sh\n# {line}\n", f"; {line}\n",
                              f"# Title\n<!-- {line} -->\n", f"---\n# {line}\n")
              if not begins_as_it_should(one)]
    errors += [one for one in ("", "\n", f"{line}\n", "// Some words\n", f"\n// {line}\n",
                               f"int i;\n// {line}\n", f"// {line} OR MIT\n", f"<!-- {line} --> x\n",
                               f"// {tag}: MIT\n", f"#!/bin/sh\n\n# {line}\n")
               if begins_as_it_should(one)]
    print(*map(repr, errors), f"{len(errors)} errors", sep="\n")
    return 1 if errors else 0


if __name__ == "__main__":
    checks = {"lines": check_lines, "reuse": check_reuse, "--self-test": self_test}
    if len(sys.argv) != 2 or sys.argv[1] not in checks:
        sys.exit(__doc__)
    sys.exit(checks[sys.argv[1]]())
