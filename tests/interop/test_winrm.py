# SPDX-License-Identifier: BSL-1.0
"""python3-winrm, the client of most automation on Linux for Windows."""

import unittest
import uuid
import xml.etree.ElementTree as ET

from support import InteropTest, class_uri, password, skip_unless, user, wrong_password

try:
    import xmltodict
    from winrm.exceptions import InvalidCredentialsError, WinRMError
    from winrm.protocol import Protocol
except ImportError:
    Protocol = None

skip_unless(Protocol is not None, "python3-winrm")

enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
get = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get"
wql = "http://schemas.microsoft.com/wbem/wsman/1/WQL"
odd_resource = "R&D <\"SQL\"> 'Server' \u6570\u636e\u5e93 \U0001f511"


class WinRm(InteropTest):
    def protocol(self, tls=False, **others) -> "Protocol":
        options = {"username": user, "password": password, "transport": "basic",
                   "endpoint": self.serve(tls), **others}
        if tls:
            options["ca_trust_path"] = str(self.certificate_file)
        return Protocol(**options)

    def message(self, protocol, action, resource, body) -> str:
        """A message with the header that this client gives to its own."""
        header = protocol._get_soap_header(action=action, resource_uri=class_uri,
                                           message_id=uuid.uuid4())
        if resource is not None:
            header["env:Header"]["w:SelectorSet"] = {
                "w:Selector": {"@Name": "Name", "#text": resource}}
        return xmltodict.unparse({"env:Envelope": {**header, "env:Body": body}})

    def invoke(self, protocol, method, resource="SQL Server", **arguments) -> ET.Element:
        body = {f"p:{method}_INPUT": {
            "@xmlns:p": class_uri, **{f"p:{name}": value for name, value in arguments.items()}}}
        response = protocol.send_message(
            self.message(protocol, f"{class_uri}/{method}", resource, body))
        output = ET.fromstring(response).find(f".//{{{class_uri}}}{method}_OUTPUT")
        self.assertIsNotNone(output, response)
        return output

    def assert_fails(self, expected, protocol, *words, **arguments):
        with self.assertRaises(WinRMError) as raised:
            self.invoke(protocol, *words, **arguments)
        self.assertIn(expected, str(raised.exception))

    def add_list_remove(self, protocol):
        self.assertEqual(len(self.invoke(protocol, "AddCryptoCheckpoint",
                                         CheckpointName=r"1\\MyKey")), 0)
        self.assertEqual(self.checkpoints(), [r"1\\MyKey"])
        response = ET.fromstring(protocol.send_message(
            self.message(protocol, get, "SQL Server", {})))
        self.assertEqual([one.text for one in response.iter(f"{{{class_uri}}}CryptoCheckpoints")],
                         [r"1\\MyKey"])
        self.invoke(protocol, "RemoveCryptoCheckpoint", CheckpointName=r"1\\MyKey")
        self.assertEqual(self.checkpoints(), [])

    def test_adds_lists_and_removes_over_http(self):
        self.add_list_remove(self.protocol())

    def test_adds_lists_and_removes_over_https(self):
        self.add_list_remove(self.protocol(tls=True))

    def enumeration(self, protocol, operation, content) -> ET.Element:
        body = {f"n:{operation}": {"@xmlns:n": enumeration, **content}}
        return ET.fromstring(protocol.send_message(
            self.message(protocol, f"{enumeration}/{operation}", None, body)))

    def items(self, protocol, options) -> list:
        """Pulled one by one."""
        page = self.enumeration(protocol, "Enumerate", options)
        items = []
        while (context := page.find(f".//{{{enumeration}}}EnumerationContext")) is not None:
            page = self.enumeration(protocol, "Pull", {
                "n:EnumerationContext": context.text, "n:MaxElements": "1"})
            items += page.find(f".//{{{enumeration}}}Items")
        return items

    def enumerates(self, protocol):
        self.run_program("sandbox", "resource", "add", odd_resource, "NODE1")
        names = [odd_resource, "SQL Server"]
        self.assertEqual([one.findtext(f"{{{class_uri}}}Name") for one in self.items(protocol, {})],
                         names)
        self.assertEqual([one.findtext(".//{*}Selector[@Name='Name']") for one in self.items(
            protocol, {"w:EnumerationMode": "EnumerateEPR"})], names)

        def query(text):
            return self.items(protocol, {"w:Filter": {"@Dialect": wql, "#text": text}})

        escaped = odd_resource.replace("'", "\\'")
        found = query(f"select Name from MSCluster_Resource where Name = '{escaped}'")
        self.assertEqual([[(value.tag, value.text) for value in one] for one in found],
                         [[("Name", odd_resource)]])
        with self.assertRaises(WinRMError) as raised:
            query("select * from MSCluster_Nothing")
        self.assertIn("2150858778", str(raised.exception))

        page = self.enumeration(protocol, "Enumerate", {})
        context = page.findtext(f".//{{{enumeration}}}EnumerationContext")
        released = self.enumeration(protocol, "Release", {"n:EnumerationContext": context})
        self.assertEqual(len(released.find("{http://www.w3.org/2003/05/soap-envelope}Body")), 0)

    def test_enumerates_over_http(self):
        self.enumerates(self.protocol())

    def test_enumerates_over_https(self):
        self.enumerates(self.protocol(tls=True))

    def receives_error_codes(self, protocol):
        add = "AddCryptoCheckpoint"
        self.assert_fails("2148073475", protocol, add, CheckpointName=r"1\\FixedKey")  # NTE_BAD_KEY
        self.assert_fails("2148073494", protocol, add, CheckpointName=r"1\\NoKey")  # NTE_BAD_KEYSET
        self.assert_fails("2150858752", protocol, add, "Missing",
                   CheckpointName=r"1\\MyKey")  # no such instance
        self.assert_fails("2147749935", protocol, add)  # WBEM_E_INVALID_METHOD_PARAMETERS
        self.assert_fails("2147749934", protocol, "AddNothing",
                   CheckpointName=r"1\\MyKey")  # WBEM_E_INVALID_METHOD
        self.assertEqual(self.checkpoints(), [])

    def test_receives_error_codes_over_http(self):
        self.receives_error_codes(self.protocol())

    def test_receives_error_codes_over_https(self):
        self.receives_error_codes(self.protocol(tls=True))

    def wrong_password_is_rejected(self, tls):
        with self.assertRaises(InvalidCredentialsError):
            self.invoke(self.protocol(tls, password=wrong_password), "AddCryptoCheckpoint",
                        CheckpointName=r"1\\MyKey")
        self.assertEqual(self.checkpoints(), [])

    def test_wrong_password_is_rejected_over_http(self):
        self.wrong_password_is_rejected(tls=False)

    def test_wrong_password_is_rejected_over_https(self):
        self.wrong_password_is_rejected(tls=True)

    def test_client_rejects_an_untrusted_certificate(self):
        protocol = self.protocol(tls=True)
        protocol.transport.ca_trust_path = None
        with self.assertRaises(Exception) as raised:
            self.invoke(protocol, "AddCryptoCheckpoint", CheckpointName=r"1\\MyKey")
        self.assertIn("certificate", str(raised.exception).lower())
        self.assertEqual(self.checkpoints(), [])


if __name__ == "__main__":
    unittest.main()
