// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTING_BACKEND_CONTRACT_HPP
#define CRYPTO_CHECKPOINT_TESTING_BACKEND_CONTRACT_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/text/to_text.hpp>

#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// The cluster under test, created anew for every rule.
/// @par Units and encoding  names are UTF-8
template <CheckpointBackend Backend>
struct ContractSubject {
    Backend& backend;
    std::string resource;          ///< exists, without checkpoints
    std::string other_resource;    ///< exists, without checkpoints
    std::string missing_resource;  ///< does not exist
    CspSpec key;                   ///< exists on the resources' owner, exportable
    CspSpec other_key;             ///< exists on the resources' owner, exportable
    CspSpec missing_key;           ///< does not exist
    /// Exists on the resources' owner, not exportable; nullopt where there is none: its rule is left out.
    std::optional<CspSpec> unexportable_key{};
};

/// A rule that a backend violates.
/// @par Units and encoding  UTF-8
struct ContractViolation {
    std::string_view rule;  ///< as a sentence
    std::string what;       ///< the call, its result, and what was expected
    friend bool operator==(const ContractViolation&, const ContractViolation&) = default;
};

/// @cond
namespace detail {

inline void append_text(Text& text, const ContractViolation& violation) {
    if (violation.rule.empty())
        text << "satisfied";
    else
        text << violation.rule << ": " << violation.what;
}

class ContractCheck {
public:
    explicit ContractCheck(std::string_view rule) : rule_(rule) {}

    template <class T>
    bool succeeds(const Result<T>& outcome, std::string_view call) {
        if (!outcome) report(call, failed(outcome.error()) + ", should succeed");
        return outcome.has_value();
    }

    template <class T>
    void fails(const Result<T>& outcome, Errc code, std::string_view call) {
        if (outcome)
            report(call, "succeeded, should be " + std::string(to_string(code)));
        else if (outcome.error().code != code)
            report(call, failed(outcome.error()) + ", should be " + std::string(to_string(code)));
    }

    template <class Backend>
    void lists(Backend& backend, const std::string& resource,
               std::initializer_list<CspSpecView> specs) {
        const auto listing = backend.list(resource);
        if (!succeeds(listing, "list")) return;
        if (listing->size() != specs.size())
            report("list", "has " + std::to_string(listing->size()) + " entries, should have " +
                               std::to_string(specs.size()));
        for (const CspSpecView spec : specs)
            if (!contains(*listing, spec)) report("list", "lacks " + to_checkpoint_name(spec));
        for (const ReportedCheckpoint& entry : *listing)
            if (entry.spec && reported_checkpoint(entry.text).spec != entry.spec)
                report("list", "has the text " + entry.text + " with another spec");
    }

    void report(std::string_view call, const std::string& what) {
        violations.push_back({rule_, std::string(call) + " " + what});
    }

    std::vector<ContractViolation> violations;

private:
    static std::string failed(const Error& error) {
        return "failed with " + std::string(to_string(error.code)) + " (" + to_text(error) + ")";
    }

