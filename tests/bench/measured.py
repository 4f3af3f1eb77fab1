# SPDX-License-Identifier: BSL-1.0
"""Finds rows of results.json, computes ratios, and compares them to goals.json."""

import json
import math
import pathlib

from bar_chart import number

here = pathlib.Path(__file__).resolve().parent
goals = json.loads((here / "goals.json").read_text(encoding="utf-8"))["goals"]

corpora = ["typical", "long", "adversarial"]
parse = "parse_checkpoint_name, char"
by_hand = "by hand: memchr, from_chars"


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
    """The time of a row divided by that of the row it is compared to; of texts, for each code unit."""
    other = find(rows, what=row["compared_to"], corpus=row["corpus"])
    times = [one["ns"] / one.get("units", 1) for one in (row, other)]
    return times[0] / times[1]


def calls_beside(rows: list, row: dict) -> float:
    ours = find(rows, what="WsmanBackend", protocol=row["protocol"],
                connections=row["connections"])
    return ours["calls_per_second"] / row["calls_per_second"]


def of_each_compiler(results: dict, what: str, corpus: str, shown) -> list:
    found = [(speed["rows"], find(speed["rows"], what=what, corpus=corpus))
             for speed in results["speed"].values()]
    return [shown(rows, row) if row else "" for rows, row in found]


def growth_of(rows: list) -> float:
    """The power of the size with which the time grows, from the last size but one to the last."""
    before, last = sorted(rows, key=lambda row: row["size"])[-2:]
    return (math.log(last["seconds"] / before["seconds"]) / math.log(last["size"] / before["size"]))


def measured_for(goal: dict, results: dict) -> dict:
    """The values measured for a goal, by label."""
    part, what = goal["part"], goal["what"]
    if part == "speed":
        return {f"{name}, {corpus}": ratio(speed["rows"], row)
                for name, speed in results[part].items()
                if goal.get("compiler", name) == name
                for corpus in corpora
                if (row := find(speed["rows"], what=what, corpus=corpus))}
    if part == "compile_time":
        seconds = {row["included"]: row["seconds"] for row in results[part]["subjects"]}
        names = (what, goal["beside"])
        return {"": seconds[names[0]] / seconds[names[1]]} if all(name in seconds for name in names) else {}
    rows = results[part]["rows"]
    if what == "growth":
        return {name: growth_of([row for row in rows if row.get("what") == name])
                for name in dict.fromkeys(row["what"] for row in rows if "size" in row)}
    if what == "for_each_cluster":
        row = find(rows, what=what, silent=goal["silent"])
        return {"": row["seconds"] / row["timeout_seconds"]} if row else {}
    if "connections" in goal:
        row = find(rows, what=what, connections=goal["connections"])
        return {"": row["calls_per_second"]} if row else {}
    return {f"{row['protocol']}, with {row['connections']}": calls_beside(rows, row)
            for row in rows if row["what"] == what}


def is_reached(goal: dict, value: float) -> bool:
    # Rounded as printed: never "1.00, 1 or less: NOT reached".
    value = round(value, 2)
    return value >= goal["at_least"] if "at_least" in goal else value <= goal["at_most"]


def wanted_of(goal: dict) -> str:
    return (f"{goal['at_least']:,} or more" if "at_least" in goal else
            f"{goal['at_most']:,} or less")
