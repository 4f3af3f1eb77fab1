#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes an SBOM, SPDX 2.3 as JSON: the files of a source archive and what the library needs.

usage: SOURCE_DATE_EPOCH=... make_sbom.py SOURCE-FOLDER ARCHIVE > FILE.spdx.json

CMakeLists.txt has the packages and their minimum versions. The needs of tests and examples are not included.
"""

import datetime
import hashlib
import json
import os
import pathlib
import re
import sys
import uuid

LICENCE = "BSL-1.0"
# CMake's name of a package: its own name, and the SPDX identifier of its licence.
PACKAGES = {
    "Boost": ("Boost", "BSL-1.0"),
    "fmt": ("fmt", "MIT"),
    "SQLite3": ("SQLite", "blessing"),
    "CURL": ("libcurl", "curl"),
    "pugixml": ("pugixml", "MIT"),
    "OpenSSL": ("OpenSSL", "Apache-2.0"),
}
# Needed by one header of a component that does not require it: testing/catch2.hpp.
BESIDE = [("testing", "Catch2", "2.13", "BSL-1.0")]
OF_THE_SYSTEM = {"Threads"}


def needs(cmake: str) -> list[tuple[str | None, str, str, str]]:
    """The component (None: all of them), and the name, the least version and the licence of a package."""
    found = [(None, *re.search(r'set\(crypto_checkpoint_needs "(\S+) (\S+)"\)', cmake).groups())]
    for leaf in re.findall(r"\ncrypto_checkpoint_add_leaf\((.*?)\)\n", cmake, re.S):
        of_leaf = re.search(r"\sNEEDS\s(.*?)(?=\s[A-Z]+\s|$)", leaf, re.S)
        for need in re.findall(r'"([^"]+)"|(\w+)', of_leaf[1] if of_leaf else ""):
            words = "".join(need).split()
            if words[0] not in OF_THE_SYSTEM:
                found.append((leaf.split()[0], words[0], words[1]))
    unknown = {name for _, name, _ in found} - PACKAGES.keys()
    if unknown:
        sys.exit(f"make_sbom.py: name the licence of {', '.join(sorted(unknown))}")
    return [(component, PACKAGES[name][0], version, PACKAGES[name][1])
            for component, name, version in found] + BESIDE


def identifier(*words: str) -> str:
    return "SPDXRef-" + "-".join(re.sub(r"[^A-Za-z0-9.]+", "-", word).strip("-") for word in words)


def file_entry(path: pathlib.Path, root: pathlib.Path) -> dict:
    content = path.read_bytes()
    name = path.relative_to(root).as_posix()
    sha1 = hashlib.sha1(content).hexdigest()
    said = re.search(rb"SPDX-License-" rb"Identifier: (\S+)", content.split(b"\n\n")[0])
    return {
        "fileName": "./" + name,
        "SPDXID": identifier("File", sha1[:8], name),
        "checksums": [
            {"algorithm": "SHA1", "checksumValue": sha1},
            {"algorithm": "SHA256", "checksumValue": hashlib.sha256(content).hexdigest()},
        ],
        "licenseConcluded": LICENCE,
        "licenseInfoInFiles": [said[1].decode() if said else "NONE"],
        "copyrightText": "NOASSERTION",
    }


def dependency(component: str | None, name: str, version: str, licence: str) -> tuple[dict, dict]:
    spdx_id = identifier("Package", name)
    package = {
        "name": name,
        "SPDXID": spdx_id,
        "versionInfo": f">={version}",
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": licence,
        "licenseDeclared": licence,
        "copyrightText": "NOASSERTION",
        "comment": "not part of the archive; versionInfo is the least version that it works with",
    }
    if component is None:
        return package, {"spdxElementId": "SPDXRef-Package", "relationshipType": "DEPENDS_ON",
                         "relatedSpdxElement": spdx_id}
    return package, {"spdxElementId": spdx_id, "relationshipType": "OPTIONAL_DEPENDENCY_OF",
                     "relatedSpdxElement": "SPDXRef-Package",
                     "comment": f"of the component {component}"}


def sbom(root: pathlib.Path, archive: pathlib.Path, made: datetime.datetime) -> dict:
    version = ".".join(re.findall(
        r"#define CRYPTO_CHECKPOINT_VERSION_\w+ (\d+)",
        (root / "include/crypto_checkpoint/version.hpp").read_text(encoding="utf-8")))
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    name = f"crypto_checkpoint-{version}"
    files = [file_entry(path, root) for path in sorted(root.rglob("*")) if path.is_file()]
    sums = sorted(entry["checksums"][0]["checksumValue"] for entry in files)
    dependencies = [dependency(*need) for need in
                    needs((root / "CMakeLists.txt").read_text(encoding="utf-8"))]
    package = {
        "name": "crypto_checkpoint",
        "SPDXID": "SPDXRef-Package",
        "versionInfo": version,
        "packageFileName": archive.name,
        "checksums": [{"algorithm": "SHA256", "checksumValue": digest}],
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": True,
        "packageVerificationCode": {
            "packageVerificationCodeValue": hashlib.sha1("".join(sums).encode()).hexdigest()},
        "licenseConcluded": LICENCE,
        "licenseDeclared": LICENCE,
        "licenseInfoFromFiles": sorted({entry["licenseInfoInFiles"][0] for entry in files} - {"NONE"}),
        "copyrightText": "NOASSERTION",
        "primaryPackagePurpose": "SOURCE",
    }
    relationships = [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
                      "relatedSpdxElement": "SPDXRef-Package"}]
    relationships += [relationship for _, relationship in dependencies]
    relationships += [{"spdxElementId": "SPDXRef-Package", "relationshipType": "CONTAINS",
                       "relatedSpdxElement": entry["SPDXID"]} for entry in files]
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": name,
        # The namespace of SPDX for projects without a web site.
        "documentNamespace":
            f"https://spdx.org/spdxdocs/{name}-{uuid.uuid5(uuid.NAMESPACE_OID, digest)}",
        "creationInfo": {"created": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
                         "creators": [f"Tool: make_sbom.py-{version}"]},
        "packages": [package, *(package for package, _ in dependencies)],
        "files": files,
        "relationships": relationships,
    }


if __name__ == "__main__":
    if len(sys.argv) != 3 or "SOURCE_DATE_EPOCH" not in os.environ:
        sys.exit(__doc__)
    when = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    json.dump(sbom(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), when), sys.stdout, indent=1)
    print()