    std::string_view rule_;
};

template <class Backend>
struct ContractRule {
    std::string_view text;
    void (*check)(ContractCheck&, ContractSubject<Backend>&);
};

// clang-format would indent the table to the middle of the page.
// clang-format off
template <class Backend>
inline constexpr auto contract_rules = std::to_array<ContractRule<Backend>>({
    {"a resource without checkpoints lists none",
     [](ContractCheck& check, ContractSubject<Backend>& on) {
         check.lists(on.backend, on.resource, {});
     }},
    {"an added checkpoint is listed",
     [](ContractCheck& check, ContractSubject<Backend>& on) {
         check.succeeds(on.backend.add(on.resource, on.key), "add");
         check.lists(on.backend, on.resource, {on.key});
         check.succeeds(on.backend.add(on.resource, on.other_key), "add");
         check.lists(on.backend, on.resource, {on.key, on.other_key});
     }},
    {"a removed checkpoint is not listed, and the others remain",
     [](ContractCheck& check, ContractSubject<Backend>& on) {
         check.succeeds(on.backend.add(on.resource, on.key), "add");
         check.succeeds(on.backend.add(on.resource, on.other_key), "add");
         check.succeeds(on.backend.remove(on.resource, on.key), "remove");
         check.lists(on.backend, on.resource, {on.other_key});
     }},
    {"a removed checkpoint can be added again",
     [](ContractCheck& check, ContractSubject<Backend>& on) {
         check.succeeds(on.backend.add(on.resource, on.key), "add");
         check.succeeds(on.backend.remove(on.resource, on.key), "remove");
         check.succeeds(on.backend.add(on.resource, on.key), "add");
         check.lists(on.backend, on.resource, {on.key});
     }},
    {"the checkpoints of a resource are its own",
     [](ContractCheck& check, ContractSubject<Backend>& on) {
         check.succeeds(on.backend.add(on.resource, on.key), "add");
         check.succeeds(on.backend.add(on.other_resource, on.other_key), "add");
         check.lists(on.backend, on.resource, {on.key});
         check.lists(on.backend, on.other_resource, {on.other_key});
     }},
    {"a resource that does not exist is resource_not_found",
     [](ContractCheck& check, ContractSubject<Backend>& on) {
         const std::string& missing = on.missing_resource;
         check.fails(on.backend.add(missing, on.key), Errc::resource_not_found, "add");
         check.fails(on.backend.remove(missing, on.key), Errc::resource_not_found, "remove");
         check.fails(on.backend.list(missing), Errc::resource_not_found, "list");
     }},
    {"a key container that does not exist is key_container_not_found",
     [](ContractCheck& check, ContractSubject<Backend>& on) {
         check.fails(on.backend.add(on.resource, on.missing_key), Errc::key_container_not_found,
                     "add");
         check.lists(on.backend, on.resource, {});
     }},
    {"a key that cannot be exported is key_not_exportable",
     [](ContractCheck& check, ContractSubject<Backend>& on) {
         if (!on.unexportable_key) return;
         check.fails(on.backend.add(on.resource, *on.unexportable_key), Errc::key_not_exportable,
                     "add");
         check.lists(on.backend, on.resource, {});
     }},
    {"removing a checkpoint that was not added is checkpoint_not_found",
     [](ContractCheck& check, ContractSubject<Backend>& on) {
         check.fails(on.backend.remove(on.resource, on.key), Errc::checkpoint_not_found, "remove");
     }},
    {"adding a listed checkpoint is checkpoint_already_exists",
     [](ContractCheck& check, ContractSubject<Backend>& on) {
         check.succeeds(on.backend.add(on.resource, on.key), "add");
         check.fails(on.backend.add(on.resource, on.key), Errc::checkpoint_already_exists, "add");
         check.lists(on.backend, on.resource, {on.key});
     }},
    {"ensuring is idempotent",
     [](ContractCheck& check, ContractSubject<Backend>& on) {
         ClusterResource resource{on.backend, on.resource};
         const auto is = [&](const Result<Ensured>& outcome, Ensured expected,
                             std::string_view call) {
             if (check.succeeds(outcome, call) && *outcome != expected)
                 check.report(call, "returns changed without a change, or unchanged after one");
         };
         is(resource.ensure_crypto_checkpoint(on.key), Ensured::changed, "ensure");
         is(resource.ensure_crypto_checkpoint(on.key), Ensured::unchanged, "ensure again");
         check.lists(on.backend, on.resource, {on.key});
         is(resource.ensure_no_crypto_checkpoint(on.key), Ensured::changed, "ensure no");
         is(resource.ensure_no_crypto_checkpoint(on.key), Ensured::unchanged, "ensure no again");
         check.lists(on.backend, on.resource, {});
     }},
});
// clang-format on

}  // namespace detail
/// @endcond

/// Checks the semantics of a CheckpointBackend, every rule on a new subject. Needs no test framework;
/// testing/catch2.hpp reports violations in Catch2.
///
/// Two of the rules (adding twice, removing without adding) assume that the cluster behaves as the
/// documented registry siblings do; no document says so for key containers.
/// @param on_new_subject  called with a function that takes a `ContractSubject<Backend>&`: creates the
///                        cluster, calls the function, and cleans up
/// @return  the violations
/// @par Example
/// @snippet reference/cluster.cpp contract
template <CheckpointBackend Backend, class OnNewSubject>
[[nodiscard]] std::vector<ContractViolation> check_backend_contract(OnNewSubject on_new_subject) {
    std::vector<ContractViolation> violations;
    for (const auto& rule : detail::contract_rules<Backend>) {
        detail::ContractCheck check(rule.text);
        on_new_subject([&](ContractSubject<Backend>& subject) { rule.check(check, subject); });
        violations.insert(violations.end(), check.violations.begin(), check.violations.end());
    }
    return violations;
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
