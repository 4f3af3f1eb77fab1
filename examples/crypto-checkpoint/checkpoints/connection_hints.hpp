// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/transport/cluster_address.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// What to write instead, where another URL or other options may reach a cluster that could not be
/// asked; safe to show.
[[nodiscard]] std::vector<std::string> connection_hints(const Error& error,
                                                        const ClusterAddress& address);

/// What to write instead of a URL that is none; safe to show.
[[nodiscard]] std::vector<std::string> url_hints(std::string_view url);

}  // namespace crypto_checkpoint::cli
