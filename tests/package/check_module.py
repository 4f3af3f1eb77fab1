# SPDX-License-Identifier: BSL-1.0
"""Compares what the module exports with the public names of the headers that it includes.

usage: check_module.py               each public type, concept, constant and function is exported
       check_module.py --self-test   finds a planted one
"""

import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parents[2]
include = root / "include"
module = root / "include/crypto_checkpoint/module/crypto_checkpoint.cppm"
sys.dont_write_bytecode = True
sys.path.append(str(root / "tests/text"))

from check_public_types import public_types  # noqa: E402

included = re.compile(r"(?m)^#\s*include <(crypto_checkpoint/\S+)>")
# At namespace level: the code is formatted, so those of classes are indented.
other_names = re.compile(
    r"(?m)^concept (\w+)|^using (\w+) =|^inline constexpr [^=({;]*?\b(\w+)(?:\[\])?\s*[={]"
    r"|^(?:\[\[nodiscard\]\] |constexpr |inline |consteval |void )+[^=({;]*?(?<!::)\b([a-z]\w*)\(")


def headers(text: str, found: set[str]) -> set[str]:
    """The headers that a text includes, and those that they include."""
    for name in included.findall(text):
        if name not in found:
            found.add(name)
            headers((include / name).read_text(encoding="utf-8"), found)
    return found


def public_names(header: str) -> set[str]:
    # Members are exported with their class.
    names = {name for name in public_types(header) if name.split("::")[0] in ("fake", "grammar")
             or "::" not in name}
    plain = re.sub(r"(?s)/// @cond\n.*?/// @endcond\n", "", header)
    plain = re.sub(r"(?s)\nnamespace (std|fake|grammar) \{.*?\n\}  // namespace \1\n", "", plain)
    plain = re.sub(r"(?m)^ *//.*$", "", plain)
    names |= {next(filter(None, groups)) for groups in other_names.findall(plain)}
    return names - {"operator", "static_assert"}


def exported(text: str) -> set[str]:
    return {name.replace("literals::", "") for name in re.findall(r"(?m)^using v0::([\w:]+);$", text)}


def check() -> int:
    text = module.read_text(encoding="utf-8")
    names = {}
    for header in sorted(headers(text, set())):
        if "/detail/" not in header:
            for name in public_names((include / header).read_text(encoding="utf-8")):
                names.setdefault(name, header)
    missing = sorted(set(names) - exported(text))
    for name in missing:
        print(f"{names[name]}: {name} is not exported by {module.relative_to(root)}")
    if len(names) < 120:
        print(f"only {len(names)} names were read")
    print(f"{len(names)} names, {len(missing)} not exported")
    return 1 if missing or len(names) < 120 else 0


def self_test() -> int:
    header = """namespace crypto_checkpoint {
inline namespace v0 {
/// @cond
namespace detail {
struct Hidden {
};
}
/// @endcond
template <class T>
concept Wanted = true;
enum class Kind { one };
struct Value {
    struct Part {
    };
    [[nodiscard]] int member() const;
};
using Alias = Value;
inline constexpr int most = 3;
inline constexpr std::array<int, 2> both{1, 2};
template <class T>
[[nodiscard]] constexpr std::optional<T> find(
    std::string_view text);
inline void change(Value& value) {
}
namespace fake {
struct Command {
};
}  // namespace fake
"""
    wanted = {"Wanted", "Kind", "Value", "Alias", "most", "both", "find", "change", "fake::Command"}
    found = public_names(header)
    if found != wanted:
        print(f"reads {sorted(found)}")
    lost = wanted - exported("".join(f"using v0::{name};\n" for name in wanted - {"Kind"}))
    if lost != {"Kind"}:
        print(f"misses {lost}")
    return 1 if found != wanted or lost != {"Kind"} else 0


if __name__ == "__main__":
    sys.exit(self_test() if sys.argv[1:] == ["--self-test"] else check())
