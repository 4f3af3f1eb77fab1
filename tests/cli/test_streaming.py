# SPDX-License-Identifier: BSL-1.0
"""`explain --stdin`: lines without end, in constant memory."""

import json
import os
import subprocess
import threading
import unittest

from support import CliTest, is_sanitized

many = 100_000 if is_sanitized else 1_000_000
few = many // 20
longest = 64 * 1024


def some_names(count: int):
    """Names as a cluster has them, one in fifty wrong."""
    for first in range(0, count, 1000):
        yield "".join(
            f"PROV_RSA_FULL\\\\Key{number}\n" if number % 50 == 7 else
            f"24\\Microsoft Enhanced RSA and AES Cryptographic Provider\\Key{number}\n"
            if number % 2 else f"1\\\\Key{number}\n"
            for number in range(first, first + 1000)).encode()


class Streaming(CliTest):
    def explain(self, text: bytes, *options) -> list:
        done = self.run_program("explain", "--stdin", "--json", *options, input=text)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def explain_many(self, count: int, *options):
        """Returns the number of lines of the output, and the peak memory in KB."""
        if is_sanitized:
            self.environment["ASAN_OPTIONS"] = "quarantine_size_mb=1"
        running = self.start_program("explain", "--stdin", *options, stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE)

        def feed():
            with running.stdin as pipe:
                for block in some_names(count):
                    pipe.write(block)

        feeder = threading.Thread(target=feed)
        feeder.start()
        lines = 0
        with running.stdout as pipe:
            while block := pipe.read(1 << 20):
                lines += block.count(b"\n")
        feeder.join()
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(running.returncode, 1)
        return lines, used.ru_maxrss

    def test_a_million_names_take_no_more_memory_than_a_few(self):
        for options in (["--json"], []):
            lines, memory = self.explain_many(many, *options)
            _, little_memory = self.explain_many(few, *options)
            if options:
                self.assertEqual(lines, many)
            self.assertLess(memory, little_memory + 8 * 1024, options)
            if not is_sanitized:
                self.assertLess(memory, 32 * 1024, options)

    def test_lf_and_crlf_end_a_line(self):
        for text in (b"1\\\\A\n1\\\\B\n", b"1\\\\A\r\n1\\\\B\r\n", b"1\\\\A\n1\\\\B",
                     b"\xef\xbb\xbf1\\\\A\r\n1\\\\B"):
            self.assertEqual([one["input"] for one in self.explain(text)], ["1\\\\A", "1\\\\B"])

    def test_empty_input_prints_nothing(self):
        self.assertEqual(self.explain(b""), [])
        self.assertEqual(self.explain(b"\xef\xbb\xbf"), [])

    def test_an_empty_line_is_an_empty_name(self):
        self.assertEqual([one["input"] for one in self.explain(b"\n\r\n1\\\\A\n\n")],
                         ["", "", "1\\\\A", ""])

    def test_other_controls_do_not_end_a_line(self):
        (one,) = self.explain(b"1\\\\A\rB\n")
        self.assertEqual(one["key_container"], "A\rB")

    def test_a_nul_is_an_error(self):
        (one,) = self.explain(b"1\\\\A\0B\n")
        self.assertEqual((one["error"], one["offset"], one["length"]), ("embedded_nul", 4, 1))

    def test_lines_up_to_the_limit_are_read(self):
        name = b"1\\\\" + b"K" * (longest - 3)
        for end in (b"\n", b"\r\n", b""):
            (one,) = self.explain(name + end)
            self.assertTrue(one["ok"])
            self.assertEqual(len(one["input"]), longest)

    def test_longer_lines_are_errors_and_skipped(self):
        for length in (longest + 1, longest + 2, 5 * longest, 40 * longest):
            for end in (b"\n", b"\r\n"):
                text = b"1\\\\A" + end + b"K" * length + end + b"1\\\\B" + end
                first, long, last = self.explain(text)
                self.assertTrue(first["ok"] and last["ok"])
                self.assertEqual(last["input"], "1\\\\B")
                self.assertEqual((long["error"], long["offset"], long["suggestion"]),
                                 ("limit_exceeded", longest, None))
                self.assertIn("65,536 bytes", long["message"])
                self.assertEqual(long["input"], "K" * longest)

    def test_a_longer_line_at_the_end_is_an_error(self):
        for length in (longest + 1, 9 * longest):
            (one,) = self.explain(b"K" * length)
            self.assertEqual(one["error"], "limit_exceeded")

    def test_messages_truncate_a_longer_line(self):
        text = self.output_of("explain", "--stdin", status=1, input=b"\n" + b"K" * 100_000 + b"\n")
        self.assertIn("line 2: error: the line is longer than 65,536 bytes", text)
        self.assertLess(len(text), 1000)

    def test_lines_of_any_length_cross_the_buffer_intact(self):
        lengths = [n % 30_000 for n in range(0, 1_000_000, 7919)]
        text = b"".join(b"1\\\\" + b"K" * (n + 1) + b"\n" for n in lengths)
        self.assertEqual([len(one["key_container"]) for one in self.explain(text)],
                         [n + 1 for n in lengths])

    def test_each_line_is_explained_before_the_next_is_read(self):
        running = self.start_program("explain", "--stdin", "--json", stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE)
        with running.stdin as questions, running.stdout as answers:
            for number in range(3):
                questions.write(f"1\\\\Key{number}\n".encode())
                questions.flush()
                self.assertEqual(json.loads(answers.readline())["key_container"], f"Key{number}")
        self.assertEqual(running.wait(timeout=10), 0)

    def test_a_read_error_is_reported(self):
        folder = os.open(self.folder, os.O_RDONLY)
        done = self.run_program("explain", "--stdin", stdin=folder)
        os.close(folder)
        self.assertEqual(done.returncode, 4)
        self.assertEqual(done.stderr, b"error: cannot read standard input: Is a directory\n")


if __name__ == "__main__":
    unittest.main()
