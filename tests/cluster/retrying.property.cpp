// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include "support/property.hpp"
#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/cluster/retrying.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/testing/fault_injection.hpp>

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

using namespace crypto_checkpoint;
using test_support::holds;

// Results are true on an unreliable network.

namespace {

/// The fate of a request.
enum class Fate {
    arrives,
    request_lost,
    response_lost,
    node_unavailable,
    cluster_unreachable,
    timed_out,
    denied,
};

void showValue(Fate fate, std::ostream& out) {
    constexpr const char* names[] = {
        "arrives",     "request lost", "response lost", "node unavailable",
        "unreachable", "timed out",    "denied"};
    out << names[static_cast<std::size_t>(fate)];
}

rc::Gen<Fate> any_fate() {
    return rc::gen::weightedElement<Fate>({{4, Fate::arrives},
                                           {4, Fate::request_lost},
                                           {4, Fate::response_lost},
                                           {2, Fate::node_unavailable},
                                           {1, Fate::cluster_unreachable},
                                           {1, Fate::timed_out},
                                           {1, Fate::denied}});
}

Fault fault_of(Fate fate, CallMatcher strikes) {
    Fault fault{.strikes = std::move(strikes)};
    switch (fate) {
        case Fate::arrives: break;
        case Fate::request_lost: fault.lose_request = true; break;
        case Fate::response_lost: fault.lose_response = true; break;
        case Fate::node_unavailable: fault.fail_with = Error(Errc::node_unavailable); break;
        case Fate::cluster_unreachable: fault.fail_with = Error(Errc::cluster_unreachable); break;
        case Fate::timed_out: fault.fail_with = Error(Errc::timed_out); break;
        case Fate::denied: fault.fail_with = Error(Errc::access_denied); break;
    }
    return fault;
}

/// A cluster with random settings and checkpoints, behind an unreliable network.
class BadDay {
public:
    BadDay() {
        settings_.refuse_duplicate_add = *rc::gen::arbitrary<bool>();
        settings_.refuse_unknown_remove = *rc::gen::arbitrary<bool>();
        settings_.compare_names_ignoring_case = *rc::gen::arbitrary<bool>();
        settings_.resolve_provider_name_on_add = *rc::gen::arbitrary<bool>();
        RC_ASSERT(cluster_.configure(settings_).has_value());
        RC_ASSERT(cluster_.add_node("NODE1").has_value());
        RC_ASSERT(cluster_.add_resource("SQL", "NODE1").has_value());
        RC_ASSERT(cluster_.create_key("NODE1", R"(1\\Key)").has_value());
        RC_ASSERT(cluster_.create_key("NODE1", R"(1\\Fixed)", {.exportable = false}).has_value());
        for (const CspSpec& spec : specs())
            if (*rc::gen::arbitrary<bool>()) (void)cluster_.add("SQL", spec);
    }

    static std::vector<CspSpec> specs() {
        std::vector<CspSpec> all;
        for (const auto spec : {R"(1\\Key)"_csp, R"(1\\KEY)"_csp,
                                R"(1\Microsoft Strong Cryptographic Provider\Key)"_csp,
                                R"(1\\Fixed)"_csp, R"(1\\Missing)"_csp})
            all.push_back(spec.to_owned());
        return all;
    }

    /// The next requests meet these fates, later ones arrive.
    void let_fates_be(const std::vector<Fate>& fates) {
        network_.clear_faults();
        const std::size_t first = network_.calls().size() + 1;
        for (std::size_t i = 0; i != fates.size(); ++i)
            network_.inject(fault_of(fates[i], nth_call(first + i)));
    }

    /// Whether the cluster has the checkpoint, by its own comparison of names.
    bool has(CspSpec spec) {
        if (settings_.resolve_provider_name_on_add && !spec.provider_name() && is_adding)
            spec =
                CspSpec(unchecked, spec.provider_type(), "Microsoft Strong Cryptographic Provider",
                        std::string(spec.key_container()));
        return std::ranges::any_of(names(), [&](const std::string& name) {
            const std::string name_of_spec = to_checkpoint_name(spec);
            return settings_.compare_names_ignoring_case
                       ? detail::equals_ignoring_ascii_case(name, name_of_spec)
                       : name == name_of_spec;
        });
    }

