// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/name/grammar.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Without fmt: the pages of the documents run this in a browser, see explain_wasm.cpp.

namespace crypto_checkpoint::cli {

/// A name and the parser's result. limit_exceeded: it was too long, and input is only its beginning.
struct ExplainedName {
    std::string_view input;
    ParseResult<char> parsed;
};

/// One line, with the members that `explain --help` lists.
[[nodiscard]] std::string as_json(const ExplainedName& name);

/// What is wrong with an invalid name.
[[nodiscard]] std::string message_of(const ExplainedName& name);

/// A hint for a name that seems to have lost backslashes to a shell: without quotes `1\\MyKey` becomes
/// `1\MyKey` or `1MyKey`. What to write is a line of its own.
[[nodiscard]] std::optional<std::string> quoting_hint(std::string_view name,
                                                      const SyntaxError& error);

/// quoting_hint() on one line, as the hints of an object.
[[nodiscard]] std::vector<std::string> quoting_hints(std::string_view name,
                                                     const SyntaxError& error);

}  // namespace crypto_checkpoint::cli
