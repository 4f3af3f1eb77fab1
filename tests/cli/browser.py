# SPDX-License-Identifier: BSL-1.0
"""Headless Chromium, driven over a pipe: the DevTools protocol without a library for it."""

import base64
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

executable = next((found for found in map(shutil.which, ("chromium", "chromium-browser",
                                                         "google-chrome")) if found), None)


class Browser:
    """One tab of a browser with a profile of its own."""

    def __init__(self, width=1000, height=900):
        self.folder = tempfile.mkdtemp()
        commands, self.to_browser = os.pipe()
        self.from_browser, events = os.pipe()
        # The browser reads from file 3 and writes to file 4.
        shell = f'exec 3<&{commands} 4>&{events}; exec "$0" "$@"'
        self.process = subprocess.Popen(
            ["bash", "-c", shell, executable, "--headless", "--no-sandbox", "--disable-gpu",
             "--disable-dev-shm-usage", "--disable-extensions", "--no-first-run",
             f"--window-size={width},{height}", f"--user-data-dir={self.folder}",
             "--remote-debugging-pipe"],
            pass_fds=(commands, events), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(events)
        self.unread = b""
        self.last = 0
        self.session = None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target,
                                flatten=True)["sessionId"]
        self.complaints = []  # errors in the console: of scripts, and of the content security policy
        for domain in ("Page", "Log", "Runtime"):
            self.ask(f"{domain}.enable")

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        os.close(self.to_browser)
        os.close(self.from_browser)
        shutil.rmtree(self.folder, ignore_errors=True)  # its children may still write there

    def ask(self, method, **parameters):
        """Sends a command and waits for the response."""
        self.last += 1
        message = {"id": self.last, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to_browser, json.dumps(message).encode() + b"\0")
        while True:
            response = self.next_message()
            self.note_complaint(response)
            if response.get("id") == self.last:
                if "error" in response:
                    raise RuntimeError(f"{method}: {response['error']}")
                return response["result"]

    def note_complaint(self, message):
        parameters = message.get("params", {})
        if message.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(parameters["exceptionDetails"])
        elif message.get("method") == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.complaints.append(parameters["entry"])

    def next_message(self):
        while b"\0" not in self.unread:
            more = os.read(self.from_browser, 65536)
            if not more:
                raise RuntimeError("the browser has gone")
            self.unread += more
        message, _, self.unread = self.unread.partition(b"\0")
        return json.loads(message)

    def go_to(self, url, javascript=True):
        self.ask("Emulation.setScriptExecutionDisabled", value=not javascript)
        self.ask("Page.navigate", url=url)
        self.wait_for("document.readyState === 'complete' && location.href !== 'about:blank'")

    def value_of(self, expression):
        return self.ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get(
            "value")

    def text(self) -> str:
        return self.value_of("document.body.innerText")

    def wait_for(self, expression, seconds=30):
        end = time.monotonic() + seconds
        while not self.value_of(f"Boolean({expression})"):
            if time.monotonic() > end:
                raise TimeoutError(f"{expression} never came true:\n{self.text()}")
            time.sleep(0.1)

    def place_of(self, selector):
        """The middle of an element, scrolled into view."""
        place = self.value_of(f"""(() => {{
            const one = document.querySelector({json.dumps(selector)});
            if (!one) return null;
            one.scrollIntoView({{block: "center", behavior: "instant"}});
            const {{x, y, width, height}} = one.getBoundingClientRect();
            const place = {{x: x + width / 2, y: y + height / 2}};
            const hit = document.elementFromPoint(place.x, place.y);
            return hit && one.contains(hit) ? place : null;
        }})()""")
        if not place:
            raise LookupError(f"{selector} is not there to be clicked:\n{self.text()}")
        return place

    def click(self, selector, meanwhile=None):
        """Moves the mouse to an element and clicks.
        meanwhile is called while the button of the mouse is down."""
        place = self.place_of(selector)
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", **place)
        for kind, buttons in (("mousePressed", 1), ("mouseReleased", 0)):
            self.ask("Input.dispatchMouseEvent", type=kind, button="left", buttons=buttons,
                     clickCount=1, **place)
            if meanwhile and buttons:
                meanwhile()

    def press(self, key):
        """Presses `Tab`, `Enter` or `Escape`."""
        code = {"Tab": 9, "Enter": 13, "Escape": 27}[key]
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                     windowsVirtualKeyCode=code, **(text if kind == "keyDown" else {}))

    def write(self, selector, text):
        """Clicks into a field and replaces what is in it."""
        self.click(selector)
        self.value_of("document.activeElement.select()")
        self.ask("Input.insertText", text=text)

    def prefer(self, **features):
        """`prefers_reduced_motion="reduce"`"""
        self.ask("Emulation.setEmulatedMedia",
                 features=[{"name": name.replace("_", "-"), "value": value}
                           for name, value in features.items()])

    def resize(self, width, height, dark=False):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height,
                 deviceScaleFactor=1, mobile=width < 600)
        self.prefer(prefers_color_scheme="dark" if dark else "light")

    def screenshot(self, file):
        image = self.ask("Page.captureScreenshot", format="png",
                         captureBeyondViewport=True)["data"]
        pathlib.Path(file).write_bytes(base64.b64decode(image))
