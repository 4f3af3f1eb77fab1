# SPDX-License-Identifier: BSL-1.0
"""A Kerberos realm in a folder, and a proxy that demands its tickets."""

import base64
import http.client
import http.server
import os
import pathlib
import socket
import subprocess
import threading
import time
import urllib.parse

import gssapi

realm_name = "TEST.EXAMPLE"

krb5_conf = """[libdefaults]
    default_realm = {realm}
    dns_lookup_kdc = false
    dns_lookup_realm = false
    dns_canonicalize_hostname = false
    rdns = false
    clockskew = 1
[realms]
    {realm} = {{
        kdc = 127.0.0.1:{port}
    }}
[domain_realm]
    localhost = {realm}
    127.0.0.1 = {realm}
[logging]
    kdc = FILE:{folder}/kdc.log
    default = FILE:{folder}/krb5.log
"""

kdc_conf = """[kdcdefaults]
    kdc_listen = 127.0.0.1:{port}
    kdc_tcp_listen = 127.0.0.1:{port}
[realms]
    {realm} = {{
        database_name = {folder}/principal
        key_stash_file = {folder}/stash
        acl_file = {folder}/acl
    }}
"""


def free_port() -> int:
    """Free for both TCP and UDP."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as by_udp, \
                socket.socket(socket.AF_INET, socket.SOCK_STREAM) as by_tcp:
            by_udp.bind(("127.0.0.1", 0))
            try:
                by_tcp.bind(by_udp.getsockname())
            except OSError:
                continue
            return by_udp.getsockname()[1]


class Realm:
    """A realm whose one service is HTTP on localhost."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.port = free_port()
        for name, text in (("krb5.conf", krb5_conf), ("kdc.conf", kdc_conf)):
            (folder / name).write_text(
                text.format(realm=realm_name, port=self.port, folder=folder), encoding="ascii")
        self.environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "LC_ALL": "C.UTF-8",
            "KRB5_CONFIG": str(folder / "krb5.conf"),
            "KRB5_KDC_PROFILE": str(folder / "kdc.conf"),
            "KRB5CCNAME": f"FILE:{folder}/tickets",
            "KRB5_CLIENT_KTNAME": f"FILE:{folder}/none",
        }
        self.service_keytab = folder / "service.keytab"
        self.run("kdb5_util", "create", "-s", "-r", realm_name, "-P", "of the database alone")
        self.administer("addprinc -randkey HTTP/localhost",
                        f"ktadd -k {self.service_keytab} HTTP/localhost")
        self.kdc = subprocess.Popen(["krb5kdc", "-n", "-r", realm_name], env=self.environment,
                                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                    stderr=subprocess.DEVNULL)
        self.wait_for_kdc()

    def run(self, *words, text: str = "") -> str:
        done = subprocess.run(words, env=self.environment, input=text.encode(),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60,
                              check=False)
        output = done.stdout.decode()
        if done.returncode != 0:
            raise RuntimeError(f"{words}: {output}")
        return output

    def administer(self, *orders) -> None:
        for order in orders:
            self.run("kadmin.local", "-r", realm_name, "-q", order)

    def wait_for_kdc(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self.kdc.poll() is not None:
                raise RuntimeError("krb5kdc ended: " + self.log())
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("krb5kdc does not respond: " + self.log())

    def log(self) -> str:
        file = self.folder / "kdc.log"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def add_user(self, name: str, password: str) -> None:
        self.administer(f'addprinc -pw "{password}" {name}')

    def add_user_with_keytab(self, name: str) -> pathlib.Path:
        keytab = self.folder / f"{name}.keytab"
        self.administer(f"addprinc -randkey {name}", f"ktadd -k {keytab} {name}")
        return keytab

    def log_in(self, name: str, password: str) -> None:
        self.run("kinit", name, text=password + "\n")

    def log_in_with_keytab(self, name: str, keytab: pathlib.Path, *options) -> None:
        self.run("kinit", "-k", "-t", str(keytab), *options, name)

    def log_out(self) -> None:
        self.run("kdestroy", "-q")

    def stop(self) -> None:
        self.kdc.terminate()
        self.kdc.wait(timeout=30)


class Acceptor:
    """A proxy that authenticates requests by their tickets and forwards those of allowed users."""

    def __init__(self, realm: Realm, behind: str, allowed: set, tls=None):
        self.behind = urllib.parse.urlsplit(behind)
        self.allowed = allowed
        self.users = []  # of each request; None without a valid ticket
        self.lock = threading.Lock()
        # GSSAPI reads the environment of the process.
        os.environ["KRB5_CONFIG"] = realm.environment["KRB5_CONFIG"]
        store = {b"keytab": str(realm.service_keytab).encode()}
        self.credentials = gssapi.Credentials(usage="accept", store=store)
        acceptor = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # noqa: N802
                body = self.rfile.read(int(self.headers["Content-Length"]))
                acceptor.respond(self, body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.url = (f"http{'' if tls is None else 's'}://localhost:{self.server.server_port}"
                    f"{self.behind.path}")
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def authenticate(self, header) -> tuple:
        """The name in the ticket, or None, and the token that authenticates this server."""
        scheme, _, token = (header or "").partition(" ")
        if scheme != "Negotiate":
            return None, b""
        context = gssapi.SecurityContext(creds=self.credentials, usage="accept")
        try:
            proof = context.step(base64.b64decode(token))
        except gssapi.exceptions.GSSError:
            return None, b""
        return (str(context.initiator_name) if context.complete else None), proof or b""

    def respond(self, handler: http.server.BaseHTTPRequestHandler, body: bytes) -> None:
        user, proof = self.authenticate(handler.headers["Authorization"])
        with self.lock:
            self.users.append(user)
        if user not in self.allowed:
            self.send(handler, 401, "text/plain", b"",
                      [("WWW-Authenticate", "Negotiate"), ("WWW-Authenticate", "Basic")])
            return
        forwarded = http.client.HTTPConnection(self.behind.netloc, timeout=30)
        forwarded.request("POST", self.behind.path, body,
                          {"Content-Type": handler.headers["Content-Type"]})
        response = forwarded.getresponse()
        self.send(handler, response.status, response.headers["Content-Type"], response.read(),
                  [("WWW-Authenticate", "Negotiate " + base64.b64encode(proof).decode())])
        forwarded.close()

    @staticmethod
    def send(handler, status: int, content_type: str, body: bytes, headers: list) -> None:
        handler.send_response(status)
        for name, value in headers:
            handler.send_header(name, value)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
