// SPDX-License-Identifier: BSL-1.0
// A backend of one's own: three functions, checked by a concept.

//! [backend]
#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/text/fmt.hpp>

using namespace crypto_checkpoint;

/// Writes a script for the administrator of the cluster. The parameters are those of the cmdlets'
/// documentation; the script was not tried on a cluster.
class PowerShellScript {
public:
    Result<void> add(std::string_view resource, CspSpecView spec) {
        fmt::print("Add-ClusterCheckpoint -ResourceName {} -CryptoCheckpointType {}"
                   " -CryptoCheckpointName {} -CryptoCheckpointKey {}\n",
                   quoted(resource), spec.provider_type().value(),
                   quoted(spec.provider_name().value_or("")), quoted(spec.key_container()));
        return {};
    }
    Result<void> remove(std::string_view resource, CspSpecView spec) {
        fmt::print("Remove-ClusterCheckpoint -ResourceName {} -CryptoCheckpoint"
                   " -CheckpointName {}\n",
                   quoted(resource), quoted(to_checkpoint_name(spec)));
        return {};
    }
    Result<CheckpointList> list(std::string_view) {
        return std::unexpected(Error(Errc::unsupported, "a script cannot list"));
    }

private:
    static std::string quoted(std::string_view text) {
        std::string literal = "'";
        for (const char unit : text) literal.append(unit == '\'' ? 2 : 1, unit);
        return literal += "'";
    }
};
static_assert(CheckpointBackend<PowerShellScript>);
//! [backend]

int main() {
    ClusterResource resource{PowerShellScript(), "Web's service"};
    const auto added =
        resource.add_crypto_checkpoint(R"(1\Microsoft Strong Cryptographic Provider\MyKey)");
    const auto removed = resource.remove_crypto_checkpoint(R"(1\\OldKey)");
    const auto listed = resource.crypto_checkpoints();
    if (!listed) fmt::print("{}\n", listed.error());
    return added && removed ? 0 : 1;
}
