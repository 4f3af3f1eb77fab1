# SPDX-License-Identifier: BSL-1.0
"""`serve`: its log, its options, its page, and how it stops."""

import base64
import concurrent.futures
import html.parser
import http.client
import json
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import threading
import time
import unittest
import xml.sax.saxutils

from support import CliTest
from passwords import page_password, page_user, page_wrong_password
from self_signed import self_signed

resource_class = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/mscluster/MSCluster_Resource"

envelope = """\
<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
 xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"
 xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><s:Header>
<a:To>http://localhost/wsman</a:To><w:ResourceURI>{uri}</w:ResourceURI>
<a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address>
</a:ReplyTo><a:Action>{uri}/{method}</a:Action>
<a:MessageID>uuid:11111111-2222-3333-4444-555555555555</a:MessageID>
<w:SelectorSet><w:Selector Name="Name">{resource}</w:Selector></w:SelectorSet></s:Header>
<s:Body><p:{method}_INPUT xmlns:p="{uri}"><p:CheckpointName>{name}</p:CheckpointName>
</p:{method}_INPUT></s:Body></s:Envelope>"""

hostile = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "&amp;&#60;b&#62;",
    "</code></li></main><h1>",
    "\u202eright to left",
    "tab\tand \x1b[31mred\x07",
    "\u00e4\u4e2d\U0001f511",
]


def without_controls(text: str) -> str:
    """XML 1.0 has no way to write the others."""
    return "".join(one for one in text if ord(one) >= 0x20 or one == "\t")


