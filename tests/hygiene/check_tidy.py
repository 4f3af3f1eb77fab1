# SPDX-License-Identifier: BSL-1.0
"""Runs clang-tidy over the sources, as .clang-tidy says.

usage: check_tidy.py includes FOLDER [--jobs N] [PART-OF-PATH...]   what a header uses it includes, and
                                                                   nothing else
       check_tidy.py tidy FOLDER [--jobs N] [PART-OF-PATH...]       all other checks, of all sources

FOLDER is configured for clang, with CMAKE_EXPORT_COMPILE_COMMANDS and
CMAKE_VERIFY_INTERFACE_HEADER_SETS. Headers for Windows are read as for mingw-w64. With parts of paths,
only the files whose paths have one of them are read.
"""

import argparse
import concurrent.futures
import json
import pathlib
import re
import shlex
import subprocess
import sys

sys.dont_write_bytecode = True

import tree  # noqa: E402

tidy = "clang-tidy-19"
for_windows = ["--target=x86_64-w64-mingw32"]


def is_for_windows(header: str) -> bool:
    windows = ("/wmi/", "/clusapi/clusapi_dll.hpp", "/preflight/windows_crypto_api.hpp", "/detail/windows.hpp")
    return any(part in header for part in windows)


def compilations(folder: pathlib.Path) -> tuple[dict, dict]:
    """The options that each header and each other source is compiled with."""
    headers, others = {}, {}
    for entry in json.loads((folder / "compile_commands.json").read_text("utf-8")):
        options = []
        words = iter(shlex.split(entry["command"])[1:])
        for word in words:
            if word in {"-o", "-c"}:
                next(words)
            else:
                options.append(word)
        header = re.search(r"_verify_interface_header_sets/(.+)\.cxx$", entry["file"])
        if header:
            name = str(tree.root / "include" / header[1])
            headers[name] = options + (for_windows if is_for_windows(name) else [])
        elif pathlib.Path(entry["file"]).is_relative_to(folder):
            continue  # the build made it
        else:
            others[entry["file"]] = options
    return headers, others


def all_headers(folder: pathlib.Path, headers: dict) -> dict:
    """Files that include every header: to read what most have in common once is a tenth of the work."""
    made = {}
    for system in ("linux", "windows"):
        chosen = [one for one in headers if is_for_windows(one) == (system == "windows")]
        file = folder / f"every_header_for_{system}.cpp"
        file.write_text("".join(f"#include <{pathlib.Path(one).relative_to(tree.root / 'include')}>\n"
                                for one in chosen), "utf-8")
        made[str(file)] = list(dict.fromkeys(
            option for one in chosen for option in headers[one] if option not in {"-x", "c++"}))
    return made


def made_plugin(folder: pathlib.Path) -> pathlib.Path:
    """What keeps the checks out of system headers; they would take most of the time."""
    plugin = folder / "own_declarations.so"
    flags = subprocess.run(["llvm-config-19", "--cppflags"], check=True, capture_output=True, text=True)
    subprocess.run(["clang++-19", "-std=c++17", "-shared", "-fPIC", "-fno-rtti", *flags.stdout.split(),
                    tree.root / "tests/hygiene/own_declarations.cpp", "-o", plugin], check=True)
    return plugin


def read(file: str, options: list, checks: list) -> str:
    """What clang-tidy has to say of a file, or nothing."""
    # libstdc++ 12 itself uses what is deprecated, and clang-tidy tells of that in system headers too.
    options = [*options, "-Wno-deprecated-declarations",
               # The analyzer gives a function up after 225,000 nodes: 40 seconds for a file of long tests.
               "-Xclang", "-analyzer-config", "-Xclang", "max-nodes=40000"]
    done = subprocess.run([tidy, "--quiet", *checks, file, "--", *options],
                          capture_output=True, text=True)
    said = done.stdout.strip()
    return said or (done.stderr.strip() if done.returncode else "")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["includes", "tidy"])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("parts", nargs="*")
    arguments = parser.parse_intermixed_args()
    folder = arguments.folder.resolve()

    headers, others = compilations(folder)
    checks = [f"--config-file={tree.root / '.clang-tidy'}"]
    if arguments.what == "includes":
        # Of the file it is given alone: so each header is one.
        files = headers
        checks.append("--checks=-*,misc-include-cleaner")
    else:
        files = {**all_headers(folder, headers), **others}
        checks += ["--checks=-misc-include-cleaner", f"--load={made_plugin(folder)}"]
    if arguments.parts:
        files = {name: options for name, options in files.items()
                 if any(part in name for part in arguments.parts)}
    if not files:
        sys.exit("there is nothing to read")

    findings = {}
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        waiting = {pool.submit(read, name, options, checks): name for name, options in files.items()}
        for number, done in enumerate(concurrent.futures.as_completed(waiting), 1):
            name = waiting[done]
            print(f"{number} of {len(files)}: {name}", flush=True)
            # A header says the same wherever it is included.
            for finding in re.split(r"\n(?=\S+:\d+:\d+: (?:error|warning))", done.result()):
                if finding:
                    findings.setdefault(finding, name)
    print(*findings, sep="\n")
    print(f"{len(files)} files read, {len(findings)} errors: {tidy}, {arguments.what}"
          if findings else f"{len(files)} files read, nothing found")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
