# SPDX-License-Identifier: BSL-1.0
"""What the sections of docs/performance.md are made of."""

plots = {}


def plot(name: str, alternative: str, chart: str) -> str:
    """What shows a plot, which is kept to be written."""
    plots[f"performance/{name}.svg"] = chart
    said = chart.split("<desc>")[1].split("</desc>")[0]
    text = f"{alternative}. {said}".replace("[", "(").replace("]", ")")
    return f"![{text}](performance/{name}.svg)"


def table(header: list, rows: list) -> list:
    """Markdown that is readable as it is too."""
    lines = [header, *rows]
    widths = [max(len(str(line[i])) for line in lines) for i in range(len(header))]
    text = ["| " + " | ".join(str(cell).ljust(width) for cell, width in zip(line, widths)) + " |"
            for line in lines]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return text
