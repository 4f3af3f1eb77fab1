# SPDX-License-Identifier: BSL-1.0
"""Compiles the types and members that the natvis file uses.

usage: test_natvis.py NATVIS PRINTERS INCLUDE-FOLDER COMPILER OPTIONS...
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

natvis, printers, include, compiler, *options = sys.argv[1:]
namespace = "{http://schemas.microsoft.com/vstudio/debugger/natvis/2010}"
strings = ["std::string", "std::string_view", "std::wstring", "std::u16string_view"]
errors = []


def expressions(kind: xml.etree.ElementTree.Element) -> list:
    """The expressions on an object, without formats."""
    found = []
    for display in kind.iter(namespace + "DisplayString"):
        found += re.findall(r"\{([^{}]+)\}", display.text)
    found += [item.text for item in kind.iter(namespace + "Item")]
    return [one.split(",")[0] for one in found]


root = xml.etree.ElementTree.parse(natvis).getroot()
kinds = {kind.get("Name"): kind for kind in root.iter(namespace + "Type")}
lines = ["#include <crypto_checkpoint/cluster/backend.hpp>", "#include <crypto_checkpoint/secret.hpp>",
         "#include <crypto_checkpoint/error/native_error.hpp>"]
members = 0
for name, kind in kinds.items():
    for cpp in [name.replace("*", string) for string in strings] if "*" in name else [name]:
        lines.append(f"void look(const {cpp}& it) {{ static_cast<void>(it);")
        for expression in expressions(kind):
            if not re.fullmatch(r"\w+(\.\w+)*", expression):
                errors.append(f"{name}: {expression} is more than a member of a member")
                continue
            lines.append(f"    static_cast<void>(it.{expression});")
            members += 1
        lines.append("}")
if members < 20:
    errors.append(f"the file has only {members} members")

# Both debuggers show the same types, and neither shows a secret.
listed = re.search(r"shown = \{(.*?)\n\}", pathlib.Path(printers).read_text("utf-8"), re.DOTALL)[1]
in_gdb = set(re.findall(r'(?m)^    "(\w+)":', listed))
in_natvis = {name.split("<")[0].rsplit("::", 1)[-1] for name in kinds}
if in_gdb != in_natvis:
    errors.append(f"shown by one debugger only: {sorted(in_gdb ^ in_natvis)}")
secret = kinds["crypto_checkpoint::v0::Secret"]
if expressions(secret) or secret.find(namespace + "Expand").get("HideRawView") != "true":
    errors.append("members of a Secret are shown")

with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder) / "natvis.cpp"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    # A debugger can access private members.
    ran = subprocess.run([compiler, *options, "-fno-access-control", "-fsyntax-only",
                          f"-I{include}", file], capture_output=True, text=True, check=False)
    if ran.returncode:
        errors.append(ran.stderr)

print("\n".join(errors) or f"{len(kinds)} types, {members} members")
sys.exit(1 if errors else 0)
