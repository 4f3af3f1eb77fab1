#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks the comments of the public headers: `check_reference.py [XML]`.

Rules for the text of a header:
* it is listed in exactly one topic of docs/reference/topics.dox, and each listed header exists;
* each example is a region of a program in examples/, which CMake builds and a test runs; a comment has no
  handwritten C++;
* a header with public names shows an example;
* each name in a list of errors is an Errc;
* the sections of a comment have known titles and a fixed order;
* a section on thread safety says how it differs from the default, which topics.dox states.

Rules for the XML of Doxygen, if its folder is given:
* a function that can fail documents its errors;
* a function documents each parameter whose type does not explain it;
* a function, parameter or member that is a text states its encoding;
* a free function shows an example, and so does a class that has functions;
* a concept documents its requirements, and an enumeration its meaning. Doxygen checks neither.

A comment that refers to another one, by "as" or "see", has what that one says; a member function has what
the comment of its class says.
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
errors = []

# Other text may stand between them.
order = ["@par Grammar", "@par Units and encoding", "@tparam", "@param", "@return", "@par Errors",
         "@par Complexity", "@par Thread safety", "@par Source", "@par Example", "@see"]
# Titles that few comments have.
others = {"Impersonation", "Limits", "Memory", "Needs", "Not tried", "Open files"}
# The default: such a section says nothing.
is_default = re.compile(r"values?\b|a value\b|none\b|one thread at a time\W*$")
codes = set(re.findall(r"(?m)^    (\w+) = \d+,", (include / "error/errc.hpp").read_text(encoding="utf-8")))
text_type = r"\bstring|\bString\b|char\w* \*"


def check_topics(headers: list[pathlib.Path]) -> None:
    text = (root / "docs/reference/topics.dox").read_text(encoding="utf-8")
    listed = topics(text)
    names = {str(header.relative_to(include)) for header in headers}
    errors.extend(f"topics.dox: {name} stands in no topic" for name in sorted(names - set(listed)))
    errors.extend(f"topics.dox: there is no {name}" for name in sorted(set(listed) - names))
    for name in sorted(names):
        if text.count(f"`{name}`") > 1:
            errors.append(f"topics.dox: {name} stands in more than one topic")


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
                errors.append(f"{place}: no comment has a part '{part[2]}'")
            continue
        if order.index(name) < last:
            errors.append(f"{place}: {name} stands before {order[last]}")
        last = max(last, order.index(name))


def check_thread_safety(place: str, comment: list[str]) -> None:
    for line, after in zip(comment, [*comment[1:], ""]):
        section = re.match(r"@par Thread safety\b *(.*)", line)
        if not section:
            continue
        text = section[1] or ("" if after.startswith("@") else after.strip())
        if not text or is_default.match(text):
            errors.append(f"{place}: '@par Thread safety {text}' is the default; delete it")


def check_examples(place: str, comment: list[str]) -> None:
    for line in comment:
        snippet = re.match(r"@snippet (\S+) (\S+)$", line)
        if not snippet:
            continue
        file = root / "examples" / snippet[1]
        if not file.is_file():
            errors.append(f"{place}: there is no examples/{snippet[1]}")
        elif len(re.findall(rf"(?m)^\s*//! \[{re.escape(snippet[2])}\]$",
                            file.read_text(encoding="utf-8"))) != 2:
            errors.append(f"{place}: examples/{snippet[1]} has no region {snippet[2]}")


def check_code(place: str, comment: list[str]) -> None:
    """Nothing compiles C++ in a comment. A grammar or a message may stand there."""
    in_code = False
    for before, line in zip(["", *comment], comment):
        in_code = line.startswith(4 * " ") and (in_code or not before)
        if re.match(r" *(@code|```|~~~)", line) or (in_code and re.search(r"[;{}]( *//.*)?$", line)):
            errors.append(f"{place}: has code that is no @snippet: {line.strip()}")


def check_error_names(place: str, comment: list[str]) -> None:
    """A line of a list of errors begins with codes: `  * timed_out, access_denied: when`."""
    in_errors = False
    for line in comment:
        if line.startswith("@"):
            in_errors = line.startswith("@par Errors")
        head = re.match(r" *\* (\w+(?:, \w+)*)(?: \([^)]*\))?: ", line)
        for name in re.findall(r"\w+", head[1]) if in_errors and head else []:
            if re.fullmatch(r"[a-z]+(_[a-z]+)+", name) and name not in codes:
                errors.append(f"{place}: there is no error {name}")


def check_errors(function: Function) -> bool:
    """Whether it can fail."""
    if not re.match(r"(Parse|Provider)?Result\b|Task< (Provider)?Result|std::expected",
                    function.type):
        return False
    if "Errors" not in titles_of(function.element) and not function.arguments.endswith("=delete"):
        errors.append(f"{place_of(function.element)}: {function.name}() can fail and has no @par Errors")
    return True


