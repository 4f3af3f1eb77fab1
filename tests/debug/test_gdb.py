# SPDX-License-Identifier: BSL-1.0
"""Shows values in gdb, with the library's printers and without.

usage: test_gdb.py PROGRAM SOURCE PRINTERS   exit status 77 without a gdb that can run programs
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.dont_write_bytecode = True

from shown_commands import shown_regions  # noqa: E402

program, source, printers = map(pathlib.Path, sys.argv[1:])
shown_in_documents = shown_regions("gdb.txt")
password = "hunter2-in-gdb"

error = ('key_container_not_found, hresult 0x80090016, resource "SQL", '
         'detail "said "so""')
expected = {
    "owning": r"24\Prov ü\Key",
    "view": r"24\Prov ü\Key",
    "default_provider": r"1\\MyKey",
    "wide": r"1\\鍵 🔑",
    "wide_view": r"12\N\K",
    "hostile": r"1\\␛[2J" + "\ufffd",
    "type": "24",
    "span": "offset 3, length 1",
    "syntax_error": "leading_zero, offset 0, length 2",
    "native": "hresult 0x80090016",
    "status": "http_status 401",
    "plain_error": "timed_out",
    "full_error": error,
    "error_of_name": "leading_zero, offset 0, length 2",
    "done": "success",
    "failed": f"failure: {error}",
    "value": r"success = {value = 24\Prov ü\Key}",
    "parsed": r"success = {value = 1\\K}",
    "not_parsed": "failure: leading_zero, offset 0, length 1",
    "reference": r"24\Prov ü\Key",
    "secret": "(secret)",
    "read_secret": "success = {value = (secret)}",
    "with_secret": "{first = 1, second = (secret)}",
}
# As far as they are printed by the printers of the standard library, which may not be installed.
expected_within = {"listing": r"{1\K}", "several": r"{24\Prov ü\Key, 1\\MyKey}"}


def skip(why: str) -> None:
    print(f"skipped: {why}")
    sys.exit(77)


def locals_in_gdb(binary: pathlib.Path, *before: str) -> tuple:
    """The variables at the end of main() as gdb shows them, and its whole output."""
    line = next(number for number, text in enumerate(source.read_text("utf-8").splitlines(), 1)
                if text.startswith("    return view."))
    commands = ["set pagination off", "set print elements 0", "set width 0", *before,
                f"break {source.name}:{line}", "run", "info locals"]
    ran = subprocess.run(
        ["gdb", "-nx", "-batch", *(word for command in commands for word in ("-ex", command)), binary],
        capture_output=True, timeout=120, check=False, stdin=subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "DEBUGINFOD_URLS": ""})
    output = ran.stdout.decode("utf-8", "replace") + ran.stderr.decode("utf-8", "replace")
    if "ptrace" in output or "Could not trace" in output:
        skip("gdb cannot run programs here")
    return dict(re.findall(r"(?m)^(\w+) = (.*)$", output)), output


errors = []


def check(true: bool, what: str, output: object = "") -> None:
    if not true:
        errors.append(f"{what}: {output}")


if not shutil.which("gdb"):
    skip("gdb is not installed")
by_name = shown_in_documents["register"].replace(
    "/usr/local/include/crypto_checkpoint/debug/gdb_printers.py", str(printers)).splitlines()
ways = {"by name": (program, *by_name)}
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name).resolve()
    copy = folder / program.name
    shutil.copy2(program, copy)
    shutil.copy2(printers, folder / f"{program.name}-gdb.py")
    # The path has to be safe before the program is loaded.
    ways["with the program"] = (copy, f"add-auto-load-safe-path {folder}", f"file {copy}")
    for way, (binary, *before) in ways.items():
        shown, output = locals_in_gdb(binary, *before)
        for variable, wanted in expected.items():
            check(shown.get(variable) == wanted, f"{way}: {variable} is not {wanted}",
                  shown.get(variable))
        for variable, wanted in expected_within.items():
            if "std::vector of length" in shown.get(variable, ""):
                check(wanted in shown[variable], f"{way}: {variable}", shown[variable])
        for line in shown_in_documents["session"].splitlines()[1:]:
            check(line in output.splitlines(), f"{way}: the documents' {line}", output)
        check("_M_val = 5" in shown.get("of_others", ""), f"{way}: results of others", output)
        check(password not in output, f"{way}: the password was shown", output)

# The file alone does not register the printers.
shown, output = locals_in_gdb(program, f"source {printers}")
check("provider_type_" in shown.get("owning", ""), "sourced only: printers were registered", output)
check("Error" not in output.replace("Errc", ""), "sourced only: complaints", output)

print("\n".join(errors) or f"{len(expected)} variables, in {len(ways)} ways")
sys.exit(1 if errors else 0)
