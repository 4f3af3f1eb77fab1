# SPDX-License-Identifier: BSL-1.0
"""python3-dracclient, a client for Dell's servers. ../test_clients.py describes what is read and written."""

import functools
import json
import os
import sys
import urllib.parse
import warnings

import requests
from dracclient import exceptions, wsman

# It sends no Content-Type, without which a message is not read, and verifies no certificate.
requests.post = functools.partial(
    requests.post, headers={"Content-Type": "application/soap+xml;charset=UTF-8"})
warnings.filterwarnings("ignore", module="urllib3")

url = urllib.parse.urlsplit(os.environ["URL"])
class_uri = os.environ["CLASS_URI"]
client = wsman.Client(url.hostname, os.environ["LOGIN"], os.environ["PASSWORD"], port=url.port,
                      path=url.path, protocol=url.scheme)
nil = "{http://www.w3.org/2001/XMLSchema-instance}nil"


def values_of(instance) -> dict:
    values = {}
    for element in instance:
        name = element.tag.rpartition("}")[2]
        values.setdefault(name, []).append(None if element.get(nil) == "true" else element.text)
    return values


def perform(request: dict):
    if request["do"] == "enumerate":
        envelope = client.enumerate(request["class"] or class_uri, max_elems=request["page"],
                                    filter_query=request["query"], filter_dialect="wql")
        return [values_of(one) for one in envelope.find(f".//{{{wsman.NS_WSMAN}}}Items")]
    envelope = client.invoke(class_uri, request["method"], {"Name": request["resource"]},
                             request["arguments"])
    return values_of(envelope.find(f".//{{{class_uri}}}{request['method']}_OUTPUT"))


for line in sys.stdin:
    try:
        response = {"value": perform(json.loads(line))}
    except (exceptions.WSManInvalidResponse, exceptions.WSManRequestFailure) as failure:
        response = {"fault": str(failure)}
    print(json.dumps(response), flush=True)