def says_encoding(comments: list[ElementTree.Element]) -> bool:
    return any(re.search(r"\b(UTF-|ASCII|[Ee]ncoding|URL|stable name)", words_of(one)) for one in comments)


def check_parameters(reference: Reference, function: Function) -> None:
    """A value of one of the library's types explains itself, and so does a parameter with the name of its type, or the
    value of a type that holds one. A text, a number, a pointer or a reference needs a comment: its range, its
    lifetime, the meaning of null."""
    comments = reference.read_for(function)
    named = set().union(*map(names_in, comments))
    has_text = re.search(text_type, function.type) is not None
    for kind, name in function.parameters:
        own = re.fullmatch(r"(?:const )?(?:\w+::)*(\w+)(?: ?<.*>)?( &| &&)?", kind)
        is_named_like_its_type = name.replace("_", "") == re.sub(r"\W", "", kind).lower()
        is_the_value = name == "value" and function.name == text_of(
            function.compound.find("compoundname")).split("::")[-1]
        explains_itself = own and own[1] in reference.types and (own[2] != " &" or "const " in kind)
        if not name or explains_itself or is_named_like_its_type or is_the_value:
            continue
        has_text |= re.search(text_type, kind) is not None
        if name not in named:
            errors.append(f"{place_of(function.element)}: {function.name}() says nothing of `{name}`: "
                          "@param, or @p in a sentence")
    if has_text and not says_encoding(comments):
        errors.append(f"{place_of(function.element)}: {function.name}() does not say in which encoding its "
                      "texts are")


def around_of(reference: Reference, name: str) -> list[ElementTree.Element]:
    return [one for space, one in reference.inner_namespaces() if name.startswith(space + "::")]


def check_members(reference: Reference, name: str, compound: ElementTree.Element) -> None:
    for member in compound.iterfind("./sectiondef/memberdef[@kind='variable']"):
        if (member.get("prot") == "public" and re.search(text_type, text_of(member.find("type")))
                and not says_encoding([member, compound, *around_of(reference, name)])):
            errors.append(f"{place_of(member)}: {name}::{member.findtext('name')} does not say in which "
                          "encoding it is")


def check_has_example(reference: Reference, function: Function, with_example: set) -> None:
    """For a free function. Another overload in the same header may have the example."""
    if not any("Example" in titles_of(one) for one in reference.read_for(function)) \
            and (function.header, function.name) not in with_example:
        errors.append(f"{place_of(function.element)}: {function.name}() has no example, and refers to none")


def check_class(reference: Reference, name: str, compound: ElementTree.Element) -> None:
    check_members(reference, name, compound)
    functions = [one for one in compound.iterfind("./sectiondef/memberdef[@kind='function']")
                 if one.get("prot") == "public"]
    # Not constructors, operators, or what all commands of the fake cluster have.
    called = [one for one in functions if one.findtext("name") not in (name.split("::")[-1], "members")
              and not re.match("operator|~", one.findtext("name"))]
    shown = [compound, *functions,
             *(reference.by_id[one] for one in sends_to(compound) if one in reference.by_id)]
    if called and not any("Example" in titles_of(one) for one in shown):
        errors.append(f"{place_of(compound)}: {name} has functions, and shows none of them")


def check_described(reference: Reference) -> None:
    for name, concept in reference.concepts():
        if not words_of(concept).strip():
            errors.append(f"{place_of(concept)}: {name} does not say what it asks for")
    for enumeration in reference.enumerations():
        if not any(words_of(one).strip() for one in (enumeration, *enumeration.iterfind("enumvalue"))):
            errors.append(f"{place_of(enumeration)}: {enumeration.findtext('name')} does not say what it means")


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
    # The words of the grammar are plain values.
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
            for check in (check_parts, check_thread_safety, check_examples, check_code, check_error_names):
                check(f"{header.relative_to(root)}:{number}", comment)
        # Some headers have names in detail only.
        has_names = re.search(r"(?m)^(template|struct|class|enum|using|inline constexpr|\[\[nodiscard)", text)
        if has_names and "@snippet" not in text:
            errors.append(f"{header.relative_to(root)}: shows no example")
    counts = f"{len(headers)} headers, {parts} comments"
    if len(sys.argv) > 1:
        functions, can_fail, classes = check_what_doxygen_read(pathlib.Path(sys.argv[1]))
        counts += f", {functions} functions, {can_fail} of which can fail, {classes} classes"
        if functions < 200 or can_fail < 50 or classes < 50:
            errors.append(f"only {functions} functions, {can_fail} and {classes} classes were read")
    print(*errors, f"{counts}, {len(errors)} errors", sep="\n")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
