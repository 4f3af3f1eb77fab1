// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/fake/commands.hpp>
#include <crypto_checkpoint/fake/detail/command_codec.hpp>

#include <rapidcheck.h>

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace fake_tests {

using namespace crypto_checkpoint;

inline rc::Gen<FakeClusterSettings> any_settings() {
    return rc::gen::map(rc::gen::container<std::vector<bool>>(7, rc::gen::arbitrary<bool>()),
                        [](const std::vector<bool>& flags) {
                            return FakeClusterSettings{flags[0], flags[1], flags[2], flags[3],
                                                       flags[4], flags[5], flags[6]};
                        });
}

/// Few names, so that commands affect each other, some in another case.
inline rc::Gen<std::string> node_name() {
    return rc::gen::element<std::string>("NODE1", "NODE1", "NODE2", "NODE2", "NODE3", "node1");
}
inline rc::Gen<std::string> resource_name() {
    return rc::gen::element<std::string>("SQL", "SQL", "Web", "Web", "File", "sql");
}
inline rc::Gen<std::string> group_name() {
    return rc::gen::element<std::string>("Group", "Group", "Other", "GROUP");
}
inline rc::Gen<std::string> provider_name() {
    return rc::gen::element<std::string>("Own CSP", "own csp",
                                         "Microsoft Strong Cryptographic Provider",
                                         "Microsoft Base Cryptographic Provider v1.0");
}
inline rc::Gen<ProviderType> provider_type() {
    return rc::gen::map(rc::gen::element<std::uint32_t>(1, 1, 1, 24, 75),
                        [](std::uint32_t value) { return ProviderType(value); });
}
inline rc::Gen<CspSpec> spec() {
    return rc::gen::apply(
        [](ProviderType type, bool omitted, std::string provider, std::string key) {
            return CspSpec(unchecked, type,
                           omitted ? std::nullopt : std::optional(std::move(provider)),
                           std::move(key));
        },
        provider_type(), rc::gen::weightedElement<bool>({{3, true}, {1, false}}), provider_name(),
        rc::gen::element<std::string>("Key", "Key", "Other", "KEY"));
}

inline rc::Gen<std::string> setting_name() {
    return rc::gen::element<std::string>("refuse_duplicate_add", "save_changed_keys", "no_setting");
}

template <class Command, class... Members>
rc::Gen<FakeClusterCommand> command(rc::Gen<Members>... members) {
    return rc::gen::apply(
        [](Members... values) { return FakeClusterCommand(Command{std::move(values)...}); },
        std::move(members)...);
}

/// Any command, weighted.
inline rc::Gen<FakeClusterCommand> any_command() {
    using namespace fake;
    const auto often = rc::gen::weightedElement<bool>({{5, true}, {1, false}});
    return rc::gen::weightedOneOf<FakeClusterCommand>({
        {1, command<Configure>(any_settings())},
        {2, command<AddNode>(node_name())},
        {2, command<CrashNode>(node_name())},
        {3, command<StartNode>(node_name())},
        {2, command<InstallProvider>(node_name(), provider_type(), provider_name())},
        {1, command<RemoveProvider>(node_name(), provider_name())},
        {1, command<SetDefaultProvider>(node_name(), provider_type(), provider_name())},
        {4, command<CreateKey>(node_name(), spec(), often, often)},
        {3, command<ChangeKey>(node_name(), spec())},
        {1, command<DeleteKey>(node_name(), spec())},
        {3, command<AddResource>(resource_name(), group_name(), node_name())},
        {1, command<DeleteResource>(resource_name())},
        {5, command<BringOnline>(resource_name())},
        {2, command<TakeOffline>(resource_name())},
        {5, command<MoveResource>(resource_name(), node_name())},
        {8, command<AddCheckpoint>(resource_name(), spec())},
        {3, command<RemoveCheckpoint>(resource_name(), spec())},
        {1, command<ChangeSetting>(setting_name(), rc::gen::arbitrary<bool>())},
    });
}

/// Commands that populate a cluster, then any commands.
inline rc::Gen<std::vector<FakeClusterCommand>> any_history() {
    using namespace fake;
    const CspSpec key(unchecked, ProviderType(1), std::nullopt, "Key");
    const CspSpec other(unchecked, ProviderType(1), std::nullopt, "Other");
    const std::vector<FakeClusterCommand> beginning{
        AddNode{"NODE1"},
        AddNode{"NODE2"},
        CreateKey{"NODE1", key},
        CreateKey{"NODE1", other},
        CreateKey{"NODE2", other},
        AddResource{"SQL", "Group", "NODE1"},
        AddResource{"Web", "Group", "NODE1"},
    };
    return rc::gen::map(rc::gen::container<std::vector<FakeClusterCommand>>(any_command()),
                        [beginning](const std::vector<FakeClusterCommand>& rest) {
                            auto history = beginning;
                            history.insert(history.end(), rest.begin(), rest.end());
                            return history;
                        });
}

inline std::string shown(const FakeClusterCommand& command) {
    const detail::WrittenCommand text = detail::write_command(command);
    std::string line = text.name;
    for (const std::string& argument : text.arguments) line += " '" + argument + "'";
    return line;
}

}  // namespace fake_tests

/// For RapidCheck, which prints a failing history; found by argument-dependent lookup.
namespace crypto_checkpoint {
inline namespace v0 {
namespace fake {
inline void showValue(const FakeClusterCommand& command, std::ostream& out) {
    out << fake_tests::shown(command);
}
}  // namespace fake
}  // namespace v0
}  // namespace crypto_checkpoint
