# SPDX-License-Identifier: BSL-1.0
"""Compares the public types of the headers with the table of public_types.test.cpp.

usage: check_public_types.py               each public type has a row, as a value or as another type
       check_public_types.py --self-test   finds planted types
"""

import collections
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parents[2]
include = root / "include/crypto_checkpoint"
table = root / "tests/text/public_types.test.cpp"


# Not specializations, whose names have arguments.
opening = (r" *(?P<kind>struct|class|union|enum(?: class| struct)?) (?:\[\[\w+\]\] )?(?P<name>[A-Z]\w*)"
           r"(?: final)?(?: :[^;{\n]*)?")
variant = r" *using (?P<name>[A-Z]\w*) = std::variant<"
wrapped = re.compile(rf"(?m)^{opening}\n[^;{{}}]*\{{|^ *using \w+ =\n\s*")


def public_types(header: str) -> set:
    """The classes, enumerations and variants that a header defines at namespace level or as public members,
    by their names in the namespace of the library. The code is formatted: a type's indentation is its depth."""
    header = re.sub(r"(?s)/// @cond\n.*?/// @endcond\n", "", header)
    header = wrapped.sub(lambda lines: re.sub(r"\s*\n\s*", " ", lines[0]), header)
    found = set()
    outer: list = []  # (indentation, name, whether members are public now)
    for line in header.splitlines():
        indentation = len(line) - len(line.lstrip())
        while outer and line.strip() == "};" and outer[-1][0] >= indentation:
            outer.pop()
        if access := re.match(r" *(public|private|protected):$", line):
            if outer:
                outer[-1][2] = access[1] == "public"
        if line.startswith("}  // namespace "):
            outer = []
        if space := re.match(r"(?:inline )?namespace (\w+) \{$", line):
            outer = [] if space[1] in ("crypto_checkpoint", "v0") else [[-4, space[1], True]]
            continue
        opened = re.match(rf"{opening} \{{(?P<rest>.*)$", line)
        defined = opened or re.match(variant, line)
        # Not types inside of functions.
        if not defined or indentation != (outer[-1][0] + 4 if outer else 0):
            continue
        if all(one[2] for one in outer):
            found.add("::".join([one[1] for one in outer] + [defined["name"]]))
        if opened and not opened["rest"]:
            outer.append([indentation, opened["name"], opened["kind"] != "class"])
    return found


def rows(test: str) -> collections.Counter:
    """The names that the table has."""
    return collections.Counter(
        re.findall(r"\brow<([\w:]+)", test) + re.findall(r'^    \{"([\w:]+)", "', test, re.MULTILINE))


def compare(types: dict, listed: collections.Counter) -> list:
    errors = [f"{types[name]}: {name} has no row in {table.relative_to(root)}"
              for name in sorted(set(types) - set(listed))]
    errors += [f"{table.relative_to(root)}: there is no public type {name}"
               for name in sorted(set(listed) - set(types))]
    return errors + [f"{table.relative_to(root)}: {name} has {count} rows"
                     for name, count in listed.items() if count > 1]


def check() -> int:
    types = {}
    for header in sorted(include.rglob("*.hpp")):
        if "detail" in header.relative_to(include).parts:
            continue
        for name in public_types(header.read_text(encoding="utf-8")):
            types[name] = header.relative_to(root)
    listed = rows(table.read_text(encoding="utf-8"))
    errors = compare(types, listed)
    if len(types) < 90:
        errors.append(f"only {len(types)} public types were read")
    print(*errors, f"{len(types)} public types, {len(errors)} errors", sep="\n")
    return 1 if errors else 0


def self_test() -> int:
    header = """namespace crypto_checkpoint {
inline namespace v0 {
/// @cond
namespace detail {
struct Hidden {
};
}
/// @endcond
class Forward;
struct Tag {};
enum class Short { one, two };
class LongName
    : public Base,
      public Other {
};
using Either = std::variant<Value, Short>;
using OneOfMany =
    std::variant<Value, Short,
                 Tag>;
using Several = std::vector<Value>;
struct Value {
    using Part = std::variant<int, Tag>;
    enum class Kind : int {
        one,
    };
    int member;
};
template <class T>
class Box final : public Base,
                  private Other {
    struct Private {
    };
public:
    struct Public {
    };
private:
    struct AlsoPrivate {
    };
};
template <>
struct std::hash<crypto_checkpoint::Value> {
};
template <>
struct Box<int> {
};
void function() {
    struct Local {
    };
    using Local = std::variant<int>;
}
namespace fake {
struct Command {
};
}  // namespace fake
struct Last {
};
"""
    wanted = {"Tag", "Short", "LongName", "Either", "OneOfMany", "Value", "Value::Kind", "Value::Part", "Box",
              "Box::Public", "fake::Command", "Last"}
    errors = []
    if public_types(header) != wanted:
        errors.append(f"reads {sorted(public_types(header))}")
    listed = rows('    row<Value>({});\n    {"Box", "why"},\n    row<Value, key>({});\n')
    if listed != collections.Counter({"Value": 2, "Box": 1}):
        errors.append(f"reads the rows {listed}")
    found = compare(dict.fromkeys(["Value", "Lost"], "a.hpp"), listed)
    if len(found) != 3:
        errors.append(f"finds {found}")
    print(*errors, f"{len(errors)} errors", sep="\n")
    return 1 if errors else 0


if __name__ == "__main__":
    if len(sys.argv) > 2 or sys.argv[1:] not in ([], ["--self-test"]):
        sys.exit(__doc__)
    sys.exit(self_test() if sys.argv[1:] else check())
