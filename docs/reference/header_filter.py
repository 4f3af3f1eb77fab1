#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Prepares a header for Doxygen: `header_filter.py include/crypto_checkpoint/name/parse.hpp`.

Lines keep their numbers, for the warnings.

* All names join the topic of the header in topics.dox.
* Each header has a page with its includes.
* The inline namespace is removed.
* `@par Errors  text` becomes a title and a text. Doxygen would use both as the title.
* Defaulted comparisons, and the members that all commands of the fake cluster have, get a comment.
* Error codes, enumerations, concepts and aliases become links.
* Digit separators are removed: Doxygen 1.9.4 parses one as the start of a character.
* Specializations of templates of other libraries move into the namespaces of these, without their members.
* static_assert, deduction guides and friend classes are removed: they are not names.
"""

import functools
import pathlib
import re
import sys

from page_filter import code

here = pathlib.Path(__file__).resolve().parent


def topics(text: str) -> dict[str, str]:
    """The topic of each header."""
    found = {}
    for group, body in re.findall(r"@defgroup (\w+)(.*?)\*/", text, re.DOTALL):
        listed = re.search(r"^ *Headers?: (.*?)(?:\n *\n|\Z)", body, re.DOTALL | re.MULTILINE)
        if listed:
            for header in re.findall(r"`([\w/]+\.hpp)`", listed[1]):
                found[header] = group
    return found


def blank(match: re.Match) -> str:
    return "\n" * match[0].count("\n")


def specialization(match: re.Match, topic: str | None) -> str:
    """A specialization of another library's template, in the namespace of that library."""
    comment, head, space, name, rest, body = match.groups()
    opening, closing = grouping(topic)
    return (f"\nnamespace {space} {{ {opening}\n{comment}{head}struct {name}{rest}{{"
            + "\n" * body.count("\n") + f"}}; {closing} }}")


def grouping(topic: str | None) -> tuple[str, str]:
    return (f"/** @addtogroup {topic} */ /** @{{ */", "/** @} */") if topic else ("", "")


@functools.cache
def error_codes() -> str:
    """Those with an underscore, which are no words of a sentence, as a regular expression."""
    text = (here.parents[1] / "include/crypto_checkpoint/error/errc.hpp").read_text(encoding="utf-8")
    return "|".join(re.findall(r"^    (\w+_\w+) = \d+,", text, re.MULTILINE))


@functools.cache
def types_without_class() -> str:
    """Enumerations, concepts and aliases with two capital letters, which are no words of a sentence."""
    names = {"Errc"}
    for header in (here.parents[1] / "include/crypto_checkpoint").rglob("*.hpp"):
        if "detail" not in header.parts:
            # Not the indented ones of a nested namespace or a class, or those of detail.
            text = re.sub(r"/// @cond\n.*?/// @endcond", "", header.read_text(encoding="utf-8"),
                          flags=re.DOTALL)
            names.update(re.findall(r"^(?:enum class|using|concept) ([A-Z][a-z0-9]+[A-Z]\w*)", text,
                                    re.MULTILINE))
    return "|".join(sorted(names - {"CheckpointName"}))


def linked(match: re.Match) -> str:
    """A line of a comment, with the links that Doxygen does not make itself."""
    before, mark, comment = match[0].partition("///")
    parts = re.split(r"(`[^`]*`)", comment)
    parts[1::2] = map(code, parts[1::2])
    for i in range(0, len(parts), 2):
        parts[i] = re.sub(rf"(?<![\w:.@/\"])({error_codes()})(?![\w(\"])",
                          r'@ref crypto_checkpoint::Errc::\1 "\1"', parts[i])
        parts[i] = re.sub(rf"(?<![\w:.@/\"#<])({types_without_class()})(?![\w:(\">])",
                          r'@ref crypto_checkpoint::\1 "\1"', parts[i])
    return before + mark + "".join(parts)


def shown(text: str, topic: str | None) -> str:
    if "@file" not in text:
        text = "/** @file */ " + text
    opening, closing = grouping(topic)
    text = text.replace("inline namespace v0 {", opening)
    text = re.sub(r"^\}  // namespace v0$", closing, text, flags=re.MULTILINE)
    # The members of a nested namespace join a topic only with a group of their own.
    inner = r"(?!crypto_checkpoint$|detail$|v0$)\w+"
    text = re.sub(rf"^((?:inline )?namespace (?:(?!crypto_checkpoint |detail |v0 )\w+) \{{)$",
                  rf"\1 {opening}", text, flags=re.MULTILINE)
    text = re.sub(rf"^(\}}  // namespace {inner})$", rf"{closing} \1", text, flags=re.MULTILINE)
    text = re.sub(r"^( *///.*?)@par ([A-Z]\w*(?: \w+)*)  +(?=\S)", r"\1@titled{\2} ", text,
                  flags=re.MULTILINE)
    text = re.sub(r"^ */// {0,3}\S.*$|^.*///<.*$|^ */// .* {2,}\S.*$", linked, text, flags=re.MULTILINE)
    text = re.sub(r"^( *)(friend [^;]*operator==[^;]*= default;)",
                  r"\1/** Compares all members. */ \2", text, flags=re.MULTILINE)
    text = re.sub(r"^( *)(friend [^;]*operator<=>[^;]*= default;)",
                  r"\1/** Orders by the members, in their order. */ \2", text, flags=re.MULTILINE)
    text = re.sub(r"^( *)(static constexpr std::string_view name = )",
                  r"\1/** Stable: what is kept in files holds it. */ \2", text, flags=re.MULTILINE)
    text = re.sub(r"^( *)(static auto members\()", r"\1/** The members of @p self, tied in their order. */ \2",
                  text, flags=re.MULTILINE)
    text = re.sub(r"(?<=\d)'(?=\d)", "", text)
    text = re.sub(r"^static_assert\([^;]*\);$", blank, text, flags=re.MULTILINE)
    text = re.sub(r"^template <[^>]*>\n\w+\([^;{}]*\) -> [^;]*;$", blank, text, flags=re.MULTILINE)
    text = re.sub(r"^ *friend (class )?\w+;$", "", text, flags=re.MULTILINE)
    return re.sub(
        r"\n\n((?:///[^\n]*\n)+)(template <[^\n]*>\n)struct (fmt|std|Catch)::(\w+)(<[^{]*)\{(|.*?\n)\};",
        lambda found: specialization(found, topic), text, flags=re.DOTALL)


def main() -> None:
    path = pathlib.Path(sys.argv[1]).resolve()
    name = str(path).partition("/include/crypto_checkpoint/")[2]
    topic = topics((here / "topics.dox").read_text(encoding="utf-8")).get(name)
    sys.stdout.write(shown(path.read_text(encoding="utf-8"), topic))


if __name__ == "__main__":
    main()
