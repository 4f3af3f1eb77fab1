# SPDX-License-Identifier: BSL-1.0
"""The pages with all errors: meaning, condition, and the codes of Windows; and with all advice."""

import html
import pathlib
import re

literal = r'"(?:[^"\\]|\\.)*"'


def text_of(literals: str) -> str:
    """The value of adjacent string literals of C++."""
    return "".join(one[1:-1] for one in re.findall(literal, literals)).replace("\\\\", "\\")


def numbers(header: str, name: str) -> dict[str, int]:
    enumeration = re.search(rf"enum class {name} \{{(.*?)\n\}};", header, re.DOTALL)[1]
    return {name: int(number) for name, number in re.findall(r"(\w+) = (\d+),", enumeration)}


def meanings(header: str) -> list[tuple[str, str, str]]:
    """The rows of errc_table: code, condition, meaning."""
    rows = re.findall(rf"\{{Errc::(\w+),\s*{literal},\s*Condition::(\w+),\s*((?:{literal}\s*)+)\}}", header)
    return [(code, condition, text_of(meaning)) for code, condition, meaning in rows]


def of_windows(header: str) -> dict[str, list[str]]:
    """The rows of native_error_table as text, by the Errc to which they map."""
    found: dict[str, list[str]] = {}
    for domain, value, name, code in re.findall(
            rf"\{{NativeDomain::(\w+),\s*(\w+),\s*({literal}),\s*Errc::(\w+)\}}", header):
        number = f"{int(value, 0):#010x}" if int(value, 0) > 0xFFFF else value
        of = "" if domain in ("hresult", "win32") else f", {domain}"
        found.setdefault(code, []).append(f"{name[1:-1]} ({number}{of})")
    return found


def cell(text: str) -> str:
    # Escapes the commands and links of Doxygen.
    return re.sub(r"([@\\#%])|(?=\b[A-Z]\w*::)", lambda found: f"\\{found[1]}" if found[1] else "",
                  html.escape(text, quote=False))


def page(include: pathlib.Path) -> str:
    errc = (include / "error/errc.hpp").read_text(encoding="utf-8")
    native = of_windows((include / "error/native_error.hpp").read_text(encoding="utf-8"))
    number = numbers(errc, "Errc")
    rows = meanings(errc)
    if {code for code, _, _ in rows} != set(number) or not set(native) <= set(number):
        raise SystemExit("error_codes.py cannot read error/errc.hpp or error/native_error.hpp any more")
    lines = [
        "/** @page error_codes Error codes",
        "The meaning and the crypto_checkpoint::Condition of each crypto_checkpoint::Errc, and the codes of "
        "Windows that map to it. All other codes map to cluster_refused. The comment of "
        "crypto_checkpoint::errc_from_native() has their sources.",
        '<table class="markdownTable">',
        "<tr><th>code, number, condition</th><th>meaning</th><th>codes of Windows</th></tr>",
    ]
    for code, condition, meaning in rows:
        windows = "<br>".join(cell(one) for one in native.get(code, []))
        lines.append(
            f'<tr><td>@ref crypto_checkpoint::Errc::{code} "{code}"<br>{number[code]}, {condition}</td>'
            f"<td>{cell(meaning)}</td><td>{windows}</td></tr>")
    return "\n".join([*lines, "</table>", "*/", ""])


def advice_page(include: pathlib.Path) -> str:
    header = (include / "name/advice.hpp").read_text(encoding="utf-8")
    number = numbers(header, "AdviceCode")
    rows = re.findall(rf"\{{AdviceCode::(\w+),\s*{literal},\s*((?:{literal}\s*)+),\s*((?:{literal}\s*)+)\}}",
                      header)
    if [code for code, _, _ in rows] != list(number):
        raise SystemExit("error_codes.py cannot read name/advice.hpp any more")
    lines = [
        "/** @page advice_codes Advice",
        "What a valid checkpoint name may still do wrong: the meaning of each crypto_checkpoint::AdviceCode, and "
        "a name that crypto_checkpoint::advise() gives it to.",
        '<table class="markdownTable">',
        "<tr><th>code, number</th><th>meaning</th><th>example</th></tr>",
    ]
    for code, meaning, example in rows:
        lines.append(
            f'<tr><td>@ref crypto_checkpoint::AdviceCode::{code} "{code}"<br>{number[code]}</td>'
            f"<td>{cell(text_of(meaning))}</td><td><tt>{cell(text_of(example))}</tt></td></tr>")
    return "\n".join([*lines, "</table>", "*/", ""])
