#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that the comments of the public headers say what they must: `check_reference.py [XML]`.

Of the headers' texts:
* each header stands in one topic of docs/reference/topics.dox, and no topic has one that is not there;
* each example is a region of a program in examples/, which CMake builds and a test runs;
* the parts of a comment stand in one order, and under the names that they have everywhere.

Of what Doxygen made of them, where the folder of its XML is given:
* a function that can fail says how;
* a class says what it is to threads, or the namespace does that it stands in.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / "docs/reference"))
sys.dont_write_bytecode = True

from header_filter import topics  # noqa: E402

include = root / "include/crypto_checkpoint"
faults = []

# As in the house style; between them anything may stand that has no name here.
order = ["@par Grammar", "@par Units and encoding", "@tparam", "@param", "@return", "@par Errors",
         "@par Complexity", "@par Thread safety", "@par Source", "@par Example", "@see"]
# What is about one or two of all names.
others = {"Impersonation", "Limits", "Memory", "Needs", "Not tried", "Open files"}


def check_topics(headers: list[pathlib.Path]) -> None:
    text = (root / "docs/reference/topics.dox").read_text(encoding="utf-8")
    listed = topics(text)
    names = {str(header.relative_to(include)) for header in headers}
    faults.extend(f"topics.dox: {name} stands in no topic" for name in sorted(names - set(listed)))
    faults.extend(f"topics.dox: there is no {name}" for name in sorted(set(listed) - names))
    for name in sorted(names):
        if text.count(f"`{name}`") > 1:
            faults.append(f"topics.dox: {name} stands in more than one topic")


def comments(text: str) -> list[tuple[int, list[str]]]:
    """Each comment of several lines, with the number of its first line."""
    found: list[tuple[int, list[str]]] = []
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r" *///(?!<) ?(.*)", line)
        if match and not inside:
            found.append((number, []))
        if match:
            found[-1][1].append(match[1])
        inside = bool(match)
    return found


def check_parts(place: str, comment: list[str]) -> None:
    last = -1
    for line in comment:
        part = re.match(r"(@tparam|@param|@return|@see)\b|@par ([A-Z]\w*(?: \w+)*)", line)
        if not part:
            continue
        name = part[1] or f"@par {part[2]}"
        if name not in order:
            if part[2] not in others:
                faults.append(f"{place}: no comment has a part '{part[2]}'")
            continue
        if order.index(name) < last:
            faults.append(f"{place}: {name} stands before {order[last]}")
        last = max(last, order.index(name))


def check_examples(place: str, comment: list[str]) -> None:
    for line in comment:
        snippet = re.match(r"@snippet (\S+) (\S+)$", line)
        if not snippet:
            continue
        file = root / "examples" / snippet[1]
        if not file.is_file():
            faults.append(f"{place}: there is no examples/{snippet[1]}")
        elif len(re.findall(rf"(?m)^\s*//! \[{re.escape(snippet[2])}\]$",
                            file.read_text(encoding="utf-8"))) != 2:
            faults.append(f"{place}: examples/{snippet[1]} has no region {snippet[2]}")


def titles(documented: xml.etree.ElementTree.Element) -> set[str]:
    return {"".join(title.itertext()).strip() for title in documented.findall(
        "./detaileddescription//simplesect[@kind='par']/title")}


def text_of(element: xml.etree.ElementTree.Element | None) -> str:
    return "" if element is None else "".join(element.itertext())


def check_what_doxygen_read(folder: pathlib.Path) -> tuple[int, int]:
    functions = classes = 0
    by_name = {}
    for file in sorted(folder.glob("*.xml")):
        if re.match(r"(namespace|class|struct|group)", file.name):
            compound = xml.etree.ElementTree.parse(file).getroot().find("compounddef")
            by_name[text_of(compound.find("compoundname"))] = compound
    for name, compound in by_name.items():
        if compound.get("prot", "public") != "public":
            continue
        for function in compound.iterfind("./sectiondef/memberdef[@kind='function']"):
            definition = text_of(function.find("definition"))
            # Doxygen lists a group's members once more in their namespace.
            if (function.get("prot") != "public" or "::detail::" in definition
                    or compound.get("kind") == "namespace"):
                continue
            if not re.match(r"(Parse|Provider)?Result\b|Conversation< (Provider)?Result|std::expected",
                            text_of(function.find("type")).removeprefix("static ")
                            .removeprefix("constexpr ").removeprefix("auto ")):
                continue
            functions += 1
            if "Errors" not in titles(function) and text_of(function.find("argsstring"))[-7:] != "=delete":
                where = function.find("location")
                faults.append(f"{where.get('file')}:{where.get('line')}: {function.findtext('name')}() "
                              "can fail and has no @par Errors")
        if compound.get("kind") in ("class", "struct"):
            space = name.rpartition("::")[0]
            is_ours = name.startswith("crypto_checkpoint::")
            if not is_ours or space.endswith("grammar"):
                continue
            classes += 1
            around = by_name.get(space)
            if "Thread safety" not in titles(compound) and (
                    around is None or "Thread safety" not in titles(around)):
                where = compound.find("location")
                faults.append(f"{where.get('file')}:{where.get('line')}: {name} does not say what it is "
                              "to threads: @par Thread safety")
    return functions, classes


def main() -> int:
    headers = sorted(header for header in include.rglob("*.hpp")
                     if "detail" not in header.relative_to(include).parts)
    check_topics(headers)
    parts = 0
    for header in headers:
        text = re.sub(r"/// @cond\n.*?/// @endcond\n", lambda cut: "\n" * cut[0].count("\n"),
                      header.read_text(encoding="utf-8"), flags=re.DOTALL)
        for number, comment in comments(text):
            parts += 1
            check_parts(f"{header.relative_to(root)}:{number}", comment)
            check_examples(f"{header.relative_to(root)}:{number}", comment)
    counts = f"{len(headers)} headers, {parts} comments"
    if len(sys.argv) > 1:
        functions, classes = check_what_doxygen_read(pathlib.Path(sys.argv[1]))
        counts += f", {functions} functions that can fail, {classes} classes"
        if functions < 50 or classes < 50:
            faults.append(f"only {functions} functions and {classes} classes were read")
    print(*faults, f"{counts}, {len(faults)} faults", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
