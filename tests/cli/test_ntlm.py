# SPDX-License-Identifier: BSL-1.0
"""NTLM against a server that verifies it, beyond ASCII too."""

import base64
import hashlib
import hmac
import http.server
import struct
import threading
import unittest

from cluster_support import ClusterTest
from passwords import password


def md4(data: bytes) -> bytes:
    """RFC 1320. OpenSSL 3 does not offer it any more."""
    data += b"\x80" + bytes((55 - len(data)) % 64) + struct.pack("<Q", len(data) * 8)
    rounds = (
        (lambda x, y, z: x & y | ~x & z, 0, range(16), (3, 7, 11, 19)),
        (lambda x, y, z: x & y | x & z | y & z, 0x5A827999,
         [4 * (i % 4) + i // 4 for i in range(16)], (3, 5, 9, 13)),
        (lambda x, y, z: x ^ y ^ z, 0x6ED9EBA1,
         [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15], (3, 9, 11, 15)))
    state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476]
    for begin in range(0, len(data), 64):
        words = struct.unpack_from("<16I", data, begin)
        a, b, c, d = state
        for mix, constant, order, shifts in rounds:
            for i, word in enumerate(order):
                total = (a + mix(b, c, d) + words[word] + constant) & 0xFFFFFFFF
                shift = shifts[i % 4]
                a, b, c, d = d, (total << shift | total >> 32 - shift) & 0xFFFFFFFF, b, c
        state = [(x + y) & 0xFFFFFFFF for x, y in zip(state, (a, b, c, d))]
    return struct.pack("<4I", *state)


def capitals(text: str) -> str:
    """One letter for one, as in Windows: the sharp s has no capital."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def ntowf_v2(user: str, secret: str, domain: str) -> bytes:
    """MS-NLMP 3.3.2 (from memory)."""
    return hmac.new(md4(secret.encode("utf-16-le")), (capitals(user) + domain).encode("utf-16-le"),
                    hashlib.md5).digest()


UNICODE, OEM, REQUEST_TARGET, NTLM, VERSION_2, TARGET_INFO = 1, 2, 4, 0x200, 0x80000, 0x800000
server_challenge = b"12345678"


def second_message(flags: int) -> bytes:
    """A challenge with the name of a domain as its target information (MS-NLMP 2.2.1.2)."""
    name = "THERE".encode("utf-16-le")
    info = struct.pack("<HH", 2, len(name)) + name + struct.pack("<HH", 0, 0)
    return (b"NTLMSSP\0" + struct.pack("<IHHI", 2, 0, 0, 48)
            + struct.pack("<I", flags | REQUEST_TARGET | NTLM | VERSION_2 | TARGET_INFO)
            + server_challenge
            + bytes(8) + struct.pack("<HHI", len(info), len(info), 48) + info)


class Server:
    """Lets one user in. Encodes names as its challenge says."""

    def __init__(self, user: str, password: str, flags: int = UNICODE):
        self.messages, self.users = [], []
        encoding = "utf-16-le" if flags & UNICODE else "cp850"
        ours = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # noqa: N802
                body = self.rfile.read(int(self.headers["Content-Length"]))
                scheme, _, token = self.headers.get("Authorization", "").partition(" ")
                message = base64.b64decode(token) if scheme == "NTLM" else b""
                if message:
                    ours.messages.append(message)
                offer, status = "NTLM", 401
                if message[8:12] == b"\1\0\0\0":
                    offer += " " + base64.b64encode(second_message(flags)).decode()
                elif message[8:12] == b"\3\0\0\0" and ours.accepts(message, body):
                    status = 404  # anything that is not about credentials
                self.send_response(status)
                if status == 401:
                    self.send_header("WWW-Authenticate", offer)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        def accepts(message: bytes, body: bytes) -> bool:
            def field(at: int) -> bytes:
                length, _, offset = struct.unpack_from("<HHI", message, at)
                return message[offset:offset + length]
            response, domain, name = field(20), field(28), field(36)
            ours.users.append((domain.decode(encoding), name.decode(encoding)))
            proof, blob = response[:16], response[16:]
            key = ntowf_v2(ours.users[-1][1], password, ours.users[-1][0])
            expected = hmac.new(key, server_challenge + blob, hashlib.md5).digest()
            return (body != b"" and capitals(ours.users[-1][1]) == capitals(user)
                    and hmac.compare_digest(proof, expected))

        self.accepts = accepts
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/wsman"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Ntlm(ClusterTest):
    def list_as(self, server: Server, user: str, secret: str):
        self.addCleanup(server.stop)
        self.password_file.write_text(secret, encoding="utf-8")
        done = self.run_program("list", "--cluster", server.url, "--auth", "ntlm", "--user", user,
                                "--password-file", self.password_file)
        self.assertNotIn(secret.encode(), done.stdout + done.stderr)
        return done

    def test_the_hash_of_this_file(self):
        self.assertEqual(md4(b"message digest").hex(), "d9130a8164549fe818874806e1c7014b")

    def test_user_and_password_in_latin_1(self):
        for user, secret in (("user", password), ("user", "Pässwört-ÿµ§"), ("josé", "Pässwört"),
                             ("JOSÉ", "Pässwört"), ("þorn÷ß", password)):
            for domain in ("", "Dömäne\\"):
                with self.subTest(user=domain + user):
                    server = Server(user, secret)
                    done = self.list_as(server, domain + user, secret)
                    self.assertIn(b"HTTP status 404", done.stderr)
                    self.assertEqual([found for found, _ in server.users], [domain.strip("\\")])

    def test_a_wrong_password_is_rejected(self):
        server = Server("josé", "Pässwört")
        done = self.list_as(server, "josé", "Passwort")
        self.assertEqual(done.returncode, 3, done)
        self.assertEqual(len(server.users), 1, "more attempts than one")

    def test_what_cannot_be_sent_is_not_tried(self):
        for user, secret in (("Жанна", password), ("user", "пароль-1"), ("user", "10 €-Zq7!"),
                             ("ÿser", password), ("µser", password)):
            server = Server(user, secret)
            done = self.list_as(server, user, secret)
            self.assertEqual(done.returncode, 2, done)
            self.assertIn(b"libcurl would send wrong by NTLM", done.stderr)
            self.assertEqual(server.messages, [])

    def test_a_server_that_reads_names_in_its_code_page(self):
        """As MS-NLMP has it where a client does not offer UTF-16, and libcurl does not."""
        server = Server("user", "Pässwört", OEM)
        self.assertIn(b"HTTP status 404", self.list_as(server, "user", "Pässwört").stderr)
        server = Server("josé", "Pässwört", OEM)
        done = self.list_as(server, "josé", "Pässwört")
        self.assertEqual(done.returncode, 3, done)
        self.assertIn(b"the server may have read another name", done.stderr)


if __name__ == "__main__":
    unittest.main()
