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

ParsedArgs ParsedArgs::with(const std::string& name, std::string value) const {
    ParsedArgs args = *this;
    args.others_.insert_or_assign(name, std::move(value));
    return args;
}

std::optional<std::vector<std::string>> ParsedArgs::find(const std::string& name) const {
    if (const auto other = others_.find(name); other != others_.end())
        return std::vector{other->second};
    const CLI::Option* const option = find_given(command_, name);
    if (option == nullptr) return std::nullopt;
    return option->results();
}

bool ParsedArgs::has(const std::string& name) const { return find(name).has_value(); }

std::vector<std::string> ParsedArgs::get_all(const std::string& name) const {
    return find(name).value_or(std::vector<std::string>());
}

std::string ParsedArgs::get(const std::string& name, const std::string& fallback) const {
    const auto found = find(name);
    return found ? found->back() : fallback;
}

}  // namespace crypto_checkpoint::cli
