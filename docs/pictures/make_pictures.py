#!/usr/bin/python3
# SPDX-License-Identifier: BSL-1.0
"""Draws the pictures of the documents from texts in this repository.

    make_pictures.py           draws those whose texts have changed; needs graphviz and
                               python3-railroad-diagrams
    make_pictures.py --check   reports those, and draws none; needs neither

Other versions of the tools and other fonts draw other bytes. Each picture contains a digest of its text, of the scripts
that drew it and of the drawing.
"""

import hashlib
import importlib
import pathlib
import re
import sys

here = pathlib.Path(__file__).resolve().parent
grammar_header = here.parents[1] / "include" / "crypto_checkpoint/name/grammar.hpp"
# In two pieces: this is not the licence of this file.
marks = "<!-- SPDX-License-" "Identifier: BSL-1.0 -->\n<!-- drawn by make_pictures.py: {} -->\n"


def whole(name: str) -> str:
    return (here / name).read_text(encoding="utf-8")


def grammar() -> str:
    """The grammar in its header: the first indented block."""
    stated = re.search(r"(?m)^///     .*\n(?:///(?:     .*)?\n)*", grammar_header.read_text(encoding="utf-8"))
    return "".join(line[3:].strip() + "\n" for line in stated[0].splitlines())


# The picture, its text, the module that draws it, and its title.
pictures = (
    ("grammar", grammar, "railroad_of_abnf", "The grammar of a checkpoint name"),
    ("failover", lambda: whole("failover.mmd"), "sequence", "A key that survives a failover"),
    ("architecture", lambda: whole("architecture.dot"), "graph", "The architecture"),
)


def digest(source: str, module: str, title: str, drawing: str) -> str:
    parts = (source, title, whole("frame.py"), whole(f"{module}.py"), drawing)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def is_of_its_text(file: pathlib.Path, *made_of: str) -> bool:
    if not file.exists():
        return False
    found = re.match(marks.format(r"(\w+)"), file.read_text(encoding="utf-8"))
    return bool(found) and found[1] == digest(*made_of, file.read_text(encoding="utf-8")[found.end():])


def main() -> int:
    stale = 0
    for name, text, module, title in pictures:
        file = here / f"{name}.svg"
        source = text()
        if is_of_its_text(file, source, module, title):
            continue
        if sys.argv[1:] == ["--check"]:
            print(f"docs/pictures/{name}.svg is not the picture of its text: run ./dev docs")
            stale += 1
        else:
            drawing = importlib.import_module(module).draw(source, title)
            file.write_text(marks.format(digest(source, module, title, drawing)) + drawing,
                            encoding="utf-8")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
