# SPDX-License-Identifier: BSL-1.0
"""The page of `serve` in a real browser: with JavaScript and without."""

import sys
import unittest

import browser
from test_serve import Serve, hostile


class InBrowser(Serve):
    def setUp(self):
        super().setUp()
        self.browser = browser.Browser()
        self.addCleanup(self.browser.close)

    def open(self, javascript=True):
        self.browser.go_to(f"http://127.0.0.1:{self.port}/", javascript)

    def test_the_page_shows_the_state_without_javascript(self):
        self.create()
        self.output_of("add", "SQL Server", r"1\\MyKey")
        running, _ = self.serve()
        self.open(javascript=False)
        text = self.browser.text()
        for words in ("A fake cluster", "NODE1", "Up", "SQL Server", "Online", r"1\\MyKey",
                      "checkpoint added"):
            self.assertIn(words, text)
        self.assertNotIn("Kept up to date", text)
        self.finish(running)

    def test_an_added_checkpoint_appears_without_a_reload(self):
        self.create()
        running, _ = self.serve()
        self.open()
        self.browser.wait_for("document.body.innerText.includes('Kept up to date')")
        self.browser.value_of("window.wasNotReloaded = true")
        self.assertNotIn("checkpoint added", self.browser.text())
        self.assertEqual(self.invoke("AddCryptoCheckpoint", r"1\\MyKey")[0], 200)
        self.browser.wait_for("document.body.innerText.includes('checkpoint added')")
        self.assertIn(r"1\\MyKey", self.browser.text())
        self.assertTrue(self.browser.value_of("window.wasNotReloaded"))
        self.finish(running)
        self.browser.wait_for("document.body.innerText.includes('does not respond')")

    def test_hostile_names_run_no_script(self):
        self.create()
        for name in hostile[:4]:
            self.output_of("sandbox", "resource", "add", name, "NODE1")
        running, _ = self.serve()
        self.open()
        self.browser.wait_for("document.body.innerText.includes('Kept up to date')")
        for name in hostile[:4]:
            self.assertIn(name, self.browser.text())
        self.assertEqual(self.browser.value_of("document.images.length"), 0)
        self.assertEqual(self.browser.value_of("document.querySelectorAll('h1').length"), 1)
        self.finish(running)

    def test_the_page_fits_a_phone(self):
        self.create()
        self.output_of("sandbox", "key", "create", "NODE1", "1\\\\" + "K" * 200)
        self.output_of("add", "SQL Server", "1\\\\" + "K" * 200)
        running, _ = self.serve()
        self.browser.resize(360, 800)
        self.open()
        self.assertLessEqual(self.browser.value_of("document.documentElement.scrollWidth"), 360)
        self.finish(running)


if __name__ == "__main__":
    if not browser.executable:
        print("SKIPPED: there is no Chromium")
        sys.exit(77)
    unittest.main()
