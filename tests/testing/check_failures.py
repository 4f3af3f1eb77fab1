# SPDX-License-Identifier: BSL-1.0
"""Runs a test program whose assertions fail, and looks for texts in its output.

usage: check_failures.py PROGRAM SOURCE   SOURCE has the texts, each a comment that begins with "prints: "
"""

import pathlib
import re
import subprocess
import sys


def in_one_line(text: str) -> str:
    """Frameworks break lines where they like."""
    return re.sub(r"\s+", " ", text)


def main(program: str, source: str) -> int:
    text = pathlib.Path(source).read_text(encoding="utf-8")
    wanted = [in_one_line(one.replace("//", " ")).strip()
              for one in re.findall(r"// prints: (.+(?:\n *// (?!prints).+)*)", text)]
    run = subprocess.run([program], capture_output=True, check=False, encoding="utf-8", timeout=60)
    output = in_one_line(run.stdout)
    errors = [f"not printed: {text}" for text in wanted if text not in output]
    errors += [f"printed: {match[0]}" for match in re.finditer(r"\{\?\}|\d+-byte object", output)]
    if run.returncode == 0 or len(wanted) < 10:
        errors.append(f"status {run.returncode}, {len(wanted)} texts wanted")
    if errors:
        print(run.stdout, run.stderr)
    print(*errors, f"{len(wanted)} texts, {len(errors)} errors", sep="\n")
    return 1 if errors else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
