# SPDX-License-Identifier: BSL-1.0
"""Servers for the tests of the commands over WS-Management."""

import contextlib
import http.client
import http.server
import re
import select
import socket
import subprocess
import threading
import time
import urllib.parse

from support import CliTest
from passwords import password
from self_signed import self_signed


class ClusterTest(CliTest):
    """Healthy and broken servers. Checks that no output contains the password."""

    def setUp(self):
        super().setUp()
        self.password_file = self.folder / "password"
        self.password_file.write_text(password, encoding="utf-8")
        self.password_file.chmod(0o600)
        self.written = b""

    def serve(self, name="one", *words) -> str:
        """Starts a server with its own sandbox. Returns its URL."""
        sandbox = self.folder / f"{name}.db"
        self.output_of("--sandbox", sandbox, "sandbox", "create")
        self.output_of("--sandbox", sandbox, "sandbox", "key", "create", "NODE1", r"1\\FixedKey",
                       "--not-exportable")
        running = self.start_program("--sandbox", sandbox, "serve", "--listen", "127.0.0.1:0",
                                     *words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                     stderr=subprocess.STDOUT)
        self.addCleanup(self.stop, running)
        return re.search(r"https?://\S+", running.stdout.readline().decode())[0]

    def stop(self, running):
        running.terminate()
        self.written += running.communicate(timeout=60)[0]
        self.assertNotIn(password.encode(), self.written)

    def run_program(self, *words, **options):
        done = super().run_program(*words, **options)
        self.written += done.stdout + done.stderr
        return done

    def listener(self, backlog=50) -> tuple:
        """Returns a socket that accepts connections and never responds, and its URL."""
        sleeper = socket.create_server(("127.0.0.1", 0), backlog=backlog)
        self.addCleanup(sleeper.close)
        return sleeper, f"http://127.0.0.1:{sleeper.getsockname()[1]}/wsman"

    def refusing(self) -> str:
        with socket.create_server(("127.0.0.1", 0)) as gone:
            return f"http://127.0.0.1:{gone.getsockname()[1]}/wsman"

    def service_that_gives_up(self) -> "GivingUp":
        giving_up = GivingUp()
        self.addCleanup(giving_up.stop)
        return giving_up

    def relay(self, url, **options) -> "Relay":
        relay = Relay(url, **options)
        self.addCleanup(relay.stop)
        return relay

    def certificate(self, name: str, alternative: str) -> tuple:
        """Returns the files of a self-signed certificate and its key."""
        return self_signed(self.folder, name, alternative)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, client_address):
        pass  # the test checks for lost connections


class GivingUp:
    """A service whose provider never ends: it responds to every request with the fault TimedOut."""

    fault = """<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
    xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"
    xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">
  <s:Header><a:Action>http://schemas.dmtf.org/wbem/wsman/1/wsman/fault</a:Action></s:Header>
  <s:Body><s:Fault>
    <s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>w:TimedOut</s:Value></s:Subcode></s:Code>
    <s:Reason><s:Text xml:lang="en-US">Out of time.</s:Text></s:Reason>
    <s:Detail><f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="2150858793"
        Machine="node1"><f:Message>Not within OperationTimeout.</f:Message></f:WSManFault></s:Detail>
  </s:Fault></s:Body>
</s:Envelope>
""".encode()

    def __init__(self):
        self.actions = []
        giving_up = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # noqa: N802
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                giving_up.actions.append(re.search(r"Action[^>]*>\s*([^<\s]+)", body)[1].rpartition("/")[2])
                self.send_response(500)
                self.send_header("Content-Type", "application/soap+xml;charset=UTF-8")
                self.send_header("Content-Length", str(len(giving_up.fault)))
                self.end_headers()
                self.wfile.write(giving_up.fault)

            def log_message(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/wsman"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Relay:
    """A server that forwards requests to another one, also as a proxy, and logs them."""

    def __init__(self, behind: str, tls=None, wait_for: int = 0):
        """wait_for: holds requests until that many are open, for ten seconds at most."""
        self.behind = urllib.parse.urlsplit(behind)
        self.wait_for = wait_for
        self.changed = threading.Condition()
        self.open = self.max_open = 0
        self.request_lines, self.authorizations, self.subjects = [], [], []
        relay = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # noqa: N802
                relay.pass_on(self)

            def do_CONNECT(self):  # noqa: N802
                relay.tunnel(self)

            def log_message(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        scheme = "http" if tls is None else "https"
        self.address = f"{scheme}://127.0.0.1:{self.server.server_port}"
        self.url = self.address + self.behind.path
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    @contextlib.contextmanager
    def counted(self):
        """Counts a request as open inside the block."""
        with self.changed:
            self.open += 1
            self.max_open = max(self.max_open, self.open)
            self.changed.notify_all()
            self.changed.wait_for(lambda: self.max_open >= self.wait_for, timeout=10)
        try:
            # Time for an unexpected request to arrive.
            if self.wait_for:
                time.sleep(0.1)
            yield
        finally:
            with self.changed:
                self.open -= 1

    def note(self, handler):
        self.request_lines.append(handler.requestline)
        self.authorizations.append(handler.headers["Authorization"])
        if hasattr(handler.connection, "getpeercert"):
            self.subjects.append((handler.connection.getpeercert() or {}).get("subject"))

    def pass_on(self, handler):
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        with self.counted():
            self.note(handler)
            connection = http.client.HTTPConnection(self.behind.netloc, timeout=30)
            connection.request("POST", self.behind.path, body,
                               {"Content-Type": handler.headers["Content-Type"]})
            response = connection.getresponse()
            content = response.read()
            connection.close()
        handler.send_response(response.status)
        handler.send_header("Content-Type", response.headers["Content-Type"])
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    def tunnel(self, handler):
        self.note(handler)
        handler.send_response(200)
        handler.end_headers()
        handler.close_connection = True
        with socket.create_connection((self.behind.hostname, self.behind.port)) as far:
            ways = {handler.connection: far, far: handler.connection}
            while True:
                for one in select.select(list(ways), [], [], 30)[0]:
                    content = one.recv(1 << 16)
                    if not content:
                        return
                    ways[one].sendall(content)
