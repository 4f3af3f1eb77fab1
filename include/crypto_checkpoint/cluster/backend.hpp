// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_BACKEND_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_BACKEND_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/grammar.hpp>

#include <algorithm>
#include <compare>
#include <concepts>
#include <expected>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// A checkpoint as a cluster reports it. Nothing is lost: what is no checkpoint name in the tolerant
/// dialect is kept word for word, with the reason.
/// @par Thread safety  a value
/// @par Example
/// @snippet reference/cluster.cpp listing
struct ReportedCheckpoint {
    std::string text;                          ///< as the cluster spells it, UTF-8
    std::expected<CspSpec, SyntaxError> spec;  ///< what it names, or why it is no name
    friend bool operator==(const ReportedCheckpoint&, const ReportedCheckpoint&) = default;
};

/// Reads an entry of a listing.
/// @par Grammar  checkpoint-name of the tolerant dialect: see #Dialect
/// @param text   as the cluster spells it: meant to be UTF-8, and kept whatever it is
/// @par Errors   none: what cannot be read is kept, with the reason in ReportedCheckpoint::spec
/// @par Source   chosen: no document says that a cluster reports nothing else
/// @par Example
/// @snippet reference/cluster.cpp listing
[[nodiscard]] inline ReportedCheckpoint reported_checkpoint(std::string text) {
    const auto read = check_checkpoint_name(std::string_view(text), Dialect::tolerant);
    if (!read) return {std::move(text), std::unexpected(read.error())};
    CspSpec spec = read->to_owned();
    return {std::move(text), std::move(spec)};
}

/// The checkpoints of a resource, in the cluster's order.
using CheckpointList = std::vector<ReportedCheckpoint>;

/// Whether a listing holds a spec as it is spelled. No document says how a cluster compares names,
/// so nothing is folded here.
/// @par Example
/// @snippet reference/cluster.cpp presence
/// @see presence_in(), which says so where it is not clear
[[nodiscard]] inline bool contains(const CheckpointList& listing, CspSpecView spec) {
    return std::ranges::any_of(listing, [&](const ReportedCheckpoint& entry) {
        return entry.spec && CspSpecView(*entry.spec) == spec;
    });
}

/// How a listing spells a spec otherwise than to_checkpoint_name() does, as `1\K` or `01\\K` for
/// `1\\K`. A cluster that compares names to the letter knows those entries by no other name.
/// @return  the texts as they were listed, UTF-8, in that order
/// @par Example
/// @snippet reference/cluster.cpp presence
[[nodiscard]] inline std::vector<std::string> other_spellings(const CheckpointList& listing,
                                                              CspSpecView spec) {
    const std::string name = to_checkpoint_name(spec);
    std::vector<std::string> spellings;
    for (const ReportedCheckpoint& entry : listing)
        if (entry.spec && CspSpecView(*entry.spec) == spec && entry.text != name)
            spellings.push_back(entry.text);
    return spellings;
}

/// What a listing says of a spec.
/// @par Source  chosen: no document says how a cluster compares names
/// @par Example
/// @snippet reference/cluster.cpp presence
/// @see presence_in()
enum class Presence {
    absent,   ///< no entry is it, nor may be taken for it
    present,  ///< an entry is it, as it is spelled
    unclear,  ///< only the cluster knows whether an entry that is spelled otherwise is the same
};

/// Looks for a spec in a listing. Where an entry differs in case only, or in that one of the two
/// leaves the provider's name out, no document says whether the cluster takes them for the same.
/// @par Source  chosen: see ReportedCheckpoint
/// @par Example
/// @snippet reference/cluster.cpp presence
[[nodiscard]] inline Presence presence_in(const CheckpointList& listing, CspSpecView spec) {
    // NOLINTNEXTLINE(clang-analyzer-deadcode.DeadStores): it is called below
    constexpr auto alike = detail::equals_ignoring_ascii_case<char, char>;
    if (contains(listing, spec)) return Presence::present;
    const bool is_unclear = std::ranges::any_of(listing, [&](const ReportedCheckpoint& reported) {
        if (!reported.spec) return false;
        const CspSpecView entry = *reported.spec;
        return entry.provider_type() == spec.provider_type() &&
               alike(entry.key_container(), spec.key_container()) &&
               (!entry.provider_name() || !spec.provider_name() ||
                alike(*entry.provider_name(), *spec.provider_name()));
    });
    return is_unclear ? Presence::unclear : Presence::absent;
}

