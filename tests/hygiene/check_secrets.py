# SPDX-License-Identifier: BSL-1.0
"""Searches the output of a test run for the passwords that the tests use.

usage: check_secrets.py FILE-OR-FOLDER...   exit status 1 if one is found, 2 if there is no file
       check_secrets.py --self-test         finds planted passwords
"""

import base64
import contextlib
import html
import io
import json
import pathlib
import re
import sys
import tempfile
import urllib.parse

tests = pathlib.Path(__file__).resolve().parent.parent
sys.path.append(str(tests / "support"))
sys.dont_write_bytecode = True

from passwords import in_cpp, logins  # noqa: E402


def in_base64(text: bytes) -> bytes:
    """The part that does not depend on the following bytes."""
    return base64.b64encode(text[:len(text) // 3 * 3])


def forms(user: str, password: str) -> dict:
    """The forms in which a password may be written: the bytes, and a description."""
    login = f"{user}:{password}"
    return {
        password.encode("utf-16-le"): "in UTF-16",
        in_base64(login.encode()): "with its user in base64",
        in_base64(password.encode()): "in base64",
        **{form.encode(): "URL-encoded" for form in (
            urllib.parse.quote(password, safe=""), urllib.parse.quote_plus(password),
            urllib.parse.quote(password))},
        html.escape(password).encode(): "in XML",
        html.escape(password, quote=False).encode(): "in XML",
        json.dumps(password)[1:-1].encode(): "in JSON",
        password.encode(): "as it is",  # the others are the same if it needs no escaping
    }


wanted = {}
for number, login in enumerate(logins, 1):
    for form, title in forms(*login).items():
        wanted.setdefault(form, f"the password no. {number} of tests/support/passwords.py, {title}")
# URL-encoding may use lower case.
pattern = re.compile(b"|".join(re.escape(form) for form in sorted(wanted, key=len, reverse=True)),
                     re.IGNORECASE)
by_small_letters = {form.lower(): title for form, title in wanted.items()}


def files_in(paths: list) -> list:
    found = []
    for path in map(pathlib.Path, paths):
        found += [path] if path.is_file() else sorted(
            one for one in path.rglob("*") if one.is_file() and not one.is_symlink())
    return found


def secrets_in(paths: list) -> tuple:
    """The number of files, and the findings, without the secrets."""
    files = files_in(paths)
    found = []
    for file in files:
        content = file.read_bytes()
        for match in pattern.finditer(content):
            line = content.count(b"\n", 0, match.start()) + 1
            found.append(f"{file}:{line}: {by_small_letters[match[0].lower()]}")
    return len(files), found


def check(paths: list) -> int:
    count, found = secrets_in(paths)
    for one in found:
        print(one)
    if not count:
        print("no files in", *paths)
        return 2
    print(f"{count} files, {len(logins)} passwords, written {len(found)} times")
    return 1 if found else 0


def self_test() -> int:
    """Plants each form of each password and finds it; finds nothing in other text."""
    errors = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "Temporary").mkdir()
        log = folder / "Temporary" / "LastTest.log"
        said = io.StringIO()

        def expect(status: int, content: bytes, what: str):
            log.write_bytes(content)
            with contextlib.redirect_stdout(said):
                if check([folder]) != status:
                    errors.append(what)

        expect(0, b"Test passed: rejects the wrong password\n", "finds text that is not a password")
        for login in logins:
            whole = base64.b64encode(":".join(login).encode())
            small = urllib.parse.quote(login[1], safe="").lower().encode()
            for form in [*forms(*login), whole, small]:
                expect(1, b"\0\xff\n> " + form + b"\r\nmore\n", f"does not find {login}: {form}")
        if pattern.search(said.getvalue().encode()):
            errors.append("prints the secrets itself")
        log.unlink()
        with contextlib.redirect_stdout(said):
            if check([folder]) != 2:
                errors.append("accepts a folder without files")
    for file, logins_of_file in in_cpp.items():
        text = (tests / file).read_text(encoding="utf-8")
        errors += [f"tests/{file} has no password {password!r} any more"
                   for _, password in logins_of_file if f'"{password}"' not in text]
    print("\n".join(errors) or "all planted passwords were found")
    return 1 if errors else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(self_test() if sys.argv[1:] == ["--self-test"] else check(sys.argv[1:]))
