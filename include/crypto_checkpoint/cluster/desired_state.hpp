// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_DESIRED_STATE_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_DESIRED_STATE_HPP

#include <crypto_checkpoint/cluster/checkpoint_list.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/cluster/resource_pattern.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/parse.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// The checkpoints that one resource, or each resource of a pattern, is to have.
/// @par Units and encoding  UTF-8
/// @par Example
/// @snippet reference/desired_state.cpp desired
struct DesiredResource {
    std::string name{};  ///< ASCII case is ignored
    bool is_pattern{};   ///< whether the name is a pattern of matches_pattern()
    std::vector<CspSpec> checkpoints{};
    bool exact{};  ///< whether the resource is to have no other checkpoints
    friend bool operator==(const DesiredResource&, const DesiredResource&) = default;
};

/// What the resources of a cluster are to have. Where several entries match a resource, it is to have
/// the checkpoints of all of them, and no others if one of them is exact.
using DesiredState = std::vector<DesiredResource>;

/// What a plan does about a checkpoint.
/// @par Example
/// @snippet reference/desired_state.cpp desired
enum class PlannedAction {
    keep,     ///< it is wanted, and listed
    add,      ///< it is wanted, and not listed
    remove,   ///< it is listed, and the resource is to have no others
    unclear,  ///< nothing: see PlannedCheckpoint::similar_to
};

/// The stable name of an action, equal to its enumerator.
/// @par Example
/// @snippet reference/desired_state.cpp desired
[[nodiscard]] constexpr std::string_view to_string(PlannedAction action) noexcept {
    switch (action) {
        case PlannedAction::keep: return "keep";
        case PlannedAction::add: return "add";
        case PlannedAction::remove: return "remove";
        case PlannedAction::unclear: return "unclear";
    }
    return "unknown";
}

/// A checkpoint in a plan.
/// @par Units and encoding  UTF-8
struct PlannedCheckpoint {
    PlannedAction action{};
    std::string text;             ///< as the cluster spells it; if it is to be added, the name
    std::optional<CspSpec> spec;  ///< `std::nullopt`: the text names nothing, and is never removed
    /// If the action is unclear, the name of the wanted checkpoint that the cluster may take for the
    /// same: only in one of the two is the provider named, or they differ in case. Empty if the text
    /// names nothing.
    std::string similar_to;
    AdviceList advice;  ///< on the spec; see advise()
    friend bool operator==(const PlannedCheckpoint&, const PlannedCheckpoint&) = default;
};

/// The part of a plan about one resource: the wanted checkpoints in the order of the desired state, then
/// others in the order of the cluster. Others that may stay are not in it.
/// @par Units and encoding  UTF-8
struct ResourcePlan {
    std::string resource;  ///< as the cluster spells it
    std::vector<PlannedCheckpoint> checkpoints;
    friend bool operator==(const ResourcePlan&, const ResourcePlan&) = default;
};

/// The number of checkpoints for each action.
/// @see count()
struct PlanCount {
    std::size_t keep = 0;
    std::size_t add = 0;
    std::size_t remove = 0;
    std::size_t unclear = 0;
    friend bool operator==(const PlanCount&, const PlanCount&) = default;
};

/// The difference between a desired state and the state of a cluster.
/// @par Example
/// @snippet reference/desired_state.cpp desired
struct Plan {
    std::vector<ResourcePlan>
        resources;  ///< that the desired state mentions, in the cluster's order
    std::vector<DesiredResource> missing;  ///< the entries that match no resource
    friend bool operator==(const Plan&, const Plan&) = default;
};

/// Counts the checkpoints of a plan by action.
/// @par Example
/// @snippet reference/desired_state.cpp desired
[[nodiscard]] inline PlanCount count(const Plan& plan) noexcept {
    PlanCount counts;
    for (const ResourcePlan& resource : plan.resources)
        for (const PlannedCheckpoint& checkpoint : resource.checkpoints)
            switch (checkpoint.action) {
                case PlannedAction::keep: ++counts.keep; break;
                case PlannedAction::add: ++counts.add; break;
                case PlannedAction::remove: ++counts.remove; break;
                case PlannedAction::unclear: ++counts.unclear; break;
            }
    return counts;
}

