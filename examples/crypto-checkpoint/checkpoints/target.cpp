// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/target.hpp"

#include "checkpoints/backend_choice.hpp"
#include "checkpoints/connection_options.hpp"
#include "sandbox/sandbox.hpp"

namespace crypto_checkpoint::cli {

std::expected<Target, ExitStatus> open_target(Context& context, const ParsedArgs& args,
                                              Purpose purpose) {
    const auto reject = [&](const UsageError& error) {
        return std::unexpected(print_error(context, error));
    };
    const auto choice = backend_of(args);
    if (!choice) return reject(choice.error());
    if (*choice == BackendChoice::sandbox) {
        auto sandbox = open_sandbox(context, purpose == Purpose::change);
        if (sandbox) return *std::move(sandbox);
        return std::unexpected(print_sandbox_error(context, sandbox.error()));
    }
    if (context.sandbox_file)
        return reject({fmt::format("--sandbox excludes {}",
                                   args.has("--cluster") ? "--cluster" : "--backend")});
    if (*choice == BackendChoice::wsman) {
        auto clusters = clusters_of(args);
        if (clusters) return *std::move(clusters);
        return reject(clusters.error());
    }
    const auto address = native_address_of(args, *choice);
    if (!address) return reject(address.error());
    if (*choice == BackendChoice::clusapi && purpose == Purpose::enumerate)
        return reject(
            {"ClusAPI lists one resource at a time",
             {fmt::format("name it: {} list RESOURCE --backend clusapi", program_name())}});
    return open_native_cluster(*address);
}

}  // namespace crypto_checkpoint::cli
