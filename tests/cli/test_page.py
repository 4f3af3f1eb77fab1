# SPDX-License-Identifier: BSL-1.0
"""The page of `serve` in a real browser: with JavaScript and without."""

import json
import sys
import time
import unittest

import browser
from test_serve import Serve, hostile, page_password, page_user

sql_server = '[data-group="SQL%20Server"]'
move = "#move-SQL%20Server-1".replace("%", r"\%")


class InBrowser(Serve):
    def setUp(self):
        super().setUp()
        self.browser = browser.Browser()
        self.addCleanup(self.browser.close)

    def open(self, javascript=True, credentials=""):
        self.browser.go_to(f"http://{credentials}127.0.0.1:{self.port}/", javascript)
        if javascript:
            self.wait_for_text("Kept up to date")

    def wait_for_text(self, text):
        self.browser.wait_for(f"document.body.innerText.includes({json.dumps(text)})")

    def said(self):
        return self.browser.value_of("document.getElementById('said').textContent")

    def wait_until_said(self, text):
        self.browser.wait_for(
            f"document.getElementById('said').textContent.startsWith({json.dumps(text)})")

    def click(self, selector):
        """As a person does, who looks first: the page shows the newest state, and nothing moves."""
        revision = self.get("/state")[0].getheader("X-Revision")
        self.browser.wait_for(f"document.querySelector('main').dataset.revision == {revision}")
        before = None
        for _ in range(100):
            if (place := self.browser.place_of(selector)) == before:
                break
            before = place
            time.sleep(0.3)  # an explanation of what was typed may come, or change its height
        self.browser.click(selector)

    def place_in_picture(self):
        return self.browser.value_of(
            f"document.querySelector('{sql_server}').getAttribute('transform')")

    def test_the_page_shows_the_state_without_javascript(self):
        self.create()
        self.output_of("add", "SQL Server", r"1\\MyKey")
        running, _ = self.serve()
        self.open(javascript=False)
        text = self.browser.text()
        for words in ("A fake cluster", "NODE1", "Up", "SQL Server", "Online", r"1\\MyKey",
                      "checkpoint added"):
            self.assertIn(words, text)
        for words in ("Kept up to date", "Crash", "Move to", "Make a key", "Remove", "Close"):
            self.assertNotIn(words, text)
        self.assertTrue(self.browser.value_of("document.querySelector('svg').clientHeight > 50"))
        self.finish(running)

    def test_an_added_checkpoint_appears_without_a_reload(self):
        self.create()
        running, _ = self.serve()
        self.open()
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
        for name in hostile[:4]:
            self.assertIn(name, self.browser.text())
        self.assertEqual(self.browser.value_of("document.images.length"), 0)
        self.assertEqual(self.browser.value_of("document.querySelectorAll('h1').length"), 1)
        self.finish(running)

    def test_a_person_plays_with_the_mouse(self):
        self.create()
        running, _ = self.serve()
        self.open()
        self.browser.value_of("window.wasNotReloaded = true")
        at_first = self.place_in_picture()

        self.click("#add-SQL\\%20Server-do")  # the name is there
        self.wait_until_said(r"added '1\\MyKey' to 'SQL Server'")
        self.wait_for_text("checkpoint added")
        self.click(move)
        self.wait_until_said("moved 'SQL Server' to NODE2")
        self.wait_for_text("group moved")
        self.assertNotEqual(self.place_in_picture(), at_first)
        self.click("#power-NODE2")
        self.wait_until_said("crashed NODE2")
        self.wait_for_text("node stopped")
        self.assertEqual(self.place_in_picture(), at_first)
        self.click("#power-NODE2")
        self.wait_until_said("started NODE2")
        self.browser.write("#key-NODE1", r"1\\Typed")
        self.click("#key-NODE1-do")
        self.wait_until_said(r"created the key container '1\\Typed' on NODE1")
        self.wait_for_text("Typed: key 2")
        self.click("#change-NODE1-1")
        self.wait_until_said("changed the key in")
        self.click("#power-of-SQL\\%20Server")
        self.wait_until_said("took 'SQL Server' offline")
        self.wait_for_text("Bring online")
        self.click("#power-of-SQL\\%20Server")
        self.wait_until_said("brought 'SQL Server' online")
        self.click("#remove-SQL\\%20Server-0")
        self.wait_until_said(r"removed '1\\MyKey' from 'SQL Server'")
        self.click("#close")
        self.assertEqual(self.said(), "")

        self.assertTrue(self.browser.value_of("window.wasNotReloaded"))
        self.assertEqual(self.browser.complaints, [])
        events = [one["event"] for one in self.objects_of("sandbox", "events")]
        for event in ("checkpoint_added", "group_moved", "node_stopped", "resource_offline",
                      "checkpoint_removed"):
            self.assertIn(event, events)
        self.finish(running)

    def test_an_empty_sandbox_is_filled_by_a_click(self):
        running, _ = self.serve()
        self.open()
        self.click("#fill")
        self.wait_until_said("added the node NODE1")
        self.wait_for_text("SQL Server")
        self.finish(running)

    def test_a_failure_is_shown_in_the_words_of_the_program(self):
        self.create()
        running, _ = self.serve()
        self.open()
        for name in (r"1\\None", "PROV_RSA\\K", "<img src=x onerror=alert(1)>"):
            self.browser.write("#add-SQL\\%20Server", name)
            self.click("#add-SQL\\%20Server-do")
            done = self.run_program("add", "SQL Server", name)
            self.wait_until_said(done.stderr.decode())
            # Left for correction.
            self.assertEqual(self.browser.value_of(
                "document.getElementById('add-SQL%20Server').value"), name)
        self.assertEqual(self.browser.value_of("document.images.length"), 0)
        self.finish(running)
        self.browser.click("#power-NODE1")
        self.wait_until_said("error: the server does not respond")

    def test_a_name_is_explained_as_it_is_typed(self):
        self.create()
        running, _ = self.serve()
        self.open()
        for field, form in (("#add-SQL\\%20Server", "add-SQL%20Server-form"), ("#key-NODE2", "key-NODE2-form")):
            shown = f"document.querySelector('[id=\"{form}\"] .explained').innerText"
            for name, words in (("1\\K", ["a backslash is missing", "write 1\\\\K"]),
                                (r"1\\K", ["provider type", "PROV_RSA_FULL", "advice: no provider is named"]),
                                ("<img src=x onerror=alert(1)>", ["this is not a checkpoint name"])):
                self.browser.write(field, name)
                self.browser.wait_for(f"{shown}.includes({json.dumps(words[0])})")
                for word in words:
                    self.assertIn(word, self.browser.value_of(shown))
            self.assertEqual(self.browser.value_of("document.images.length"), 0)
        self.browser.wait_for("document.getElementById('explained').textContent.startsWith('Error: ')")
        # It stays where others change something, and goes with the name that was accepted.
        self.browser.write("#key-NODE2", "1\\Mine")
        self.browser.wait_for(f"{shown}.includes('a backslash is missing')")
        self.output_of("sandbox", "crash", "NODE1")
        self.wait_for_text("node stopped")
        self.assertIn("a backslash is missing", self.browser.value_of(shown))
        self.browser.wait_for("""performance.getEntriesByType("resource").filter((one) =>
            one.name.endsWith("/explain")).length > 8""")
        self.click("#key-NODE2-form .use")
        self.browser.wait_for(f"{shown}.includes('PROV_RSA_FULL')")
        self.click("#key-NODE2-do")
        self.wait_until_said(r"created the key container '1\\Mine' on NODE2")
        self.browser.wait_for("!document.querySelector('[id=key-NODE2-form] .explained')")
        self.assertEqual(self.browser.complaints, [])
        self.finish(running)

    def test_a_move_is_animated_unless_motion_is_to_be_reduced(self):
        self.create()
        running, _ = self.serve()
        for preference, count in (("no-preference", 1), ("reduce", 0)):
            self.browser.prefer(prefers_reduced_motion=preference)
            self.open()
            # Checked at once: an animation ends.
            self.browser.value_of(f"""window.animations = [];
                new MutationObserver(() => {{
                    const moved = document.querySelector('{sql_server} > .travels');
                    if (moved) window.animations.push(moved.getAnimations().length);
                }}).observe(document.querySelector('main'), {{childList: true}});""")
            self.click(move)
            self.browser.wait_for("window.animations.length !== 0")
            self.assertEqual(self.browser.value_of("window.animations[0]"), count)
        self.finish(running)

    def test_the_keyboard_does_what_the_mouse_does_and_stays_where_it_is(self):
        self.create()
        running, _ = self.serve()
        self.open()
        focus = "document.activeElement.id"
        self.browser.press("Tab")
        for _ in range(30):
            if self.browser.value_of(focus) == "move-SQL%20Server-1":
                break
            self.browser.press("Tab")
        for node in ("NODE2", "NODE1"):
            self.browser.press("Enter")
            self.wait_until_said(f"moved 'SQL Server' to {node}")
            self.browser.wait_for(f"""document.getElementById("move-SQL%20Server-1").innerText
                !== "Move to {node}" """)
            self.assertEqual(self.browser.value_of(focus), "move-SQL%20Server-1")
        self.browser.press("Escape")
        self.assertEqual(self.said(), "")
        # The button goes with its checkpoint: the card has the focus then.
        self.output_of("add", "SQL Server", r"1\\MyKey")
        self.browser.wait_for("document.getElementById('remove-SQL%20Server-0')")
        self.browser.value_of("document.getElementById('remove-SQL%20Server-0').focus()")
        self.browser.press("Enter")
        self.wait_for_text("No checkpoints")
        self.assertEqual(self.browser.value_of(focus), "resource-SQL%20Server")
        self.finish(running)

    def test_each_control_has_a_name_and_events_are_announced(self):
        self.create()
        self.output_of("add", "SQL Server", r"1\\MyKey")
        running, _ = self.serve()
        self.open()
        names = self.browser.value_of("""[...document.querySelectorAll("button, input")]
            .map((one) => one.ariaLabel ?? one.labels?.[0]?.innerText ?? one.innerText)""")
        self.assertIn("Crash NODE1", names)
        self.assertIn("Move to NODE2 with SQL Server", names)
        self.assertIn("New checkpoint", names)
        self.assertNotIn("", names)
        self.assertIn("NODE1 is up and owns SQL Server. NODE2 is up and owns nothing.",
                      self.browser.value_of("document.querySelector('svg desc').textContent"))
        heard = "document.querySelector('#heard[role=log]').textContent"
        self.assertEqual(self.browser.value_of(heard), "")
        self.output_of("sandbox", "crash", "NODE2")
        self.browser.wait_for(f"{heard}.includes('node stopped')")
        self.assertNotIn("checkpoint added", self.browser.value_of(heard))
        self.finish(running)

    def test_what_is_typed_outlasts_what_others_change(self):
        self.create()
        running, _ = self.serve()
        self.open()
        self.browser.write("#key-NODE2", r"1\\Half")
        self.output_of("sandbox", "crash", "NODE1")
        self.wait_for_text("node stopped")
        self.browser.ask("Input.insertText", text="Done")
        self.assertEqual(self.browser.value_of("document.activeElement.value"), r"1\\HalfDone")
        self.browser.press("Enter")
        self.wait_until_said(r"created the key container '1\\HalfDone' on NODE2")
        self.finish(running)

    def test_a_click_outlasts_what_others_change(self):
        self.create()
        running, _ = self.serve()
        self.open()

        def change():
            self.output_of("sandbox", "crash", "NODE2")
            self.browser.wait_for("""performance.getEntriesByType("resource").some((one) =>
                one.name.includes("/state") && one.encodedBodySize > 1000)""")

        self.browser.click("#power-NODE1", change)
        self.wait_until_said("crashed NODE1")
        self.wait_for_text("node stopped")
        self.finish(running)

    def test_hostile_names_can_be_clicked(self):
        self.create()
        names = [name for name in hostile if "\x1b" not in name]
        for name in names:
            self.output_of("sandbox", "resource", "add", name, "NODE1")
        running, _ = self.serve()
        self.open()
        for name in names:
            index = self.browser.value_of(f"""[...document.querySelectorAll(
                "button[data-command=move_resource]")].findIndex((one) =>
                decodeURIComponent(one.dataset.resource) === {json.dumps(name)})""")
            self.browser.value_of(f"""document.querySelectorAll(
                "button[data-command=move_resource]")[{index}].classList.add("this")""")
            self.click("button.this")
            self.wait_until_said("moved ")
            self.browser.wait_for("!document.querySelector('button.this')")
            self.click("#close")
        state = self.objects_of("sandbox", "events")
        self.assertEqual({one["resource"] for one in state if one["event"] == "group_moved"},
                         set(names))
        self.assertEqual(self.browser.complaints, [])
        self.finish(running)

    def test_the_password_of_the_page_admits_its_actions(self):
        self.create()
        running, _ = self.serve("--user", page_user, "--password-file", self.password_file())
        self.open(credentials=f"{page_user}:{page_password}@")
        self.browser.click("#power-NODE1")
        self.wait_until_said("crashed NODE1")
        self.finish(running)

    def test_a_read_only_page_stays_up_to_date(self):
        self.create()
        running, _ = self.serve("--read-only-page")
        self.open()
        for words in ("Crash", "Move to", "Make a key"):
            self.assertNotIn(words, self.browser.text())
        self.output_of("sandbox", "move", "SQL Server", "NODE2")
        self.wait_for_text("group moved")
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
