// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_DETAIL_REMOVAL_PLAN_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_DETAIL_REMOVAL_PLAN_HPP

#include <crypto_checkpoint/cluster/checkpoint_list.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <cstddef>
#include <expected>
#include <string>
#include <utility>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// State machine of remove: the canonical name first; if the cluster does not find it, every other
/// spelling in the listing, each once, until one fails. Sans-IO, for synchronous backends and coroutines:
///
///     RemovalPlan plan(spec);
///     while (const std::string* name = plan.next_name())
///         if (plan.on_removal_result(remove(*name))) plan.on_listing(list());
///     return plan.result();
class RemovalPlan {
public:
    /// A cluster that lists more of them makes no change.
    /// @par Source  chosen: the listing is untrusted, and each spelling is one more change
    static constexpr std::size_t max_other_spellings = 16;

    explicit RemovalPlan(CspSpecView spec)
        : spec_(spec.to_owned()), names_{to_checkpoint_name(spec)} {}

    /// @return  the name to remove now; null at the end
    [[nodiscard]] const std::string* next_name() const noexcept {
        return next_ == names_.size() ? nullptr : &names_[next_];
    }

    /// @return  whether on_listing() must be called next
    [[nodiscard]] bool on_removal_result(Result<void> result) {
        result_ = std::move(result);
        ++next_;
        if (result_) return false;
        names_.resize(next_);
        return next_ == 1 && condition(result_.error()) == Condition::not_found;
    }

    /// A listing that fails leaves the checkpoint not found. One with more than max_other_spellings is
    /// limit_exceeded.
    void on_listing(const Result<CheckpointList>& listing) {
        if (!listing) return;
        for (std::string& name : other_spellings(*listing, spec_)) {
            bool is_new = true;
            for (const std::string& known : names_) is_new = is_new && known != name;
            if (is_new) names_.push_back(std::move(name));
        }
        if (names_.size() <= 1 + max_other_spellings) return;
        Error error(Errc::limit_exceeded, "the listing has " + std::to_string(names_.size() - 1) +
                                              " other spellings of the checkpoint; " +
                                              std::to_string(max_other_spellings) +
                                              " are the maximum");
        error.context = std::move(result_.error().context);
        result_ = std::unexpected(std::move(error));
        names_.resize(1);
    }

    [[nodiscard]] const Result<void>& result() const noexcept { return result_; }

private:
    CspSpec spec_;
    std::vector<std::string> names_;
    std::size_t next_ = 0;
    Result<void> result_;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
