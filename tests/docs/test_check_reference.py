#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Each rule of check_reference.py finds the errors it is for, and no others.

The input is XML as Doxygen writes it: a class, a concept and a topic with a function.
"""

import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
import check_reference  # noqa: E402


def part(title: str, text: str = "said") -> str:
    return f'<simplesect kind="par"><title>{title}</title><para>{text}</para></simplesect>'


def function(name: str, kind: str, parameters: dict[str, str], said: str) -> str:
    return (f'<memberdef kind="function" id="{name}" prot="public"><type>{kind}</type>'
            f'<definition>{kind} {name}</definition><argsstring>()</argsstring><name>{name}</name>'
            + "".join(f"<param><type>{its}</type><declname>{one}</declname></param>"
                      for one, its in parameters.items())
            + f'<detaileddescription><para>{said}</para></detaileddescription>'
            '<location file="a.hpp" line="1"/></memberdef>')


def member(kind: str, said: str) -> str:
    return (f'<memberdef kind="variable" id="text" prot="public"><type>{kind}</type><name>text</name>'
            f'<briefdescription><para>{said}</para></briefdescription><location file="a.hpp" line="1"/>'
            '</memberdef>')


def enumeration(said: str) -> str:
    return (f'<memberdef kind="enum" id="kind" prot="public"><name>Kind</name><enumvalue><name>small</name>'
            f'<briefdescription>{said}</briefdescription></enumvalue><location file="a.hpp" line="1"/>'
            '</memberdef>')


def compound(kind: str, name: str, said: str, members: str) -> str:
    return (f'<doxygen><compounddef kind="{kind}" id="{name}" prot="public"><compoundname>{name}'
            f'</compoundname><sectiondef kind="func">{members}</sectiondef><detaileddescription>'
            f'<para>{said}</para></detaileddescription><location file="a.hpp" line="1"/></compounddef>'
            '</doxygen>')


def errors_of(inside: str, free: str,
              class_says: str = part("Example"),
              concept_says: str = "All of them.") -> list[str]:
    check_reference.errors.clear()
    with tempfile.TemporaryDirectory() as folder:
        for kind, name, said, members in (("class", "crypto_checkpoint::Thing", class_says, inside),
                                          ("concept", "crypto_checkpoint::Any", concept_says, ""),
                                          ("group", "things", "", free)):
            file = pathlib.Path(folder) / f"{kind}_thing.xml"
            file.write_text(compound(kind, name, said, members), encoding="utf-8")
        check_reference.check_what_doxygen_read(pathlib.Path(folder))
    return list(check_reference.errors)


def parameter(name: str, said: str) -> str:
    return (f'<parameterlist kind="param"><parameteritem><parametername>{name}</parametername>'
            f'<para>{said}</para></parameteritem></parameterlist>')


example = part("Example")
refers = 'see <ref refid="well" kindref="member">well()</ref>'
well = function("well", "int", {"name": "std::string_view"}, parameter("name", "UTF-8") + example)
by_p = "That <computeroutput>name</computeroutput>, in ASCII." + example

# The members of the class, the functions of the topic, and the error that the check reports.
cases: list[tuple[str, str, str | None]] = [
    ("", well, None),
    ("", function("f", "int", {"name": "std::string_view"}, by_p), None),
    ("", function("f", "int", {"thing": "const Thing &amp;"}, example), None),
    ("", well + function("f", "int", {"name": "std::string_view"}, refers), None),
    (well, "", None),
    ("", function("f", "int", {"name": "std::string_view"}, "in UTF-8" + example), "nothing of `name`"),
    ("", function("f", "int", {"thing": "Thing &amp;"}, example), None),
    ("", function("f", "int", {"api": "Api"}, example), None),
    (function("Thing", "", {"value": "int"}, ""), "", None),
    (function("f", "int", {"value": "int"}, ""), "", "nothing of `value`"),
    ("", function("f", "int", {"one": "Thing &amp;"}, example), "nothing of `one`"),
    ("", function("f", "int", {"one": "const Thing *"}, example), "nothing of `one`"),
    ("", function("f", "int", {"n": "std::size_t"}, example), "nothing of `n`"),
    ("", function("f", "int", {"name": "std::string_view"}, parameter("name", "any") + example),
     "in which encoding"),
    ("", function("f", "std::string", {}, example), "in which encoding"),
    ("", function("f", "std::string", {}, "Is UTF-8." + example), None),
    (member("std::string", "any"), "", "Thing::text does not say in which encoding"),
    (member("std::string", "UTF-8"), "", None),
    (member("int", "any"), "", None),
    ("", function("f", "int", {}, ""), "has no example"),
    ("", function("f", "Result&lt; void &gt;", {}, example), "has no @par Errors"),
    ("", function("f", "Result&lt; void &gt;", {}, part("Errors") + example), None),
    (function("f", "int", {"n": "int"}, ""), "", "nothing of `n`"),
    ("", enumeration(""), "Kind does not say what it means"),
    ("", enumeration("<para>less than others</para>"), None),
    (enumeration(""), "", "Kind does not say what it means"),
]
with_other_class = [
    (part("Example"), None),
    (part("Source"), "shows none of them"),
]


def main() -> int:
    failed = 0
    results = [(errors_of(inside, free), wanted) for inside, free, wanted in cases]
    results += [(errors_of(function("f", "int", {}, ""), "", said), wanted)
                for said, wanted in with_other_class]
    results.append((errors_of("", "", concept_says=""), "Any does not say what it asks for"))
    for number, (found, wanted) in enumerate(results):
        if (wanted is None and found) or (wanted and not (len(found) == 1 and wanted in found[0])):
            print(f"case {number}: {found}, should be {wanted}")
            failed += 1
    for name, errors in (("timed_out, access_denied", 0), ("timed_out, access_refused", 1)):
        check_reference.errors.clear()
        check_reference.check_error_names("a.hpp:1", ["@par Errors", f" * {name}: when it is so"])
        if len(check_reference.errors) != errors:
            print(f"{name}: {check_reference.errors}")
            failed += 1
    for comment, errors in ((["@par Thread safety  a value"], 1),
                            (["@par Thread safety  a value, as long as its views are valid"], 1),
                            (["@par Thread safety  none needed"], 1),
                            (["@par Thread safety", "  values"], 1),
                            (["@par Thread safety", "@par Example"], 1),
                            (["@par Thread safety  one thread at a time."], 1),
                            (["@par Thread safety  one thread at a time, together with its slot"], 0),
                            (["@par Thread safety  safe: each call is one step"], 0),
                            (["@par Thread safety", "  that of the backend"], 0)):
        check_reference.errors.clear()
        check_reference.check_thread_safety("a.hpp:1", comment)
        if len(check_reference.errors) != errors:
            print(f"{comment}: {check_reference.errors}")
            failed += 1
    for comment, errors in ((["Reads it:", "", "    auto found = read();  // may fail", "    use"], 1),
                            (["Reads it:", "@code", "auto found = read();", "@endcode"], 1),
                            (["Reads it:", "```cpp"], 1),
                            (["Reads it:", "", "    if (found) {", "        use();"], 2),
                            (["As ABNF:", "", "    ; any", "    name = 1*ALPHA  ; ASCII"], 0),
                            (["@par Errors", "  * timed_out: when it", "    took too long;"], 0)):
        check_reference.errors.clear()
        check_reference.check_code("a.hpp:1", comment)
        if len(check_reference.errors) != errors:
            print(f"{comment}: {check_reference.errors}")
            failed += 1
    print(f"{len(results)} cases, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
