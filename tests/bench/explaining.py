# SPDX-License-Identifier: BSL-1.0
"""Time and peak memory of `crypto-checkpoint explain --stdin` by the number of names."""

import pathlib
import subprocess
import sys
import tempfile

forms = {"explain": [], "explain --json": ["--json"], "explain --only-invalid": ["--only-invalid"]}
sizes = [10_000, 100_000, 1_000_000]
# Its own process has one child, whose peak memory RUSAGE_CHILDREN is then.
child = """
import resource, subprocess, sys
subprocess.run(sys.argv[2:], stdin=open(sys.argv[1]), stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def name(index: int) -> str:
    """One in a hundred has an error."""
    if index % 100 == 0:
        return f"PROV_RSA_FULL\\\\Key {index}"
    if index % 3 == 0:
        return f"24\\Microsoft Enhanced RSA and AES Cryptographic Provider\\Key {index}"
    return f"1\\\\Service Key {index}"


def measure(program: pathlib.Path, report) -> list:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            file = pathlib.Path(folder) / "names"
            file.write_text("".join(name(index) + "\n" for index in range(size)), encoding="utf-8")
            report(f"explaining {size:,} names")
            for what, options in forms.items():
                runs = [run(file, [program, "explain", "--stdin", *options]) for _ in range(3)]
                rows.append({"what": what, "unit": "names", "size": size,
                             "seconds": min(seconds for seconds, _ in runs), "mb": runs[0][1]})
    return rows


def run(file: pathlib.Path, command: list) -> tuple:
    output = subprocess.run([sys.executable, "-c", child, file, *command], check=True,
                            stdout=subprocess.PIPE, text=True).stdout
    seconds, mb = map(float, output.split())
    return seconds, mb
