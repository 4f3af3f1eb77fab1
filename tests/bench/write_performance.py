#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Makes docs/performance.md and its plots of results.json and goals.json.

usage: write_performance.py [--check]   with --check, only says whether they are what it would make
"""

import json
import pathlib
import re
import sys

sys.dont_write_bytecode = True

from bar_chart import Row, bar_chart, number  # noqa: E402

here = pathlib.Path(__file__).resolve().parent
docs = here.parent.parent / "docs"
results_file = here / "results.json"
goals = json.loads((here / "goals.json").read_text(encoding="utf-8"))["goals"]

corpora = ["typical", "long", "adversarial"]
parse = "parse_checkpoint_name, char"
by_hand = "by hand: memchr, from_chars"


# ---- numbers --------------------------------------------------------------------------------------

def duration(ns: float) -> str:
    for unit, size in (("ns", 1), ("µs", 1e3), ("ms", 1e6)):
        if ns < 1000 * size or unit == "ms":
            return f"{number(ns / size)} {unit}"
    raise AssertionError


def megabytes(row: dict) -> float:
    return row["units"] * row["unit_size"] / row["ns"] * 1e3


def find(rows: list, **wanted) -> dict | None:
    return next((row for row in rows if all(row.get(key) == value
                                            for key, value in wanted.items())), None)


def ratio(rows: list, row: dict) -> float:
    """The time of a row to that of the one it is compared to; of texts, for each code unit."""
    other = find(rows, what=row["compared_to"], corpus=row["corpus"])
    times = [one["ns"] / one.get("units", 1) for one in (row, other)]
    return times[0] / times[1]


def calls_beside(rows: list, row: dict) -> float:
    ours = find(rows, what="WsmanBackend", protocol=row["protocol"],
                connections=row["connections"])
    return ours["calls_per_second"] / row["calls_per_second"]


# ---- goals ----------------------------------------------------------------------------------------

def measured_for(goal: dict, results: dict) -> dict:
    """What was measured of a goal: a value for each thing it is asked of."""
    part, what = goal["part"], goal["what"]
    if part == "speed":
        return {f"{name}, {corpus}": ratio(speed["rows"], row)
                for name, speed in results[part].items()
                if goal.get("compiler", name) == name
                for corpus in corpora
                if (row := find(speed["rows"], what=what, corpus=corpus))}
    if part == "compile_time":
        return {what: spec_beside_its_includes(results[part])}
    rows = results[part]["rows"]
    if what == "for_each_cluster":
        row = find(rows, what=what, silent=goal["silent"])
        return {"": row["seconds"] / row["timeout_seconds"]} if row else {}
    if "connections" in goal:
        row = find(rows, what=what, connections=goal["connections"])
        return {"": row["calls_per_second"]} if row else {}
    return {f"{row['protocol']}, with {row['connections']}": calls_beside(rows, row)
            for row in rows if row["what"] == what}


def is_reached(goal: dict, value: float) -> bool:
    # As it is printed, so that nobody reads "1.00, 1 or less: NOT reached".
    value = round(value, 2)
    return value >= goal["at_least"] if "at_least" in goal else value <= goal["at_most"]


def wanted_of(goal: dict) -> str:
    return (f"{goal['at_least']:,} or more" if "at_least" in goal else
            f"{goal['at_most']:,} or less")


def goals_section(results: dict) -> list:
    rows = []
    missed = 0
    for goal in goals:
        if goal["part"] not in results:
            continue
        values = measured_for(goal, results)
        # A row for each compiler, so that each line says one thing.
        groups = {}
        for label, value in values.items():
            first, _, rest = label.partition(", ")
            groups.setdefault(first if rest else "", []).append((rest or "", value))
        for name, group in groups.items() or [("", [])]:
            reached = all(is_reached(goal, value) for _, value in group)
            missed += bool(group) and not reached
            rows.append([
                goal["text"] + (f", {name}" if name else ""), wanted_of(goal),
                "; ".join(f"{number(value)} {label}".strip() for label, value in group),
                "not measured" if not group else "reached" if reached else "**NOT reached**"])
    if not rows:
        return []
    return ["## What was to be reached", "",
            "Ratios first: those of one run hold on other machines too. More is better where it says "
            "*or more*. Of",
            "parsing, times of the others to those of the library, for the corpora *typical*, *long* "
            "and *adversarial*;",
            "of calls, those of the library to those of the others, for 1 and 8 connections.", "",
            *table(["what", "to reach", "measured", ""], rows), "",
            f"NOT reached: {missed} of {len(rows)}." if missed else
            f"All {len(rows)} were reached.", ""]


# ---- sections -------------------------------------------------------------------------------------

def table(header: list, rows: list) -> list:
    """Markdown that is readable as it is too."""
    lines = [header, *rows]
    widths = [max(len(str(line[i])) for line in lines) for i in range(len(header))]
    text = ["| " + " | ".join(str(cell).ljust(width) for cell, width in zip(line, widths)) + " |"
            for line in lines]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return text


def of_each_compiler(results: dict, what: str, corpus: str, shown) -> list:
    found = [(speed["rows"], find(speed["rows"], what=what, corpus=corpus))
             for speed in results["speed"].values()]
    return [shown(rows, row) if row else "" for rows, row in found]


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
             "faults of every kind",
             "and text beyond ASCII. All contenders give the same answers, which is seen to before "
             "they are timed.",
             "The splitter by hand asks one thing at a time: eight bytes at once whether all are ASCII and "
             "none is NUL, then",
             "`std::from_chars`, then `memchr` for each further separator. `char16_t` has twice the bytes "
             "to load.", "",
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
        lines += ["An error that is thrown and caught takes as long as this many that are returned: " +
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
    return ["## The rest of the library", "",
            "Each; of what adds and removes, each of the two. Allocations of the WS-Management codec "
            "include pugixml's.",
            "What is journaled waits for the disk.", "",
            *table(["what", "of", *compilers, "allocations"], rows), ""]


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
             "second.", "",
             plot("calls", "Calls a second over WS-Management", calls_chart(kinds, ways, calls)), "",
             *table(["", *(f"{protocol}, {count} connection{'s' * (count > 1)}"
                           for protocol, count in ways)],
                    [[kind, *(cell(kind, way) for way in ways)] for kind in kinds]), ""]
    for row in rows:
        if row["what"] != "for_each_cluster":
            continue
        lines += [f"`for_each_cluster`: {row['clusters']:,} clusters, {row['at_once']} at once, of "
                  f"which {row['silent']} were silent and {row['refused']} refused;",
                  f"{row['seconds']:.2f} s in all where each request may take "
                  f"{row['timeout_seconds']:.0f} s; the last of {row['answered']} answers came after "
                  f"{row['last_answer_seconds']:.2f} s." +
                  (f" At most {row['kb_each']:.0f} KB of memory for each of the {row['at_once']}."
                   if "kb_each" in row else ""), ""]
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


def spec_beside_its_includes(measured: dict) -> float:
    seconds = {row["included"]: row["seconds"] for row in measured["subjects"]}
    return seconds["csp_spec.hpp"] / seconds["standard includes of csp_spec.hpp"]


def compile_time_section(results: dict) -> list:
    measured = results["compile_time"]

    def shown(label: str) -> str:
        return f"`{label}`" if re.fullmatch(r"\S+", label) else label

    absent = sorted(set(measured["without"].values()))
    return ["## Compile time", "",
            f"Processor seconds and peak memory of `{measured['compiler'].split()[0]} -std=c++23 -O2 "
            f"-c` on a file that includes the header alone;",
            f"medians of {measured['runs']} interleaved runs." if measured["runs"] > 1 else "one run.", "",
            plot("compile-time", "Seconds that headers cost the compiler",
                 compile_time_chart(measured)), "",
            *table(["included", "seconds", "MB"],
                   [[shown(row["included"]), f"{row['seconds']:.2f}", f"{row['mb']:.0f}"]
                    for row in measured["subjects"]]), "",
            *([f"Headers that need what is not on that machine were left out: "
               f"{len(measured['without'])} ({', '.join(f'`<{name}>`' for name in absent)}).", ""] if absent else [])]


def compile_time_chart(measured: dict) -> str:
    shown = ["standard includes of csp_spec.hpp", "csp_spec.hpp", "grammar.hpp", "<regex>",
             "<fmt/format.h>", "parse.hpp", "diagnostic.hpp", "backends/fake_cluster.hpp",
             "backends/wsman.hpp", "crypto_checkpoint.hpp", "provider/http_endpoint.hpp"]
    rows = [find(measured["subjects"], included=label) for label in shown]
    return bar_chart("What a header costs the compiler", "processor seconds; less is better",
                     [""], [Row(row["included"], [row["seconds"]]) for row in rows if row])


def size_section(results: dict) -> list:
    measured = results["size"]
    levels = [key for key in measured["programs"][0] if key != "program"]
    return ["## Binary size", "",
            "A program that reads a checkpoint name from its command line and prints the parts, "
            "read in different ways;",
            f"{measured['compiler'].split()[0]}, stripped, the standard library and fmt shared. *Code* "
            "counts code and constant data, as `size`",
            "does; the file has a few pages of its own. `std::regex` looks neither for ill-formed text "
            "nor for what is wrong.", "",
            plot("size", "Bytes of code of programs that parse a checkpoint name",
                 size_chart(measured, levels)), "",
            *table(["program", *(f"{level}: {what}" for level in levels
                                 for what in ("code", "file"))],
                   [[row["program"], *(f"{row[level][what]:,}" for level in levels
                                       for what in ("code", "file"))]
                    for row in measured["programs"]]), ""]


def size_chart(measured: dict, levels: list) -> str:
    return bar_chart("How large a program becomes", "bytes of code and constant data; less is better",
                     levels, [Row(row["program"].replace("`", ""),
                                  [row[level]["code"] for level in levels])
                              for row in measured["programs"]])


def run_section(results: dict) -> list:
    machine = results["machine"]
    compilers = [speed["compiler"] for speed in results.get("speed", {}).values()]
    boost = {speed["boost"] for speed in results.get("speed", {}).values()}
    rows = [
        ["date, commit", f"{results['date']}, {results['commit']}"],
        ["processor", f"{machine['processor']}, {machine['processors']} processors" +
         (", a virtual machine" if machine["virtual"] else "")],
        ["system", f"{machine['system']}, {machine['kernel']}"],
        ["compilers, optimised as for -O2", ", ".join(compilers)],
        ["Boost", ", ".join(sorted(boost))],
        ["load average at the start", f"{results['load_average_at_start']:.2f}"],
        ["processors busy with something else, on average", f"{results['busy_with_others']:.2f}"],
    ]
    much = 0.2  # of a processor; a machine that only measures stays below
    busy = (["**This machine was busy with something else**: take what is said of it for provisional.", ""]
            if results["busy_with_others"] > much else [])
    return ["## The run", "", *table(["", ""], [row for row in rows if row[1]]), "", *busy,
            "Times are medians of interleaved repetitions. A machine that has other things to do "
            "measures them too: take",
            "the absolute times for their order of magnitude, more so the higher the last two "
            "numbers are.", ""]


# ---- the document ---------------------------------------------------------------------------------

plots = {}


def plot(name: str, alternative: str, chart: str) -> str:
    """What shows a plot, which is kept to be written."""
    plots[f"performance/{name}.svg"] = chart
    said = chart.split("<desc>")[1].split("</desc>")[0]
    text = f"{alternative}. {said}".replace("[", "(").replace("]", ")")
    return f"![{text}](performance/{name}.svg)"


def sections(results: dict) -> list:
    lines = goals_section(results)
    if "speed" in results:
        lines += parsing_section(results) + rest_section(results)
    if "network" in results:
        lines += network_section(results)
    if "compile_time" in results:
        lines += compile_time_section(results)
    if "size" in results:
        lines += size_section(results)
    return lines


def tables(results: dict) -> str:
    """The same, for a terminal."""
    lines = run_section(results) + sections(results)
    return "\n".join(line for line in lines if not line.startswith("!["))


def made_of(results: dict) -> dict:
    """The files below docs/, and what is to be in them."""
    lines = ["<!-- SPDX-License-Identifier: BSL-1.0 -->",
             "<!-- Made by ./dev bench: see tests/bench/write_performance.py. Do not edit. -->",
             "# Performance", "",
             "From one run of `./dev bench`, which measures everything below again and writes this "
             "page. What is not a",
             "matter of speed stands in [figures](figures.md).", "",
             *goals_section(results), *run_section(results),
             *sections(results)[len(goals_section(results)):]]
    return {"performance.md": "\n".join(lines).rstrip() + "\n", **plots}


def write(results: dict) -> None:
    (docs / "performance").mkdir(exist_ok=True)
    for name, text in made_of(results).items():
        (docs / name).write_text(text, encoding="utf-8")


def check(results: dict) -> list:
    faults = [f"nothing was measured of the goal: {goal['text']}" for goal in goals
              if goal["part"] not in results or not measured_for(goal, results)]
    files = made_of(results)
    for name, text in files.items():
        path = docs / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            faults.append(f"docs/{name} is not what results.json makes: run write_performance.py")
        if name.endswith(".svg") and f"]({name})" not in files["performance.md"]:
            faults.append(f"docs/{name} is not shown")
    faults += [f"docs/performance/{path.name} is made by nobody"
               for path in (docs / "performance").glob("*")
               if f"performance/{path.name}" not in files]
    return faults


if __name__ == "__main__":
    made = json.loads(results_file.read_text(encoding="utf-8"))
    if sys.argv[1:] == ["--check"]:
        found = check(made)
        print("\n".join(found) or "docs/performance.md is what results.json makes")
        sys.exit(1 if found else 0)
    if sys.argv[1:]:
        sys.exit(__doc__)
    write(made)
