#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that the documents say what is so.

Every code block of a document stands under a comment that names the example it comes from, as
`<!-- examples/file#region -->` or `<!-- examples/file -->`, and is the same to the letter; that the
examples compile and print what they should is checked by other tests. Links to files lead somewhere.
Where programs are shown to be pasted they begin with what they include. The README has a program before
line 25 and is at most 150 lines long.
"""

import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
faults = []
with_whole_programs = {"README.md", "docs/how-to/real-cluster.md"}


def region(source: pathlib.Path, name: str | None) -> str:
    text = source.read_text(encoding="utf-8")
    if name is None:
        return text
    parts = re.split(rf"(?m)^\s*(?://|#)! \[{re.escape(name)}\]\n", text)
    return parts[1] if len(parts) == 3 else f"(no region {name} in {source})"


def check_blocks(document: pathlib.Path, lines: list[str]) -> None:
    number = 0
    while number < len(lines):
        if not lines[number].startswith("```"):
            number += 1
            continue
        end = next(i for i in range(number + 1, len(lines)) if lines[i].startswith("```"))
        block = "".join(line + "\n" for line in lines[number + 1 : end])
        origin = re.fullmatch(r"<!-- (\S+?)(?:#(\S+))? -->", lines[number - 1])
        place = f"{document.relative_to(root)}:{number + 1}"
        if not origin:
            faults.append(f"{place}: a code block without its origin above it")
        elif not (root / origin[1]).is_file():
            faults.append(f"{place}: {origin[1]} does not exist")
        elif region(root / origin[1], origin[2]) != block:
            faults.append(f"{place}: differs from {origin[1]}#{origin[2]}")
        if (str(document.relative_to(root)) in with_whole_programs and lines[number] == "```cpp"
                and not block.startswith("#include ")):
            faults.append(f"{place}: cannot be pasted, since its includes are missing")
        number = end + 1


def check_links(document: pathlib.Path, text: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"https?:", target):
            path = target.split("#")[0]
            if path and not (document.parent / path).exists():
                faults.append(f"{document.relative_to(root)}: {target} leads nowhere")


documents = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
for document in documents:
    text = document.read_text(encoding="utf-8")
    check_blocks(document, text.splitlines())
    check_links(document, text)

readme = (root / "README.md").read_text(encoding="utf-8").splitlines()
if len(readme) > 150:
    faults.append(f"README.md has {len(readme)} lines, 150 are the most")
program_ends = next(i for i, line in enumerate(readme) if line == "}")
if program_ends + 1 >= 25:
    faults.append(f"README.md: the program ends at line {program_ends + 1}, it should before 25")

for fault in faults:
    print(fault)
print(f"{len(documents)} documents, {len(faults)} faults")
sys.exit(1 if faults else 0)
