// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/wmi/detail/com_object.hpp>
#include <crypto_checkpoint/wmi/detail/wmi_object.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

namespace test_support {

/// Collects the results of a call.
/// @par Thread safety  may be used concurrently
class CollectingSink final : public crypto_checkpoint::detail::ComObject<IWbemObjectSink> {
public:
    struct Outcome {
        HRESULT result = S_OK;
        std::vector<crypto_checkpoint::detail::WmiObject> objects;
        crypto_checkpoint::detail::WmiObject status;  ///< the explanation of a failure
        int completions = 0;                          ///< must be one
    };

    HRESULT STDMETHODCALLTYPE Indicate(LONG count, IWbemClassObject** objects) noexcept override {
        using namespace crypto_checkpoint::detail;
        const std::lock_guard lock(mutex_);
        for (LONG i = 0; i != count; ++i) outcome_.objects.emplace_back(referenced(objects[i]));
        return WBEM_S_NO_ERROR;
    }

    HRESULT STDMETHODCALLTYPE SetStatus(LONG flags, HRESULT result, BSTR,
                                        IWbemClassObject* status) noexcept override {
        using namespace crypto_checkpoint::detail;
        if (flags != WBEM_STATUS_COMPLETE) return WBEM_S_NO_ERROR;
        {
            const std::lock_guard lock(mutex_);
            outcome_.result = result;
            outcome_.status = WmiObject(referenced(status));
            ++outcome_.completions;
        }
        completed_.notify_all();
        return WBEM_S_NO_ERROR;
    }

    /// @return  nothing if the call is not completed in time
    std::optional<Outcome> wait_for(std::chrono::milliseconds limit) {
        std::unique_lock lock(mutex_);
        if (!completed_.wait_for(lock, limit, [this] { return outcome_.completions != 0; }))
            return std::nullopt;
        Outcome copy;
        copy.result = outcome_.result;
        copy.completions = outcome_.completions;
        for (const auto& object : outcome_.objects)
            copy.objects.emplace_back(crypto_checkpoint::detail::referenced(object.get()));
        copy.status = crypto_checkpoint::detail::WmiObject(
            crypto_checkpoint::detail::referenced(outcome_.status.get()));
        return copy;
    }

private:
    std::mutex mutex_;
    std::condition_variable completed_;
    Outcome outcome_;
};

}  // namespace test_support
