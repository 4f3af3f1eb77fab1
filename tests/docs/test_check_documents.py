#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""check_documents.py finds each error that is added to a copy of a document."""

import pathlib
import shutil
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parents[2]

# The text that is added to the glossary, and the report; None if the text is correct.
additions = [
    ("Words, and `~~~` or `[a][b]` in code.\n", None),
    ("~~~\ncode\n~~~\n", "does not begin with ``` at the left"),
    ("  ```cpp\n  code\n  ```\n", "does not begin with ``` at the left"),
    ("Words.\n\n    int code;\n", "code that is marked by its indent"),
    ('<a href="security.md">words</a>\n', "HTML"),
    ("[words][elsewhere]\n", "has its address elsewhere"),
    ("[elsewhere]: security.md\n", "has its address elsewhere"),
    ("[words](nowhere.md)\n", "nowhere.md leads nowhere"),
    ("[words](security.md#no-heading)\n", "leads to no heading"),
    ("```cpp\ncode\n```\n", "a code block without its origin"),
    ("`no_such_header.hpp`\n", "there is no no_such_header.hpp"),
    ("`tests/fuzz/` and `ctest -L fuzz`\n", None),
    ("`tests/no_such_folder/`\n", "there is no tests/no_such_folder/"),
    ("`./dev test -- -L no_such_label`\n", "no test has the label no_such_label"),
    ("![](pictures/failover.svg)\n", "does not say what it shows"),
]
# The same of docs/security.md and docs/reference/ws-management.md.
security_additions = [
    ("(test: *HttpEndpoint: limits the\nheaders as a whole*)\n", None),
    ("(test: *HttpEndpoint: promises what no test holds*)\n", "there is no test HttpEndpoint: promises"),
    ("| what | 1 | an error | |\n", "a row without a test"),
    ("| what | 1 | does not apply | |\n", None),
]


def report_on(folder: pathlib.Path) -> str:
    return subprocess.run([sys.executable, "-B", root / "tests/docs/check_documents.py", folder],
                          capture_output=True, text=True, check=False).stdout


def main() -> int:
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        copy = pathlib.Path(name)
        shutil.copyfile(root / "README.md", copy / "README.md")
        shutil.copyfile(root / "LICENSE", copy / "LICENSE")
        shutil.copytree(root / "docs", copy / "docs")
        for folder in "include", "examples", "tests":
            (copy / folder).symlink_to(root / folder)
        for document, rows in (("docs/glossary.md", additions),
                               ("docs/security.md", security_additions),
                               ("docs/reference/ws-management.md", security_additions)):
            before = (copy / document).read_text(encoding="utf-8")
            for added, error in rows:
                (copy / document).write_text(f"{before}\n{added}", encoding="utf-8")
                report = report_on(copy)
                if (error not in report) if error else (not report.endswith(" 0 errors\n")):
                    print(f"{added!r}: {report}")
                    failed += 1
            (copy / document).write_text(before, encoding="utf-8")
    print(f"{len(additions) + len(security_additions)} additions, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
