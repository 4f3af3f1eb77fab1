# SPDX-License-Identifier: BSL-1.0
"""Pretty printers of crypto_checkpoint for gdb. Opt in, in one of two ways:

  * by name, in ~/.gdbinit or at the prompt:
        source PREFIX/include/crypto_checkpoint/debug/gdb_printers.py
        python register_crypto_checkpoint()
  * with a program: put a copy of or a link to this file beside it, called PROGRAM-gdb.py. gdb loads it
    with the program if `add-auto-load-safe-path` allows that, and the file registers itself.

No function of the program is called: core files work too. A Secret is never read, but `print /r` bypasses
all printers. Control characters are shown as pictures, because a name from outside must not control the
terminal. Written for libstdc++; with another standard library, gdb shows the members.
"""

import gdb
import gdb.printing


class Unreadable(Exception):
    """A type of the standard library has an unknown layout."""


def field(value, *path):
    """A member of a member of a value."""
    for name in path:
        try:
            value = value[name]
        except gdb.error as error:
            raise Unreadable(str(error)) from error
    return value


def text(value):
    """The text of a std::basic_string or a std::basic_string_view of libstdc++."""
    kind = value.type.strip_typedefs()
    if "basic_string_view<" in kind.name:
        first, length = field(value, "_M_str"), field(value, "_M_len")
    else:
        first, length = field(value, "_M_dataplus", "_M_p"), field(value, "_M_string_length")
    # The value may not be initialized yet.
    if int(length) > 1 << 20:
        raise Unreadable("an implausible length")
    width = first.type.strip_typedefs().target().sizeof
    encoding = {1: "utf-8", 2: "utf-16-le", 4: "utf-32-le"}[width]
    size = int(length) * width
    content = gdb.selected_inferior().read_memory(int(first), size).tobytes() if size else b""
    return printable(content.decode(encoding, errors="replace"))


def printable(content):
    """Replaces control characters by pictures, and characters that change the text direction."""
    pictures = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
    hidden = [*range(0x80, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)]
    return content.translate(pictures | dict.fromkeys(hidden, "\uFFFD"))


def optional(value):
    """The value of a std::optional of libstdc++, or None."""
    payload = field(value, "_M_payload")
    return field(payload, "_M_payload", "_M_value") if field(payload, "_M_engaged") else None


def enumerator(value):
    """The unqualified name of an enumerator."""
    return str(value).rsplit("::", 1)[-1]


def native_code(value):
    domain = enumerator(value["domain"])
    number = int(value["value"])
    return f"{domain} {number:#010x}" if domain in ("hresult", "wsman_fault") else f"{domain} {number}"


def span(value):
    return f"offset {int(value['offset'])}, length {int(value['length'])}"


def spec(value):
    name = optional(value["provider_name_"])
    return "\\".join([str(int(value["provider_type_"]["value_"])),
                      "" if name is None else text(name), text(value["key_container_"])])


def error(value):
    parts = [enumerator(value["code"])]
    where, native = optional(value["where"]), optional(value["native"])
    if where is not None:
        parts.append(span(where))
    if native is not None:
        parts.append(native_code(native))
    for member in ("resource", "context", "detail"):
        if content := text(value[member]):
            parts.append(f'{member} "{content}"')
    return ", ".join(parts)


# The types and their texts.
shown = {
    "BasicCspSpec": spec,
    "ProviderType": lambda value: str(int(value["value_"])),
    "TextSpan": span,
    "SyntaxError": lambda value: f"{enumerator(value['code'])}, {span(value['where'])}",
    "NativeCode": native_code,
    "Error": error,
    "ReportedCheckpoint": lambda value: text(value["text"]),
    "Secret": lambda _: "(secret)",
}


class Printer:
    """Shows a value as one line, or its members if it cannot be read."""

    def __init__(self, value, show):
        self._value = value
        try:
            self._line = show(value)
        except (Unreadable, gdb.MemoryError):
            self._line = None

    def to_string(self):
        return self._value.type.name if self._line is None else self._line

    def children(self):
        if self._line is None:
            for member in self._value.type.strip_typedefs().fields():
                yield member.name, self._value[member]


class ResultPrinter:
    """Shows a std::expected with an error of this library: the error or the value."""

    def __init__(self, value):
        self._value = value
        self._has_value = bool(field(value, "_M_has_value"))

    def to_string(self):
        if self._has_value:
            return "success"
        failure = field(self._value, "_M_unex")
        return "failure: " + shown[class_of(failure.type)](failure)

    def children(self):
        if self._has_value and self._value.type.strip_typedefs().template_argument(0).code \
                != gdb.TYPE_CODE_VOID:
            yield "value", field(self._value, "_M_val")


def class_of(kind):
    """The unqualified name of a class of this library without template arguments, or None."""
    name = kind.strip_typedefs().unqualified().name or ""
    name = name.split("<", 1)[0]
    for prefix in ("crypto_checkpoint::v0::", "crypto_checkpoint::"):
        if name.startswith(prefix):
            return name[len(prefix):]
    return None


class Lookup(gdb.printing.PrettyPrinter):
    """Finds the printer of a value."""

    def __init__(self):
        super().__init__("crypto_checkpoint")

    def __call__(self, value):
        kind = value.type
        if kind.code == gdb.TYPE_CODE_REF or kind.code == gdb.TYPE_CODE_RVALUE_REF:
            value = value.referenced_value()
            kind = value.type
        name = class_of(kind)
        if name in shown:
            return Printer(value, shown[name])
        plain = kind.strip_typedefs()
        if (plain.name or "").startswith("std::expected<"):
            try:
                if class_of(plain.template_argument(1)) in ("Error", "SyntaxError"):
                    return ResultPrinter(value)
            except (RuntimeError, Unreadable):
                pass
        return None


def register_crypto_checkpoint(objfile=None):
    """Registers the printers, for one object file or for all. May be called again."""
    gdb.printing.register_pretty_printer(objfile, Lookup(), replace=True)


if gdb.current_objfile() is not None:  # loaded with a program
    register_crypto_checkpoint(gdb.current_objfile())
