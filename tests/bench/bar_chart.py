# SPDX-License-Identifier: BSL-1.0
"""Horizontal bars as SVG with an opaque background, light or dark by the reader's preference."""

import dataclasses
import math
from xml.sax.saxutils import escape

width = 760
character = 6.9  # average width, to size the labels
bar = 13
style = """
  .ground { fill: #ffffff; stroke: #d4d7dc; }
  text { fill: #1f2328; font: 12px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
  .title { font-weight: 600; font-size: 14px; }
  .note { fill: #59636e; }
  .grid { stroke: #e4e7eb; }
  .base { stroke: #59636e; }
  .goal { stroke: #000000; stroke-width: 2; }
  .s0 { fill: #2f6fa8; }
  .s1 { fill: #d9902f; }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #161b22; stroke: #3d444d; }
    text { fill: #e6edf3; }
    .note { fill: #9198a1; }
    .grid { stroke: #2b323b; }
    .base { stroke: #9198a1; }
    .goal { stroke: #ffffff; }
    .s0 { fill: #5b9bd5; }
    .s1 { fill: #e5a84f; }
  }
"""


@dataclasses.dataclass
class Row:
    label: str
    values: list  # one per series, or None
    goals: list = dataclasses.field(default_factory=list)  # one per series, or None


def number(value: float) -> str:
    """Three significant digits, with separators of thousands."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def place(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


class Scale:
    """Maps a value to a position."""

    def __init__(self, values: list, logarithmic: bool, left: float, right: float) -> None:
        self.logarithmic, self.left, self.right = logarithmic, left, right
        if logarithmic:
            # Below 1 the scale extends only as far as needed.
            self.first = min(1, 0.9 * min(values))
            ticks = [digit * 10 ** power for power in range(-2, 9) for digit in (1, 2, 5)]
            self.last = next(tick for tick in ticks if tick >= max(values))
            self.ticks = [tick for tick in ticks if self.first <= tick <= self.last]
        else:
            step = 10 ** math.floor(math.log10(max(values)))
            if max(values) / step < 2.5:
                step /= 2 if max(values) / step >= 1.25 else 4
            self.ticks = [i * step for i in range(math.ceil(max(values) / step) + 1)]
            self.first, self.last = 0, self.ticks[-1]

    def __call__(self, value: float) -> float:
        first, last = self.first, self.last
        if self.logarithmic:
            value, first, last = map(math.log, (value, first, last))
        return self.left + (value - first) / (last - first) * (self.right - self.left)


def bar_chart(title: str, note: str, series: list, rows: list, logarithmic: bool = False) -> str:
    """With a logarithmic scale, bars begin at 1, to either side."""
    values = [value for row in rows for value in row.values if value is not None]
    goals = [goal for row in rows for goal in row.goals if goal is not None]
    left = 24 + character * max(len(row.label) for row in rows)
    scale = Scale(values + goals, logarithmic, left, width - 64)
    pitch = len(series) * (bar + 2) + 9
    has_legend = len(series) > 1 or goals
    top = 76 if has_legend else 56
    height = top + pitch * len(rows) + 32
    base = scale(1 if logarithmic else 0)
    description = "; ".join(
        f"{row.label}: " + ", ".join(
            f"{number(value)} ({name})" if len(series) > 1 else number(value)
            for name, value in zip(series, row.values) if value is not None) for row in rows)

    out = ["<!-- SPDX-License-" "Identifier: BSL-1.0 -->",
           f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
           f'width="{width}" height="{height}" role="img">',
           f"<title>{escape(title)}</title>", f"<desc>{escape(description)}</desc>",
           f"<style>{style}</style>",
           f'<rect class="ground" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" '
           'rx="6"/>',
           f'<text class="title" x="16" y="26">{escape(title)}</text>',
           f'<text class="note" x="16" y="44">{escape(note)}</text>']

    x = left
    entries = [(f's{i}', name) for i, name in enumerate(series)] if len(series) > 1 else []
    if goals:
        entries.append(("goal", "goal"))
    for kind, name in entries:
        out.append(f'<line class="goal" x1="{place(x + 5)}" y1="53" x2="{place(x + 5)}" y2="65"/>'
                   if kind == "goal" else
                   f'<rect class="{kind}" x="{place(x)}" y="54" width="10" height="10" rx="2"/>')
        out.append(f'<text class="note" x="{place(x + 16)}" y="63">{escape(name)}</text>')
        x += 16 + character * len(name) + 22

    for tick in scale.ticks:
        kind = "base" if scale(tick) == base else "grid"
        x = place(scale(tick))
        out.append(f'<line class="{kind}" x1="{x}" y1="{top}" x2="{x}" y2="{height - 26}"/>')
        out.append(f'<text class="note" x="{x}" y="{height - 10}" text-anchor="middle">'
                   f'{tick:,g}</text>')

    for i, row in enumerate(rows):
        y = top + 5 + i * pitch
        middle = y + len(series) * (bar + 2) / 2
        out.append(f'<text x="{place(left - 10)}" y="{place(middle + 3)}" text-anchor="end">'
                   f'{escape(row.label)}</text>')
        for j, value in enumerate(row.values):
            if value is None:
                continue
            at = y + j * (bar + 2)
            end = scale(value)
            begin = min(base, end)
            out.append(f'<rect class="s{j}" x="{place(begin)}" y="{at}" '
                       f'width="{place(max(1.5, abs(end - base)))}" height="{bar}" rx="2"/>')
            goal = row.goals[j] if row.goals else None
            beyond = max(end, base)
            if goal is not None:
                x = place(scale(goal))
                out.append(f'<line class="goal" x1="{x}" y1="{at - 1}" x2="{x}" '
                           f'y2="{at + bar + 1}"/>')
                if scale(goal) >= end:
                    beyond = max(beyond, scale(goal))
            out.append(f'<text x="{place(beyond + 5)}" y="{at + 11}">{number(value)}</text>')
    return "\n".join(out) + "\n</svg>\n"
