#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Builds the reference: `build.py [FOLDER]`, into build/docs if no folder is given.

Shows what Doxygen warns of, and fails if there is anything.
"""

import pathlib
import re
import subprocess
import sys
from xml.sax.saxutils import quoteattr

from page_filter import documents, label, root, title

here = pathlib.Path(__file__).resolve().parent
theme = pathlib.Path("/usr/share/doxygen-awesome-css")

# The folders of docs/ as the navigation has them, in this order; others follow under their own names.
parts = {"tutorial": "Tutorial", "how-to": "How to", "explanation": "Explanation", "": "Project"}


def guides() -> str:
    """The documents, as the navigation lists them."""
    by_part: dict[str, list[pathlib.Path]] = {part: [] for part in parts}
    for path in documents():
        inner = path.relative_to(root / "docs").parts
        # docs/tutorial.md is a part by itself.
        part = inner[0] if len(inner) > 1 else path.stem if path.stem in parts else ""
        by_part.setdefault(part, []).append(path)
    lines = []
    for part, paths in by_part.items():
        tabs = [f'<tab type="user" visible="yes" url="@ref {label(path)}" '
                f'title={quoteattr(title(path))}/>' for path in paths]
        if len(paths) == 1:
            lines += tabs
        elif paths:
            name = parts.get(part, part.capitalize())
            lines += [f'<tab type="usergroup" visible="yes" title={quoteattr(name)}>', *tabs,
                      "</tab>"]
    return "\n".join(lines)


def version() -> tuple[int, ...]:
    text = subprocess.run(["doxygen", "--version"], capture_output=True, text=True,
                          check=True).stdout
    return tuple(int(number) for number in re.findall(r"\d+", text)[:3])


def library_version() -> str:
    header = (root / "include/crypto_checkpoint/version.hpp").read_text(encoding="utf-8")
    return ".".join(re.findall(r"#define CRYPTO_CHECKPOINT_VERSION_\w+ (\d+)", header))


def main() -> int:
    output = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else root / "build/docs").resolve()
    output.mkdir(parents=True, exist_ok=True)
    # Since 1.9.8 topics are called so, and modules are those of C++20.
    topics = "topics" if version() >= (1, 9, 8) else "modules"
    layout = (here / "layout.xml").read_text(encoding="utf-8")
    layout = layout.replace("<!--guides-->", guides()).replace("@topics@", topics)
    (output / "layout.xml").write_text(layout, encoding="utf-8")
    settings = [
        "@INCLUDE = docs/reference/Doxyfile",
        # By its whole path: the documents have a README of their own.
        f'USE_MDFILE_AS_MAINPAGE = "{root}/README.md"',
        f"PROJECT_NUMBER = {library_version()}",
        f'OUTPUT_DIRECTORY = "{output}"',
        f'LAYOUT_FILE = "{output}/layout.xml"',
        f'WARN_LOGFILE = "{output}/warnings.log"',
    ]
    if (root / "docs/pictures").is_dir():
        settings.append("IMAGE_PATH = docs/pictures")
    if theme.is_dir():
        names = "doxygen-awesome", "doxygen-awesome-sidebar-only"
        sheets = [theme / f"{name}.css" for name in names] + [here / "style.css"]
        toggle = theme / "doxygen-awesome-darkmode-toggle.js"
        header = output / "header.html"
        # The theme's own header: Doxygen's, with what switches between light and dark.
        subprocess.run(["doxygen", "-w", "html", header, output / "footer.html",
                        output / "unused.css"], check=True, cwd=root, stdout=subprocess.DEVNULL)
        header.write_text(
            header.read_text(encoding="utf-8").replace(
                "</head>",
                f'<script type="text/javascript" src="$relpath^{toggle.name}"></script>\n'
                '<script type="text/javascript">DoxygenAwesomeDarkModeToggle.init()</script>\n'
                "</head>"),
            encoding="utf-8")
        settings += [
            "HTML_EXTRA_STYLESHEET = " + " ".join(f'"{sheet}"' for sheet in sheets),
            f'HTML_EXTRA_FILES = "{toggle}"',
            f'HTML_HEADER = "{header}"',
        ]
    done = subprocess.run(["doxygen", "-"], input="\n".join(settings), text=True, cwd=root,
                          check=False)
    warnings = (output / "warnings.log").read_text(encoding="utf-8").replace(f"{root}/", "")
    if warnings:
        print(warnings, file=sys.stderr)
    return 1 if warnings or done.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
