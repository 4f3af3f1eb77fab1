# SPDX-License-Identifier: BSL-1.0
"""Processor seconds and peak memory to compile each public header."""

import os
import pathlib
import re
import statistics
import subprocess
import tempfile

flags = ["-std=c++23", "-O2"]
standard_includes_of_spec = "standard includes of name/csp_spec.hpp"


def measure(root: pathlib.Path, compiler: str, runs: int, report) -> dict:
    """Compiles the subjects in turn, several times: a slow phase of the machine affects all of them.
    Headers that need a missing one are listed under "without"."""
    library = root / "include/crypto_checkpoint"
    headers = sorted(path.relative_to(library).as_posix() for path in library.rglob("*.hpp")
                     if "detail" not in path.relative_to(library).parts)
    subjects = {
        "an empty file": "",
        standard_includes_of_spec: standard_includes(root, compiler, library / "name/csp_spec.hpp"),
        **{header: f"#include <crypto_checkpoint/{header}>\n" for header in headers},
        "<regex>": "#include <regex>\n",
        "<fmt/format.h>": "#include <fmt/format.h>\n",
    }
    costs = {label: [] for label in subjects}
    without = {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for run in range(1, runs + 1):
            report(f"compiling {len(subjects) - len(without)} files, run {run} of {runs}")
            for label, text in subjects.items():
                if label in without:
                    continue
                source = folder / "subject.cpp"
                source.write_text(text, encoding="utf-8")
                cost, errors = compile_once(root, compiler, source)
                if errors is None:
                    costs[label].append(cost)
                else:
                    without[label] = missing_header(label, errors)
    return {
        "compiler": compiler_name(compiler),
        "runs": runs,
        "subjects": [{"included": label,
                      "seconds": round(statistics.median(cost[0] for cost in measured), 3),
                      "mb": round(statistics.median(cost[1] for cost in measured), 1)}
                     for label, measured in costs.items() if label not in without],
        "without": without,
    }


def compiler_name(compiler: str) -> str:
    """As `g++ 12.2.0` or `clang 19.1.7`."""
    output = subprocess.run([compiler, "--version"], check=True, capture_output=True, text=True).stdout
    version = re.search(r"\d+\.\d+\.\d+", output)
    return f"{'clang' if 'clang' in output else 'g++'} {version[0] if version else ''}".strip()


def compile_once(root: pathlib.Path, compiler: str, source: pathlib.Path) -> tuple:
    """The seconds and megabytes, and the error output if it failed."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [compiler, *flags, f"-I{root}/include", "-c", source, "-o", source.with_suffix(".o")],
            stderr=errors, env={**os.environ, "LC_ALL": "C"})
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        output = errors.read().decode(errors="replace")
    cost = (usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
    return cost, None if process.returncode == 0 else output


def missing_header(label: str, errors: str) -> str:
    """The header that is not installed. Any other error ends the measurement."""
    missing = re.search(r"fatal error: ['\"]?([^ :'\"]+)['\"]?:? ?(?:No such file|file not found)",
                        errors)
    if not missing or missing[1].startswith("crypto_checkpoint/"):
        raise SystemExit(f"{label} does not compile:\n{errors}")
    return missing[1]


def standard_includes(root: pathlib.Path, compiler: str, header: pathlib.Path) -> str:
    """The standard headers that a header of this library includes, directly or through others of this
    library, and that the compiler reads."""
    queue, seen, named = [header], set(), set()
    while queue:
        file = queue.pop()
        if file in seen:
            continue
        seen.add(file)
        for name in re.findall(r"(?m)^ *# *include *[<\"]([^>\"]+)", file.read_text("utf-8")):
            if (root / "include" / name).exists():
                queue.append(root / "include" / name)
            elif "." not in name and "/" not in name:
                named.add(name)
    listed = subprocess.run([compiler, *flags, f"-I{root}/include", "-x", "c++", "-M", header],
                            check=True, capture_output=True, text=True).stdout
    read = {path.rsplit("/", 1)[-1] for path in listed.split()}
    return "".join(f"#include <{name}>\n" for name in sorted(named & read))
