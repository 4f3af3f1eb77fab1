#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compares sandbox.mof with the WMI provider that it registers.

There is no mofcomp outside Windows. This script parses the subset of MOF that the file uses and compares it with the
sources: methods and parameters with provider_methods, properties with those that the provider puts, the CLSID with
that of the DLL. Nothing may be registered outside the sandbox's own namespace, and remove_sandbox.mof must remove
all of it.
"""

import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
errors = []


def check(what: str, found: object, expected: object) -> None:
    if found != expected:
        errors.append(f"{what}: {found!r} where {expected!r} is expected")


def source(path: str) -> str:
    return (root / path).read_text(encoding="utf-8")


def mof(name: str) -> str:
    """A MOF file without its comments."""
    return re.sub(r"//[^\n]*", "", source(f"examples/wmi_provider/{name}"))


def members(text: str, class_name: str) -> tuple[dict, dict, str]:
    """The properties of a class, as name to (qualifiers, type), and its methods, as name to
    (qualifiers, [(qualifier, type, name)]); and the qualifiers of the class."""
    found = re.search(
        rf"(?:\[([^\]]*)\]\s*)?class {class_name}\b[^{{]*\{{(.*?)\n\}};", text, re.DOTALL
    )
    if not found:
        errors.append(f"there is no class {class_name}")
        return {}, {}, ""
    properties, methods = {}, {}
    for member in filter(None, (one.strip() for one in found[2].split(";"))):
        method = re.fullmatch(r"\[([^\]]*)\]\s*void (\w+)\((.*)\)", member, re.DOTALL)
        plain = re.fullmatch(r"(?:\[([^\]]*)\]\s*)?(\w+) (\w+)(\[\])?", member)
        if method:
            parameters = []
            for one in re.split(r",\s*(?=\[)", method[3]):
                parts = re.fullmatch(r"\[(\w+)\] (\w+) (\w+)(\[\])?", one.strip())
                parameters.append((parts[1], parts[2] + (parts[4] or ""), parts[3]))
            methods[method[2]] = (method[1], parameters)
        elif plain:
            properties[plain[3]] = (plain[1] or "", plain[2] + (plain[4] or ""))
        else:
            errors.append(f"{class_name}: cannot read {member!r}")
    return properties, methods, found[1] or ""


def served_methods() -> dict:
    """provider_methods, as name to the parameters that go in."""
    header = source("include/crypto_checkpoint/cluster/resource_provider.hpp")
    types = {"text": "string", "number": "sint32", "bytes": "uint8[]"}
    lists = {
        name: [
            ("In", types[kind], parameter)
            for parameter, kind in re.findall(r'\{"(\w+)",\s*ParameterType::(\w+),', body)
        ]
        for name, body in re.findall(
            r"auto (\w+_parameters) =\s*std::to_array<ParameterDescription>\((.*?)\);",
            header,
            re.DOTALL,
        )
    }
    table = re.search(r"auto provider_methods =\s*(.*?);", header, re.DOTALL)[1]
    return {
        name: lists[parameters]
        for name, parameters in re.findall(r'\{"(\w+)",\s*detail::(\w+)\}', table)
    }


text = mof("sandbox.mof")
removal = mof("remove_sandbox.mof")
header = source("include/crypto_checkpoint/cluster/resource_provider.hpp")
objects = source("include/crypto_checkpoint/wmi/detail/provider_objects.hpp")

properties, methods, qualifiers = members(text, "MSCluster_Resource")
served = served_methods()
check("methods", sorted(methods), sorted(served))
check("methods that are known", len(served), 3)
for name, (method_qualifiers, parameters) in methods.items():
    check(f"{name}'s qualifiers", method_qualifiers, "Implemented")
    check(f"{name} takes", [one for one in parameters if one[0] == "In"], served.get(name))
    check(
        f"{name} gives",
        [one[2] for one in parameters if one[0] == "Out"],
        re.findall(r'\{"(Output\w+)",', header) if name == "ExecuteResourceControl" else [],
    )

put = set(re.findall(r'\(void\)instance\.put\("(\w+)"|\binstance\.put\("(\w+)"', objects))
check("properties", sorted(properties), sorted(one or other for one, other in put))
check("the key", [name for name, (its, _) in properties.items() if "Key" in its], ["Name"])
check("CryptoCheckpoints", properties.get("CryptoCheckpoints", ("", ""))[1], "string[]")
check("the class's UUID", "{C2862F9C-34DE-4b16-9EE3-099D078E9F59}" in qualifiers, True)

status, _, status_qualifiers = members(text, "MSCluster_ExtendedStatus")
inherited = {"Description", "Operation", "ParameterInfo", "ProviderName", "StatusCode"}
check(
    "the status",
    sorted(inherited | set(status)),
    sorted(set(re.findall(r'status\.put\("(\w+)"', objects))),
)
check("the status' UUID", "{A09B95AB-B364-410C-8431-4C5A6EB791A9}" in status_qualifiers, True)

own_class = re.search(r"\{[0-9A-F-]{36}\}", source("examples/wmi_provider/provider_class.hpp"))[0]
check("the CLSID", re.search(r'CLSID = "(.*)";', text)[1], own_class)
name = re.search(r'as \$Provider\s*\{\s*Name = "(\w+)";', text)[1]
check("the class's provider", re.search(r'Provider\("(\w+)"\)', qualifiers)[1], name)
for registration in ("__InstanceProviderRegistration", "__MethodProviderRegistration"):
    check(
        registration,
        re.search(rf"instance of {registration}\s*\{{\s*Provider = (\S+);", text)[1],
        "$Provider",
    )

namespaces = re.findall(r'#pragma namespace\("(.*)"\)', text)
check("namespaces", namespaces, [r"\\\\.\\root", r"\\\\.\\root\\CryptoCheckpointSandbox"])
in_root = text.split("#pragma namespace")[1]
check("what is made in root", re.findall(r"(?:instance of|class) \w+", in_root), ["instance of __Namespace"])
made = re.search(r'instance of __Namespace\s*\{\s*Name = "(\w+)";', in_root)[1]
check("what is taken out", re.findall(r'__Namespace\.Name=\\"(\w+)\\"', removal), [made])
check("where it is taken out", re.findall(r'#pragma namespace\("(.*)"\)', removal), [r"\\\\.\\root"])

for error in errors:
    print(error)
print(f"{len(methods)} methods, {len(properties)} properties, {len(errors)} errors")
sys.exit(1 if errors else 0)
