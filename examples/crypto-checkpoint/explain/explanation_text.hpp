// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "explain/explained_name.hpp"

namespace crypto_checkpoint::cli {

/// The parts of a valid name and advice on it; for an invalid name the error with a caret.
[[nodiscard]] std::string as_text(const ExplainedName& name);

/// `1 (PROV_RSA_FULL)`
[[nodiscard]] std::string type_with_constant(ProviderType type);

/// A line that explains how to quote an invalid name, if it seems to have lost backslashes to a shell;
/// else empty.
[[nodiscard]] std::string quoting_note(std::string_view name, const SyntaxError& error);

}  // namespace crypto_checkpoint::cli
