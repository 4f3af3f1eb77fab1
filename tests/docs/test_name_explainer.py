# SPDX-License-Identifier: BSL-1.0
"""The pages of the documents explain names as they are typed, and say what the program says."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

here = pathlib.Path(__file__).resolve().parent
sys.path += [str(here.parent / "cli"), str(here.parents[1] / "docs/reference")]

import browser  # noqa: E402
import name_explainer  # noqa: E402
from support import program  # noqa: E402
from test_serve import hostile  # noqa: E402

pages = pathlib.Path(os.environ["PAGES"])
field = ".name-explainer input"
lone_surrogates = ["1\\\\K\ud800", "\udc00", "1\\\ud83d\\K\udd11", "\ud800PROV_RSA_FULL\\\\K", "1\\K\udbff\udbff"]


def grammar_rows() -> list[str]:
    lines = subprocess.run([os.environ["GRAMMAR_ROWS"]], capture_output=True, text=True, check=True).stdout
    return [bytes.fromhex(line).decode("utf-16-be", "surrogatepass") for line in lines.splitlines()]


def texts() -> list[str]:
    listed = r"1\\A,24\Microsoft Enhanced RSA and AES Cryptographic Provider\B"
    return [*grammar_rows(), *hostile, *(f"1\\\\{one}" for one in hostile), *lone_surrogates, listed,
            "'1\\MyKey'", "1MyKey", r"1\\" + "K" * 70_000, r"1\Microsoft Strong Cryptographic Providr\K",
            "1\\\u202e\\\u2066K", "1\\\U0001f469\u200d\U0001f4bb\\\u0645\u0641\u062a\u0627\u062d",
            r"75\\0123456789abcdef0123456789abcdef_01234567-89ab-cdef-0123-456789abcdef"]


def said_by_program(names: list[str], *options: str) -> list[str]:
    """What `explain` prints for each name. An argument has no NUL, and a line no line feed."""
    raw = [name.encode("utf-8", "surrogatepass") for name in names]
    words = [one for one in raw if b"\0" not in one]
    # With a name before them: a byte order mark is skipped at the beginning.
    lines = [b"1\\\\K", *(one for one in raw if b"\0" in one)]
    end = "\n" if options else "\n\n"

    def said(*arguments, given=b"") -> list[str]:
        text = subprocess.run([program, "explain", *options, *arguments], input=given, capture_output=True,
                              check=False).stdout.decode()
        return [re.sub(r"^line \d+: ", "", one) for one in text.rstrip("\n").split(end)]

    of_words, of_lines = said("--", *words), said("--stdin", given=b"\n".join(lines))[1:]
    assert (len(of_words), len(of_lines)) == (len(words), len(lines) - 1)
    return [of_lines.pop(0) if b"\0" in one else of_words.pop(0) for one in raw]


class NameExplainer(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.browser = browser.Browser()
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.browser.resize(1000, 900)
        self.open()

    def open(self, page="index.html"):
        self.browser.go_to(f"{pages.as_uri()}/{page}")
        self.browser.wait_for(f"document.querySelector('{field}')")

    def run_script(self, script: str):
        """The value of an asynchronous function with this body."""
        done = self.browser.ask("Runtime.evaluate", expression=f"(async () => {{{script}}})()", returnByValue=True,
                                awaitPromise=True)
        self.assertNotIn("exceptionDetails", done)
        return done["result"].get("value")

    def shown(self, names: list[str]) -> list[dict]:
        """What the page shows for each name."""
        return self.run_script(f"""
            const field = document.querySelector("{field}"), output = document.querySelector(".explained");
            const texts = (selector) => [...output.querySelectorAll(selector)].map((one) => one.textContent);
            const shown = [];
            await explainName;
            for (const name of {json.dumps(names)}) {{
                field.value = name;
                field.dispatchEvent(new Event("input"));
                await new Promise((resolve) => setTimeout(resolve));
                shown.push({{name: texts(".name"), parts: texts(".name > :not(.separator)"), mark: texts("mark"),
                    error: texts(".error"), write: texts(".write code"), hints: texts(".hint"),
                    values: texts(".value"), advice: texts(".advice"),
                    others: output.querySelectorAll("img, script, h1").length}});
            }}
            return shown;""")

    def test_the_code_of_the_page_says_what_the_program_says(self):
        names = texts()
        self.assertGreater(len(names), 120)
        of_page = self.run_script(f"const explain = await explainName; return {json.dumps(names)}.map(explain);")
        for name, said, of_program in zip(names, of_page, said_by_program(names, "--json"), strict=True):
            with self.subTest(name=name[:100]):
                self.assertEqual(said, json.loads(of_program))

    def test_the_page_shows_what_the_program_says(self):
        # A field takes no line feed; what is longer than the program's text has another test.
        names = [one for one in texts() if one and not set("\r\n") & set(one) and len(one) < 1000]
        self.assertGreater(len(names), 120)
        for name, shown, text, line in zip(names, self.shown(names), said_by_program(names),
                                           said_by_program(names, "--json"), strict=True):
            said, lines = json.loads(line), text.splitlines()
            if any("\ud800" <= one <= "\udfff" for one in name):  # one character here, three bytes there
                lines = [one.replace(3 * "\ufffd", "\ufffd") for one in lines]
            with self.subTest(name=name):
                self.assertEqual(shown["others"], 0)
                if said["ok"]:
                    self.assertEqual(shown["name"], [lines[0]])
                    constant = f" ({said['constant']})" if said["constant"] else ""
                    titles = "provider type", "provider name", "key container"
                    self.assertEqual([f"  {title}  {value}" for title, value in zip(titles, shown["values"])],
                                     lines[1:4])
                    self.assertEqual(shown["values"][0], f"{said['provider_type']}{constant}")
                    self.assertEqual("\\".join(shown["parts"]), lines[0])
                    self.assertEqual(shown["advice"], [f"advice: {one}" for one in said["messages"]])
                    continue
                self.assertEqual(shown["error"], [f"error: {said['message']}"])
                self.assertEqual([f"error: {said['message']}", f"  {shown['name'][0]}"], lines[:2])
                # Where the caret is, and what is to be written: ` write 1\\A and 1\\B`.
                caret, _, write = lines[2][2:].partition("^")
                tail, _, write = write.partition(" write ")
                self.assertEqual(" and ".join(shown["write"]), write)
                self.assertEqual(len(shown["mark"]), 1)
                if name.isascii() and name.isprintable():
                    begin = len(caret)
                    self.assertEqual(shown["mark"][0], name[begin:begin + 1 + len(tail)] if said["length"] else "")
                elif said["length"]:
                    self.assertNotEqual(shown["mark"][0], "")
                self.assertEqual(shown["hints"], said["hints"])
        self.assertEqual(self.browser.complaints, [])

    def test_a_stranger_learns_what_is_wrong_and_what_to_write(self):
        for page in ("index.html", "docs_tutorial.html"):
            self.open(page)
            self.browser.write(field, "1\\MyKey")
            output = "document.querySelector('.explained').innerText"
            self.browser.wait_for(f"{output}.includes('a backslash is missing')")
            self.assertIn("write 1\\\\MyKey", self.browser.value_of(output))
            self.assertEqual(self.browser.value_of(f"document.querySelector('{field}').ariaInvalid"), "true")
            self.browser.click(".explained .use")
            self.browser.wait_for(f"{output}.includes('key container')")
            self.assertEqual(self.browser.value_of(f"document.activeElement === document.querySelector('{field}') && "
                                                   "document.activeElement.value"), "1\\\\MyKey")
            self.assertEqual(self.browser.value_of(f"document.querySelector('{field}').ariaInvalid"), "false")

    def test_it_is_used_by_keyboard_and_heard(self):
        self.browser.value_of(f"document.querySelector('{field}').focus()")
        self.browser.press("Tab")
        self.browser.press("Enter")  # the first sample
        heard = "document.querySelector('.name-explainer [role=status]').textContent"
        self.browser.wait_for(f"{heard}.startsWith('Error: a backslash is missing')")
        self.assertIn("write 1\\\\MyKey", self.browser.value_of(heard))
        self.assertEqual(self.browser.value_of("""[...document.querySelectorAll(
            ".name-explainer :is(input, button)")].filter((one) =>
                !(one.ariaLabel || one.labels?.[0]?.innerText || one.innerText)).length"""), 0)

    def test_an_empty_field_says_nothing(self):
        self.assertEqual([len(one["name"]) for one in self.shown(["1\\MyKey", ""])], [1, 0])
        self.assertIsNone(self.browser.value_of(f"document.querySelector('{field}').ariaInvalid"))

    def test_it_fits_a_phone_and_loads_nothing_else(self):
        self.browser.resize(360, 700)
        self.shown(["1\\\\" + "K" * 300])
        self.assertLessEqual(self.browser.value_of(
            "document.querySelector('.name-explainer').getBoundingClientRect().right"), 360)
        names = self.browser.value_of("""performance.getEntriesByType("resource").map((one) => one.name)""")
        self.assertEqual([one for one in names if not one.startswith("file:")], [])

    def test_it_has_colours_for_light_and_dark(self):
        seen = set()
        for dark in (False, True):
            self.browser.resize(800, 700, dark)
            self.open()
            self.shown(["1\\MyKey"])
            colours = self.run_script("""
                const numbers = (colour) => colour.match(/[0-9.]+/g).slice(0, 3).map(Number);
                const light = ([r, g, b]) => [r, g, b].map((one) => one / 255).map((one) =>
                    one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
                    .reduce((sum, one, i) => sum + one * [0.2126, 0.7152, 0.0722][i], 0);
                const back = numbers(getComputedStyle(document.body).backgroundColor);
                return [".error strong", ".hint", ".samples button"].map((selector) => {
                    const shown = document.querySelector(".name-explainer " + selector);
                    const front = numbers(getComputedStyle(shown).color);
                    const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
                    return (a + 0.05) / (b + 0.05);
                }).concat([light(back)]);""")
            # WCAG 2.1, 1.4.3: 4.5 for text.
            self.assertGreaterEqual(min(colours[:3]), 4.5, colours)
            seen.add(colours[3] < 0.5)
        self.assertEqual(seen, {False, True})


class Bytes(unittest.TestCase):
    def test_the_webassembly_is_small_and_imports_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            name_explainer.build(pathlib.Path(folder))
            wasm = (pathlib.Path(folder) / "name_explainer.wasm").read_bytes()
        self.assertLess(len(wasm), 80_000)
        # The ids of the sections; that of imports is 2.
        at, ids = 8, []
        while at < len(wasm):
            ids.append(wasm[at])
            size, shift, at = 0, 0, at + 1
            while True:
                size |= (wasm[at] & 0x7F) << shift
                shift, at = shift + 7, at + 1
                if not wasm[at - 1] & 0x80:
                    break
            at += size
        self.assertNotIn(2, ids)
        self.assertIn(10, ids)


if __name__ == "__main__":
    if missing := name_explainer.missing():
        print("SKIPPED: no toolchain for WebAssembly, missing", *missing)
        sys.exit(77)
    if not browser.executable:
        print("SKIPPED: there is no Chromium")
        sys.exit(77)
    if not (pages / "index.html").exists():
        print("SKIPPED: the pages were not built, which takes Doxygen")
        sys.exit(77)
    unittest.main()
