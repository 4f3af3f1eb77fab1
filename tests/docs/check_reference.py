#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that the comments of the public headers say what they must: `check_reference.py [XML]`.

Of the headers' texts:
* each header stands in one topic of docs/reference/topics.dox, and no topic has one that is not there;
* each example is a region of a program in examples/, which CMake builds and a test runs, and no C++ is
  written into a comment by hand;
* each header that has something to use shows one;
* what is listed as an error is one;
* the parts of a comment stand in one order, and under the names that they have everywhere.

Of what Doxygen made of them, where the folder of its XML is given:
* a function that can fail says how;
* a function says what its parameters are, where their types do not;
* who takes, gives or holds a text says how it is encoded;
* a function that is no member shows an example, and so does a class that has functions;
* a class says what it is to threads, or the namespace does that it stands in;
* a concept says what it asks for, and each value of an enumeration what it means: Doxygen misses neither.

What a comment refers to, by "as" or "see", counts as said; so does what the class says of its functions.
"""

import pathlib
import re
import sys
from xml.etree import ElementTree

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / "docs/reference"))
sys.dont_write_bytecode = True

from header_filter import topics  # noqa: E402
from read_reference import (Function, Reference, names_in, place_of,  # noqa: E402
                            sends_to, text_of, titles_of, words_of)

include = root / "include/crypto_checkpoint"
faults = []

# As in the house style; between them anything may stand that has no name here.
order = ["@par Grammar", "@par Units and encoding", "@tparam", "@param", "@return", "@par Errors",
         "@par Complexity", "@par Thread safety", "@par Source", "@par Example", "@see"]
# What is about one or two of all names.
others = {"Impersonation", "Limits", "Memory", "Needs", "Not tried", "Open files"}
codes = set(re.findall(r"(?m)^    (\w+) = \d+,", (include / "errc.hpp").read_text(encoding="utf-8")))
text_type = r"\bstring|\bString\b|char\w* \*"


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


def check_code(place: str, comment: list[str]) -> None:
    """C++ by hand in a comment was compiled by nothing. A grammar or a message may stand there."""
    in_code = False
    for before, line in zip(["", *comment], comment):
        in_code = line.startswith(4 * " ") and (in_code or not before)
        if re.match(r" *(@code|```|~~~)", line) or (in_code and re.search(r"[;{}]( *//.*)?$", line)):
            faults.append(f"{place}: has code that is no @snippet: {line.strip()}")


def check_error_names(place: str, comment: list[str]) -> None:
    """What a list of errors begins its lines with, as `  * timed_out, access_denied: when`, are codes."""
    in_errors = False
    for line in comment:
        if line.startswith("@"):
            in_errors = line.startswith("@par Errors")
        head = re.match(r" *\* (\w+(?:, \w+)*)(?: \([^)]*\))?: ", line)
        for name in re.findall(r"\w+", head[1]) if in_errors and head else []:
            if re.fullmatch(r"[a-z]+(_[a-z]+)+", name) and name not in codes:
                faults.append(f"{place}: there is no error {name}")


def check_errors(function: Function) -> bool:
    """Whether it can fail."""
    if not re.match(r"(Parse|Provider)?Result\b|Task< (Provider)?Result|std::expected",
                    function.type):
        return False
    if "Errors" not in titles_of(function.element) and not function.arguments.endswith("=delete"):
        faults.append(f"{place_of(function.element)}: {function.name}() can fail and has no @par Errors")
    return True


def says_encoding(comments: list[ElementTree.Element]) -> bool:
    return any(re.search(r"\b(UTF-|ASCII|[Ee]ncoding|URL|stable name)", words_of(one)) for one in comments)


def check_parameters(reference: Reference, function: Function) -> None:
    """A value of one of the library's types explains itself. A text, a number, a pointer, or what is
    referred to does not: what it may be, how long it must live and what null means has to be said."""
    comments = reference.read_for(function)
    named = set().union(*map(names_in, comments))
    has_text = re.search(text_type, function.type) is not None
    for kind, name in function.parameters:
        own = re.fullmatch(r"(?:const )?(?:\w+::)*(\w+)(?: ?<.*>)?( &| &&)?", kind)
        explains_itself = own and own[1] in reference.types and (own[2] != " &" or "const " in kind)
        if not name or explains_itself:
            continue
        has_text |= re.search(text_type, kind) is not None
        if name not in named:
            faults.append(f"{place_of(function.element)}: {function.name}() says nothing of `{name}`: "
                          "@param, or @p in a sentence")
    if has_text and not says_encoding(comments):
        faults.append(f"{place_of(function.element)}: {function.name}() does not say in which encoding its "
                      "texts are")


def around_of(reference: Reference, name: str) -> list[ElementTree.Element]:
    return [one for space, one in reference.inner_namespaces() if name.startswith(space + "::")]


def check_members(reference: Reference, name: str, compound: ElementTree.Element) -> None:
    for member in compound.iterfind("./sectiondef/memberdef[@kind='variable']"):
        if (member.get("prot") == "public" and re.search(text_type, text_of(member.find("type")))
                and not says_encoding([member, compound, *around_of(reference, name)])):
            faults.append(f"{place_of(member)}: {name}::{member.findtext('name')} does not say in which "
                          "encoding it is")


def check_has_example(reference: Reference, function: Function, with_example: set) -> None:
    """Of those that stand by themselves; another of the same name in the same header may have it."""
    if not any("Example" in titles_of(one) for one in reference.read_for(function)) \
            and (function.header, function.name) not in with_example:
        faults.append(f"{place_of(function.element)}: {function.name}() has no example, and refers to none")


def check_class(reference: Reference, name: str, compound: ElementTree.Element) -> None:
    check_members(reference, name, compound)
    functions = [one for one in compound.iterfind("./sectiondef/memberdef[@kind='function']")
                 if one.get("prot") == "public"]
    # Constructors, operators and what all commands of the fake cluster have are no reason to call one.
    called = [one for one in functions if one.findtext("name") not in (name.split("::")[-1], "members")
              and not re.match("operator|~", one.findtext("name"))]
    shown = [compound, *functions,
             *(reference.by_id[one] for one in sends_to(compound) if one in reference.by_id)]
    if called and not any("Example" in titles_of(one) for one in shown):
        faults.append(f"{place_of(compound)}: {name} has functions, and shows none of them")
    if not any("Thread safety" in titles_of(one) for one in (compound, *around_of(reference, name))):
        faults.append(f"{place_of(compound)}: {name} does not say what it is to threads: @par Thread safety")


def check_described(reference: Reference) -> None:
    for name, concept in reference.concepts():
        if not words_of(concept).strip():
            faults.append(f"{place_of(concept)}: {name} does not say what it asks for")
    for enumeration in reference.enumerations():
        for value in enumeration.iterfind("enumvalue"):
            if not words_of(value).strip():
                faults.append(f"{place_of(enumeration)}: {enumeration.findtext('name')}::"
                              f"{value.findtext('name')} does not say what it means")


def check_what_doxygen_read(folder: pathlib.Path) -> tuple[int, int, int]:
    reference = Reference(folder)
    functions = [one for one in reference.functions() if one.is_written]
    can_fail = sum(map(check_errors, functions))
    with_example = {(one.header, one.name) for one in functions if "Example" in titles_of(one.element)}
    for function in functions:
        if function.is_operator:
            continue
        check_parameters(reference, function)
        if not function.is_member:
            check_has_example(reference, function, with_example)
    # What the grammar is made of are words, which are values.
    classes = [one for one in reference.classes() if not one[0].startswith("crypto_checkpoint::grammar::")]
    for name, compound in classes:
        check_class(reference, name, compound)
    check_described(reference)
    return len(functions), can_fail, len(classes)


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
            check_code(f"{header.relative_to(root)}:{number}", comment)
            check_error_names(f"{header.relative_to(root)}:{number}", comment)
        # All of some is in detail: nobody calls it.
        has_names = re.search(r"(?m)^(template|struct|class|enum|using|inline constexpr|\[\[nodiscard)", text)
        if has_names and "@snippet" not in text:
            faults.append(f"{header.relative_to(root)}: shows no example")
    counts = f"{len(headers)} headers, {parts} comments"
    if len(sys.argv) > 1:
        functions, can_fail, classes = check_what_doxygen_read(pathlib.Path(sys.argv[1]))
        counts += f", {functions} functions, {can_fail} of which can fail, {classes} classes"
        if functions < 200 or can_fail < 50 or classes < 50:
            faults.append(f"only {functions} functions, {can_fail} and {classes} classes were read")
    print(*faults, f"{counts}, {len(faults)} faults", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
