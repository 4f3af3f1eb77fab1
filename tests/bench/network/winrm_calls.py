# SPDX-License-Identifier: BSL-1.0
"""Calls a server with python3-winrm and prints the calls per second.

usage: winrm_calls.py URL CALLS [CA-FILE]
"""

import contextlib
import sys
import time
import uuid
import warnings

import xmltodict
from winrm.exceptions import WinRMError
from winrm.protocol import Protocol

warnings.simplefilter("ignore")
url, calls = sys.argv[1], int(sys.argv[2])
class_uri = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/mscluster/MSCluster_Resource"
protocol = Protocol(url, transport="basic", username="u", password="p",
                    ca_trust_path=sys.argv[3] if len(sys.argv) > 3 else None)


def call(method):
    header = protocol._get_soap_header(action=f"{class_uri}/{method}", resource_uri=class_uri,
                                       message_id=uuid.uuid4())
    header["env:Header"]["w:SelectorSet"] = {"w:Selector": {"@Name": "Name", "#text": "SQL"}}
    body = {f"p:{method}_INPUT": {"@xmlns:p": class_uri, "p:CheckpointName": r"1\\Key0"}}
    xmltodict.parse(protocol.send_message(
        xmltodict.unparse({"env:Envelope": {**header, "env:Body": body}})))


# The checkpoint must be absent: from here on every call changes something, and a failure ends the program.
with contextlib.suppress(WinRMError):
    call("RemoveCryptoCheckpoint")
begun = time.perf_counter()
for number in range(calls):
    call("AddCryptoCheckpoint" if number % 2 == 0 else "RemoveCryptoCheckpoint")
print(calls / (time.perf_counter() - begun))