/// Whether a request that failed so was certainly not carried out, and may succeed when repeated.
/// @par Source  chosen
/// @par Example
/// @snippet reference/cluster.cpp codes
[[nodiscard]] constexpr bool is_retryable(Errc code) noexcept {
    return condition(code) == Condition::unavailable || condition(code) == Condition::timed_out;
}

/// What a backend is asked to do.
/// @par Source  Microsoft Learn, MSCluster_Resource
/// @par Example  what was asked, in a log:
/// @snippet reference/cluster.cpp auditing
/// @see CheckpointBackend
enum class Operation {
    add,     ///< AddCryptoCheckpoint
    remove,  ///< RemoveCryptoCheckpoint
    list,    ///< the property CryptoCheckpoints
};

/// The stable name of an operation, as its enumerator is spelled.
/// @par Example
/// @snippet reference/cluster.cpp auditing
[[nodiscard]] constexpr std::string_view to_string(Operation operation) noexcept {
    switch (operation) {
        case Operation::add: return "add";
        case Operation::remove: return "remove";
        case Operation::list: return "list";
    }
    return "unknown";
}

/// A code as it can be meant of an operation: what a cluster does not find, or finds already, is a
/// checkpoint only where one was to be removed, or added.
/// @par Source  chosen: a code of Windows does not say what it is about
/// @par Example
/// @snippet reference/cluster.cpp codes
[[nodiscard]] constexpr Errc refine_for(Operation operation, Errc code) noexcept {
    if (code == Errc::checkpoint_not_found && operation != Operation::remove)
        return Errc::object_not_found;
    if (code == Errc::checkpoint_already_exists && operation != Operation::add)
        return Errc::object_already_exists;
    return code;
}

/// One request to a backend, for those who watch or disturb it.
/// @par Units and encoding  UTF-8
/// @par Thread safety  a value
struct Call {
    Operation operation{};   ///< what was asked
    std::string resource;    ///< of which resource, UTF-8
    std::string checkpoint;  ///< canonical name; empty for a listing
    friend auto operator<=>(const Call&, const Call&) = default;
};

/// A way to carry checkpoints out, against a real cluster or a fake one.
///
/// | expression                       | result                   | meaning                              |
/// |----------------------------------|--------------------------|--------------------------------------|
/// | `backend.add(resource, spec)`    | `Result<void>`           | AddCryptoCheckpoint on that resource |
/// | `backend.remove(resource, spec)` | `Result<void>`           | RemoveCryptoCheckpoint               |
/// | `backend.list(resource)`         | `Result<CheckpointList>` | the property CryptoCheckpoints       |
///
/// `resource` is a `std::string_view` (the resource's name, UTF-8), `spec` a `CspSpecView`. A success
/// has been acknowledged by the cluster. A request that may have been carried out although no answer
/// came is outcome_unknown, never a success and never another error.
/// testing/backend_contract.hpp checks what this concept cannot.
///
/// The errors that a backend knows of are those of Errc. Of each of them a program decides by
/// condition(): a backend must not call something unavailable or timed_out that may have been done.
/// @par Thread safety  each backend says its own
/// @par Source  Microsoft Learn, MSCluster_Resource, for the two methods and the property
/// @par Example  a backend of one's own:
/// @snippet own_backend.cpp backend
template <class T>
concept CheckpointBackend = requires(T& backend, std::string_view resource, CspSpecView spec) {
    { backend.add(resource, spec) } -> std::same_as<Result<void>>;
    { backend.remove(resource, spec) } -> std::same_as<Result<void>>;
    { backend.list(resource) } -> std::same_as<Result<CheckpointList>>;
};

/// A backend as a class holds it: `Backend&` where it is given one that lives elsewhere, and must live
/// longer; `Backend` where it is handed one over.
/// @par Thread safety  that of the backend
/// @par Example  one that is handed over, or else one that lives elsewhere:
/// @snippet reference/cluster.cpp any
template <class T>
concept BackendOrReference = CheckpointBackend<std::remove_reference_t<T>>;

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
