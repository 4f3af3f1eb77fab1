# SPDX-License-Identifier: BSL-1.0
"""Outputs that are full, closed, or no longer read."""

import pathlib
import subprocess
import unittest

from support import CliTest, program


class OutputErrors(CliTest):
    def shell(self, line: str) -> subprocess.CompletedProcess:
        return subprocess.run(["bash", "-c", line], env=self.environment, timeout=60,
                              capture_output=True, check=False)

    @unittest.skipUnless(pathlib.Path("/dev/full").exists(), "needs /dev/full")
    def test_a_full_device_is_reported(self):
        self.output_of("sandbox", "create")
        for words in (["explain", r"1\\K"], ["--help"], ["list"], ["sandbox", "status"],
                      ["add", "SQL Server", r"1\\MyKey"], ["explain", "--stdin", "--json"]):
            with open("/dev/full", "wb") as full:
                done = self.run_program(*words, stdout=full, input=b"1\\\\K\n" * 100_000)
            self.assertEqual(done.returncode, 4, words)
            self.assertEqual(done.stderr, b"error: cannot write to standard output: "
                                          b"No space left on device\n", words)
        self.assertEqual(len(self.objects_of("list")), 1)  # the checkpoint was added

    def test_the_limit_of_the_size_of_files_is_reported(self):
        done = self.shell(r"ulimit -f 0; crypto-checkpoint explain '1\\K' >~/out")
        self.assertEqual((done.returncode, done.stderr),
                         (4, b"error: cannot write to standard output: File too large\n"))
        # A journal, too. What was acknowledged is there.
        self.output_of("sandbox", "create")
        done = self.shell(r"""ulimit -f $(($(stat -c %s "$XDG_DATA_HOME"/*/sandbox.db) / 1024 + 8))
                              for i in $(seq 1000); do
                                  crypto-checkpoint sandbox key create NODE1 '1\\'"Key$i" >&2 || exit
                                  echo $i
                              done""")
        self.assertEqual(done.returncode, 4, done)
        self.assertIn(b"error: ", done.stderr)
        created = done.stdout.split()
        self.assertLess(len(created), 1000)
        events = [one for one in self.objects_of("sandbox", "events")
                  if one["event"] == "key_created"]
        self.assertGreaterEqual(len(events), len(created))

    def test_a_closed_pipe_is_not_an_error(self):
        done = self.shell(r"""yes '1\\K' | crypto-checkpoint explain --stdin | head -n 1
                              echo "${PIPESTATUS[1]}" """)
        self.assertEqual((done.stdout, done.stderr), (b"1\\\\K\n0\n", b""))

    def test_all_changes_are_made_although_the_pipe_is_closed(self):
        self.output_of("sandbox", "create")
        names = [rf"1\\Key{number}" for number in range(5)]
        for name in names:
            self.output_of("sandbox", "key", "create", "NODE1", name)
        running = self.start_program("add", "SQL Server", *names, stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE)
        running.stdout.close()
        with running.stderr as errors:
            self.assertEqual(errors.read(), b"")
        self.assertEqual(running.wait(timeout=30), 0)
        self.assertEqual(len(self.objects_of("list")), 5)

    def test_closed_streams_never_become_the_sandbox(self):
        done = self.shell("crypto-checkpoint sandbox create >&-")
        self.assertEqual(done.returncode, 4)
        self.assertIn(b"cannot write to standard output", done.stderr)
        done = self.shell("crypto-checkpoint sandbox crash NODE1 <&- >&- 2>&-")
        self.assertEqual(done.returncode, 4)
        kinds = [one["event"] for one in self.objects_of("sandbox", "events")]
        self.assertEqual(kinds.count("node_stopped"), 1)

    def test_a_closed_standard_input_is_reported(self):
        done = self.shell("crypto-checkpoint explain --stdin <&-")
        self.assertEqual(done.returncode, 4)
        self.assertIn(b"cannot read standard input", done.stderr)

    def test_both_outputs_into_one_file_keep_their_order(self):
        self.output_of("sandbox", "create")
        file = self.folder / "both"
        with open(file, "wb") as both:
            subprocess.run([program, "add", "SQL Server", r"1\\MyKey", r"1\\NoKey"],
                           env=self.environment, stdout=both, stderr=both, check=False)
        text = file.read_text()
        self.assertLess(text.index("added "), text.index("error: "))


if __name__ == "__main__":
    unittest.main()
