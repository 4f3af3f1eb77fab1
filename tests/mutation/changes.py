# SPDX-License-Identifier: BSL-1.0
"""The mutants of a header: each changes one comparison, boundary, constant or table entry."""

import re
from dataclasses import dataclass, field
from pathlib import Path

INCLUDE = Path(__file__).resolve().parents[2] / "include"

# Operators are between blanks, in contrast to the brackets of a template.
OPERATORS = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==",
    "&&": "||", "||": "&&", "+": "-", "-": "+", "&": "|", "|": "&", "<<": ">>", ">>": "<<",
    "+=": "-=", "-=": "+=", "*": "+", "/": "*",
}
OPERATOR = re.compile(r"(?<= )(<<|>>|<=|>=|==|!=|&&|\|\||\+=|-=|[<>+\-&|*/])(?= |$)")
NOT = re.compile(r"!(?=[\w(])")
STEP = re.compile(r"(\+\+|--)(?=\w)")
NUMBER = re.compile(r"(?<![\w.'])(0[xX][0-9A-Fa-f]+|\d+)([uU]?)(?![\w.])")
BOOLEAN = re.compile(r"\b(true|false)\b")
ENUMERATOR = re.compile(r"\b(Errc|Condition|NativeDomain|AdviceCode|Operation)::(\w+)")
CHARACTER = re.compile(r"'(\\?[^'\\]|\\\\|\\')'")
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')

# A text with a blank is a message or a source, unless it is the name of a CSP. Tests do not repeat wording.
PROVIDER = re.compile(r"Microsoft .*(Provider|Provider v1\.0|\(Prototype\))")

# Not part of the interface. Tests of its rows would only repeat them.
PRIVATE_TABLE = re.compile(r"\b(native_error|subcode)_table = ")

ENUMERATORS = {}  # {enumeration: its enumerators in order}


def read_enumerators():
    for header in ("error/errc.hpp", "error/error.hpp", "name/advice.hpp", "cluster/backend.hpp",
                   "cluster/checkpoint_list.hpp"):
        text = (INCLUDE / "crypto_checkpoint" / header).read_text()
        for name, body in re.findall(r"enum class (\w+)[^{;]*\{(.*?)\};", text, re.S):
            body = re.sub(r"//.*", "", body)
            ENUMERATORS[name] = re.findall(r"^\s*(\w+)\s*(?:=[^,]*)?,?\s*$", body, re.M) or \
                re.findall(r"(\w+)\s*(?:=[^,]*)?(?:,|$)", body)


@dataclass
class Mutant:
    header: str
    line: int
    before: str
    after: str
    text: str = field(repr=False)  # of the whole header
    outcome: str = ""
    seconds: float = 0.0

    @property
    def key(self):
        return self.header, self.before.strip(), self.after.strip()


def code_of(line):
    """The line with comments blanked out."""
    out, i = [], 0
    while i < len(line):
        if line.startswith("//", i):
            return "".join(out) + " " * (len(line) - i)
        match = TEXT.match(line, i) or CHARACTER.match(line, i)
        if match:
            out.append(match.group())
            i = match.end()
        else:
            out.append(line[i])
            i += 1
    return "".join(out)


def without_texts(code):
    """The same with texts and characters blanked out, so that nothing in them counts as an operator."""
    blank = lambda match: match.group()[0] + " " * (len(match.group()) - 2) + match.group()[-1]
    return CHARACTER.sub(blank, TEXT.sub(blank, code))


def is_changed(line):
    stripped = line.strip()
    return not (not stripped or stripped.startswith(("#", "//", "static_assert", "template", "namespace",
                                                     "inline namespace", "requires", "using")))


def changes_of(line):
    """(begin, end, replacement) of each change of a line."""
    code = code_of(line)
    plain = without_texts(code)
    for match in OPERATOR.finditer(plain):
        # `= default`-like and declarations of operators are no expressions
        if "operator" not in plain:
            yield match.start(1), match.end(1), OPERATORS[match.group(1)]
    for match in NOT.finditer(plain):
        yield match.start(), match.end(), ""
    for match in STEP.finditer(plain):
        yield match.start(1), match.end(1), "--" if match.group(1) == "++" else "++"
    for match in NUMBER.finditer(plain):
        digits, suffix = match.groups()
        next_one = int(digits, 0) + 1
        yield match.start(), match.end(), \
            (f"0x{next_one:X}" if digits[:2].lower() == "0x" else str(next_one)) + suffix
    for match in BOOLEAN.finditer(plain):
        yield match.start(), match.end(), "false" if match.group(1) == "true" else "true"
    for match in ENUMERATOR.finditer(plain):
        enumeration, name = match.groups()
        names = ENUMERATORS.get(enumeration, [])
        if name in names and len(names) > 1:
            yield match.start(2), match.end(2), names[(names.index(name) + 1) % len(names)]
    for match in CHARACTER.finditer(code):
        letter = match.group(1)
        if len(letter) == 1 or letter == "\\\\":
            yield match.start(1), match.end(1), chr(ord(letter[-1]) + 1)
    for match in TEXT.finditer(code):
        text = match.group(1)
        if text and (" " not in text or PROVIDER.fullmatch(text)):
            yield match.end(1), match.end(1), "~"


def mutants_of(header):
    path = INCLUDE / "crypto_checkpoint" / header
    lines = path.read_text().splitlines(keepends=True)
    is_in_table = False
    for number, line in enumerate(lines):
        is_in_table = (is_in_table or PRIVATE_TABLE.search(line)) and not line.lstrip().startswith("});")
        if is_in_table or not is_changed(line):
            continue
        for begin, end, replacement in changes_of(line.rstrip("\n")):
            changed = line[:begin] + replacement + line[end:]
            yield Mutant(header, number + 1, line.rstrip("\n"), changed.rstrip("\n"),
                         "".join(lines[:number] + [changed] + lines[number + 1:]))
