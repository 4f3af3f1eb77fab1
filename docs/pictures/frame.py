# SPDX-License-Identifier: BSL-1.0
"""Shared by all pictures: colours for light and dark pages, letters, and a frame around them.

A picture is embedded as an image, so a page cannot hand its colours on. It asks what the reader prefers,
and has a background of its own, so that it can be read where page and preference differ.
"""

import html

letters = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
fixed_letters = "Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace"

# Of a kind of thing: line, ground and text, on light pages and on dark ones.
colours = {
    "page": (("#d0d7de", "#ffffff", "#1f2328"), ("#3d444d", "#0d1117", "#f0f6fc")),
    "plain": (("#818b98", "#f6f8fa", "#1f2328"), ("#656c76", "#151b23", "#f0f6fc")),
    "blue": (("#0969da", "#ddf4ff", "#0a3069"), ("#4493f8", "#12233b", "#c2e0ff")),
    "green": (("#1a7f37", "#dafbe1", "#044f1e"), ("#3fb950", "#10291a", "#b5f0c0")),
    "amber": (("#9a6700", "#fff8c5", "#4d2d00"), ("#d29922", "#2e2409", "#f5dd90")),
    "red": (("#cf222e", "#ffebe9", "#82071e"), ("#f85149", "#35171a", "#ffc9c4")),
}
muted = ("#59636e", "#9198a1")


def rules(side: int) -> str:
    text = ""
    for kind, sides in colours.items():
        line, ground, ink = sides[side]
        # Graphviz puts the class on a group; this code puts it on the shape.
        shapes = ", ".join(f".{kind} {shape}, {shape}.{kind}" for shape in ("rect", "path", "polygon"))
        text += f"{shapes} {{ stroke: {line}; fill: {ground}; }}\n"
        text += f".{kind} text, text.{kind} {{ fill: {ink}; stroke: none; }}\n"
    ink = colours["page"][side][2]
    rail = colours["plain"][side][0]
    return text + (
        f"text.muted, .muted text {{ fill: {muted[side]}; stroke: none; }}\n"
        f"text.ink {{ fill: {ink}; stroke: none; }}\n"
        f".rail {{ stroke: {rail}; fill: none; }}\n"
        f".arrow path {{ stroke: {muted[side]}; fill: none; }}\n"
        f".arrow polygon, .head {{ stroke: {muted[side]}; fill: {muted[side]}; }}\n"
        f".band {{ stroke: none; fill: {colours['plain'][side][1]}; }}\n"
        f".cross {{ stroke: {colours['red'][side][0]}; fill: none; }}\n")


def text(x: float, y: float, words: str, kind: str, size: int = 14, anchor: str = "middle",
         more: str = "") -> str:
    return (f'<text class="{kind}" x="{x:g}" y="{y:g}" font-size="{size}" text-anchor="{anchor}"'
            f'{more}>{html.escape(words, quote=False)}</text>\n')


def framed(body: str, width: float, height: float, title: str) -> str:
    """The whole file."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" font-family="{letters}">\n'
        f"<title>{html.escape(title, quote=False)}</title>\n"
        f"<style>\n:root {{ color-scheme: light dark; }}\n{rules(0)}@media (prefers-color-scheme: dark) {{\n{rules(1)}}}\n</style>\n"
        f'<rect class="page" x="0.5" y="0.5" width="{width - 1:g}" height="{height - 1:g}" rx="12"/>\n'
        f"{body}</svg>\n")
