# SPDX-License-Identifier: BSL-1.0
"""The sections of docs/performance.md on compile time and binary size."""

import re

from bar_chart import Row, bar_chart
from measured import find
from page import plot, table


# By `g++ -std=c++23 -O2 -c -ftime-report`, the memory in "template instantiation" and "TOTAL", of g++ 12.2.0 and
# Boost 1.74. The load of the machine does not change it.
where_compile_time_goes = [
    "Lines that are read, or templates that are instantiated: by `-ftime-report` of g++ 12, instantiation",
    "is 29 % of `<regex>`, and 63 % of `fake/fake_cluster.hpp` (the maps of its state, the variant of its",
    "commands, `std::expected`): g++ instantiates what an inline function calls even where nothing calls",
    "that function. In `crypto_checkpoint.hpp` it is 61 %; the lines are mostly `<chrono>`, `<thread>`,",
    "`<functional>` and `<memory>`, which `Retrying`, `Auditing` and `AnyBackend` need. In",
    "`wsman/wsman_backend.hpp` it is 54 %, and half of the lines beyond those of",
    "`cluster/cluster_resource.hpp` are `<chrono>` and `<random>`. For `server/http_endpoint.hpp`, the",
    "headers of Asio, Beast and OpenSSL alone take 63 % of the memory. The test `hygiene/included_lines`",
    "compares the lines of each header with a budget.",
    ""]


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
            *where_compile_time_goes,
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
