// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/name/grammar.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// A name and the parser's result. limit_exceeded: it was too long, and input is only its beginning.
struct ExplainedName {
    std::string_view input;
    ParseResult<char> parsed;
};

/// The parts of a valid name and advice on it; for an invalid name the error with a caret.
[[nodiscard]] std::string as_text(const ExplainedName& name);

/// One line, with the members that `explain --help` lists.
[[nodiscard]] std::string as_json(const ExplainedName& name);

/// `1 (PROV_RSA_FULL)`
[[nodiscard]] std::string type_with_constant(ProviderType type);

/// What quoting_note() says, as the hints of an object.
[[nodiscard]] std::vector<std::string> quoting_hints(std::string_view name,
                                                     const SyntaxError& error);

/// A line that explains how to quote an invalid name, if it seems to have lost backslashes to a shell;
/// else empty.
[[nodiscard]] std::string quoting_note(std::string_view name, const SyntaxError& error);

}  // namespace crypto_checkpoint::cli
