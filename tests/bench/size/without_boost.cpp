// SPDX-License-Identifier: BSL-1.0
#include "program.hpp"
#include <crypto_checkpoint/name/grammar.hpp>

int main(int count, char** arguments) {
    return report(count, arguments, [](std::string_view text) -> std::optional<Parts> {
        const auto spec = crypto_checkpoint::check_checkpoint_name(text);
        if (!spec) return std::nullopt;
        return Parts{spec->provider_type().value(),
                     spec->provider_name().value_or(std::string_view()), spec->key_container()};
    });
}
