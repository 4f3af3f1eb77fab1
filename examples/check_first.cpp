// SPDX-License-Identifier: BSL-1.0
// What can be known of a request before a cluster is asked.

//! [check]
#include <crypto_checkpoint/cluster/resource_name.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

using namespace crypto_checkpoint;

/// Whether to send a request; prints why not, and what to think of.
bool is_worth_sending(std::string_view resource, std::string_view key) {
    if (const auto valid = check_resource_name(resource); !valid) {
        fmt::print("resource: {}\n", valid.error());
        return false;
    }
    const auto spec = parse_checkpoint_name(key);
    if (!spec) {
        fmt::print("{}", render_diagnostic(key, spec.error()));
        return false;
    }
    const AdviceList advice = advise(*spec);
    for (const Advice& one : advice) fmt::print("{}: {}\n", one.code, explain(one));
    return advice.find(AdviceCode::provider_not_exportable) == nullptr;
}

int main() {
    for (const std::string_view key : {R"(1\\MyKey)", R"(PROV_RSA_FULL\\MyKey)",
                                       R"(1\Microsoft Base Smart Card Crypto Provider\MyKey)"})
        fmt::print("{}\n\n", is_worth_sending("SQL Server", key) ? "send it" : "do not send it");
    (void)is_worth_sending("", R"(1\\MyKey)");
}
//! [check]
