# SPDX-License-Identifier: BSL-1.0
"""The commands that documents show. tests/docs/check_documents.py searches the tests for calls of
shown_commands(): a test must run each `sh` block of a document."""

import pathlib
import re
import socket

examples = pathlib.Path(__file__).resolve().parents[2] / "examples"


def shown_regions(script: str) -> dict[str, str]:
    """The regions of a file of examples/, in order."""
    parts = re.split(r"(?m)^#! \[(\w+)\]\n", (examples / script).read_text(encoding="utf-8"))
    # Each name occurs twice: at the beginning and at the end of its region.
    return dict(zip(parts[1::4], parts[2::4]))


def shown_commands(script: str, region: str | None = None) -> str:
    """The text of one region, or of all."""
    regions = shown_regions(script)
    return regions[region] if region else "".join(regions.values())


def on_a_free_port(commands: str) -> str:
    """The commands with a free port instead of the documents' one, and with a wait for the server instead
    of a second of sleep: a busy machine takes longer."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    assert "\nsleep 1\n" in commands
    wait = f"until (: </dev/tcp/127.0.0.1/{port}) 2>/dev/null; do sleep 0.1; done"
    return commands.replace("\nsleep 1\n", f"\n{wait}\n").replace("5985", port)