    std::vector<std::string> names() {
        std::vector<std::string> all;
        const auto listing = cluster_.list("SQL");
        for (const ReportedCheckpoint& entry : *listing) all.push_back(entry.text);
        return all;
    }

    FaultInjecting<FakeCluster&>& network() { return network_; }

    /// The name as the cluster stores it on add; on remove, the name itself.
    bool is_adding = false;

private:
    FakeClusterSettings settings_;
    FakeCluster cluster_;
    FaultInjecting<FakeCluster&> network_{cluster_};
};

}  // namespace

TEST_CASE("Retrying: results are true on an unreliable network", "[cluster][property]") {
    holds("reports are true", [] {
        BadDay day;
        const int max_attempts = *rc::gen::inRange(1, 6);
        Retrying retrying{day.network(), RetryPolicy{.max_attempts = max_attempts,
                                                     .wait = [](std::chrono::milliseconds) {}}};
        const auto calls = *rc::gen::inRange(1, 8);
        for (int i = 0; i != calls; ++i) {
            const CspSpec spec = *rc::gen::elementOf(BadDay::specs());
            const auto fates = *rc::gen::container<std::vector<Fate>>(any_fate());
            day.is_adding = *rc::gen::arbitrary<bool>();
            day.let_fates_be(fates);
            const auto before = day.names();
            const std::size_t requests_before = day.network().calls().size();

            const Result<void> outcome =
                day.is_adding ? retrying.add("SQL", spec) : retrying.remove("SQL", spec);

            RC_LOG() << (day.is_adding ? "add " : "remove ") << to_checkpoint_name(spec) << ": "
                     << (outcome ? "success" : to_string(outcome.error().code)) << '\n';
            const auto requests = day.network().calls().size() - requests_before;
            RC_ASSERT(requests >= 1u);
            RC_ASSERT(requests <= static_cast<std::size_t>(max_attempts * (1 + max_attempts)));
            if (outcome)
                RC_ASSERT(day.has(spec) == day.is_adding);
            else if (outcome.error().code != Errc::outcome_unknown)
                RC_ASSERT(day.names() == before);
        }
    });
}

TEST_CASE("ensure_crypto_checkpoint: results are true on an unreliable network",
          "[cluster][property]") {
    holds("reports are true", [] {
        BadDay day;
        ClusterResource resource{day.network(), "SQL"};
        const auto calls = *rc::gen::inRange(1, 8);
        for (int i = 0; i != calls; ++i) {
            const CspSpec spec = *rc::gen::elementOf(BadDay::specs());
            const auto fates = *rc::gen::container<std::vector<Fate>>(any_fate());
            day.is_adding = *rc::gen::arbitrary<bool>();
            day.let_fates_be(fates);
            const auto before = day.names();
            const std::size_t requests_before = day.network().calls().size();

            const Result<Ensured> outcome = day.is_adding
                                                ? resource.ensure_crypto_checkpoint(spec)
                                                : resource.ensure_no_crypto_checkpoint(spec);

            RC_LOG() << (day.is_adding ? "ensure " : "ensure no ") << to_checkpoint_name(spec)
                     << ": " << (outcome ? "success" : to_string(outcome.error().code)) << '\n';
            RC_ASSERT(day.network().calls().size() - requests_before <= 7u);
            if (outcome) {
                RC_ASSERT(day.has(spec) == day.is_adding);
                if (*outcome == Ensured::unchanged) RC_ASSERT(day.names() == before);
            } else if (outcome.error().code != Errc::outcome_unknown) {
                RC_ASSERT(day.names() == before);
            }
        }
    });
}

TEST_CASE("ensure_crypto_checkpoint: is idempotent", "[cluster][property]") {
    holds("idempotent", [] {
        BadDay day;
        ClusterResource resource{day.network(), "SQL"};
        const CspSpec spec = *rc::gen::elementOf(BadDay::specs());
        const bool wanted = *rc::gen::arbitrary<bool>();
        const auto ensure = [&] {
            return wanted ? resource.ensure_crypto_checkpoint(spec)
                          : resource.ensure_no_crypto_checkpoint(spec);
        };
        const auto before = day.names();
        const Result<Ensured> once = ensure();
        if (!once) return;
        const auto after = day.names();
        (void)ensure();
        RC_ASSERT(day.names() == after);
        if (*once == Ensured::unchanged) RC_ASSERT(before == after);
    });
}
