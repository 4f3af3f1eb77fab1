// SPDX-License-Identifier: BSL-1.0
#include "cli/program_name.hpp"

#include "console/environment.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>

namespace crypto_checkpoint::cli {
namespace {

constexpr std::string_view usual_name = "crypto-checkpoint";

}  // namespace

std::string program_name() {
    constexpr std::size_t longest = 200;
    std::string name = environment_variable("CRYPTO_CHECKPOINT_COMMAND").value_or("");
    // It comes from outside: what is no command in one line is not repeated to people.
    if (name.find_first_not_of(' ') == name.npos || name.size() > longest ||
        printable(name) != name)
        return std::string(usual_name);
    return name;
}

std::string with_program_name(std::string_view text) {
    const std::string name = program_name();
    std::string named;
    for (auto at = text.find(usual_name); at != text.npos; at = text.find(usual_name)) {
        named.append(text.substr(0, at)).append(name);
        text.remove_prefix(at + usual_name.size());
    }
    return named.append(text);
}

}  // namespace crypto_checkpoint::cli
