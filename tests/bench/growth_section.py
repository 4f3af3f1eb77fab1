# SPDX-License-Identifier: BSL-1.0
"""The section of docs/performance.md on cost as the work grows."""

from bar_chart import number
from line_chart import line_chart, time
from measured import growth_of
from page import plot, table

# What a plot shows: its name, its title, and the unit of its rows.
plots_of_growth = [("growth-names", "Explaining names", "names"),
                   ("growth-checkpoints", "A cluster with ever more checkpoints", "checkpoints"),
                   ("growth-changes", "Opening a journal after ever more changes", "changes"),
                   ("growth-clusters", "Listing a resource of ever more clusters", "clusters"),
                   ("growth-connections", "Serving ever more connections", "connections")]


def growth_rows(results: dict) -> list:
    """Measured by programs of their own, and over a network."""
    return results.get("growth", {}).get("rows", []) + [
        row for row in results.get("network", {}).get("rows", []) if "size" in row]


def growth_section(results: dict) -> list:
    rows = growth_rows(results)
    lines = ["## Cost as the work grows", "",
             "Time, and memory or the size of a file, by the amount of work. *Growth* is the power of the "
             "amount with which",
             "the time grows from the last amount but one to the last: 1 is linear, less is better. Time "
             "in one process is",
             "processor time; explaining is the whole process, and calls are wall time. Memory is what was "
             "added; of explaining,",
             "the peak of the process, of opening a journal, the file, of the endpoint, all of its "
             "process.", ""]
    for name, title, unit in plots_of_growth:
        found = {}
        for row in rows:
            if row["unit"] == unit:
                found.setdefault(row["what"], []).append(row)
        if not found:
            continue
        sizes = sorted({row["size"] for group in found.values() for row in group})
        lines += [plot(name, title, line_chart(
            title, unit, {what: [(row["size"], row["seconds"]) for row in group]
                          for what, group in found.items()})), ""]
        lines += table([unit, *(f"{size:,}" for size in sizes), "growth"],
                       [[what, *(next((f"{time(row['seconds'])}, {number(row['mb'])} MB"
                                       for row in group if row["size"] == size), "") for size in sizes),
                         number(growth_of(group))] for what, group in found.items()])
        lines.append("")
    return lines
