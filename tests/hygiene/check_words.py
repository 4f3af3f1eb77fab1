# SPDX-License-Identifier: BSL-1.0
"""Finds words that include/ and examples/ do not use: identifiers and phrases that have a standard term.

usage: check_words.py
       check_words.py --self-test
"""

import re
import sys

sys.dont_write_bytecode = True

import tree  # noqa: E402

# The word, and the term to use.
words = {
    r"(?i:carr(?:y|ied)_?out|carr(?:y|ies|ied|ying) (?:\w+ )?out\b)": "execute, apply, replay",
    r"as_told_of": "refine_for",
    r"is_safe_to_repeat": "is_retryable",
    r"fate_of_the_rest": "skip_reason_after",
    r"(?i:\btold\b)": "report, return, print",
    r"\bmost_(?!specific)\w": "max_",
    r"(?i:\bwho asks\b)": "client, user, caller",
    r"(?i:\bwhat came of it\b)": "result",
    r"(?<![A-Za-z])(?:[Ff]ault|FAULT)|(?<=[a-z])Fault": "error; fault is for SOAP and for fault injection",
}
pattern = re.compile("|".join(f"({word})" for word in words))
# `fault` in all of these files, and in these names elsewhere. "fault" and "faults" are members of the program's
# JSON, which keep their names; `faults (` and `fault (` describe them in its help.
about_faults = re.compile(r"include/crypto_checkpoint/(wsman/|testing/fault_injection\.hpp)")
names = re.compile(r"FaultInjecting|(?i:fault[_ ]injection|\bfaulty\b|SOAP faults?|WSManFault|ProviderFault)|"
                   r"wsman_fault|\b[A-Z]+(_[A-Z]+)*_FAULT\b|\"faults?\"|\bfaults? \(")


def findings(path: str, text: str) -> list[str]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        line = names.sub("", line)
        for match in pattern.finditer(line):
            term = list(words.values())[match.lastindex - 1]
            if not (term.startswith("error") and about_faults.match(path)):
                found.append(f"{path}:{number}: '{match[0]}': use {term}")
    return found


def check() -> int:
    files = [one for one in tree.files() if one.parts[0] in ("include", "examples")]
    found = []
    for file in files:
        found += findings(file.as_posix(), (tree.root / file).read_text("utf-8", errors="replace"))
    print(*found, f"{len(files)} files, {len(found)} findings", sep="\n")
    return 1 if found or not files else 0


def self_test() -> int:
    anywhere = "include/crypto_checkpoint/name/grammar.hpp"
    failed = 0
    for path, text, count in (
            (anywhere, "Result<void> carry_out(); // carries it out", 2),
            (anywhere, "CarryOut, carried_out", 2),
            (anywhere, "as_told_of(), is_safe_to_repeat(), fate_of_the_rest()", 3),
            (anywhere, "// is told, but not untold", 1),
            (anywhere, "most_bytes, but almost_all and at most one", 1),
            (anywhere, "// Who asks? What came of it.", 2),
            (anywhere, 'most_specific, ERROR_WRITE_FAULT, wsman_fault, "faults", fault (why', 0),
            (anywhere, "a fault, Faults, read_fault, SubcodeFault", 4),
            (anywhere, "default, Default, isDefault, DEFAULT", 0),
            (anywhere, "FaultInjecting faulty; // a SOAP fault, testing/fault_injection.hpp", 0),
            ("include/crypto_checkpoint/wsman/detail/fault_codec.hpp", "a fault, SubcodeFault", 0),
            ("include/crypto_checkpoint/wsman/detail/fault_codec.hpp", "is told", 1)):
        found = findings(path, text)
        if len(found) != count:
            print(f"{text!r}: {found}, it should be {count}")
            failed += 1
    print(f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--self-test"]):
        sys.exit(__doc__)
    sys.exit(self_test() if sys.argv[1:] else check())
