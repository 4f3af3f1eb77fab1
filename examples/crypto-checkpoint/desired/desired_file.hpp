// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"
#include <crypto_checkpoint/cluster/desired_state.hpp>

#include <array>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crypto_checkpoint::cli {

/// A place in a file.
struct FilePlace {
    std::size_t line = 0;    ///< from 1
    std::size_t column = 0;  ///< from 1, in characters
    std::string member{};    ///< `resources[0].checkpoints[2]`; empty: the whole, or not JSON
};

/// What is wrong with a file of desired state. Safe to show.
struct FileError {
    std::string what;
    FilePlace place{};
    std::vector<std::string> hints{};
};

/// The members that say how to reach a cluster, and the options of the command line that they stand for.
inline constexpr auto cluster_members =
    std::to_array<std::pair<const char*, const char*>>({{"url", "--cluster"},
                                                        {"auth", "--auth"},
                                                        {"user", "--user"},
                                                        {"password_file", "--password-file"},
                                                        {"ca_file", "--ca-file"},
                                                        {"client_cert", "--client-cert"},
                                                        {"client_key", "--client-key"},
                                                        {"proxy", "--proxy"},
                                                        {"timeout", "--timeout"}});

/// A cluster in a file.
struct FileCluster {
    /// How to reach it, as options of the command line: `--cluster` and its URL, `--user` and a name.
    std::vector<std::pair<std::string, std::string>> options;
    DesiredState desired{};  ///< of this cluster alone
    std::string member{};    ///< where it is in the file
    std::size_t offset = 0;
};

/// A file of desired state: see docs/reference/desired-state.schema.json.
struct DesiredFile {
    DesiredState desired{};  ///< of each cluster
    std::vector<FileCluster> clusters{};
};

/// A URL without what does not distinguish clusters: the case of scheme and host, a slash at the end.
[[nodiscard]] std::string comparable_url(std::string_view url);

/// @param offset  in bytes
[[nodiscard]] FilePlace place_at(std::string_view text, std::size_t offset, std::string member);

inline constexpr std::size_t max_desired_file_bytes = std::size_t{64} * 1024 * 1024;

/// Parses JSON with comments.
/// @param options  what a cluster's members are checked by: those of the command line
[[nodiscard]] std::expected<DesiredFile, FileError> parse_desired_file(
    std::string_view text, const std::vector<Option>& options);

/// One resource of one cluster, as DSC passes it.
struct DesiredInstance {
    std::string cluster{};  ///< its URL; empty: the one of the command line, or the sandbox
    DesiredResource desired{};
    bool has_checkpoints = false;  ///< whether the object has them
};

/// Parses an object with `resource`, and perhaps `cluster`, `checkpoints` and `exact`, which needs
/// `checkpoints`. Ignores `_inDesiredState`, which DSC passes back.
[[nodiscard]] std::expected<DesiredInstance, FileError> parse_desired_instance(
    std::string_view text);

/// The same, where `resource` may be missing, too.
[[nodiscard]] std::expected<DesiredInstance, FileError> parse_desired_filter(std::string_view text);

}  // namespace crypto_checkpoint::cli
