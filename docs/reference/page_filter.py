#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Prepares a document for Doxygen: `page_filter.py docs/explanation/architecture.md`.

* The label of a page is its path, for the navigation; the label of a heading is its page and its text, for links.
* Links between documents and to their headings remain links; a link to a header leads to its page. Other files of
  the project are named without a link, because the pages do not include them.
* `<!-- name-explainer -->` becomes the field that explains names, if build.py has built it: if NAME_EXPLAINER is set.
* Pictures have no path: Doxygen 1.9.4 does not find one by a path that leads upwards.
* The title is the first line. With a comment before it, Doxygen would name the page after the folder on this
  machine.
"""

import os
import pathlib
import re
import sys

import name_explainer

root = pathlib.Path(__file__).resolve().parents[2]


def label(path: pathlib.Path) -> str:
    return re.sub(r"\W+", "_", str(path.relative_to(root).with_suffix("")))


def title(path: pathlib.Path) -> str:
    return next(
        (line[2:].strip() for line in path.read_text(encoding="utf-8").splitlines()
         if line.startswith("# ")), path.stem)


def documents() -> list[pathlib.Path]:
    return sorted((root / "docs").rglob("*.md"))


def anchors(prose: str) -> list[str]:
    """The anchor of each heading, with GitHub's rules."""
    found: list[str] = []
    for heading in re.findall(r"(?m)^#+ (.+)$", prose):
        words = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        number = 0
        while (numbered := f"{slug}-{number}" if number else slug) in found:
            number += 1
        found.append(numbered)
    return found


def label_of_heading(path: pathlib.Path, anchor: str) -> str:
    return f"{label(path)}_{anchor.replace('-', '_')}"


def linked(path: pathlib.Path, match: re.Match) -> str:
    # Doxygen does not support code in the text of a link to a page.
    text, target = match[1].replace("`", ""), match[2]
    if re.match(r"[a-z]+:", target):
        return match[0]
    name, _, anchor = target.partition("#")
    file = (path.parent / name).resolve() if name else path
    if file.suffix == ".md":
        page = "index" if file == root / "README.md" else label(file)
        return f"[{text}](@ref {label_of_heading(file, anchor) if anchor else page})"
    if file.suffix == ".hpp" and (root / "include") in file.parents:
        return f"[{text}](@ref {file.relative_to(root / 'include')})"
    return match[1]


def escaped(text: str) -> str:
    """The text, with the commands of Doxygen escaped."""
    return re.sub(r"`[^`]*`|\\(?=\w)", lambda found: code(found[0]) if len(found[0]) > 1 else r"\\", text)


def code(span: str) -> str:
    """Code for Doxygen: 1.9.4 takes a quote for its end, and misreads other characters."""
    inner = span[1:-1]
    if not ("'" in inner or r'\"' in inner or inner.startswith("::")):
        return span
    for plain, shown_as in (("\\", "\\\\"), ("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;"), ("::", "\\::")):
        inner = inner.replace(plain, shown_as)
    return f"<code>{inner}</code>"


def shown(path: pathlib.Path) -> str:
    text = path.read_text(encoding="utf-8")
    parts = re.split(r"(^```.*?^```$)", text, flags=re.DOTALL | re.MULTILINE)
    labels = (label_of_heading(path, anchor) for anchor in anchors("".join(parts[::2])))

    def labelled(heading: re.Match) -> str:
        own = next(labels)
        return f"{heading[0]} {{#{own}}}" if heading[0].startswith("##") else heading[0]

    parts[::2] = (re.sub(r"(?m)^#+ .+$", labelled, part) for part in parts[::2])
    parts[::2] = (re.sub(r"(?<!!)\[((?:`[^`]*`|[^\]`])*)\]\(([^)\s]+)\)",
                         lambda found: linked(path, found), escaped(part)) for part in parts[::2])
    text = re.sub(r"\A(?:<!--[^\n]*-->\n)+(# [^\n]*\n)", r"\1\n", "".join(parts))
    text = re.sub(r"(!\[[^]]*\]\()[^):]*/([\w-]+\.svg\))", r"\1\2", text)
    if os.environ.get("NAME_EXPLAINER"):
        text = text.replace("<!-- name-explainer -->", f"@htmlonly {name_explainer.block} @endhtmlonly")
    if path != root / "README.md":
        text = re.sub(r"^(# .*)$", rf"\1 {{#{label(path)}}}", text, count=1, flags=re.MULTILINE)
    return text


if __name__ == "__main__":
    sys.stdout.write(shown(pathlib.Path(sys.argv[1]).resolve()))
