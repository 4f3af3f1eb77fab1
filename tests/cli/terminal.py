# SPDX-License-Identifier: BSL-1.0
"""A terminal for programs to write to."""

import os
import pty
import threading


class Terminal:
    """A pseudoterminal, and the output of the program in it."""

    def __init__(self):
        self.mine, self.program_s = pty.openpty()
        self.text = bytearray()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        try:
            while block := os.read(self.mine, 1 << 16):
                self.text += block
        except OSError:  # the other side is closed: the way a Linux terminal ends
            pass

    def finish(self) -> str:
        os.close(self.program_s)
        self.reader.join(timeout=30)
        os.close(self.mine)
        return self.text.decode()
