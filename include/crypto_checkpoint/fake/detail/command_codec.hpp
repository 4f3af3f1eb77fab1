// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_DETAIL_COMMAND_CODEC_HPP
#define CRYPTO_CHECKPOINT_FAKE_DETAIL_COMMAND_CODEC_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/fake/commands.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/grammar.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// The name of a command and its members in order, as the journal stores them.
struct WrittenCommand {
    std::string name;
    std::vector<std::string> arguments;
    friend bool operator==(const WrittenCommand&, const WrittenCommand&) = default;
};

inline std::string written(const std::string& text) { return text; }
inline std::string written(const CspSpec& spec) { return to_checkpoint_name(spec); }
inline std::string written(ProviderType type) { return std::to_string(type.value()); }
inline std::string written(std::uint64_t number) { return std::to_string(number); }
inline std::string written(bool flag) { return flag ? "true" : "false"; }

inline bool read(const std::string& text, std::string& value) {
    value = text;
    return true;
}
inline bool read(const std::string& text, CspSpec& value) {
    const auto spec = parse_checkpoint_name(text, Dialect::tolerant);
    if (spec) value = spec->to_owned();
    return spec.has_value();
}
inline bool read(const std::string& text, ProviderType& value) {
    const auto number = parse_number<std::uint32_t>(text);
    if (number) value = ProviderType(*number);
    return number.has_value();
}
inline bool read(const std::string& text, std::uint64_t& value) {
    const auto number = parse_number<std::uint64_t>(text);
    if (number) value = *number;
    return number.has_value();
}
inline bool read(const std::string& text, bool& value) {
    value = text == "true";
    return value || text == "false";
}

/// Reads the arguments into values.
/// @return  whether they are all that and no more
template <class... Value>
bool read_arguments(const std::vector<std::string>& arguments, Value&... values) {
    auto argument = arguments.begin();
    return arguments.size() == sizeof...(values) && (read(*argument++, values) && ...);
}

inline WrittenCommand write_command(const FakeClusterCommand& command) {
    return std::visit(
        [](const auto& chosen) {
            return std::apply(
                [&](const auto&... member) {
                    return WrittenCommand{std::string(chosen.name), {written(member)...}};
                },
                chosen.members(chosen));
        },
        command);
}

/// A command to read members into.
template <class Command>
Command blank_command() {
    const CspSpec nothing(unchecked, ProviderType(), std::nullopt, {});
    if constexpr (requires { Command{{}, nothing, true, true}; })
        return {{}, nothing, true, true};
    else if constexpr (requires { Command{{}, nothing}; })
        return {{}, nothing};
    else
        return {};
}

/// @return  nullopt if the texts are not a command
inline std::optional<FakeClusterCommand> read_command(const WrittenCommand& text) {
    std::optional<FakeClusterCommand> command;
    const auto read_as = [&]<class Command>(Command candidate) {
        if (command || text.name != Command::name) return;
        const bool whole =
            std::apply([&](auto&... member) { return read_arguments(text.arguments, member...); },
                       Command::members(candidate));
        if (whole) command = std::move(candidate);
    };
    [&]<class... Command>(std::variant<Command...>*) {
        (read_as(blank_command<Command>()), ...);
    }(static_cast<FakeClusterCommand*>(nullptr));
    return command;
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
