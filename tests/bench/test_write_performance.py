# SPDX-License-Identifier: BSL-1.0
"""write_performance.py reports missed goals and missing measurements; bars have the right length."""

import copy
import json
import re
import sys
import unittest
import xml.etree.ElementTree

sys.dont_write_bytecode = True

import bar_chart  # noqa: E402
import measured  # noqa: E402
import write_performance  # noqa: E402

results = json.loads(write_performance.results_file.read_text(encoding="utf-8"))


def goals_text(changed: dict) -> str:
    return "\n".join(write_performance.goals_section(changed))


class Goals(unittest.TestCase):
    def with_csp_spec(self, factor: float) -> str:
        """The row of the goal, with name/csp_spec.hpp at a multiple of its standard includes."""
        changed = copy.deepcopy(results)
        seconds = {row["included"]: row for row in changed["compile_time"]["subjects"]}
        seconds["name/csp_spec.hpp"]["seconds"] = (
            factor * seconds["standard includes of name/csp_spec.hpp"]["seconds"])
        return next(line for line in goals_text(changed).splitlines()
                    if "compiling `name/csp_spec.hpp` compared to its standard includes" in line)

    def test_goal_within_its_limit_is_reached(self):
        self.assertRegex(self.with_csp_spec(1.3), r"1\.30 +\| reached ")

    def test_goal_beyond_its_limit_is_not_reached(self):
        self.assertRegex(self.with_csp_spec(1.31), r"1\.31 +\| \*\*NOT reached\*\*")

    def test_goal_is_missed_if_one_corpus_falls_short(self):
        changed = copy.deepcopy(results)
        rows = changed["speed"]["g++"]["rows"]
        measured.find(rows, what="std::regex", corpus="long")["ns"] = 1.0
        self.assertRegex(goals_text(changed), r"`std::regex`, g\+\+ .*\*\*NOT reached\*\*")

    def test_check_reports_a_goal_without_a_measurement(self):
        changed = copy.deepcopy(results)
        changed["network"]["rows"] = [row for row in changed["network"]["rows"]
                                      if row["what"] != "python3-winrm"]
        self.assertRegex(goals_text(changed), r"compared to python3-winrm.*not measured")
        self.assertTrue(any("python3-winrm" in error and "not measured" in error
                            for error in write_performance.check(changed)))

    def test_ratio_counts_code_units_not_bytes(self):
        rows = [{"what": "a", "corpus": "c", "ns": 10, "units": 5, "unit_size": 1},
                {"what": "b", "corpus": "c", "ns": 10, "units": 10, "unit_size": 2,
                 "compared_to": "a"}]
        self.assertEqual(measured.ratio(rows, rows[1]), 0.5)


class Bars(unittest.TestCase):
    def widths(self, values: list, logarithmic: bool = False) -> list:
        chart = bar_chart.bar_chart("t", "n", [""], [bar_chart.Row("r", [value]) for value in values],
                                    logarithmic=logarithmic)
        root = xml.etree.ElementTree.fromstring(re.sub(r"^<!--.*-->", "", chart))
        return [float(one.get("width")) for one in root.iter("{http://www.w3.org/2000/svg}rect")
                if one.get("class") == "s0"]

    def test_bar_length_is_proportional_to_its_value(self):
        first, second = self.widths([100, 400])
        self.assertAlmostEqual(second / first, 4, delta=0.01)

    def test_logarithmic_scale_gives_a_factor_one_length(self):
        ten, hundred = self.widths([10, 100], logarithmic=True)
        self.assertAlmostEqual(hundred / ten, 2, delta=0.01)

    def test_description_contains_the_values(self):
        chart = bar_chart.bar_chart("t", "n", ["a", "b"], [bar_chart.Row("<r>", [1234.5, None])])
        self.assertIn("<desc>&lt;r&gt;: 1,234 (a)</desc>", chart)


if __name__ == "__main__":
    unittest.main()
