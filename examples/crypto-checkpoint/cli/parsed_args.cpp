// SPDX-License-Identifier: BSL-1.0
#include "cli/parsed_args.hpp"

#include <CLI/CLI.hpp>

namespace crypto_checkpoint::cli {
namespace {

const CLI::Option* find_given(const CLI::App* app, const std::string& name) {
    for (; app != nullptr; app = app->get_parent())
        if (const CLI::Option* option = app->get_option_no_throw(name); option && option->count())
            return option;
    return nullptr;
}

}  // namespace

bool ParsedArgs::has(const std::string& name) const {
    return find_given(command_, name) != nullptr;
}

std::vector<std::string> ParsedArgs::get_all(const std::string& name) const {
    const CLI::Option* const option = find_given(command_, name);
    return option ? option->results() : std::vector<std::string>();
}

std::string ParsedArgs::get(const std::string& name, const std::string& fallback) const {
    const CLI::Option* const option = find_given(command_, name);
    return option ? option->results().back() : fallback;
}

}  // namespace crypto_checkpoint::cli
