#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks the documents.

* Each code block has a comment above it that names its origin, `<!-- examples/file#region -->` or
  `<!-- examples/file -->`, and equals that text. Other tests compile and run the examples. A test runs each
  block of commands, `sh`: it calls shown_commands() with the script and, if there is one, the region.
* Links lead to files and headings that exist. Pictures exist and have a text. External addresses are
  well-formed and listed in docs/sources.md; the check does not use the network.
* Headers and paths of tests in backticks exist, and so do the names in the last column of the glossary. Tests have the
  labels in `ctest -L`. What docs/security.md and docs/reference/ws-management.md have in asterisks is the name of a
  test, and each row of their tables names one, unless it says "does not apply".
* Each source that a header cites, a standard by its number or a page of Microsoft Learn by its title, is in
  docs/sources.md.
* Links lead from the README to every document.
* Programs that readers paste begin with their includes.
* The README has at most 150 lines, and its program ends before line 30.
* No other form of Markdown for code and links is used.
"""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "docs/reference"))
sys.dont_write_bytecode = True

from page_filter import anchors  # noqa: E402

root = pathlib.Path(sys.argv[1]).resolve()
errors = []
with_whole_programs = {"README.md", "docs/how-to/real-cluster.md", "docs/tutorial.md"}
# Addresses of the reader's own machine.
own_addresses = ("http://127.0.0.1:",)
# Forms that this script does not read.
unread = {
    r"^ *~~~|^ +```": "a code block that does not begin with ``` at the left",
    r"(?<=\n\n)(?: {4}|\t).*\S": "code that is marked by its indent",
    r"<(?:a|img|pre|code)\b[^>]*>": "HTML",
    r"\]\[[^]]*\]|^ *\[[^]]+\]:": "a link that has its address elsewhere",
}


def named(path: pathlib.Path) -> str:
    return str(path.relative_to(root))


def region(source: pathlib.Path, name: str | None) -> str:
    text = source.read_text(encoding="utf-8")
    if name is None:
        return text
    parts = re.split(rf"(?m)^\s*(?://|#)! \[{re.escape(name)}\]\n", text)
    return parts[1] if len(parts) == 3 else f"(no region {name} in {source})"


def pasted_by_tests() -> set[tuple[str, str | None]]:
    """The scripts and regions that tests run."""
    call = re.compile(r'shown_commands\("([^"]+)"(?:, "([^"]+)")?\)')
    return {(f"examples/{script}", name or None) for test in (root / "tests").rglob("test_*.py")
            for script, name in call.findall(test.read_text(encoding="utf-8"))}


def check_blocks(document: pathlib.Path, lines: list[str]) -> None:
    number = 0
    has_whole_programs = named(document) in with_whole_programs
    while number < len(lines):
        if not lines[number].startswith("```"):
            number += 1
            continue
        language = lines[number][3:]
        end = next(i for i in range(number + 1, len(lines)) if lines[i].startswith("```"))
        block = "".join(line + "\n" for line in lines[number + 1 : end])
        origin = re.fullmatch(r"<!-- (\S+?)(?:#(\S+))? -->", lines[number - 1])
        place = f"{named(document)}:{number + 1}"
        if not language:
            errors.append(f"{place}: a code block that does not say its language")
        if not origin:
            errors.append(f"{place}: a code block without its origin above it")
        elif not (root / origin[1]).is_file():
            errors.append(f"{place}: {origin[1]} does not exist")
        elif region(root / origin[1], origin[2]) != block:
            errors.append(f"{place}: differs from {origin[1]}#{origin[2]}")
        elif language == "sh" and not pasted & {(origin[1], origin[2]), (origin[1], None)}:
            errors.append(f"{place}: no test runs it: none calls shown_commands() of {origin[1]}")
        if language == "cpp" and has_whole_programs and not re.match("#(include|pragma once)", block):
            errors.append(f"{place}: the program has no includes")
        number = end + 1


def prose(text: str) -> str:
    """A document without its code blocks."""
    return re.sub(r"(?ms)^```.*?^```$", "", text)


def check_forms(document: pathlib.Path, text: str) -> None:
    without_code = re.sub(r"(?<!`)`[^`]+`(?!`)", "", text)
    for form, what in unread.items():
        for found in re.findall(f"(?mi){form}", without_code):
            errors.append(f"{named(document)}: {what}: {found.strip()}")


def check_address(document: pathlib.Path, address: str) -> None:
    if not re.fullmatch(r"https?://[\w.-]+(:\d+)?(/[\w./?=&%~#()+,-]*)?", address):
        errors.append(f"{named(document)}: {address} is not a well-formed address")
    elif not address.startswith(own_addresses) and f"<{address}>" not in sources:
        errors.append(f"{named(document)}: {address} is not listed in docs/sources.md")


def check_links(document: pathlib.Path, text: str) -> set[pathlib.Path]:
    """Returns what it links to."""
    targets = set()
    for target in re.findall(r"(?<!!)\[[^]]*\]\(([^)\s]+)\)", re.sub(r"!\[[^]]*\]", "", text)):
        if re.match(r"https?:", target):
            check_address(document, target)
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        if not file.exists():
            errors.append(f"{named(document)}: {target} leads nowhere")
        elif anchor and anchor not in anchors(prose(file.read_text(encoding="utf-8"))):
            errors.append(f"{named(document)}: {target} leads to no heading of {named(file)}")
        targets.add(file)
    for address in re.findall(r"<(https?:[^>]*)>", text):
        check_address(document, address)
    for bare in re.findall(r"(?<![(<`\w'])https?://[^\s>)`]+", re.sub(r"`[^`]*`", "", text)):
        errors.append(f"{named(document)}: {bare} is no link")
    return targets


def check_pictures(document: pathlib.Path, text: str) -> None:
    for words, target in re.findall(r"!\[([^]]*)\]\(([^)\s]*)\)", text):
        if not words.strip():
            errors.append(f"{named(document)}: the picture {target} does not say what it shows")
        if re.match(r"https?:", target) or not (document.parent / target).is_file():
            errors.append(f"{named(document)}: the picture {target} is not there")


def check_headers(document: pathlib.Path, text: str) -> None:
    for header in re.findall(r"`([\w/.]+\.hpp)`", text):
        if not any(path.endswith(f"/{header}") for path in files):
            errors.append(f"{named(document)}: there is no {header}")


def check_tests(document: pathlib.Path, text: str) -> None:
    for path in re.findall(r"`(tests/[^`<\s]+)`", text):
        if not (root / path).exists():
            errors.append(f"{named(document)}: there is no {path}")
    for label in re.findall(r"test\b[^`\n]* -L (\w+)", text):
        if label not in labels:
            errors.append(f"{named(document)}: no test has the label {label}")


def names_of_tests() -> set[str]:
    """Of Catch2 and of unittest."""
    names = set()
    case = re.compile(r'TEST_CASE(?:_METHOD)?\(\s*(?:\w+,\s*)?((?:"(?:[^"\\]|\\.)*"\s*)+)')
    for path in (root / "tests").rglob("*.test.cpp"):
        for text in case.findall(path.read_text(encoding="utf-8")):
            names.add("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)).replace('\\"', '"'))
    for path in (root / "tests").rglob("test_*.py"):
        names.update(re.findall(r"\bdef (test_\w+)", path.read_text(encoding="utf-8")))
    return names


def check_named_tests() -> None:
    known = names_of_tests()
    italic = re.compile(r"(?<!\w)\*(?=\S)([^*]+?)(?<=\S)\*")
    for document in ("docs/security.md", "docs/reference/ws-management.md"):
        text = (root / document).read_text(encoding="utf-8")
        for name in italic.findall(re.sub(r"\s+", " ", prose(text))):
            if name not in known:
                errors.append(f"{document}: there is no test {name}")
        for row in re.findall(r"(?m)^\|.*\|$", re.sub(r"(?m)^\|.*\|\n\|[-|]+\|$", "", text)):
            if not italic.search(row.split("|")[-2]) and "does not apply" not in row:
                errors.append(f"{document}: a row without a test: {row}")


def check_glossary() -> None:
    """Each C++ name in the last column is in some header."""
    glossary = root / "docs" / "glossary.md"
    headers = "".join(path.read_text(encoding="utf-8")
                      for path in (root / "include").rglob("*.hpp"))
    for row in re.findall(r"(?m)^\|.*\|$", glossary.read_text(encoding="utf-8")):
        for name in re.findall(r"`([A-Za-z_]\w*(?:::\w+)*)(?:\(\))?`", row.split("|")[-2]):
            for part in name.split("::"):
                if not re.search(rf"\b{part}\b", headers):
                    errors.append(f"docs/glossary.md: no header has {name}")


pasted = pasted_by_tests()
sources = (root / "docs" / "sources.md").read_text(encoding="utf-8")
files = [path.as_posix() for folder in ("include", "examples", "tests")
         for path in (root / folder).rglob("*.[hc]pp")]
labels = {label for path in (root / "tests").rglob("CMakeLists.txt")
          for names in re.findall(r"\bLABELS \"?([\w;]+)", path.read_text(encoding="utf-8"))
          for label in names.split(";")}
documents = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
linked = {}
for document in documents:
    text = document.read_text(encoding="utf-8")
    check_blocks(document, text.splitlines())
    text = prose(text)
    check_forms(document, text)
    linked[document] = check_links(document, text)
    check_pictures(document, text)
    check_headers(document, text)
    check_tests(document, text)

for header in sorted((root / "include").rglob("*.hpp")):
    text = re.sub(r"\n\s*///?\s*", " ", header.read_text(encoding="utf-8"))
    cited = re.findall(r"\b(RFC \d+|DSP\d+|KB \d+|MS-[A-Z]{4}|event \d{4})\b", text)
    # Of a page of Microsoft Learn, the first word of its title.
    cited += re.findall(r"Microsoft Learn, ([A-Z]\w+)", text)
    for source in sorted(set(cited)):
        if not re.search(rf"\b{source}", sources):
            errors.append(f"{named(header)}: {source} is not in docs/sources.md")

check_glossary()
check_named_tests()

found = set()
to_follow = [root / "README.md"]
while to_follow:
    document = to_follow.pop()
    if document in linked and document not in found:
        found.add(document)
        to_follow.extend(linked[document])
for document in documents:
    if document not in found:
        errors.append(f"{named(document)}: no way of links leads there from README.md")

readme = (root / "README.md").read_text(encoding="utf-8").splitlines()
if len(readme) > 150:
    errors.append(f"README.md has {len(readme)} lines, the limit is 150")
program_ends = next(i for i, line in enumerate(readme) if line == "}")
if program_ends + 1 >= 30:
    errors.append(f"README.md: the program ends at line {program_ends + 1}, the limit is 29")

for error in errors:
    print(error)
print(f"{len(documents)} documents, {len(errors)} errors")
sys.exit(1 if errors else 0)
