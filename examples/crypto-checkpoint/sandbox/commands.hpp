// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"
#include <crypto_checkpoint/fake/controls.hpp>

#include <cstdint>
#include <string>
#include <vector>

/// What the commands under `sandbox` do: they are the cluster's administrator and its bad luck.
namespace crypto_checkpoint::cli {

struct NewSandbox {
    std::vector<std::string> nodes{"NODE1", "NODE2"};
    std::string resource = "SQL Server";
    std::string key = R"(1\\MyKey)";
    bool empty = false;
};

/// Makes what is missing of a sandbox; what is there stays.
ExitStatus create_sandbox(Context& context, const NewSandbox& wanted);
ExitStatus reset_sandbox(Context& context, bool force);

ExitStatus show_status(Context& context);
/// @param last  how many, the newest; nothing: all
ExitStatus show_events(Context& context, std::optional<std::uint64_t> last);

ExitStatus add_node(Context& context, const std::string& node);
ExitStatus start_node(Context& context, const std::string& node);
ExitStatus crash_node(Context& context, const std::string& node);

ExitStatus add_resource(Context& context, const std::string& resource, const std::string& node,
                        const std::string& group);
ExitStatus delete_resource(Context& context, const std::string& resource);
ExitStatus move_resource(Context& context, const std::string& resource, const std::string& node);
ExitStatus bring_online(Context& context, const std::string& resource);
ExitStatus take_offline(Context& context, const std::string& resource);

ExitStatus create_key(Context& context, const std::string& node, const std::string& name,
                      NewKey key);
ExitStatus change_key(Context& context, const std::string& node, const std::string& name);
ExitStatus delete_key(Context& context, const std::string& node, const std::string& name);

/// @param node  empty: all of them
ExitStatus list_providers(Context& context, const std::string& node);
ExitStatus install_provider(Context& context, const std::string& node, const std::string& type,
                            const std::string& provider);
ExitStatus remove_provider(Context& context, const std::string& node, const std::string& provider);
ExitStatus set_default_provider(Context& context, const std::string& node, const std::string& type,
                                const std::string& provider);

/// @param assignments  `name=true` or `name=false`; none: just shows the settings
ExitStatus change_settings(Context& context, const std::vector<std::string>& assignments);

}  // namespace crypto_checkpoint::cli
