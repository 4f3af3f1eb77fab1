// SPDX-License-Identifier: BSL-1.0
// With the splitter that is also measured for speed.
#include "../by_hand.cpp"

#include "program.hpp"

int main(int count, char** arguments) {
    return report(count, arguments, [](std::string_view text) -> std::optional<Parts> {
        const auto spec = bench::split_by_hand(text);
        if (!spec) return std::nullopt;
        return Parts{spec->provider_type().value(),
                     spec->provider_name().value_or(std::string_view()), spec->key_container()};
    });
}
