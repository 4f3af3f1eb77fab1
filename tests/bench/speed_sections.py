# SPDX-License-Identifier: BSL-1.0
"""The sections of docs/performance.md on speed, in one process and over a network."""

from bar_chart import Row, bar_chart, number
from measured import (by_hand, corpora, duration, find, goals, megabytes, of_each_compiler, parse,
                      ratio)
from page import plot, table


def parsing_section(results: dict) -> list:
    compilers = list(results["speed"])
    first = results["speed"][compilers[0]]["rows"]
    rivals = list(dict.fromkeys(row["what"] for row in first if row.get("compared_to") == parse))
    header = ["times of", *(f"{name}: {corpus}" for name in compilers for corpus in corpora)]

    def across(what: str, shown) -> list:
        cells = {corpus: of_each_compiler(results, what, corpus, shown) for corpus in corpora}
        return [cells[corpus][i] for i in range(len(compilers)) for corpus in corpora]

    lines = ["## Parsing", "",
             "A typical name is about 60 bytes long, a long one about 490; the adversarial corpus has "
             "errors of every kind",
             "and text beyond ASCII. All contenders return the same results, which is checked before they "
             "are timed.",
             "The hand-written splitter checks for ASCII and NUL eight bytes at a time, then calls "
             "`std::from_chars`, then",
             "`memchr` for each further separator. `char16_t` has twice the bytes to load.", "",
             plot("parse", "Times of other ways to parse a checkpoint name, as a multiple of the "
                  "library's", parse_chart(results)), "",
             *table(header, [[rival, *across(rival, lambda rows, row: number(ratio(rows, row)))]
                             for rival in rivals]), "",
             "As a multiple of `parse_checkpoint_name` on `char`; of `char16_t`, for each code unit.",
             "",
             *table(["`parse_checkpoint_name`", *header[1:]],
                    [[f"`{what.split(', ')[1]}`, ns a name",
                      *across(what, lambda _, row: number(row["ns"]))]
                     for what in (parse, parse + "16_t")] +
                    [[f"`{what.split(', ')[1]}`, MB/s",
                      *across(what, lambda _, row: f"{megabytes(row):,.0f}")]
                     for what in (parse, parse + "16_t")]), ""]
    thrown = of_each_compiler(results, "error thrown and caught", "mistakes",
                              lambda rows, row: number(ratio(rows, row)))
    if all(thrown):
        lines += ["Throwing and catching an error takes as long as returning this many: " +
                  ", ".join(f"{value} ({name})" for name, value in zip(compilers, thrown)) + ".", ""]
    return lines


def parse_chart(results: dict) -> str:
    names = {by_hand: "by hand: memchr, from_chars", "X3 with raw ranges": "X3, raw ranges",
             "X3 with std::string": "X3, std::string", "sscanf": "sscanf",
             "boost::split": "boost::split", "RE2": "RE2", "std::regex": "std::regex"}
    compilers = list(results["speed"])
    rows = []
    for what, label in names.items():
        values = of_each_compiler(results, what, "typical", lambda rows, row: ratio(rows, row))
        wanted = [next((goal["at_least"] for goal in goals if goal["what"] == what and
                        goal.get("compiler", name) == name), None) for name in compilers]
        rows.append(Row(label, [value or None for value in values], wanted))
    rows.sort(key=lambda row: row.values[0])
    return bar_chart("Parsing a typical checkpoint name",
                     "time as a multiple of parse_checkpoint_name's, which is 1; logarithmic",
                     compilers, rows, logarithmic=True)


def rest_section(results: dict) -> list:
    compilers = list(results["speed"])
    first = results["speed"][compilers[0]]["rows"]
    rest = [row for row in first if parse not in (row["what"], row.get("compared_to"))
            and row["what"] not in (parse + "16_t",) and not row["what"].startswith("error ")]
    rows = []
    for row in rest:
        cells = of_each_compiler(results, row["what"], row["corpus"],
                                 lambda _, one: duration(one["ns"]) + (
                                     f", {megabytes(one):,.0f} MB/s" if "allocations" in one else ""))
        rows.append([f"`{row['what']}`", row["corpus"], *cells, row.get("allocations", "")])
    return ["## Other operations", "",
            "Time of one operation; *add, remove* counts as two. Allocations of the WS-Management codec "
            "include pugixml's.",
            "Journaled operations wait for the disk.", "",
            *table(["operation", "input", *compilers, "allocations"], rows), ""]


def network_section(results: dict) -> list:
    rows = results["network"]["rows"]
    calls = [row for row in rows if "calls_per_second" in row]
    kinds = list(dict.fromkeys(row["what"] for row in calls))
    ways = list(dict.fromkeys((row["protocol"], row["connections"]) for row in calls))

    def cell(what: str, way: tuple) -> str:
        row = find(calls, what=what, protocol=way[0], connections=way[1])
        return f"{row['calls_per_second']:,.0f}" if row else ""

    lines = ["## WS-Management", "",
             "Client and server on the same machine, medians of five interleaved rounds; calls a "
             "second. Each connection",
             "adds and removes a checkpoint of its own.", "",
             plot("calls", "Calls a second over WS-Management", calls_chart(kinds, ways, calls)), "",
             *table(["", *(f"{protocol}, {count} connection{'s' * (count > 1)}"
                           for protocol, count in ways)],
                    [[kind, *(cell(kind, way) for way in ways)] for kind in kinds]), ""]
    for row in rows:
        if row["what"] != "for_each_cluster":
            continue
        lines += [f"`for_each_cluster`: {row['clusters']:,} clusters, {row['at_once']} at once, of "
                  f"which {row['silent']} did not respond and {row['refused']} refused;",
                  f"{row['seconds']:.2f} s in total with a timeout of {row['timeout_seconds']:.0f} s for each "
                  f"request; the last of {row['responded']} responses arrived after "
                  f"{row['last_response_seconds']:.2f} s." +
                  (f" At most {row['kb_each']:.0f} KB of memory for each of the {row['at_once']}."
                   if "kb_each" in row else ""), ""]
    if row := find(rows, what="plan"):
        lines += [f"`plan()` for {row['clusters']:,} clusters, {row['at_once']} at once, each with "
                  f"{row['resources']} resources and {row['checkpoints']} checkpoints: "
                  f"{row['seconds']:.2f} s in total, beside",
                  f"{row['listing_seconds']:.2f} s to list one resource of each. With all plans in "
                  f"memory, {row['kb_each']:.0f} KB for each cluster.", ""]
    return lines


def calls_chart(kinds: list, ways: list, calls: list) -> str:
    counts = list(dict.fromkeys(count for _, count in ways))
    rows = []
    for protocol in dict.fromkeys(protocol for protocol, _ in ways):
        for kind in kinds:
            found = [find(calls, what=kind, protocol=protocol, connections=count)
                     for count in counts]
            if any(found):
                rows.append(Row(f"{protocol}: {kind}",
                                [row and row["calls_per_second"] for row in found]))
    return bar_chart("Calls of WS-Management", "calls a second; more is better",
                     [f"{count} connection{'s' * (count > 1)}" for count in counts], rows)