/// @cond
namespace detail {

/// The plan for one resource. Linear: only checkpoints with equal keys can be similar.
class ResourcePlanner {
public:
    explicit ResourcePlanner(const ReportedResource& resource)
        : listed_(&resource.crypto_checkpoints), plan_{resource.name, {}} {
        for (const ReportedCheckpoint& entry : *listed_)
            if (entry.spec) alike(*entry.spec).listed.push_back(entry);
    }

    /// Plans what is wanted.
    void want(const DesiredResource& desired) {
        is_exact_ = is_exact_ || desired.exact;
        for (const CspSpec& spec : desired.checkpoints) want(spec);
    }

    /// Plans what is listed and not wanted.
    [[nodiscard]] ResourcePlan finish() && {
        if (!is_exact_) return std::move(plan_);
        for (const ReportedCheckpoint& entry : *listed_) {
            if (!entry.spec)
                plan_.checkpoints.push_back({PlannedAction::unclear, entry.text, {}, {}, {}});
            else
                exclude(entry.text, *entry.spec);
        }
        return std::move(plan_);
    }

private:
    struct Alike {
        CheckpointList listed;
        std::vector<CspSpec> wanted;
        std::vector<std::string> planned;  // the texts
    };

    Alike& alike(const CspSpec& spec) {
        std::string key = std::to_string(spec.provider_type().value());
        key += '\\';
        for (const char unit : spec.key_container())
            key += static_cast<char>(ascii_lower(unit_value(unit)));
        return alike_[std::move(key)];
    }

    void want(const CspSpec& spec) {
        Alike& bucket = alike(spec);
        if (has(bucket.wanted, spec)) return;
        std::string name = to_checkpoint_name(spec);
        const ReportedCheckpoint* equal = nullptr;
        const ReportedCheckpoint* similar = nullptr;
        for (const ReportedCheckpoint& entry : bucket.listed) {
            if (equal == nullptr && *entry.spec == spec) equal = &entry;
            if (similar == nullptr && are_similar(*entry.spec, spec)) similar = &entry;
        }
        // Were both added, the second might be refused, or not, if only the first was listed.
        const CspSpec* const competitor = find_similar(bucket.wanted, spec);
        if (equal != nullptr)
            append(bucket, PlannedAction::keep, equal->text, spec);
        else if (similar != nullptr)
            append(bucket, PlannedAction::unclear, similar->text, *similar->spec).similar_to =
                std::move(name);
        else if (competitor != nullptr)
            append(bucket, PlannedAction::unclear, to_checkpoint_name(*competitor), *competitor)
                .similar_to = std::move(name);
        else
            append(bucket, PlannedAction::add, std::move(name), spec);
        bucket.wanted.push_back(spec);
    }

    void exclude(const std::string& text, const CspSpec& spec) {
        Alike& bucket = alike(spec);
        if (has(bucket.wanted, spec) || has(bucket.planned, text)) return;
        const CspSpec* const similar = find_similar(bucket.wanted, spec);
        if (similar == nullptr)
            append(bucket, PlannedAction::remove, text, spec);
        else  // removing one might remove the other
            append(bucket, PlannedAction::unclear, text, spec).similar_to =
                to_checkpoint_name(*similar);
    }

    PlannedCheckpoint& append(Alike& bucket, PlannedAction action, std::string text,
                              const CspSpec& spec) {
        bucket.planned.push_back(text);
        return plan_.checkpoints.emplace_back(action, std::move(text), spec, std::string(),
                                              advise(spec));
    }

    static const CspSpec* find_similar(const std::vector<CspSpec>& specs, const CspSpec& spec) {
        for (const CspSpec& other : specs)
            if (are_similar(other, spec)) return &other;
        return nullptr;
    }

    template <class T>
    static bool has(const std::vector<T>& values, const T& value) {
        for (const T& other : values)
            if (other == value) return true;
        return false;
    }

