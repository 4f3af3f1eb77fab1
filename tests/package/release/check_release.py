#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Makes a release twice, in different environments, compares the two, and checks the contents.

usage: check_release.py CHECKOUT FOLDER

The second release has another folder, language, time zone, umask, home folder and time. Exit status 77, for skipped,
without a git checkout.
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile

checkout, folder = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
script = pathlib.Path(__file__).with_name("make_release.sh")
errors = []


def check(is_valid: bool, error: str) -> None:
    if not is_valid:
        errors.append(error)


def run(*command: str | pathlib.Path, **settings) -> None:
    subprocess.run(command, check=True, **settings)


def release(source: pathlib.Path, name: str, umask: int, **environment: str) -> dict[str, bytes]:
    made = folder / name
    run("bash", script, source, made, umask=umask, cwd="/", env={**os.environ, **environment})
    return {path.name: path.read_bytes() for path in made.iterdir()}


def check_sbom(sbom: dict, release_files: dict[str, bytes]) -> None:
    """The rules of SPDX 2.3 for the elements in use."""
    elements = [sbom, *sbom["packages"], *sbom["files"]]
    ids = [element["SPDXID"] for element in elements]
    check(len(ids) == len(set(ids)), "two elements of the SBOM have one SPDXID")
    check(all(re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]+", each) for each in ids), "a wrong SPDXID")
    for relationship in sbom["relationships"]:
        check({relationship["spdxElementId"], relationship["relatedSpdxElement"]} <= set(ids),
              f"a relationship of the SBOM has an unknown element: {relationship}")
    check(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", sbom["creationInfo"]["created"]) is not None,
          "invalid date of the SBOM")
    package = sbom["packages"][0]
    digest = hashlib.sha256(release_files[package["packageFileName"]]).hexdigest()
    check(package["checksums"][0]["checksumValue"] == digest, "the SBOM is of another archive")
    sums = "".join(sorted(entry["checksums"][0]["checksumValue"] for entry in sbom["files"]))
    check(package["packageVerificationCode"]["packageVerificationCodeValue"]
          == hashlib.sha1(sums.encode()).hexdigest(), "the verification code is wrong")
    needed = {each["name"]: each["versionInfo"] for each in sbom["packages"][1:]}
    check(needed.keys() == {"Boost", "fmt", "SQLite", "libcurl", "pugixml", "OpenSSL", "Catch2"},
          f"the SBOM names {sorted(needed)}")
    check(all(re.fullmatch(r">=[0-9.]+", version) for version in needed.values()),
          f"versions of the SBOM: {needed}")
    check(all(each["licenseDeclared"] for each in sbom["packages"]), "a package without a licence")


if subprocess.run(["git", "-C", checkout, "rev-parse", "--verify", "--quiet", "HEAD"],
                  stdout=subprocess.DEVNULL, check=False).returncode != 0:
    print("no git checkout, so no release can be made of it")
    sys.exit(77)

shutil.rmtree(folder, ignore_errors=True)
folder.mkdir(parents=True)
first = release(checkout, "first", 0o022, LC_ALL="C", TZ="UTC")
run("git", "clone", "--quiet", checkout, folder / "another checkout", umask=0o077)
time.sleep(1.1)
(folder / "home").mkdir()
(folder / "home/.gitconfig").write_text("[core]\n\tautocrlf = true\n[tar]\n\tumask = user\n")
second = release(folder / "another checkout", "second", 0o077, LC_ALL="C.UTF-8", TZ="Asia/Tokyo",
                 HOME=str(folder / "home"))

check(first.keys() == second.keys(), f"{sorted(first)} and {sorted(second)}")
for name in first:
    check(first[name] == second[name], f"{name} is not the same twice")

run("sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS", cwd=folder / "first")
listed = set(first["SHA256SUMS"].decode().split()[1::2])
check(listed == first.keys() - {"SHA256SUMS"}, f"SHA256SUMS lists {sorted(listed)}")

archive = next(name for name in first if name.endswith(".tar.gz"))
stem = archive.removesuffix(".tar.gz")
with tarfile.open(folder / "first" / archive) as tar:
    members = tar.getmembers()
names = {member.name for member in members if member.isfile()}
with zipfile.ZipFile(folder / "first" / f"{stem}.zip") as packed:
    check(names == {name for name in packed.namelist() if not name.endswith("/")},
          "the two archives have different files in them")
check(all(name.startswith(stem + "/") for name in names), "something stands beside the folder")
check({f"{stem}/{name}" for name in ("LICENSE", "README.md", "CMakeLists.txt", "dev", ".ci/setup.sh",
                                     ".ci/packages")} <= names,
      "the archive lacks something")
check(not [name for name in names if "/.git" in name or "/build/" in name], "too much is in it")
check({member.uname for member in members} <= {"root", ""}, "the archive names a user")
check_sbom(json.loads(first[f"{stem}.spdx.json"]), first)

for error in errors:
    print(error)
print(f"{len(first)} files of a release, {len(names)} files in the archive, {len(errors)} errors")
sys.exit(1 if errors else 0)
