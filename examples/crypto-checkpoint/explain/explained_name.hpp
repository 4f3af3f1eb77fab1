// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/name/grammar.hpp>

#include <string>
#include <string_view>

namespace crypto_checkpoint::cli {

/// A name and what the parser says of it; limit_exceeded where it was too long to be read, and
/// @p input is just its beginning.
struct ExplainedName {
    std::string_view input;
    ParseResult<char> parsed;
};

/// Of a valid name its parts and the advice, of another one the fault with a caret.
[[nodiscard]] std::string as_text(const ExplainedName& name);

/// One line, with the members that `explain --help` lists.
[[nodiscard]] std::string as_json(const ExplainedName& name);

/// `1 (PROV_RSA_FULL)`
[[nodiscard]] std::string type_with_constant(ProviderType type);

}  // namespace crypto_checkpoint::cli
