// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"
#include <crypto_checkpoint/fake/state.hpp>

#include <string>

namespace crypto_checkpoint::cli {

/// The sandbox as a page of HTML. It is whole without JavaScript, and with it keeps itself up to
/// date.
/// @param context  whose commands it shows
[[nodiscard]] std::string page_of(const Context& context, const FakeClusterState& state);

/// The part of it that changes.
[[nodiscard]] std::string page_content(const Context& context, const FakeClusterState& state);

/// `/page.css` and `/page.js`
[[nodiscard]] std::string page_style();
[[nodiscard]] std::string page_script();

}  // namespace crypto_checkpoint::cli
