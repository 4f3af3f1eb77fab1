# SPDX-License-Identifier: BSL-1.0
"""python3-zeep, with cluster.wsdl. ../test_clients.py describes what is read and written."""

import json
import os
import pathlib
import sys
import uuid

import requests
import zeep
from lxml import etree

addressing = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
transfer = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
wsman = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
wql = "http://schemas.microsoft.com/wbem/wsman/1/WQL"
nil = "{http://www.w3.org/2001/XMLSchema-instance}nil"

url = os.environ["URL"]
class_uri = os.environ["CLASS_URI"]
session = requests.Session()
session.auth = (os.environ["LOGIN"], os.environ["PASSWORD"])
session.trust_env = False  # or REQUESTS_CA_BUNDLE comes before `verify`
session.verify = os.environ["CA_FILE"] or True
client = zeep.Client(str(pathlib.Path(__file__).with_name("cluster.wsdl")),
                     transport=zeep.Transport(session=session))
service = client.create_service("{urn:crypto-checkpoint:cluster}Soap", url)


def element(namespace: str, name: str, *content, **attributes):
    made = etree.Element(f"{{{namespace}}}{name}", attributes)
    for one in content:
        if isinstance(one, str):
            made.text = one
        else:
            made.append(one)
    return made


def header(action: str, name=None, of_class=None) -> list:
    """Zeep's own plugin for WS-Addressing is for the namespace of 2005, which WS-Management does not use."""
    anonymous = element(addressing, "Address", f"{addressing}/role/anonymous")
    elements = [element(addressing, "Action", action), element(addressing, "To", url),
                element(addressing, "MessageID", uuid.uuid4().urn),
                element(addressing, "ReplyTo", anonymous),
                element(wsman, "ResourceURI", of_class or class_uri)]
    if name is not None:
        elements.append(element(wsman, "SelectorSet", element(wsman, "Selector", name, Name="Name")))
    return elements


def values_of(elements) -> dict:
    values = {}
    for one in elements:
        name = etree.QName(one).localname
        values.setdefault(name, []).append(None if one.get(nil) == "true" else one.text)
    return values


def item_of(item) -> dict:
    """An instance, whose type zeep knows, or another element."""
    if not isinstance(item, etree._Element):
        return values_of(item._value_1)
    selector = item.find(f".//{{{wsman}}}Selector[@Name='Name']")
    if selector is None:
        return values_of(item)
    instance = item.find(f"{{{class_uri}}}MSCluster_Resource")
    return {"reference": [selector.text], **values_of(() if instance is None else instance)}


def start(query=None, mode=None, of_class=None) -> str:
    options = []
    if query is not None:
        options.append(element(wsman, "Filter", query, Dialect=wql))
    if mode is not None:
        options.append(element(wsman, "EnumerationMode", mode))
    return service.Enumerate(_value_1=options,
                             _soapheaders=header(f"{enumeration}/Enumerate", of_class=of_class))


def enumerate_all(request: dict) -> list:
    context = start(request["query"], request["mode"], request["class"])
    items = []
    while context is not None:
        page = service.Pull(EnumerationContext=context, MaxElements=request["page"],
                            _soapheaders=header(f"{enumeration}/Pull"))
        # An element without content is None.
        items += map(item_of, page.Items._value_1 if page.Items else [])
        context = page.EnumerationContext
    return items


def perform(request: dict):
    what = request["do"]
    if what == "identify":
        return service.Identify().ProductVendor
    if what == "get":
        return values_of(service.Get(_soapheaders=header(f"{transfer}/Get", request["resource"])))
    if what == "enumerate":
        return enumerate_all(request)
    if what == "release":
        return service.Release(EnumerationContext=start(),
                               _soapheaders=header(f"{enumeration}/Release"))
    method = request["method"]
    return service[method](_soapheaders=header(f"{class_uri}/{method}", request["resource"]),
                           **request["arguments"])


for line in sys.stdin:
    try:
        response = {"value": perform(json.loads(line))}
    except zeep.exceptions.TransportError as failure:
        response = {"fault": f"{failure.status_code} {failure}"}
    except zeep.exceptions.Fault as failure:
        response = {"fault": f"500 {failure} {etree.tostring(failure.detail, encoding='unicode')}"}
    except requests.exceptions.RequestException as failure:
        response = {"fault": str(failure)}
    print(json.dumps(response), flush=True)
