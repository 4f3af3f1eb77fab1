# SPDX-License-Identifier: BSL-1.0
"""Draws a sequence diagram from a subset of Mermaid.

    participant NAME as WORDS       a column
    section WORDS                   a line across, above its messages
    A->>B: WORDS, A-->>B: WORDS     a request; a response
    Note COLOUR over A: WORDS       a box on a column
    destroy A: WORDS                the column ends

Where there is room for it, <br/> begins a new line.
"""

import re

from frame import framed, text

column_width = 226
margin = 26
top = 84
note_width = 196


class Sequence:
    def __init__(self, source: str, title: str):
        self.body = ""
        self.title = title
        self.columns = {}
        self.ended = {}
        self.y = top
        for number, line in enumerate(source.splitlines(), 1):
            if line and not line.startswith("%%") and line != "sequenceDiagram":
                self.read(line, number)

    def read(self, line: str, number: int) -> None:
        if found := re.fullmatch(r"participant (\w+) as (.+)", line):
            x = margin + column_width * (len(self.columns) + 0.5)
            self.columns[found[1]] = x
            self.body += (f'<rect class="plain" x="{x - 78:g}" y="24" width="156" height="38" rx="8" '
                          'stroke-width="1.5"/>\n' + text(x, 48, found[2], "ink", 15,
                                                          more=' font-weight="600"'))
        elif found := re.fullmatch(r"section (.+)", line):
            self.section(found[1])
        elif found := re.fullmatch(r"(\w+)(--?)>>(\w+): (.+)", line):
            self.message(self.columns[found[1]], self.columns[found[3]], found[4].split("<br/>"),
                         found[2] == "--")
        elif found := re.fullmatch(r"Note (\w+) over (\w+): (.+)", line):
            self.note(self.columns[found[2]], found[3].split("<br/>"), found[1])
        elif found := re.fullmatch(r"destroy (\w+): (.+)", line):
            self.destroy(found[1], found[2])
        else:
            raise SystemExit(f"line {number}: {line!r} is none of: {__doc__}")

    def section(self, words: str) -> None:
        width = column_width * len(self.columns)
        self.y += 8
        self.body += (f'<rect class="band" x="{margin:g}" y="{self.y:g}" width="{width:g}" '
                      'height="28" rx="6"/>\n')
        self.body += text(margin + 14, self.y + 19, words, "ink", 14, "start", ' font-weight="600"')
        self.y += 44

    def message(self, start: float, end: float, lines: list[str], is_answer: bool) -> None:
        for line in lines:
            self.body += text((start + end) / 2, self.y + 8, line, "ink")
            self.y += 18
        y = self.y + 2
        towards = 1 if end > start else -1
        dashes = ' stroke-dasharray="5 4"' if is_answer else ""
        self.body += (f'<path class="rail" stroke-width="1.5" d="M {start:g} {y:g} H {end - 9 * towards:g}"'
                      f'{dashes}/>\n<path class="head" d="M {end - 1.5 * towards:g} {y:g} l {-10 * towards:g} -5 '
                      'v 10 z"/>\n')
        self.y += 22

    def note(self, x: float, lines: list[str], colour: str) -> None:
        height = 14 + 18 * len(lines)
        self.body += (f'<rect class="{colour}" x="{x - note_width / 2:g}" y="{self.y:g}" '
                      f'width="{note_width}" height="{height}" rx="6" stroke-width="1.5"/>\n')
        for number, line in enumerate(lines):
            self.body += text(x, self.y + 20.5 + 18 * number, line, colour)
        self.y += height + 14

    def destroy(self, name: str, words: str) -> None:
        x = self.columns[name]
        self.ended[name] = self.y + 8
        self.body += (f'<path class="cross" stroke-width="3" d="M {x - 8:g} {self.y:g} l 16 16 m -16 0 '
                      'l 16 -16"/>\n')
        self.body += text(x + 18, self.y + 13, words, "ink", anchor="start")
        self.y += 34

    def svg(self) -> str:
        bottom = self.y + 6
        lifelines = ""
        for name, x in self.columns.items():
            lifelines += (f'<path class="rail" stroke-dasharray="2 4" '
                          f'd="M {x:g} 62 V {self.ended.get(name, bottom):g}"/>\n')
        return framed(lifelines + self.body, 2 * margin + column_width * len(self.columns),
                      bottom + 20, self.title)


def draw(source: str, title: str) -> str:
    return Sequence(source, title).svg()
