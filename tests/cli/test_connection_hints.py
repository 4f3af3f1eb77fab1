# SPDX-License-Identifier: BSL-1.0
"""Hints for clusters that cannot be reached or reject the credentials."""

import http.server
import re
import ssl
import subprocess
import threading
import unittest

from cluster_support import ClusterTest
from passwords import user


class ConnectionHints(ClusterTest):
    def setUp(self):
        super().setUp()
        self.basic = ["--auth", "basic", "--user", user, "--password-file", self.password_file,
                      "--basic-over-http"]

    def server(self, status: int, *offers, tls=None, page="") -> str:
        """Starts a server with this response to each request. Returns its URL, without a path."""
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):  # noqa: N802
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(status)
                for offer in offers:
                    self.send_header("WWW-Authenticate", offer)
                self.send_header("Content-Type", "text/html; charset=us-ascii")
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page.encode())

            def do_CONNECT(self):  # noqa: N802
                self.send_error(status)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass

        server = Server(("127.0.0.1", 0), Handler)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"

    def error_of(self, url: str, *words, command=("list",)) -> str:
        done = self.run_program(*command, "--cluster", url, *words)
        self.assertNotEqual(done.returncode, 0, done.stdout)
        return done.stderr.decode()

    def test_rejected_credentials_get_the_offered_options(self):
        to_basic = "--auth basic --user NAME --password-file FILE --basic-over-http\n"
        basic = self.server(401, 'Basic realm="here"') + "/wsman"
        self.assertIn("no credentials were given; try: " + to_basic, self.error_of(basic))
        self.assertIn("it takes --auth basic, but not this user or this password\n",
                      self.error_of(basic, *self.basic))
        self.assertIn("it does not take --auth ntlm; try: " + to_basic,
                      self.error_of(basic, "--auth", "ntlm", *self.basic[2:-1]))
        negotiate = self.server(401, "negotiate") + "/wsman"
        self.assertIn("no credentials were given; try: --auth negotiate\n", self.error_of(negotiate))
        self.assertIn("it does not take --auth basic; try: --auth negotiate\n",
                      self.error_of(negotiate, *self.basic))
        self.assertIn("no credentials were given\n",
                      self.error_of(self.server(401, "Oddity") + "/wsman"))

    def test_windows_refuses_what_is_not_encrypted(self):
        def hint(host):
            return ("if it is Windows: by default it refuses messages that are not encrypted; write "
                    f"https://{host}:5986/wsman\n")
        add = ("add", "SQL Server", r"1\\MyKey")
        for url in (self.server(500), self.server(500) + "/elsewhere"):
            self.assertIn(hint("127.0.0.1"), self.error_of(url))
            said = self.error_of(url, command=add)
            self.assertIn(hint("127.0.0.1"), said)
            # The caution stays.
            self.assertIn("may or may not have been executed", said)
            self.assertEqual(self.run_program(*add, "--cluster", url).returncode, 4)
        url = self.server(500).replace("127.0.0.1", "localhost")
        self.assertIn(hint("localhost"), self.error_of(url))
        # So does 401 of a server that offers what Windows offers.
        for offer in ("Negotiate", "Ntlm"):
            url = self.server(401, offer, "Kerberos")
            for words in ([], self.basic):
                said = self.error_of(url, *words)
                self.assertIn(hint("127.0.0.1"), said)
                self.assertIn("; try: --auth ", said)
        self.assertNotIn("Windows", self.error_of(self.server(401, "Basic"), *self.basic))
        certificate = self.certificate("me", "IP:127.0.0.1")
        trusted = ["--ca-file", certificate[0]]
        for status, offer in ((500, "x"), (401, "Negotiate")):
            url = self.server(status, offer, tls=certificate)
            self.assertNotIn("Windows", self.error_of(url, *trusted))

    page = ("<HTML><HEAD><TITLE>Bad Request</TITLE></HEAD>\r\n<BODY><h2>Bad Request - {}</h2>\r\n"
            "<hr><p>HTTP Error 400. {}</p>\r\n</BODY></HTML>\r\n")

    def test_pages_of_http_sys(self):
        ticket = "a Kerberos ticket is large where its user is in many groups"
        negotiate = ["--auth", "negotiate"]
        url = self.server(400, page=self.page.format(
            "Request Too Long", "The size of the request headers is too long."))
        said = self.error_of(url, *negotiate)
        self.assertIn("HTTP status 400: Bad Request - Request Too Long HTTP Error 400. The size of "
                      "the request headers is too long.\n", said)
        self.assertIn(ticket + "; on Windows, MaxFieldLength and MaxRequestBytes of HTTP.sys limit "
                      "it\n", said)
        self.assertNotIn("not supported", said)
        self.assertNotIn("speaks TLS", said)
        self.assertNotIn(ticket, self.error_of(url, *self.basic))
        self.assertEqual(self.run_program("list", "--cluster", url).returncode, 4)
        said = self.error_of(self.server(400, page=self.page.format(
            "Invalid Hostname", "The request hostname is invalid.")), *negotiate)
        self.assertIn("HTTP status 400: Bad Request - Invalid Hostname HTTP Error 400. The request "
                      "hostname is invalid.\n", said)
        self.assertNotIn(ticket, said)
        self.assertNotIn("speaks TLS", said)
        # Others say the same in other words.
        for other in (self.server(431), self.server(400, page="Request Header Or Cookie Too Large"),
                      self.server(400, page="Size of a request header field exceeds server limit.")):
            self.assertIn(ticket, self.error_of(other, *negotiate))

    def test_a_proxy_that_wants_credentials(self):
        hint = "--proxy takes no credentials: name a proxy that demands none\n"
        proxy = ["--proxy", self.server(407)]
        for url in ("http://node1.example/wsman", "https://node1.example/wsman"):
            done = self.run_program("add", "SQL Server", r"1\\MyKey", "--cluster", url, *proxy,
                                    *self.basic)
            said = done.stderr.decode()
            self.assertEqual(done.returncode, 4, said)
            self.assertIn("the connection to the cluster failed", said)
            self.assertIn(hint, said)
            self.assertNotIn("did not accept the credentials", said)
        self.assertIn("there is a proxy on the way, which --proxy does not name\n",
                      self.error_of(self.server(407)))
        hint = "the proxy may have sent this, not the cluster\n"
        for status in (403, 502, 503, 504):
            proxy = ["--proxy", self.server(status)]
            self.assertIn(hint, self.error_of("http://node1.example/wsman", *proxy))
            self.assertNotIn(hint, self.error_of(self.server(status)))

    def test_skipped_names_get_no_hint(self):
        url = self.server(401, "Basic") + "/wsman"
        said = self.error_of(url, command=("add", "SQL Server", r"1\\KeyA", r"1\\KeyB"))
        self.assertEqual(said.count("no credentials were given"), 1, said)
        self.assertIn("not asked, because the name before it failed with this error\n", said)

    def test_a_url_without_a_path_gets_the_usual_path(self):
        for status in (404, 405):
            url = self.server(status)
            hint = f"WS-Management is usually served at: {url}/wsman\n"
            self.assertIn(hint, self.error_of(url))
            self.assertIn(hint, self.error_of(url + "/"))
            self.assertNotIn("usually", self.error_of(url + "/elsewhere"))

    def test_the_wrong_scheme_gets_the_other_one(self):
        plain = self.server(200).removeprefix("http") + "/wsman"
        self.assertIn(f"what listens there does not speak TLS; without it: http{plain}\n",
                      self.error_of("https" + plain))
        tls = self.server(200, tls=self.certificate("me", "IP:127.0.0.1")).removeprefix("https")
        self.assertIn(f"if what listens there speaks TLS: https{tls}/wsman\n",
                      self.error_of(f"http{tls}/wsman"))

    def test_http_to_the_own_tls_server_gets_https(self):
        certificate, key = self.certificate("me", "IP:127.0.0.1")
        self.output_of("sandbox", "create")
        running = self.start_program("serve", "--listen", "127.0.0.1:0", "--tls-cert", certificate,
                                     "--tls-key", key, stdin=subprocess.DEVNULL,
                                     stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.addCleanup(running.communicate, timeout=60)
        self.addCleanup(running.terminate)
        url = re.search(r"https://\S+", running.stdout.readline().decode())[0]
        self.assertIn(f"if what listens there speaks TLS: {url}\n",
                      self.error_of(url.replace("https", "http")))

    def test_untrusted_certificates_get_the_option_for_them(self):
        mine, other = self.certificate("me", "IP:127.0.0.1"), self.certificate("o", "DNS:other")
        url = self.server(200, tls=mine) + "/wsman"
        self.assertIn("--ca-file FILE\n", self.error_of(url))
        self.assertIn("not in the file of --ca-file\n", self.error_of(url, "--ca-file", other[0]))
        self.assertIn("the URL has to name the host as its certificate does\n",
                      self.error_of(self.server(200, tls=other) + "/wsman", "--ca-file", other[0]))

    def test_a_code_of_libcurl_is_not_called_a_response(self):
        said = self.error_of("http://127.0.0.1:1/wsman")
        self.assertIn("libcurl's code: 7\n", said)
        self.assertNotIn("the response was", said)
        self.assertIn("cannot list the checkpoints of http://127.0.0.1:1/wsman\n", said)
        self.assertIn("cannot list 'SQL*' of http", self.error_of("http://127.0.0.1:1/wsman",
                                                             command=("list", "SQL*")))

    def test_a_dry_run_prints_what_it_does_not_check(self):
        self.output_of("sandbox", "create")
        running = self.start_program("serve", "--listen", "127.0.0.1:0", stdin=subprocess.DEVNULL,
                                     stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.addCleanup(running.communicate, timeout=60)
        self.addCleanup(running.terminate)
        there = ["--cluster", re.search(r"http://\S+", running.stdout.readline().decode())[0]]
        not_asked = "not asked: whether the container exists and its keys are exportable\n"
        dry = ["SQL Server", r"1\\NoKey", r"1\\MyKey", "--dry-run", *there]
        for command in ("add", "ensure"):
            said = self.output_of(command, *dry)
            self.assertEqual(said.count("would add"), 2, said)
            self.assertTrue(said.endswith(not_asked), said)
            self.assertEqual(said.count(not_asked), 1, said)
        self.assertEqual(len(self.objects_of("add", *dry)), 2)
        # Nothing is left to check: for a removal, an existing checkpoint, and a real change.
        self.assertNotIn("not asked", self.output_of("ensure-absent", *dry))
        self.assertNotIn("not asked", self.output_of("ensure", "SQL Server", r"1\\MyKey", *there))
        self.assertNotIn("not asked", self.output_of("ensure", "SQL Server", r"1\\MyKey",
                                                     "--dry-run", *there))
        done = self.run_program("add", "SQL Server", r"1\\MyKey", "--dry-run", *there)
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"would not be able to add", done.stderr)
        self.assertIn("of another cluster only the list", " ".join(
            self.output_of("add", "--help").split()))


if __name__ == "__main__":
    unittest.main()
