#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Builds the reference: `build.py [FOLDER]`, into build/docs if no folder is given.

Prints the warnings of Doxygen, the findings of tests/docs/check_reference.py and the dead links of the pages;
fails if there is one. Where the group wasm of .ci/packages is missing, the pages lack the field that explains names.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
from xml.sax.saxutils import quoteattr

import error_codes
import name_explainer
from dead_links import dead_links
from header_filter import topics as topics_of_headers
from page_filter import documents, label, root, title

here = pathlib.Path(__file__).resolve().parent
theme = pathlib.Path("/usr/share/doxygen-awesome-css")

# The folders of docs/ in the order of the navigation; others follow under their own names.
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


def unindented(fragment: re.Match) -> str:
    # Doxygen adds the indent of the line after a raw string to the string.
    lines = re.sub(r'(<div class="line">)<span class="stringliteral">( +)</span>', r"\1\2",
                   fragment[0]).split("\n")
    code = re.compile(r'(<div class="line">)( *)(?=[^ <]|<(?!/div>))')
    indents = [len(found[2]) for found in map(code.search, lines) if found]
    least = min(indents, default=0)
    return "\n".join(code.sub(lambda found: found[1] + found[2][least:], line) for line in lines)


def breakable(table: re.Match) -> str:
    return re.sub(r"(?<=>)[^<>]+(?=<)", lambda text: re.sub(r"::|/|&lt;", r"\g<0><wbr/>", text[0]),
                  table[0])


def polish(pages: pathlib.Path) -> None:
    """Changes for which Doxygen 1.9.4 has no setting."""
    # The navigation omits the namespace.
    for script in pages.glob("group__*.js"):
        text = script.read_text(encoding="utf-8")
        script.write_text(text.replace('[ "crypto_checkpoint::', '[ "'), encoding="utf-8")
    # Examples begin at the left, and a name that is too long for its column may wrap after a separator.
    for page in pages.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        better = re.sub(r'<div class="fragment">.*?<!-- fragment -->', unindented, text,
                        flags=re.DOTALL)
        better = re.sub(r'<table class="markdownTable">.*?</table>', breakable, better,
                        flags=re.DOTALL)
        # If all nested classes are private, Doxygen omits their list, but not the link to it.
        if 'id="nested-classes"' not in better:
            better = re.sub(r'<a href="#nested-classes">[^<]*</a> &#124;\n', "", better)
        if better != text:
            page.write_text(better, encoding="utf-8")


def main() -> int:
    output = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else root / "build/docs").resolve()
    for stale in "html", "xml":
        shutil.rmtree(output / stale, ignore_errors=True)
    output.mkdir(parents=True, exist_ok=True)
    # Since 1.9.8 the name is topics, and modules are those of C++20.
    topics = "topics" if version() >= (1, 9, 8) else "modules"
    layout = (here / "layout.xml").read_text(encoding="utf-8")
    layout = layout.replace("<!--guides-->", guides()).replace("@topics@", topics)
    (output / "layout.xml").write_text(layout, encoding="utf-8")
    settings = [
        "@INCLUDE = docs/reference/Doxyfile",
        # The whole path: docs/ has a README too.
        f'USE_MDFILE_AS_MAINPAGE = "{root}/README.md"',
        f"PROJECT_NUMBER = {library_version()}",
        f'OUTPUT_DIRECTORY = "{output}"',
        f'LAYOUT_FILE = "{output}/layout.xml"',
        f'WARN_LOGFILE = "{output}/warnings.log"',
    ]
    (output / "error_codes.dox").write_text(error_codes.page(root / "include/crypto_checkpoint"),
                                            encoding="utf-8")
    (output / "advice_codes.dox").write_text(error_codes.advice_page(root / "include/crypto_checkpoint"),
                                             encoding="utf-8")
    # The order of topics.dox is the order within a topic.
    listed = topics_of_headers((here / "topics.dox").read_text(encoding="utf-8"))
    settings.append(f'INPUT = docs README.md "{output}/error_codes.dox" "{output}/advice_codes.dox" ' + " ".join(
        f"include/crypto_checkpoint/{header}" for header in listed))
    pictures = [folder for folder in ("docs/pictures", "docs/performance") if (root / folder).is_dir()]
    settings.append(f"IMAGE_PATH = {' '.join(pictures)}")
    extra_files = []
    os.environ.pop("NAME_EXPLAINER", None)
    if missing := name_explainer.missing():
        print("The pages explain no names as they are typed. Missing:", *missing)
    else:
        os.environ["NAME_EXPLAINER"] = "built"  # for page_filter.py
        extra_files += name_explainer.build(output)
    if version() >= (1, 9, 5):
        settings.append("HTML_COLORSTYLE = LIGHT")  # the theme has its own dark
    if theme.is_dir():
        names = "", "-sidebar-only", "-sidebar-only-darkmode-toggle"
        sheets = [theme / f"doxygen-awesome{name}.css" for name in names] + [here / "style.css"]
        toggle = theme / "doxygen-awesome-darkmode-toggle.js"
        header = output / "header.html"
        # The header of the theme: Doxygen's, with the switch between light and dark.
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
            f'HTML_HEADER = "{header}"',
        ]
        extra_files.append(toggle)
    settings.append("HTML_EXTRA_FILES = " + " ".join(f'"{file}"' for file in extra_files))
    done = subprocess.run(["doxygen", "-"], input="\n".join(settings), text=True, cwd=root,
                          check=False)
    polish(output / "html")
    # Doxygen repeats a warning for each page. A name that says all needs no comment: a data member, an
    # enumerator, a comparison.
    self_explanatory = re.compile(r"Member (\w+ \((variable|enumvalue)\)|operator(==|\(\)).* \((function|friend)\)) "
                                  r"of .* is not documented")
    log = (output / "warnings.log").read_text(encoding="utf-8").replace(f"{root}/", "")
    warnings = [one for one in dict.fromkeys(log.splitlines()) if one and not self_explanatory.search(one)]
    dead = dead_links(output / "html")
    print(*warnings, *dead, sep="\n", end="\n" if warnings or dead else "")
    checked = subprocess.run([sys.executable, "-B", root / "tests/docs/check_reference.py",
                              output / "xml"], check=False)
    return 1 if warnings or dead or done.returncode or checked.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
