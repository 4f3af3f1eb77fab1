# SPDX-License-Identifier: BSL-1.0
"""Draws a grammar in ABNF (RFC 5234) as railroad diagrams.

Understood are rules of names, "texts", %x ranges, <prose>, [ options ], ( groups ), n*m repetitions and
alternatives. A line that is only a comment is a heading for the rules after it.
"""

import io
import re

import railroad

from frame import fixed_letters, framed, text

colour_of = {"provider-type": "blue", "provider-name": "green", "key-container": "amber"}
core_rules = {"DIGIT": "0 to 9"}
tokens = re.compile(r'\s*(?:("[^"]*")|(<[^>]*>)|%x([0-9A-F]+)-([0-9A-F]+)|(\d*\*\d*|\d+)|([A-Za-z][\w-]*)'
                    r"|([\[\]()/])|(;.*))")

railroad.COMMENT_CHAR_WIDTH = 8  # of the letters below
margin = 26
letters_before_rails = 138


class Reader:
    """A rule's right side, from its first letter to its last."""

    def __init__(self, definition: str):
        self.tokens = []
        at = 0
        while definition[at:].strip():
            found = tokens.match(definition, at)
            if not found:
                raise SystemExit(f"this is not understood: {definition[at:]}")
            if not found[8]:
                self.tokens.append(found)
            at = found.end()

    def is_next(self, *marks: str) -> bool:
        return bool(self.tokens) and self.tokens[0][7] in marks

    def alternation(self):
        parts = [self.concatenation()]
        while self.is_next("/"):
            self.tokens.pop(0)
            parts.append(self.concatenation())
        return parts[0] if len(parts) == 1 else railroad.Choice(0, *parts)

    def concatenation(self):
        parts = []
        while self.tokens and not self.is_next("/", ")", "]"):
            parts.append(self.repetition())
        return parts[0] if len(parts) == 1 else railroad.Sequence(*parts)

    def repetition(self):
        if not self.tokens[0][5]:
            return self.element()
        least, star, most = self.tokens.pop(0)[5].partition("*")
        element = self.element()
        if not star or (most and most != "1"):
            times = f"up to {most} times" if not least and most else f"{least or 0} to {most} times"
            element = railroad.OneOrMore(element, railroad.Comment(times))
        elif most != "1":
            element = railroad.OneOrMore(element)
        return element if least not in ("", "0") else railroad.Optional(element)

    def element(self):
        found = self.tokens.pop(0)
        if found[1]:
            return railroad.Terminal(found[1][1:-1])
        if found[2]:
            return railroad.Terminal(found[2][1:-1], cls="prose")
        if found[3]:
            return railroad.Terminal(f"{chr(int(found[3], 16))} to {chr(int(found[4], 16))}")
        if found[6]:
            if found[6] in core_rules:
                return railroad.Terminal(core_rules[found[6]])
            return railroad.NonTerminal(found[6], cls=colour_of.get(found[6], "plain"))
        inside = self.alternation()
        self.tokens.pop(0)
        return railroad.Optional(inside) if found[7] == "[" else inside


def rails(definition: str) -> tuple[str, float, float, float]:
    """The shapes of a rule, how wide and how high they are, and how far down the middle one is."""
    diagram = railroad.Diagram(Reader(definition).alternation(), css=None, type="complex")
    diagram.format(0)
    shapes = io.StringIO()
    for child in diagram.children:
        child.writeSvg(shapes.write)
    body = shapes.getvalue()
    body = re.sub(r'class="(?:non-)?terminal (\w*)"', lambda found: f'class="{found[1] or "plain"}"', body)
    body = body.replace('class="prose"', 'class="plain"').replace("<path ", '<path class="rail" ')
    return body, diagram.attrs["width"], diagram.attrs["height"], diagram.up


def draw(abnf: str, title: str) -> str:
    body, y, widest = "", 20, 0
    for line in abnf.splitlines():
        line = line.strip()
        if line.startswith(";"):
            body += text(margin, y + 22, line[1:].strip(), "ink", 16, "start", ' font-weight="600"')
            y += 38
        elif line:
            name, definition, remark = re.fullmatch(r"([\w-]+)\s*=\s*(.*?)(?:\s;\s*(.*))?",
                                                    line).groups()
            shapes, width, height, middle = rails(definition)
            if remark:
                body += text(margin + letters_before_rails + width + 14, y + middle + 4, remark, "muted",
                             13, "start")
            body += text(margin, y + middle + 4, name, colour_of.get(name, "ink"), 13, "start",
                         f' font-family="{fixed_letters}" font-weight="600"')
            body += (f'<g transform="translate({margin + letters_before_rails} {y})" stroke-width="2" '
                     f'font-family="{fixed_letters}" font-size="13" text-anchor="middle">{shapes}</g>\n')
            y += height + 18
            widest = max(widest, width)
        else:
            y += 14
    return framed(body, widest + letters_before_rails + 2 * margin, y + 8, title)
