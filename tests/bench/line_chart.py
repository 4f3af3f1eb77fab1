# SPDX-License-Identifier: BSL-1.0
"""Lines over logarithmic axes as SVG, in the colours of the bars."""

import math
from xml.sax.saxutils import escape

from bar_chart import character, number, place, style, width

left, right = 76, width - 44
lines = """
  .l0 { stroke: #2f6fa8; } .l1 { stroke: #d9902f; } .l2 { stroke: #4f8f4f; } .l3 { stroke: #a0569b; }
  .l4 { stroke: #7a7f87; }
  .l0, .l1, .l2, .l3, .l4 { fill: none; stroke-width: 2; }
  @media (prefers-color-scheme: dark) {
    .l0 { stroke: #5b9bd5; } .l1 { stroke: #e5a84f; } .l2 { stroke: #7fbf7f; } .l3 { stroke: #cf8fcb; }
  }
"""


def powers(values: list) -> tuple:
    """The powers of ten around the values."""
    return (math.floor(math.log10(min(values)) + 1e-9), math.ceil(math.log10(max(values)) - 1e-9))


def time(seconds: float) -> str:
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9)):
        if seconds >= size:
            return f"{number(seconds / size)} {unit}"
    return f"{number(seconds * 1e9)} ns"


def line_chart(title: str, note: str, series: dict) -> str:
    """@param series  by name: (size, seconds) in ascending order"""
    points = [point for line in series.values() for point in line]
    top = 52 + 18 * len(series)
    bottom = top + 230
    height = bottom + 44
    sizes, times = powers([size for size, _ in points]), powers([seconds for _, seconds in points])

    def at(size: float, seconds: float) -> tuple:
        across = (math.log10(size) - sizes[0]) / max(1, sizes[1] - sizes[0])
        up = (math.log10(seconds) - times[0]) / max(1, times[1] - times[0])
        return left + across * (right - left), bottom - up * (bottom - top)

    description = "; ".join(f"{name}: " + ", ".join(f"{time(seconds)} ({size:,})" for size, seconds in line)
                            for name, line in series.items())
    out = ["<!-- SPDX-License-" "Identifier: BSL-1.0 -->",
           f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
           f'width="{width}" height="{height}" role="img">',
           f"<title>{escape(title)}</title>", f"<desc>{escape(description)}</desc>",
           f"<style>{style}{lines}</style>",
           f'<rect class="ground" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="6"/>',
           f'<text class="title" x="16" y="26">{escape(title)}</text>']
    for i, name in enumerate(series):
        y = 44 + 18 * i
        out.append(f'<path class="l{i}" d="M16 {y}h14"/>')
        out.append(f'<text class="note" x="36" y="{y + 4}">{escape(name)}</text>')
    for power in range(sizes[0], sizes[1] + 1):
        x = place(at(10 ** power, 10 ** times[0])[0])
        out.append(f'<line class="grid" x1="{x}" y1="{top}" x2="{x}" y2="{bottom}"/>')
        out.append(f'<text class="note" x="{x}" y="{bottom + 16}" text-anchor="middle">{10 ** power:,}</text>')
    for power in range(times[0], times[1] + 1):
        y = place(at(10 ** sizes[0], 10 ** power)[1])
        out.append(f'<line class="grid" x1="{left}" y1="{y}" x2="{right}" y2="{y}"/>')
        out.append(f'<text class="note" x="{left - 8}" y="{float(y) + 4:g}" text-anchor="end">'
                   f'{time(10.0 ** power).replace(".00", "").replace(".0", "")}</text>')
    out.append(f'<text class="note" x="{(left + right) / 2:g}" y="{height - 10}" text-anchor="middle">'
               f'{escape(note)}</text>')
    for i, line in enumerate(series.values()):
        path = "L".join(f"{place(x)} {place(y)}" for x, y in (at(*point) for point in line))
        out.append(f'<path class="l{i}" d="M{path}"/>')
    return "\n".join(out) + "\n</svg>\n"
