# SPDX-License-Identifier: BSL-1.0
"""Draws a graph with Graphviz, in the common frame of the pictures."""

import re
import subprocess

from frame import framed

margin = 22


def draw(source: str, title: str) -> str:
    drawn = subprocess.run(["dot", "-Tsvg"], input=source.encode(), stdout=subprocess.PIPE,
                           check=True).stdout.decode()
    width, height = map(float, re.search(r'viewBox="0\.00 0\.00 ([\d.]+) ([\d.]+)"', drawn).groups())
    shapes = re.search(r"(?s)<g id=\"graph0\".*</g>", drawn)[0]
    # The frame has the colours and fonts; the names of the nodes are not shown.
    shapes = re.sub(r"(?s)<!--.*?-->\n?|<title>.*?</title>\n?", "", shapes)
    shapes = re.sub(r' (?:fill|stroke|font-family|id)="[^"]*"', "", shapes)
    shapes = re.sub(r'class="(?:node|edge) (\w+)"', r'class="\1"', shapes)
    shapes = re.sub(r' class="graph"', "", shapes)
    return framed(f'<g transform="translate({margin} {margin})">\n{shapes}\n</g>\n', width + 2 * margin,
                  height + 2 * margin, title)
