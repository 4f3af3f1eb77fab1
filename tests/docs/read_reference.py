# SPDX-License-Identifier: BSL-1.0
"""Reads the XML of Doxygen: the public names and their comments."""

import functools
import pathlib
import re
from xml.etree import ElementTree


def text_of(element: ElementTree.Element | None) -> str:
    return "" if element is None else "".join(element.itertext())


def place_of(element: ElementTree.Element) -> str:
    where = element.find("location")
    return f"{where.get('file')}:{where.get('line')}"


def descriptions(element: ElementTree.Element) -> list[ElementTree.Element]:
    found = (element.find("briefdescription"), element.find("detaileddescription"))
    return [one for one in found if one is not None]


def words_of(element: ElementTree.Element) -> str:
    return " ".join(text for one in descriptions(element) for text in one.itertext())


def titles_of(element: ElementTree.Element) -> set[str]:
    """The titles of its sections: Errors, Thread safety, Example."""
    return {text_of(title).strip() for title in element.findall(
        "./detaileddescription//simplesect[@kind='par']/title")}


def names_in(element: ElementTree.Element) -> set[str]:
    """The names in its comment: in @param, in @p, or as code."""
    found = set()
    for description in descriptions(element):
        for node in description.iter():
            if node.tag in ("parametername", "computeroutput"):
                found.update(re.findall(r"\w+", text_of(node)))
    return found


def sends_to(element: ElementTree.Element) -> list[str]:
    """The targets of references in its comment: `see CheckpointBackend`, `as add()`."""
    found = []
    for description in descriptions(element):
        for node in description.iter():
            if node.tag == "simplesect" and node.get("kind") == "see":
                found.extend(ref.get("refid") for ref in node.iter("ref"))
            before = node.text or ""
            for child in node:
                if child.tag == "ref" and re.search(r"\b([Ss]ee|[Aa]s)( of)? $", before):
                    found.append(child.get("refid"))
                before = child.tail or ""
    return found


class Function:
    def __init__(self, element: ElementTree.Element, compound: ElementTree.Element):
        self.element, self.compound = element, compound
        self.name = element.findtext("name")
        self.arguments = text_of(element.find("argsstring"))
        self.definition = text_of(element.find("definition"))
        self.type = re.sub(r"^((static|constexpr|consteval|auto) )+", "", text_of(element.find("type")))
        self.header = element.find("location").get("file")
        self.is_member = compound.get("kind") != "group"
        # Not a literal operator, which has a name of its own.
        self.is_operator = self.name.startswith("operator") and not self.name.startswith('operator""')
        self.is_written = not re.search(r"= ?(delete|default)$", self.arguments)
        self.parameters = [(text_of(one.find("type")), text_of(one.find("declname")))
                           for one in element.findall("param")]

    def is_inside(self, name: str, namespace: ElementTree.Element) -> bool:
        if self.is_member:
            return text_of(self.compound.find("compoundname")).startswith(name + "::")
        own_id = self.element.get("id")
        return any(own_id == member.get("id") or own_id == member.get("refid")
                   for member in namespace.iterfind("./sectiondef/*"))


class Reference:
    def __init__(self, folder: pathlib.Path):
        self.compounds: dict[str, ElementTree.Element] = {}
        self.by_id: dict[str, ElementTree.Element] = {}
        for file in sorted(folder.glob("*.xml")):
            if not re.match(r"(namespace|class|struct|concept|group)", file.name):
                continue
            compound = ElementTree.parse(file).getroot().find("compounddef")
            self.compounds[text_of(compound.find("compoundname"))] = compound
            self.by_id[compound.get("id")] = compound
            for member in compound.iterfind("./sectiondef/memberdef"):
                self.by_id.setdefault(member.get("id"), member)

    def classes(self) -> list[tuple[str, ElementTree.Element]]:
        """The public ones of this library."""
        return [(name, one) for name, one in self.compounds.items()
                if one.get("kind") in ("class", "struct") and one.get("prot", "public") == "public"
                and name.startswith("crypto_checkpoint::")]

    def concepts(self) -> list[tuple[str, ElementTree.Element]]:
        return [(name, one) for name, one in self.compounds.items() if one.get("kind") == "concept"]

    def enumerations(self) -> list[ElementTree.Element]:
        """The public ones."""
        return [one for one in self.by_id.values() if one.tag == "memberdef" and one.get("kind") == "enum"
                and one.get("prot") == "public"]

    def inner_namespaces(self) -> list[tuple[str, ElementTree.Element]]:
        """Those inside the library's. Their comments apply to all their names."""
        return [(name, one) for name, one in self.compounds.items()
                if one.get("kind") == "namespace" and name != "crypto_checkpoint"]

    def functions(self) -> list[Function]:
        """The public ones, each once. Doxygen lists a group's members once more in their namespace.
        Members that are defined outside their class stand in the group: 1.9.4 lists them in the class
        too, 1.9.8 only refers to them from there."""
        class_of = {member.get("refid"): one for _, one in self.classes()
                    for member in one.iterfind("./sectiondef/member")}
        found: dict[tuple, Function] = {}
        for compound in self.compounds.values():
            if compound.get("prot", "public") != "public" or compound.get("kind") == "namespace":
                continue
            for element in compound.iterfind("./sectiondef/memberdef[@kind='function']"):
                function = Function(element, class_of.get(element.get("id"), compound))
                if element.get("prot") != "public" or "::detail::" in function.definition:
                    continue
                declared = place_of(element), function.name, function.arguments
                if function.is_member or declared not in found:
                    found[declared] = function
        return list(found.values())

    @functools.cached_property
    def types(self) -> set[str]:
        """The names of the library's own types, each of which has a comment."""
        found = {re.sub("<.*", "", name).split("::")[-1] for name, _ in self.classes()}
        for element in self.by_id.values():
            if element.tag == "memberdef" and element.get("kind") in ("enum", "typedef"):
                found.add(element.findtext("name"))
        return found

    def read_for(self, function: Function) -> list[ElementTree.Element]:
        """The comments that apply to a function: its own, those of its class and of a namespace inside the
        library's, and the ones to which these refer."""
        found = [function.element]
        if function.is_member:
            found.append(function.compound)
        found.extend(one for name, one in self.inner_namespaces() if function.is_inside(name, one))
        for element in list(found):
            found.extend(self.by_id[one] for one in sends_to(element) if one in self.by_id)
        return found
