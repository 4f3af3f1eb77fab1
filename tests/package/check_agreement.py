#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compares the manifests for package managers with the library.

usage: check_agreement.py SOURCE-FOLDER

version.hpp defines the version, and CMakeLists.txt the needs of each component. The manifests and the changelog have
copies. The inline namespace of all names has the number of the major version.
"""

import json
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
packages = root / "tests/package"
sys.dont_write_bytecode = True
sys.path.insert(0, str(packages / "release"))
from make_sbom import BESIDE, needs  # noqa: E402

errors = []


def text_of(name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


def compare(what: str, found, wanted) -> None:
    if found != wanted:
        errors.append(f"{what}: {found}, it should be {wanted}")


version = ".".join(re.findall(r"#define CRYPTO_CHECKPOINT_VERSION_\w+ (\d+)",
                              text_of("include/crypto_checkpoint/version.hpp")))
port = json.loads(text_of("tests/package/vcpkg/ports/crypto-checkpoint/vcpkg.json"))
wrap = text_of("tests/package/meson/subprojects/crypto_checkpoint.wrap")
compare("version in vcpkg.json", port["version-semver"], version)
compare("folder in the wrap", re.search(r"directory = (\S+)", wrap)[1], f"crypto_checkpoint-{version}")
compare("archive in the wrap", re.search(r"source_filename = (\S+)", wrap)[1],
        f"crypto_checkpoint-{version}.tar.gz")
if f"\n## [{version}]" not in text_of("docs/changelog.md") and \
        f"\n## [Unreleased]: will be {version}\n" not in text_of("docs/changelog.md"):
    errors.append(f"docs/changelog.md does not have {version}")

# Headers, and the printers for debuggers.
namespace = {"v" + version.split(".")[0]}
for file in sorted((root / "include").rglob("*")):
    if file.suffix in (".hpp", ".natvis", ".py"):
        text = file.read_text(encoding="utf-8")
        named = set(re.findall(r"\b(?:crypto_checkpoint::|namespace )(v\d+)\b", text))
        if named or "namespace crypto_checkpoint {" in text:
            compare(f"namespace in {file.relative_to(root)}", named, namespace)

# The needs of a component, under the names of the other package managers.
needed = {component: (name, least) for component, name, least, _ in needs(text_of("CMakeLists.txt"))
          if (component, name) not in {(each[0], each[1]) for each in BESIDE}}
lower = {"SQLite": "sqlite3", "Boost": "boost", "OpenSSL": "openssl"}
wanted = {component or "core": (lower.get(name, name), least)
          for component, (name, least) in needed.items()}

recipe = text_of("tests/package/conan/conanfile.py")
in_conan = {component: (name, least) for component, name, least in
            re.findall(r'"(\w+)": "(\w+)/\[>=([0-9.]+)\]"', recipe)}
in_conan["core"] = re.search(r'CORE_NEEDS = "(\w+)/\[>=([0-9.]+)\]"', recipe).groups()
compare("conanfile.py", in_conan, wanted)

meson = text_of("tests/package/meson/subprojects/packagefiles/crypto_checkpoint/meson.build")
in_meson = {component: (name, least) for component, name, least in
            re.findall(r"'(\w+)' : \{'(\w+)' : '>=([0-9.]+)'", meson)}
in_meson["core"] = re.search(r"dependency\('(\w+)', version : '>=([0-9.]+)'\)", meson).groups()
compare("meson.build", in_meson, wanted)

in_vcpkg = {component: set(feature["dependencies"]) for component, feature in port["features"].items()}
in_vcpkg["endpoint"] -= {"boost-asio", "boost-beast"}
compare("features in vcpkg.json", in_vcpkg,
        {component: {"curl" if name == "libcurl" else name}
         for component, (name, _) in wanted.items() if component != "core"})

for error in errors:
    print(error)
print(f"version {version}, {len(wanted)} needs, {len(errors)} errors")
sys.exit(1 if errors else 0)
