// SPDX-License-Identifier: BSL-1.0
// Key containers of nodes.
#include "console/text.hpp"
#include "explain/quoting_hint.hpp"
#include "sandbox/commands.hpp"
#include "sandbox/step.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>

namespace crypto_checkpoint::cli {
namespace {

/// Does something with the container that a checkpoint name names.
template <class Act>
ExitStatus with_container(Context& context, const std::string& name, Act act) {
    const auto spec = parse_checkpoint_name(name);
    if (spec) return act(spec->to_owned());
    context.out.flush();
    std::string text = render_diagnostic(name, spec.error());
    if (const auto hint = quoting_hint(name, spec.error())) text += wrapped("  note: ", *hint);
    write_to_standard_error(text);
    return ExitStatus::invalid_name;
}

}  // namespace

ExitStatus create_key(Context& context, const std::string& node, const std::string& name,
                      NewKey key) {
    return with_container(context, name, [&](CspSpec spec) {
        const std::string container =
            fmt::format("the key container {} on {}", shell_quoted(name), quoted_name(node));
        return perform(
            context,
            {.command = fake::CreateKey{node, std::move(spec), key.exportable, key.machine_level},
             .verb = {"create", "created"},
             .object = container,
             .outcome = fmt::format("{}{}", key.exportable ? ", exportable" : ", not exportable",
                                    key.machine_level ? "" : ", for a user only")});
    });
}

ExitStatus change_key(Context& context, const std::string& node, const std::string& name) {
    return with_container(context, name, [&](CspSpec spec) {
        const std::string container =
            fmt::format("the key in {} on {}", shell_quoted(name), quoted_name(node));
        return perform(context, {.command = fake::ChangeKey{node, std::move(spec)},
                                 .verb = {"change", "changed"},
                                 .object = container,
                                 .tells_events = true});
    });
}

ExitStatus delete_key(Context& context, const std::string& node, const std::string& name) {
    return with_container(context, name, [&](CspSpec spec) {
        const std::string container =
            fmt::format("the key container {} on {}", shell_quoted(name), quoted_name(node));
        return perform(context, {.command = fake::DeleteKey{node, std::move(spec)},
                                 .verb = {"delete", "deleted"},
                                 .object = container});
    });
}

}  // namespace crypto_checkpoint::cli
