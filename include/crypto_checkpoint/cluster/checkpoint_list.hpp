// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_CHECKPOINT_LIST_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_CHECKPOINT_LIST_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/grammar.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/text_encoding.hpp>

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// A checkpoint as a cluster reports it. Text that is not a checkpoint name of the tolerant dialect is
/// kept verbatim, with the reason.
/// @par Example
/// @snippet reference/cluster.cpp listing
struct ReportedCheckpoint {
    std::string text;                          ///< as the cluster spells it, UTF-8
    std::expected<CspSpec, SyntaxError> spec;  ///< what it names, or why it names nothing
    friend bool operator==(const ReportedCheckpoint&, const ReportedCheckpoint&) = default;
};

/// Reads an entry of a listing. Never fails: see ReportedCheckpoint.
/// @par Grammar  checkpoint-name of the tolerant dialect: see #Dialect
/// @param text   as the cluster spells it, supposed to be UTF-8
/// @par Source   chosen: no document says that a cluster reports only checkpoint names
/// @par Example
/// @snippet reference/cluster.cpp listing
[[nodiscard]] inline ReportedCheckpoint reported_checkpoint(std::string text) {
    const auto read = parse_checkpoint_name(text, Dialect::tolerant);
    if (!read) return {std::move(text), std::unexpected(read.error())};
    CspSpec spec = read->to_owned();
    return {std::move(text), std::move(spec)};
}

/// The checkpoints of a resource, in the cluster's order.
using CheckpointList = std::vector<ReportedCheckpoint>;

/// Whether a listing has an entry for exactly this spec. Case is significant: no document says how a
/// cluster compares names.
/// @par Example
/// @snippet reference/cluster.cpp presence
/// @see presence_in(), which reports the entries that may be the same
[[nodiscard]] inline bool contains(const CheckpointList& listing, CspSpecView spec) {
    for (const ReportedCheckpoint& entry : listing)
        if (entry.spec && CspSpecView(*entry.spec) == spec) return true;
    return false;
}
/// The same with a @p spec of another character type.
template <class Spec>
    requires detail::is_other_spec<Spec>
[[nodiscard]] bool contains(const CheckpointList& listing, const Spec& spec) {
    return contains(listing, detail::spec_in_utf8(spec));
}

/// The entries for a spec that differ from to_checkpoint_name(), such as `1\K` or `01\\K` for `1\\K`.
/// A cluster that compares names literally finds those entries by no other name.
/// @return  the texts as listed, UTF-8, in that order
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
/// The same with a @p spec of another character type. The texts are UTF-8.
template <class Spec>
    requires detail::is_other_spec<Spec>
[[nodiscard]] std::vector<std::string> other_spellings(const CheckpointList& listing,
                                                       const Spec& spec) {
    return other_spellings(listing, detail::spec_in_utf8(spec));
}

/// Whether a listing has a spec.
/// @par Source  chosen: no document says how a cluster compares names
/// @par Example
/// @snippet reference/cluster.cpp presence
/// @see presence_in()
enum class Presence {
    absent,   ///< no entry is equal or similar
    present,  ///< an entry is equal
    unclear,  ///< an entry is similar, and only the cluster knows whether it is the same
};

/// Whether a cluster may take two specs for the same: they differ in case at most, and in whether the
/// provider is named. No document says whether it does.
/// @par Source  chosen: see ReportedCheckpoint
/// @par Example
/// @snippet reference/cluster.cpp presence
[[nodiscard]] inline bool are_similar(CspSpecView left, CspSpecView right) noexcept {
    // NOLINTNEXTLINE(clang-analyzer-deadcode.DeadStores): it is called below
    constexpr auto equals = detail::equals_ignoring_ascii_case<char, char>;
    return left.provider_type() == right.provider_type() &&
           equals(left.key_container(), right.key_container()) &&
           (!left.provider_name() || !right.provider_name() ||
            equals(*left.provider_name(), *right.provider_name()));
}

/// Looks for a spec in a listing.
/// @par Source  chosen: see are_similar()
/// @par Example
/// @snippet reference/cluster.cpp presence
[[nodiscard]] inline Presence presence_in(const CheckpointList& listing, CspSpecView spec) {
    if (contains(listing, spec)) return Presence::present;
    for (const ReportedCheckpoint& entry : listing)
        if (entry.spec && are_similar(*entry.spec, spec)) return Presence::unclear;
    return Presence::absent;
}
/// The same with a @p spec of another character type.
template <class Spec>
    requires detail::is_other_spec<Spec>
[[nodiscard]] Presence presence_in(const CheckpointList& listing, const Spec& spec) {
    return presence_in(listing, detail::spec_in_utf8(spec));
}

/// @cond
namespace detail {

inline void append_text(Text& text, const ReportedCheckpoint& entry) { text << entry.text; }

inline void append_text(Text& text, Presence presence) {
    text << (presence == Presence::absent    ? "absent"
             : presence == Presence::present ? "present"
                                             : "unclear");
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
