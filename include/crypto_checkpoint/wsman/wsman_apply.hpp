// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_WSMAN_APPLY_HPP
#define CRYPTO_CHECKPOINT_WSMAN_WSMAN_APPLY_HPP

#include <crypto_checkpoint/cluster/apply_plan.hpp>
#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/desired_state.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/transport/message_slot.hpp>
#include <crypto_checkpoint/wsman/wsman_client.hpp>

#include <concepts>
#include <string>

namespace crypto_checkpoint {
inline namespace v0 {

/// Makes the changes of a plan over WS-Management, as a task: see apply(Backend&, const Plan&, OnFailure,
/// Done) and for_each_cluster(), which runs many.
/// @param client      must outlive the task
/// @param slot        must outlive the task
/// @param plan        as plan() made it for this cluster
/// @param on_failure  what a failure means for the changes after it
/// @param done        as apply(); it runs on the thread that runs the task
/// @par Errors        as WsmanClient::ensure(), by `done`
/// @par Example
/// @snippet reference/serving.cpp apply
template <std::invocable<const std::string&, const PlannedCheckpoint&, const Result<Ensured>&> Done>
Task<Applied> apply(const WsmanClient& client, MessageSlot& slot, Plan plan, OnFailure on_failure,
                    Done done) {
    detail::ChangeSequence changes(plan, on_failure);
    while (const auto* const change = changes.next()) {
        const std::string& resource = change->resource->resource;
        auto ensuring = client.run(slot, resource, *change->checkpoint->spec, change->plan());
        const Result<Ensured> result = co_await ensuring;
        done(resource, *change->checkpoint, result);
        changes.on_result(result);
    }
    co_return changes.applied();
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
