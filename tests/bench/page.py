# SPDX-License-Identifier: BSL-1.0
"""Plots and tables for the sections of docs/performance.md."""

plots = {}


def plot(name: str, alternative: str, chart: str) -> str:
    """Registers a plot and returns the Markdown that shows it."""
    plots[f"performance/{name}.svg"] = chart
    description = chart.split("<desc>")[1].split("</desc>")[0]
    text = f"{alternative}. {description}".replace("[", "(").replace("]", ")")
    return f"![{text}](performance/{name}.svg)"


def table(header: list, rows: list) -> list:
    """Markdown with aligned columns."""
    lines = [header, *rows]
    widths = [max(len(str(line[i])) for line in lines) for i in range(len(header))]
    text = ["| " + " | ".join(str(cell).ljust(width) for cell, width in zip(line, widths)) + " |"
            for line in lines]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return text
