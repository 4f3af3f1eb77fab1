// SPDX-License-Identifier: BSL-1.0
#include "preflight/preflight.hpp"

#include "cli/program_name.hpp"
#include "console/text.hpp"
#include "explain/explained_name.hpp"
#include "explain/quoting_hint.hpp"
#include "preflight/report_text.hpp"
#include <crypto_checkpoint/name/parse.hpp>

#include <fmt/ranges.h>

#include <algorithm>

namespace crypto_checkpoint::cli {
namespace {

ExitStatus complain_of_this_system(Context& context, const std::vector<std::string>& names) {
    std::vector<std::string> quoted;
    std::ranges::transform(names, std::back_inserter(quoted), shell_quoted);
    print_error(context,
                "preflight works on Windows only: it asks the CryptoAPI of the machine it is on",
                {"run it on the node that owns the resource",
                 fmt::format("what can be said from here: {} explain {}", program_name(),
                             fmt::join(quoted, " "))});
    return ExitStatus::usage;
}

}  // namespace

ExitStatus preflight_names(Context& context, const std::vector<std::string>& names) {
    if (!has_crypto_api()) return complain_of_this_system(context, names);
    ExitStatus status = ExitStatus::success;
    bool is_first = true;
    for (const std::string& name : names) {
        if (!context.json && !std::exchange(is_first, false)) context.out.write("\n");
        const auto spec = parse_checkpoint_name(name);
        if (!spec) {
            const ExplainedName explained{name, std::unexpected(spec.error())};
            context.out.write(context.json ? as_json(explained) : as_text(explained));
            if (const auto hint = quoting_hint(name, spec.error()); hint && !context.json)
                context.out.write(wrapped("  note: ", *hint));
            status = worst(status, ExitStatus::invalid_name);
            continue;
        }
        const Preflight report = preflight_here(*spec);
        context.out.write(context.json ? as_json(name, *spec, report)
                                       : as_text(name, *spec, report));
        if (report.has_error()) status = worst(status, ExitStatus::refused);
    }
    return status;
}

}  // namespace crypto_checkpoint::cli
