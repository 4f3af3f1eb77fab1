# SPDX-License-Identifier: BSL-1.0
"""What each header costs the compiler: processor seconds and peak memory."""

import os
import pathlib
import re
import statistics
import subprocess
import tempfile

flags = ["-std=c++23", "-O2"]
standard_includes_of_spec = "standard includes of name/csp_spec.hpp"


def measure(root: pathlib.Path, compiler: str, runs: int, tell) -> dict:
    """Compiles each subject in turn, several times over: whatever slows the machine for a while slows
    all of them. What needs a header that is not here is listed under "without"."""
    library = root / "include/crypto_checkpoint"
    headers = sorted(path.relative_to(library).as_posix() for path in library.rglob("*.hpp")
                     if "detail" not in path.relative_to(library).parts)
    subjects = {
        "an empty file": "",
        standard_includes_of_spec: standard_includes(root, compiler, library / "csp_spec.hpp"),
        **{header: f"#include <crypto_checkpoint/{header}>\n" for header in headers},
        "<regex>": "#include <regex>\n",
        "<fmt/format.h>": "#include <fmt/format.h>\n",
    }
    costs = {label: [] for label in subjects}
    without = {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for run in range(1, runs + 1):
            tell(f"compiling {len(subjects) - len(without)} files, run {run} of {runs}")
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
    said = subprocess.run([compiler, "--version"], check=True, capture_output=True, text=True).stdout
    version = re.search(r"\d+\.\d+\.\d+", said)
    return f"{'clang' if 'clang' in said else 'g++'} {version[0] if version else ''}".strip()


def compile_once(root: pathlib.Path, compiler: str, source: pathlib.Path) -> tuple:
    """The seconds and megabytes, and what the compiler had to say if it failed."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [compiler, *flags, f"-I{root}/include", "-c", source, "-o", source.with_suffix(".o")],
            stderr=errors, env={**os.environ, "LC_ALL": "C"})
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read().decode(errors="replace")
    cost = (usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
    return cost, None if process.returncode == 0 else said


def missing_header(label: str, errors: str) -> str:
    """The header that is not installed here. Anything else that is wrong ends the measurement."""
    missing = re.search(r"fatal error: ['\"]?([^ :'\"]+)['\"]?:? ?(?:No such file|file not found)",
                        errors)
    if not missing or missing[1].startswith("crypto_checkpoint/"):
        raise SystemExit(f"{label} does not compile:\n{errors}")
    return missing[1]


def standard_includes(root: pathlib.Path, compiler: str, header: pathlib.Path) -> str:
    """The standard headers that a header of this library includes, itself or by way of others of this
    library, and that the compiler really reads."""
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
