# SPDX-License-Identifier: BSL-1.0
"""The sections of docs/performance.md on compile time and binary size."""

import re

from bar_chart import Row, bar_chart
from measured import find
from page import plot, table


def compile_time_section(results: dict) -> list:
    measured = results["compile_time"]

    def shown(label: str) -> str:
        return f"`{label}`" if re.fullmatch(r"\S+", label) else label

    absent = sorted(set(measured["without"].values()))
    return ["## Compile time", "",
            f"Processor seconds and peak memory of `{measured['compiler'].split()[0]} -std=c++23 -O2 "
            f"-c` on a file that includes only the header;",
            f"medians of {measured['runs']} interleaved runs." if measured["runs"] > 1 else "one run.", "",
            plot("compile-time", "Seconds to compile headers",
                 compile_time_chart(measured)), "",
            *table(["included", "seconds", "MB"],
                   [[shown(row["included"]), f"{row['seconds']:.2f}", f"{row['mb']:.0f}"]
                    for row in measured["subjects"]]), "",
            *([f"Headers that need files missing on that machine were left out: "
               f"{len(measured['without'])} ({', '.join(f'`<{name}>`' for name in absent)}).", ""] if absent else [])]


def compile_time_chart(measured: dict) -> str:
    shown = ["standard includes of name/csp_spec.hpp", "name/csp_spec.hpp", "name/grammar.hpp", "<regex>",
             "<fmt/format.h>", "name/parse.hpp", "text/diagnostic.hpp", "fake/fake_cluster.hpp",
             "wsman/wsman_backend.hpp", "crypto_checkpoint.hpp", "server/http_endpoint.hpp"]
    rows = [find(measured["subjects"], included=label) for label in shown]
    return bar_chart("Compile time of headers", "processor seconds; less is better",
                     [""], [Row(row["included"], [row["seconds"]]) for row in rows if row])


def size_section(results: dict) -> list:
    measured = results["size"]
    levels = [key for key in measured["programs"][0] if key != "program"]
    return ["## Binary size", "",
            "A program that parses a checkpoint name from its command line and prints the parts, with "
            "different parsers;",
            f"{measured['compiler'].split()[0]}, stripped, the standard library and fmt shared. *Code* "
            "counts code and constant data, as `size`",
            "does. `std::regex` neither checks for ill-formed text nor reports what is wrong.", "",
            plot("size", "Bytes of code of programs that parse a checkpoint name",
                 size_chart(measured, levels)), "",
            *table(["program", *(f"{level}: {what}" for level in levels
                                 for what in ("code", "file"))],
                   [[row["program"], *(f"{row[level][what]:,}" for level in levels
                                       for what in ("code", "file"))]
                    for row in measured["programs"]]), ""]


def size_chart(measured: dict, levels: list) -> str:
    return bar_chart("Size of programs", "bytes of code and constant data; less is better",
                     levels, [Row(row["program"].replace("`", ""),
                                  [row[level]["code"] for level in levels])
                              for row in measured["programs"]])