    const CheckpointList* listed_;
    std::unordered_map<std::string, Alike> alike_;  // by type and key container in lower case
    bool is_exact_ = false;
    ResourcePlan plan_;
};

/// Whether a spec can be added.
inline bool is_documented(const CspSpec& spec) {
    const std::string name = to_checkpoint_name(spec);
    return parse_checkpoint_name(name).has_value();
}

}  // namespace detail
/// @endcond

/// Compares a desired state with the state of a cluster. Sends nothing.
///
/// A checkpoint that is wanted and similar to a listed one is neither added nor taken for it: only the
/// cluster knows whether they are the same. For the same reason an entry that is similar to a wanted one
/// is not removed. An entry that is no checkpoint name is never removed.
/// @param desired    the specs must be of the documented dialect to be added
/// @param reported   all resources of the cluster, as EnumeratingBackend returns them
/// @return           equal for equal arguments; once its changes are made, the plan for the new state has
///                   no changes
/// @par Complexity   linear in the checkpoints, if few differ only in case or provider; each pattern is
///                   compared with each resource
/// @par Source       chosen: no document says how a cluster compares names
/// @par Example
/// @snippet reference/desired_state.cpp desired
[[nodiscard]] inline Plan plan(const DesiredState& desired,
                               std::span<const ReportedResource> reported) {
    std::map<std::string_view, std::size_t, detail::LessIgnoringAsciiCase> by_name;
    for (std::size_t i = 0; i != reported.size(); ++i) by_name.emplace(reported[i].name, i);
    std::vector<std::optional<detail::ResourcePlanner>> planners(reported.size());
    Plan made;
    for (const DesiredResource& entry : desired) {
        bool is_missing = true;
        const auto want = [&](std::size_t i) {
            is_missing = false;
            if (!planners[i]) planners[i].emplace(reported[i]);
            planners[i]->want(entry);
        };
        if (entry.is_pattern) {
            for (std::size_t i = 0; i != reported.size(); ++i)
                if (matches_pattern(reported[i].name, entry.name)) want(i);
        } else if (const auto found = by_name.find(entry.name); found != by_name.end()) {
            want(found->second);
        }
        if (is_missing) made.missing.push_back(entry);
    }
    for (auto& planner : planners)
        if (planner) made.resources.push_back(std::move(*planner).finish());
    return made;
}

/// The desired state that a cluster has already: the plan for both has no changes. A resource is exact
/// if each of its entries is a name of the documented dialect; other entries cannot be wanted.
/// @param reported  the resources of the cluster
/// @par Example
/// @snippet reference/desired_state.cpp export
[[nodiscard]] inline DesiredState desired_state_of(std::span<const ReportedResource> reported) {
    DesiredState desired;
    for (const ReportedResource& resource : reported) {
        DesiredResource& entry = desired.emplace_back();
        entry.name = resource.name;
        entry.exact = true;
        for (const ReportedCheckpoint& checkpoint : resource.crypto_checkpoints)
            if (checkpoint.spec && detail::is_documented(*checkpoint.spec))
                entry.checkpoints.push_back(*checkpoint.spec);
            else
                entry.exact = false;
    }
    return desired;
}

/// @cond
namespace detail {

inline void append_text(Text& text, const DesiredResource& resource) {
    text << "'" << resource.name << (resource.exact ? "' exactly " : "' ");
    text.list(resource.checkpoints);
}

inline void append_text(Text& text, PlannedAction action) { text << to_string(action); }

/// `add 1\\K`
inline void append_text(Text& text, const PlannedCheckpoint& checkpoint) {
    text << checkpoint.action << " " << checkpoint.text;
    if (!checkpoint.similar_to.empty()) text << " (similar to " << checkpoint.similar_to << ")";
}

inline void append_text(Text& text, const ResourcePlan& plan) {
    text << "'" << plan.resource << "' ";
    text.list(plan.checkpoints);
}

inline void append_text(Text& text, const PlanCount& count) {
    text << count.keep << " to keep, " << count.add << " to add, " << count.remove << " to remove, "
         << count.unclear << " unclear";
}

inline void append_text(Text& text, const Plan& plan) {
    text.list(plan.resources);
    if (!plan.missing.empty()) {
        text << ", missing ";
        text.list(plan.missing);
    }
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
