// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/password.hpp"

#include "cli/option_value.hpp"
#include "console/environment.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* variable = "CRYPTO_CHECKPOINT_PASSWORD";

}  // namespace

std::expected<Secret, UsageError> password_of(const Words& words, std::string_view who_needs_it) {
    if (words.has("--password-file")) {
        auto read = Secret::from_file(words.one("--password-file"));
        if (read) return *std::move(read);
        return usage_fault("cannot read the password", {printable(read.error().context) + ": " +
                                                        printable(read.error().detail)});
    }
    if (!has_environment_variable(variable))
        return usage_fault(
            fmt::format("{} needs a password", who_needs_it),
            {"give --password-file FILE", fmt::format("or set {} in the environment", variable)});
    auto read = Secret::from_environment(variable);
    if (read) return *std::move(read);
    return usage_fault(fmt::format("cannot use {}: {}", variable, read.error().detail));
}

}  // namespace crypto_checkpoint::cli