class Page(html.parser.HTMLParser):
    """Its tags and its text."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data


class Serve(CliTest):
    def create(self):
        self.output_of("sandbox", "create")

    def serve(self, *options):
        """Starts a server on a free port. Returns it, and its first line up to the URL."""
        running = self.start_program("serve", "--listen", "127.0.0.1:0", *options,
                                     stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE)
        self.addCleanup(running.stderr.close)
        self.addCleanup(running.stdout.close)
        line = running.stdout.readline().decode()
        self.assertRegex(line, r"https?://127\.0\.0\.1:\d+/wsman", running.poll() is not None
                         and running.stderr.read())
        self.port = int(re.search(r":(\d+)/", line)[1])
        return running, line

    def finish(self, running, which=signal.SIGTERM, status=0) -> str:
        """Stops a server. Returns the rest of its output."""
        running.send_signal(which)
        output, errors = running.communicate(timeout=30)
        self.assertEqual(running.returncode, status, errors)
        self.errors = errors.decode()
        return output.decode()

    def get(self, path="/", method="GET", body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self.addCleanup(connection.close)
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        return response, response.read().decode()

    def invoke(self, method, name, resource="SQL Server", connection=None, headers=None):
        body = envelope.format(uri=resource_class, method=method,
                               resource=xml.sax.saxutils.escape(resource),
                               name=xml.sax.saxutils.escape(name)).encode()
        own = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            own.request("POST", "/wsman", body,
                        {"Content-Type": "application/soap+xml;charset=UTF-8", **(headers or {})})
            response = own.getresponse()
            return response.status, response.read().decode()
        finally:
            if not connection:
                own.close()

    def send_raw(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(request)
            return connection.recv(4096)

    def password_file(self, text=page_password + "\n"):
        file = self.folder / "password"
        file.write_text(text)
        file.chmod(0o600)
        return file


class Requests(Serve):
    def test_messages_in_utf_16_and_to_the_path_with_a_slash(self):
        self.create()
        running, _ = self.serve()

        def post(path, method, encoding, content_type):
            body = envelope.format(uri=resource_class, method=method, resource="SQL Server",
                                   name=r"1\\MyKey")
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            self.addCleanup(connection.close)
            connection.request("POST", path, body.encode(encoding),
                               {"Content-Type": content_type})
            response = connection.getresponse()
            return response.status, response.headers["Content-Type"], response.read()

        soap = "application/soap+xml"
        status, kind, body = post("/wsman/", "AddCryptoCheckpoint", "utf-8", soap)
        self.assertEqual((status, kind), (200, soap + ";charset=UTF-8"), body)
        status, kind, body = post("/wsman", "RemoveCryptoCheckpoint", "utf-16",
                                  soap + ";charset=UTF-16")
        self.assertEqual((status, kind), (200, soap + ";charset=UTF-16"), body)
        self.assertIn("RemoveCryptoCheckpoint_OUTPUT", body.decode("utf-16"))
        status, kind, body = post("/wsman", "AddCryptoCheckpoint", "latin-1",
                                  soap + "; charset=ISO-8859-1")
        self.assertEqual((status, kind), (400, soap + ";charset=UTF-8"), body)
        self.assertIn(b"faultDetail/CharacterSet", body)
        self.finish(running)

    def test_the_documented_properties_are_served(self):
        self.create()
        running, _ = self.serve()
        self.invoke("AddCryptoCheckpoint", r"1\\MyKey")
        document = (pathlib.Path(__file__).resolve().parents[2] /
                    "docs/how-to/test-other-tooling.md").read_text(encoding="utf-8")
        documented = re.search(r"The properties ([\w\s,]+), from\s", document)
        null = re.search(r"are null: ([\w\s,]+)\.", document)
        get = envelope.format(uri=resource_class, method="Get", resource="SQL Server", name="x")
        get = get.replace(resource_class + "/Get", "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get")
        response, text = self.get("/wsman", "POST", get.encode(),
                                  {"Content-Type": "application/soap+xml"})
        self.assertEqual(response.status, 200, text)
        served = re.findall(r"<p:(\w+)(?: xsi:nil=\"true\"/)?>", text.split("_Type\">")[1])
        self.assertEqual(re.split(r",\s+|\s+and\s+", documented[1]), served)
        self.assertEqual(re.split(r",\s+|\s+and\s+", null[1]),
                         re.findall(r"<p:(\w+) xsi:nil=\"true\"/>", text))
        self.finish(running)
        running, _ = self.serve("--omit-empty-arrays")
        _, shorter = self.get("/wsman", "POST", get.encode(),
                              {"Content-Type": "application/soap+xml"})
        self.assertEqual(shorter.split("_Type\">")[1], text.split("_Type\">")[1].replace(
            "<p:RegistryCheckpoints xsi:nil=\"true\"/>", ""))
        self.finish(running)

    def test_changes_of_a_client_are_in_the_sandbox(self):
        self.create()
        running, line = self.serve()
        self.assertEqual(line, f"listening on http://127.0.0.1:{self.port}/wsman\n")
        status, body = self.invoke("AddCryptoCheckpoint", r"1\\MyKey")
        self.assertEqual(status, 200, body)
        self.assertIn("AddCryptoCheckpoint_OUTPUT", body)
        self.assertEqual([one["checkpoint"] for one in self.objects_of("list")], [r"1\\MyKey"])
        self.output_of("remove", "SQL Server", r"1\\MyKey")  # another process
        status, body = self.invoke("RemoveCryptoCheckpoint", r"1\\MyKey")
        self.assertEqual(status, 500)
        self.assertIn("Fault", body)
        self.finish(running)

    def test_each_request_is_logged_on_a_line(self):
        self.create()
        running, _ = self.serve()
        self.invoke("AddCryptoCheckpoint", r"1\\MyKey")
        self.invoke("AddCryptoCheckpoint", r"1\\No Key")
        self.get("/")
        self.get("/nothing/here")
        self.get("/wsman", "PUT")
        self.get("/wsman", "POST", "x", {"Content-Type": "text/plain"})
        lines = self.finish(running).splitlines()
        start = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ 127\.0\.0\.1:\d+ "
        patterns = [
            r"POST AddCryptoCheckpoint 'SQL Server' '1\\\\MyKey' 200 done",
            r"POST AddCryptoCheckpoint 'SQL Server' '1\\\\No Key' 500 key_container_not_found",
            r"GET / 200 done",
            r"GET /nothing/here 404 refused",
            r"PUT /wsman 405 the method must be GET, HEAD or POST",
            r"POST /wsman 415 the body must be application/soap\+xml or application/json",
        ]
        self.assertEqual(len(lines), len(patterns), lines)
        for line, pattern in zip(lines, patterns):
            self.assertRegex(line, f"^{start}{pattern}$")

    def test_log_lines_are_unbuffered(self):
        self.create()
        running, _ = self.serve()
        for _ in range(3):
            self.get("/")
            self.assertIn(b"GET / 200", running.stdout.readline())
        self.finish(running)

    def test_json_logs_objects(self):
        self.create()
        running, line = self.serve("--json")
        self.assertEqual(json.loads(line),
                         {"listening": f"http://127.0.0.1:{self.port}/wsman"})
        self.invoke("AddCryptoCheckpoint", r"1\\MyKey")
        self.invoke("AddCryptoCheckpoint", "K")
        self.get("/x", "DELETE")
        done, failed, refused = [json.loads(one) for one in self.finish(running).splitlines()]
        self.assertEqual(list(done), ["time", "remote", "user", "method", "path", "operation",
                                      "resource", "argument", "status", "ok", "error", "fault",
                                      "delivered", "microseconds"])
        self.assertEqual((done["operation"], done["resource"], done["argument"]),
                         ("AddCryptoCheckpoint", "SQL Server", r"1\\MyKey"))
        self.assertEqual((done["status"], done["ok"], done["error"], done["user"]),
                         (200, True, None, None))
        self.assertEqual((failed["status"], failed["ok"], failed["error"]),
                         (500, False, "provider_type_not_decimal"))
        self.assertEqual((refused["method"], refused["status"], refused["operation"]),
                         ("DELETE", 405, None))
        self.assertIn("must be GET", refused["fault"])

    def test_requests_pass_no_control_characters_to_a_terminal(self):
        self.create()
        running, _ = self.serve()
        for name in hostile:
            self.invoke("AddCryptoCheckpoint", "1\\\\" + without_controls(name))
        self.send_raw(b"GET /\x80\x9b31m HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.send_raw(b"\x1b]0;title\x07 / HTTP/1.1\r\n\r\n")
        output = self.finish(running)
        controls = {one for one in output
                    if (ord(one) < 0x20 and one != "\n") or 0x7F <= ord(one) < 0xA0}
        self.assertEqual(controls, set())
        self.assertEqual(len(output.splitlines()), len(hostile) + 2, output)

    def test_a_closed_pipe_does_not_stop_the_server(self):
        self.create()
        running, _ = self.serve()
        running.stdout.close()
        for _ in range(3):
            self.assertEqual(self.get("/")[0].status, 200)
        running.send_signal(signal.SIGTERM)
        self.assertEqual(running.wait(timeout=30), 0)


class UnreadLog(Serve):
    """Nobody reads standard output."""

    requests = 400
    path = "/" + "x" * 8000  # 400 of these fit neither into the pipe nor into the queue

    def send_requests(self, count):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        for _ in range(count):
            connection.request("GET", self.path)
            response = connection.getresponse()
            response.read()
            self.assertEqual(response.status, 404)
        connection.close()

    def test_it_stops_neither_requests_nor_the_program(self):
        self.create()
        for options in ([], ["--json"]):
            running, _ = self.serve(*options)
            self.send_requests(self.requests)
            running.send_signal(signal.SIGTERM)
            self.assertEqual(running.wait(timeout=60), 0)
            errors = running.stderr.read().decode()
            match = re.search(r"note: up to (\d+) log lines were not written", errors)
            self.assertTrue(match, errors)
            self.assertGreater(int(match[1]), 100)
            self.assertLessEqual(int(match[1]), self.requests)

    def test_it_does_not_stop_a_program_with_both_outputs_in_one_pipe(self):
        self.create()
        running = self.start_program("serve", "--listen", "127.0.0.1:0", stdin=subprocess.DEVNULL,
                                     stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.addCleanup(running.stdout.close)
        self.port = int(re.search(rb":(\d+)/", running.stdout.readline())[1])
        self.send_requests(self.requests)
        running.send_signal(signal.SIGTERM)
        self.assertEqual(running.wait(timeout=60), 0)

    def test_lines_that_are_lost_are_counted(self):
        self.create()
        for options, pattern in (([], r"^(\d+) log lines were not written$"),
                                 (["--json"], r'^{"dropped":(\d+)}$')):
            running, _ = self.serve(*options)
            self.send_requests(self.requests)
            read = []
            reader = threading.Thread(target=lambda out=running.stdout: read.extend(out))
            reader.start()
            time.sleep(0.5)
            self.send_requests(1)
            running.send_signal(signal.SIGTERM)
            self.assertEqual(running.wait(timeout=60), 0)
            reader.join()
            lines = [line.decode().rstrip("\n") for line in read]
            gaps = [int(re.match(pattern, line)[1]) for line in lines if re.match(pattern, line)]
            self.assertTrue(gaps)
            self.assertEqual(len(lines) - len(gaps) + sum(gaps), self.requests + 1)
            self.assertIn("x" * 8000, lines[-1])  # the log goes on behind the gap

    @unittest.skipUnless(pathlib.Path("/dev/full").exists(), "needs /dev/full")
    def test_a_full_device_does_not_stop_the_server_and_is_reported(self):
        self.create()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        with open("/dev/full", "wb") as full:
            running = self.start_program("serve", "--listen", f"127.0.0.1:{self.port}",
                                         stdout=full, stderr=subprocess.PIPE)
        self.addCleanup(running.stderr.close)
        for _ in range(300):
            try:
                self.send_requests(1)
                break
            except OSError:
                time.sleep(0.1)
        self.send_requests(3)
        running.send_signal(signal.SIGTERM)
        self.assertEqual(running.wait(timeout=60), 4)
        self.assertEqual(running.stderr.read().decode(),
                         "error: cannot write to standard output: No space left on device\n")


class Access(Serve):
    def refused(self, *options, status=2) -> str:
        done = self.run_program("serve", *options)
        self.assertEqual(done.returncode, status, (options, done.stderr))
        self.assertEqual(done.stdout, b"")
        return done.stderr.decode()

    def certificate(self):
        return self_signed(self.folder, "localhost", "IP:127.0.0.1")

    def test_a_public_address_requires_tls_and_a_password(self):
        certificate, key = self.certificate()
        tls = ["--tls-cert", certificate, "--tls-key", key]
        user = ["--user", "me", "--password-file", self.password_file()]
        for options in ([], tls, user):
            text = self.refused("--listen", "0.0.0.0:0", *options)
            self.assertIn("0.0.0.0", text)
            self.assertIn("--tls-cert FILE --tls-key FILE --user NAME --password-file FILE", text)
        self.assertIn("'::'", self.refused("--listen", "[::]:0"))

    def test_a_missing_sandbox_file_is_rejected(self):
        file = self.folder / "mistyped.db"
        done = self.run_program("--sandbox", file, "serve", "--listen", "127.0.0.1:0")
        self.assertEqual((done.returncode, done.stdout), (4, b""), done.stderr)
        self.assertIn(f"there is no sandbox at {file}", done.stderr.decode())
        self.assertFalse(file.exists())

    def test_invalid_options_are_rejected_with_a_hint(self):
        self.assertIn("--user requires --password-file", self.refused("--user", "me"))
        self.assertIn("--tls-cert requires --tls-key", self.refused("--tls-cert", "cert.pem"))
        for address in ("127.0.0.1:http", "127.0.0.1:65536", "[::1", "127.0.0.1:", "[::1]x"):
            self.assertIn("HOST:PORT", self.refused("--listen", address))
        self.assertIn("not an IP address", self.refused("--listen", "example.com:0"))

    def test_unusable_files_are_named(self):
        certificate, key = self.certificate()
        missing = str(self.folder / "missing")
        tls = ["--listen", "127.0.0.1:0", "--tls-cert"]
        self.assertIn(missing, self.refused(*tls, missing, "--tls-key", key))
        self.assertIn(missing, self.refused(*tls, certificate, "--tls-key", missing))
        self.assertIn("no certificate", self.refused(*tls, key, "--tls-key", key))
        self.assertIn(missing, self.refused("--user", "me", "--password-file", missing))
        self.assertIn("empty", self.refused("--user", "me", "--password-file",
                                            self.password_file("\nsecond line\n")))

    def test_a_key_that_everyone_may_read_is_rejected(self):
        self.create()
        certificate, key = self.certificate()
        options = ["--listen", "127.0.0.1:0", "--tls-cert", certificate, "--tls-key", key]
        for mode, problem in ((0o604, "everyone may read it: chmod o-r"),
                              (0o602, "everyone may write it: chmod o-w")):
            key.chmod(mode)
            text = self.refused(*options)
            self.assertIn(problem, text)
            self.assertIn(str(key), text)
        key.chmod(0o640)
        running, _ = self.serve(*options)
        self.finish(running)

    def test_a_port_in_use_is_reported(self):
        self.create()
        running, _ = self.serve()
        text = self.refused("--listen", f"127.0.0.1:{self.port}")
        self.assertIn(f"another program already listens on 127.0.0.1:{self.port}", text)
        self.assertIn("127.0.0.1:0", text)
        self.finish(running)

    def test_the_password_admits_and_is_never_printed(self):
        self.create()
        running, line = self.serve("--user", page_user, "--password-file", self.password_file())
        right = base64.b64encode(f"{page_user}:{page_password}".encode()).decode()
        wrong = base64.b64encode(f"{page_user}:{page_wrong_password}".encode()).decode()
        for headers, status in (({}, 401), ({"Authorization": f"Basic {wrong}"}, 401),
                                ({"Authorization": f"Basic {right}"}, 200)):
            self.assertEqual(self.get("/", headers=headers)[0].status, status)
            got, body = self.invoke("AddCryptoCheckpoint", r"1\\MyKey", headers=headers)
            self.assertEqual(got, status, body)
        output = line + self.finish(running)
        self.assertEqual(output.count(f" ({page_user}) "), 2, output)
        for secret in (page_password, page_wrong_password, right, wrong):
            self.assertNotIn(secret, output + self.errors)

    def test_identify_needs_no_password_and_nothing_else_does(self):
        self.create()
        running, _ = self.serve("--user", page_user, "--password-file", self.password_file())
        header = {"Content-Type": "application/soap+xml;charset=UTF-8",
                  "WSMANIDENTIFY": "unauthenticated"}
        identify = """<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header/>
            <s:Body><i:Identify
            xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"/>
            </s:Body></s:Envelope>"""
        for path in ("/wsman", "/wsman/"):
            response, body = self.get(path, "POST", identify, header)
            self.assertEqual(response.status, 200, body)
            self.assertIn("<i:IdentifyResponse", body)
            self.assertIn("<i:ProductVersion>0.0.0<", body)
        add = envelope.format(uri=resource_class, method="AddCryptoCheckpoint",
                              resource="SQL Server", name=r"1\\MyKey")
        for path, method, text in (("/", "POST", identify), ("/", "GET", None),
                                   ("/state", "GET", None), ("/wsman", "POST", add),
                                   ("/wsman", "GET", None), ("/wsmanx", "POST", identify)):
            response, body = self.get(path, method, text, header)
            self.assertEqual(response.status, 401, (path, method, body))
        del header["WSMANIDENTIFY"]
        self.assertEqual(self.get("/wsman", "POST", identify, header)[0].status, 401)
        self.assertEqual(self.objects_of("list"), [])
        self.assertEqual(self.finish(running).count("POST Identify"), 2)

    def test_requests_go_over_tls(self):
        certificate, key = self.certificate()
        self.create()
        running, line = self.serve("--tls-cert", certificate, "--tls-key", key)
        self.assertTrue(line.startswith("listening on https://127.0.0.1:"), line)
        context = ssl.create_default_context(cafile=certificate)
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30,
                                                 context=context)
        status, body = self.invoke("AddCryptoCheckpoint", r"1\\MyKey", connection=connection)
        connection.close()
        self.assertEqual(status, 200, body)
        self.assertIn("https://", self.get("/")[1])  # over plain HTTP
        self.finish(running)


class Stop(Serve):
    def test_acknowledged_changes_survive_a_kill(self):
        self.create()
        names = [rf"1\\Key{number}" for number in range(120)]
        for name in names:
            self.output_of("sandbox", "key", "create", "NODE1", name)
        running, _ = self.serve()
        acknowledged, lock, enough = [], threading.Lock(), threading.Event()

        def add(some):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            for name in some:
                try:
                    status, _ = self.invoke("AddCryptoCheckpoint", name, connection=connection)
                except (OSError, http.client.HTTPException):
                    break
                if status != 200:
                    break
                with lock:
                    acknowledged.append(name)
                    if len(acknowledged) >= 20:
                        enough.set()
            connection.close()

        with concurrent.futures.ThreadPoolExecutor(4) as threads:
            for one in range(4):
                threads.submit(add, names[one::4])
            self.assertTrue(enough.wait(timeout=60))
            output = self.finish(running)
        listed = [one["checkpoint"] for one in self.objects_of("list")]
        self.assertEqual(sorted(acknowledged), sorted(listed))
        self.assertEqual(output.count(" 200 done\n"), len(acknowledged))

    def test_both_signals_stop_the_server_with_success(self):
        self.create()
        for which in (signal.SIGINT, signal.SIGTERM):
            running, _ = self.serve()
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            connection.request("GET", "/")
            connection.getresponse().read()  # and stays open
            begun = time.monotonic()
            self.finish(running, which)
            self.assertLess(time.monotonic() - begun, 10)
            connection.close()

    def test_a_second_signal_ends_the_program_at_once(self):
        self.create()
        running, _ = self.serve()
        with socket.create_connection(("127.0.0.1", self.port)) as slow:
            slow.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX")
            time.sleep(0.3)
            running.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            self.assertIsNone(running.poll())
            self.finish(running, signal.SIGTERM, status=-signal.SIGTERM)


class Pages(Serve):
    def test_the_page_shows_the_cluster(self):
        self.create()
        self.output_of("add", "SQL Server", r"1\\MyKey")
        self.output_of("sandbox", "crash", "NODE1")
        running, _ = self.serve()
        response, text = self.get("/")
        page = Page(text)
        for words in ("A fake cluster", "made up", "NODE1", "Down", "NODE2", "Up", "SQL Server",
                      "Online", r"1\\MyKey", "checkpoint added", "node stopped"):
            self.assertIn(words, page.text)
        self.assertEqual(response.getheader("X-Content-Type-Options"), "nosniff")
        policy = response.getheader("Content-Security-Policy")
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("unsafe", policy)
        self.finish(running)

    def test_the_page_loads_nothing_from_elsewhere(self):
        self.create()
        running, _ = self.serve()
        _, text = self.get("/")
        loaded = [values[name] for _, values in Page(text).tags for name in ("src", "href")
                  if name in values]
        self.assertEqual(sorted(loaded), ["/page.css", "/page.js", "data:,"])
        for path, kind in (("/page.css", "text/css"), ("/page.js", "text/javascript")):
            response, _ = self.get(path)
            self.assertEqual(response.status, 200)
            self.assertTrue(response.getheader("Content-Type").startswith(kind))
        self.assertEqual(self.finish(running).count("\n"), 1)  # requests of the page itself are not logged

    def test_the_page_of_an_empty_sandbox_shows_how_to_fill_it(self):
        running, _ = self.serve()
        self.assertIn("crypto-checkpoint sandbox create", Page(self.get("/")[1]).text)
        self.finish(running)
        self.assertIn("sandbox create", self.errors)

    def test_the_page_escapes_hostile_names(self):
        self.create()
        names = [name for name in hostile if "\x1b" not in name]  # which no node may be called
        for name in names:
            self.output_of("sandbox", "node", "add", name)
            self.output_of("sandbox", "resource", "add", name, "NODE1")
            spec = "1\\\\" + name.replace("\\", "")
            self.output_of("sandbox", "key", "create", "NODE1", spec)
            self.output_of("add", name, spec)
        running, _ = self.serve()
        allowed = {"html", "head", "meta", "link", "noscript", "script", "body", "header",
                   "h1", "p", "span", "main", "section", "h2", "ul", "li", "div", "article", "h3",
                   "bdi", "br", "code", "ol", "footer", "pre", "form", "label", "input",
                   "button", "datalist", "option", "svg", "g", "rect", "text", "title", "desc",
                   "path"}
        for path in ("/", "/state"):
            _, text = self.get(path)
            page = Page(text)
            self.assertEqual({tag for tag, _ in page.tags} - allowed, set())
            self.assertEqual([values for _, values in page.tags
                              if any(name.startswith("on") for name in values)], [])
            self.assertLessEqual(text.count("<script"), 1)
            for name in names:
                self.assertIn(name.replace("\u202e", "\ufffd"), page.text)
            self.assertNotIn("\u202e", text)
        self.finish(running)

    def test_the_script_gets_newer_states_only(self):
        self.create()
        running, _ = self.serve()
        response, text = self.get("/state")
        self.assertEqual(response.status, 200)
        self.assertIn("SQL Server", text)
        revision = response.getheader("X-Revision")
        self.assertEqual(self.get(f"/state?not={revision}")[0].status, 204)
        self.output_of("add", "SQL Server", r"1\\MyKey")
        response, text = self.get(f"/state?not={revision}")
        self.assertEqual(response.status, 200)
        self.assertIn(r"1\\MyKey", text)
        self.finish(running)

    def test_a_read_only_page_has_no_controls(self):
        self.create()
        self.output_of("add", "SQL Server", r"1\\MyKey")
        for options, is_there in (([], True), (["--read-only-page"], False)):
            running, _ = self.serve(*options)
            for path in ("/", "/state"):
                page = Page(self.get(path)[1])
                tags = {tag for tag, values in page.tags if values.get("id") != "close"}
                self.assertEqual(bool(tags & {"button", "form", "input"}), is_there)
                self.assertIn(r"1\\MyKey", page.text)
            self.finish(running)

    def test_the_page_rejects_posts(self):
        self.create()
        running, _ = self.serve()
        response, _ = self.get("/", "POST", "x", {"Content-Type": "application/soap+xml"})
        self.assertEqual((response.status, response.getheader("Allow")), (405, "GET, HEAD"))
        response, _ = self.get("/wsman")
        self.assertEqual((response.status, response.getheader("Allow")), (405, "POST"))
        response, text = self.get("/", "HEAD")
        self.assertEqual((response.status, text), (200, ""))
        self.finish(running)


class Explanations(Serve):
    """What the page shows below a field for a name."""

    def explain(self, body):
        return self.get("/explain", "POST", body, {"Content-Type": "application/json"})

    def test_a_posted_name_is_explained_as_by_the_program(self):
        running, _ = self.serve("--read-only-page")
        names = [*hostile, "", r"1\\MyKey", "1\\MyKey", r"1\\A,1\\B", "1\\\\" + "K" * 70_000]
        for name in names:
            said = self.run_program("explain", "--json", "--", name).stdout.decode()
            response, text = self.explain(json.dumps({"name": name}))
            self.assertEqual((response.status, text), (200, said), name)
            self.assertEqual(response.getheader("Content-Type"), "application/json; charset=utf-8")
        self.assertIn('"error":"embedded_nul"', self.explain(json.dumps({"name": "1\\K\0"}))[1])
        for body in ("", "1", "{}", '{"name": 1}', '{"name": "1", "node": "1"}', '{"name": "\\ud800"}'):
            response, text = self.explain(body)
            self.assertEqual(response.status, 400, body)
            self.assertTrue(text.startswith("error: the body has no name"), text)
        self.assertEqual(self.get("/explain", "POST", "1", {"Content-Type": "text/plain"})[0].status, 415)
        response, _ = self.get("/explain")
        self.assertEqual((response.status, response.getheader("Allow")), (405, "POST"))
        self.finish(running)


class Actions(Serve):
    """What the page posts."""

    json_type = {"Content-Type": "application/json"}

    def act(self, headers=None, **action):
        response, text = self.get("/action", "POST", json.dumps(action),
                                  {**self.json_type, **(headers or {})})
        return response.status, text

    def revision(self):
        return self.get("/state")[0].getheader("X-Revision")

    def test_actions_do_and_say_what_the_commands_do(self):
        self.create()
        running, _ = self.serve()
        key, other = r"1\\MyKey", r"1\\OtherKey"
        for action, text in (
                (dict(command="create_key", node="NODE1", container=other),
                 f"created the key container '{other}' on NODE1, exportable\n"),
                (dict(command="change_key", node="NODE1", container=other),
                 f"changed the key in '{other}' on NODE1\n"),
                (dict(command="move_resource", resource="SQL Server", node="NODE2"),
                 "moved 'SQL Server' to NODE2\n  note: 'SQL Server' has no checkpoints, so no key "
                 "comes along: NODE2 lacks MyKey\n"),
                (dict(command="crash_node", node="NODE2"), "crashed NODE2\n"),
                (dict(command="crash_node", node="NODE2"), "unchanged: NODE2 is down\n"),
                (dict(command="start_node", node="NODE2"), "started NODE2\n"),
                (dict(command="add_checkpoint", resource="SQL Server", checkpoint=key),
                 f"added '{key}' to 'SQL Server'\n  advice: no provider is named"),
                (dict(command="take_offline", resource="SQL Server"),
                 "took 'SQL Server' offline\n"),
                (dict(command="bring_online", resource="SQL Server"),
                 "brought 'SQL Server' online\n"),
                (dict(command="remove_checkpoint", resource="SQL Server", checkpoint=key),
                 f"removed '{key}' from 'SQL Server'\n")):
            status, said = self.act(**action)
            self.assertEqual((status, said[:len(text)]), (200, text))
        self.assertEqual(self.objects_of("list"), [])
        events = [one["event"] for one in self.objects_of("sandbox", "events")]
        self.assertEqual(events[-5:], ["key_saved", "resource_offline", "key_restored",
                                       "resource_online", "checkpoint_removed"])
        log = self.finish(running)
        for line in (f"POST create_key '{other}' 200 done",
                     "POST move_resource 'SQL Server' NODE2 200 done",
                     "POST crash_node NODE2 200 done",
                     f"POST add_checkpoint 'SQL Server' '{key}' 200 done"):
            self.assertIn(line, log)

    def test_failures_are_in_the_words_of_the_commands(self):
        self.create()
        running, _ = self.serve()
        before = self.revision()
        for action, words, status in (
                (dict(command="add_checkpoint", resource="SQL Server", checkpoint=r"1\\None"),
                 ("add", "SQL Server", r"1\\None"), 409),
                (dict(command="add_checkpoint", resource="SQL", checkpoint=r"1\\MyKey"),
                 ("add", "SQL", r"1\\MyKey"), 409),
                (dict(command="add_checkpoint", resource="SQL Server", checkpoint="PROV_RSA\\K"),
                 ("add", "SQL Server", "PROV_RSA\\K"), 400),
                (dict(command="remove_checkpoint", resource="SQL Server", checkpoint=r"1\\MyKey"),
                 ("remove", "SQL Server", r"1\\MyKey"), 409),
                (dict(command="create_key", node="NODE1", container=r"1\\MyKey"),
                 ("sandbox", "key", "create", "NODE1", r"1\\MyKey"), 409),
                (dict(command="move_resource", resource="SQL Server", node="NODE3"),
                 ("sandbox", "move", "SQL Server", "NODE3"), 409),
                (dict(command="crash_node", node="\x1b[31m"),
                 ("sandbox", "crash", "\x1b[31m"), 409)):
            done = self.run_program(*words)
            self.assertEqual(self.act(**action), (status, done.stderr.decode()))
        self.assertEqual(self.revision(), before)
        self.assertIn(r"POST add_checkpoint 'SQL Server' '1\\None' 409 key_container_not_found",
                      self.finish(running))

    def test_an_empty_sandbox_is_filled(self):
        running, _ = self.serve()
        status, text = self.act(command="create")
        self.assertEqual(status, 200, text)
        self.assertIn("added the node NODE1\n", text)
        self.assertEqual(self.act(command="create"),
                         (200, "unchanged: there is nothing to create\n"))
        self.finish(running)
        self.assertIn("unchanged", self.output_of("sandbox", "create"))

    def test_pages_of_other_sites_are_refused(self):
        self.create()
        running, _ = self.serve()
        before = self.revision()
        crash = dict(command="crash_node", node="NODE1")
        own = f"http://127.0.0.1:{self.port}"
        for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"},
                        {"Origin": f"http://127.0.0.1:{self.port + 1}"},
                        {"Origin": f"http://localhost:{self.port}"},
                        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
                        {"Sec-Fetch-Site": "cross-site", "Origin": own}):
            self.assertEqual(self.act(headers, **crash),
                             (403, "a page of another site cannot change this\n"), headers)
        for content_type in ("text/plain", "application/x-www-form-urlencoded",
                             "multipart/form-data; boundary=x", "application/soap+xml",
                             "application/jsonp", ""):
            status, text = self.act({"Content-Type": content_type}, **crash)
            self.assertEqual(status, 415, text)
        response, _ = self.get("/action", "OPTIONS", headers={
            "Origin": "http://evil.example", "Access-Control-Request-Method": "POST"})
        self.assertEqual(response.status, 405)
        self.assertEqual([name for name in response.headers if "access-control" in name.lower()],
                         [])
        self.assertEqual(self.get("/action")[0].status, 405)
        self.assertEqual(self.get("/action", "HEAD")[0].getheader("Allow"), "POST")
        self.assertEqual(self.revision(), before)
        status, _ = self.act({"Origin": own, "Sec-Fetch-Site": "same-origin",
                              "Content-Type": "Application/JSON ; charset=utf-8"}, **crash)
        self.assertEqual(status, 200)
        self.finish(running)

    def test_the_password_is_required(self):
        self.create()
        running, _ = self.serve("--user", page_user, "--password-file", self.password_file())
        right = base64.b64encode(f"{page_user}:{page_password}".encode()).decode()
        crash = dict(command="crash_node", node="NODE1")
        self.assertEqual(self.act(**crash)[0], 401)
        self.assertEqual(self.act({"WSMANIDENTIFY": "unauthenticated"}, **crash)[0], 401)
        wrong = base64.b64encode(f"{page_user}:{page_wrong_password}".encode()).decode()
        self.assertEqual(self.act({"Authorization": f"Basic {wrong}"}, **crash)[0], 401)
        right = {"Authorization": f"Basic {right}"}
        self.assertEqual(self.act({**right, "Origin": "http://evil.example"}, **crash)[0], 403)
        self.assertNotIn("node_stopped", self.output_of("sandbox", "events"))
        self.assertEqual(self.act(right, **crash), (200, "crashed NODE1\n"))
        self.finish(running)

    def test_a_read_only_page_refuses_actions(self):
        self.create()
        running, _ = self.serve("--read-only-page")
        self.assertEqual(self.act(command="crash_node", node="NODE1"),
                         (403, "the page is read-only: --read-only-page is set\n"))
        self.assertNotIn("node_stopped", self.output_of("sandbox", "events"))
        self.assertEqual(self.invoke("AddCryptoCheckpoint", r"1\\MyKey")[0], 200)
        self.finish(running)

    def test_what_is_no_action_is_refused(self):
        self.create()
        running, _ = self.serve()
        before = self.revision()
        for body, reason in (
                ("", "the body is no action"), ("[]", "it is not an object"),
                ("{", "the body is no action"), ("[" * 100_000, "the body is no action"),
                ('{"command": 1}', "command is not a text"),
                ('{"command": "crash_node", "node": ["NODE1"]}', "node is not a text"),
                ('{"command": "crash_node", "command": "start_node"}', "the body is no action"),
                ('{"command": "crash_node", "node": "\\ud800"}', "error: "),
                ("{}", "there is no command in the body"),
                ('{"command": "reset"}', "unknown command reset"),
                ('{"command": "crash_node"}', "crash_node takes node and nothing else"),
                ('{"command": "create", "node": "N"}', "unknown command create"),
                ('{"command": "move_resource", "node": "NODE2"}',
                 "move_resource takes resource and node and nothing else"),
                ('{"command": "crash_node", "node": "NODE1", "force": "1"}',
                 "crash_node takes node and nothing else")):
            response, text = self.get("/action", "POST", body, self.json_type)
            self.assertEqual(response.status, 400, (body[:80], text))
            self.assertIn(reason, text, body[:80])
        status, text = self.act(command="create_key", node="NODE1", container="1\\\\" + "K" * 5000)
        self.assertEqual((status, "4,096" in text or "4096" in text), (409, True), text[-300:])
        self.assertEqual(self.get("/action", "POST", "x" * 600_000, self.json_type)[0].status, 413)
        self.assertEqual(self.revision(), before)
        self.finish(running)

    def test_json_is_no_message_of_ws_management(self):
        self.create()
        running, _ = self.serve()
        response, text = self.get("/wsman", "POST", "{}", self.json_type)
        self.assertEqual((response.status, text), (415, "the body must be application/soap+xml\n"))
        self.finish(running)


if __name__ == "__main__":
    unittest.main()
