// SPDX-License-Identifier: BSL-1.0
#include "sandbox/check_new_name.hpp"

#include "console/text.hpp"
#include <crypto_checkpoint/cluster/detail/object_name.hpp>

#include <fmt/format.h>

namespace crypto_checkpoint::cli {

std::optional<std::string> fault_of_new_name(std::string_view name) {
    if (name.empty()) return "the name is empty";
    if (name.size() > detail::max_object_name_bytes)
        return fmt::format("the name {} is longer than {} bytes", quoted_name(name),
                           grouped(detail::max_object_name_bytes));
    if (name.find_first_not_of(' ') == name.npos)
        return fmt::format("the name {} is made of blanks only", quoted_name(name));
    for (const char* at = name.data(); at != name.data() + name.size();) {
        const auto character = detail::scan_character(at, name.data() + name.size());
        if (is_control(character.value))
            return fmt::format("the name {} has a control character in it", quoted_name(name));
        at += character.length;
    }
    return std::nullopt;
}

}  // namespace crypto_checkpoint::cli
