# SPDX-License-Identifier: BSL-1.0
"""curl, with messages written by hand."""

import shutil
import subprocess
import unittest
import xml.etree.ElementTree as ET

from support import InteropTest, class_uri, password, skip_unless, user, wrong_password

skip_unless(shutil.which("curl") is not None, "curl")

soap = "{http://www.w3.org/2003/05/soap-envelope}"
identify = ('<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
            'xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd">'
            '<s:Header/><s:Body><i:Identify/></s:Body></s:Envelope>')


def invocation(method: str, resource: str, arguments: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"
          xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"
          xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">
  <Header>
    <a:Action>
      {class_uri}/{method}
    </a:Action>
    <a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>
    <a:MessageID>uuid:9A989269-283B-4624-BAC5-BC291F72E854</a:MessageID>
    <w:ResourceURI>{class_uri}</w:ResourceURI>
    <w:SelectorSet><w:Selector Name="Name">{resource}</w:Selector></w:SelectorSet>
  </Header>
  <Body><{method}_INPUT xmlns="{class_uri}">{arguments}</{method}_INPUT></Body>
</Envelope>"""


class Curl(InteropTest):
    def post(self, url: str, message: str, *options) -> tuple:
        """The HTTP status and the response."""
        done = subprocess.run(
            ["curl", "--silent", "--show-error", "--max-time", "30", "--write-out",
             "\n%{http_code}", "--header", "Content-Type: application/soap+xml;charset=UTF-8",
             "--data-binary", "@-", *options, url],
            input=message.encode(), env=self.environment, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        response, _, status = done.stdout.decode().rpartition("\n")
        return int(status), response

    def check_requests(self, url: str, *options):
        """Valid and invalid requests."""
        right = ["--user", f"{user}:{password}", *options]
        status, response = self.post(url, identify, *right)
        self.assertEqual(status, 200, response)
        self.assertIn("wsmanidentity.xsd", response)

        added = invocation("AddCryptoCheckpoint", "SQL Server",
                           r"<CheckpointName>1\\MyKey</CheckpointName>")
        status, response = self.post(url, added, *right)
        self.assertEqual(status, 200, response)
        self.assertEqual(self.checkpoints(), [r"1\\MyKey"])
        body = ET.fromstring(response).find(f"{soap}Body")
        self.assertEqual([one.tag for one in body], [f"{{{class_uri}}}AddCryptoCheckpoint_OUTPUT"])
        self.assertEqual(len(body[0]), 0)
        self.assertIn("uuid:9A989269-283B-4624-BAC5-BC291F72E854", response)

        for fault, message in [
                ("183", added),  # of HRESULT_FROM_WIN32(ERROR_ALREADY_EXISTS)
                ("2150858752", invocation("AddCryptoCheckpoint", "Missing",  # no such instance
                                          r"<CheckpointName>1\\MyKey</CheckpointName>")),
                ("2148073475", invocation("AddCryptoCheckpoint", "SQL Server",
                                          r"<CheckpointName>1\\FixedKey</CheckpointName>")),
                ("CheckpointName is missing", invocation("AddCryptoCheckpoint", "SQL Server", "")),
                ("no method AddNothing", invocation("AddNothing", "SQL Server", ""))]:
            status, response = self.post(url, message, *right)
            self.assertEqual(status, 500, response)
            self.assertIn(fault, response)
            self.assertEqual(ET.fromstring(response).find(f"{soap}Body")[0].tag, f"{soap}Fault")

        for wrong in (["--user", f"{user}:{wrong_password}", *options], [*options]):
            status, response = self.post(url, added, *wrong)
            self.assertEqual(status, 401, response)
        self.assertEqual(self.checkpoints(), [r"1\\MyKey"])

    def test_over_http(self):
        self.check_requests(self.serve())

    def test_over_https(self):
        self.check_requests(self.serve(tls=True), "--cacert", str(self.certificate_file))

    def test_digest_is_not_offered(self):
        url = self.serve()
        status, _ = self.post(url, identify, "--digest", "--user", f"{user}:{password}")
        self.assertEqual(status, 401)

    def test_rejects_malformed_messages(self):
        url = self.serve(with_password=False)
        for text in ("", "hello", "<a/>", identify[:-1]):
            status, response = self.post(url, text)
            self.assertIn(status, (400, 411), response)


if __name__ == "__main__":
    unittest.main()
