// SPDX-License-Identifier: BSL-1.0
// The class MSCluster_Resource in a server of one's own.

#include <crypto_checkpoint/cluster/resource_provider.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/text/fmt.hpp>

using namespace crypto_checkpoint;

// NOLINTBEGIN(misc-use-internal-linkage): these stand for some that headers declare
//! [invoke]
/// Executes a call and prints its result.
template <class Backend>
void execute(ResourceProvider<Backend>& provider, const std::string& resource,
             std::string_view method, const std::vector<ProviderArgument>& arguments) {
    const auto output = provider.invoke(resource, method, arguments);
    if (output)
        fmt::print("S_OK, {} output parameters\n", output->size());
    else  // the other members are those of MSCluster_ExtendedStatus
        fmt::print("{:#x}: {}\n", output.error().hresult, output.error().description);
}
//! [invoke]

//! [methods]
/// Prints the parameters of a method.
void describe(std::string_view name) {
    if (const MethodDescription* const method = find_provider_method(name))
        for (const ParameterDescription& parameter : method->parameters)
            fmt::print("{} takes {}\n", method->name, parameter.name);
}
//! [methods]
// NOLINTEND(misc-use-internal-linkage)

int main() {
    FakeCluster cluster;
    cluster.add_node("NODE1").value();
    cluster.add_resource("SQL Server", "NODE1").value();
    cluster.create_key("NODE1", R"(1\\MyKey)"_csp).value();

    describe("AddCryptoCheckpoint");

    ResourceProvider provider{cluster};
    const std::string name = R"(1\\MyKey)";
    execute(provider, "SQL Server", "AddCryptoCheckpoint", {{"CheckpointName", name}});
    execute(provider, "SQL Server", "ExecuteResourceControl", {{"ControlCode", 0x010000B5}});
    execute(provider, "SQL Server", "AddCryptoCheckpoint", {{"CheckpointName", 1}});
    execute(provider, "Mail", "RemoveCryptoCheckpoint", {{"CheckpointName", name}});
}
