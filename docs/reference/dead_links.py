# SPDX-License-Identifier: BSL-1.0
"""Finds dead links in the built pages: compares each href with the files and ids."""

import html
import pathlib
import re
from urllib.parse import unquote


def dead_links(pages: pathlib.Path) -> list[str]:
    texts = {page.name: page.read_text(encoding="utf-8") for page in sorted(pages.glob("*.html"))}
    ids = {name: set(re.findall(r'\bid="([^"]*)"', text)) for name, text in texts.items()}
    found = []
    for name, text in texts.items():
        for href in sorted(set(re.findall(r'\bhref="([^"]*)"', text))):
            file, _, anchor = unquote(html.unescape(href)).partition("#")
            if re.match(r"[a-z]+:", file):
                continue
            if not (pages / file).exists():
                found.append(f"{name}: there is no {file}")
            elif anchor and anchor not in ids.get(file or name, ()):
                found.append(f"{name}: {href} leads to nothing")
    return found
