// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TRANSPORT_DETAIL_CURL_MULTI_HPP
#define CRYPTO_CHECKPOINT_TRANSPORT_DETAIL_CURL_MULTI_HPP

#include <crypto_checkpoint/detail/checked_narrow.hpp>
#include <crypto_checkpoint/transport/detail/curl_request.hpp>

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

// Both types are aliases of void.
struct CurlMultiDeleter {
    void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};
struct CurlShareDeleter {
    void operator()(CURLSH* share) const noexcept { curl_share_cleanup(share); }
};

/// @throws std::bad_alloc, or std::runtime_error with libcurl's text
inline void require_success(CURLMcode code) {
    if (code == CURLM_OUT_OF_MEMORY) throw std::bad_alloc();
    if (code != CURLM_OK) throw std::runtime_error(curl_multi_strerror(code));
}
inline void require_success(CURLSHcode code) {
    if (code == CURLSHE_NOMEM) throw std::bad_alloc();
    if (code != CURLSHE_OK) throw std::runtime_error(curl_share_strerror(code));
}
inline void require_success(CURLcode code) {
    if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
    if (code != CURLE_OK) throw std::runtime_error(curl_easy_strerror(code));
}

/// The connections of one task. In the pool that a multi handle shares by default, a transfer could get
/// a connection authenticated as another user, and those of ended tasks would stay open.
class CurlConnections {
public:
    CurlConnections() : share_(curl_share_init()) {
        if (!share_) throw std::bad_alloc();
        require_success(curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT));
    }
    void attach_to(const CurlRequest& request) {
        require_success(curl_easy_setopt(request.handle(), CURLOPT_SHARE, share_.get()));
    }

private:
    std::unique_ptr<CURLSH, CurlShareDeleter> share_;
};

/// Performs many transfers on the calling thread.
class CurlMulti {
public:
    struct Ended {
        void* owner;
        CURLcode code;
    };

    CurlMulti() {
        if (curl_is_ready()) multi_.reset(curl_multi_init());
        if (!multi_) throw std::bad_alloc();
    }

    /// @param owner  returned by next_ended()
    void add(const CurlRequest& request, void* owner) {
        require_success(curl_easy_setopt(request.handle(), CURLOPT_PRIVATE, owner));
        require_success(curl_multi_add_handle(multi_.get(), request.handle()));
    }
    /// Aborts the transfer if it has not ended.
    void remove(const CurlRequest& request) noexcept {
        // It fails only for a handle that is not in use.
        (void)curl_multi_remove_handle(multi_.get(), request.handle());
    }

    /// Transfers what is possible without blocking.
    void perform() {
        int running = 0;
        require_success(curl_multi_perform(multi_.get(), &running));
    }

    /// The next transfer that has ended. The caller removes it.
    std::optional<Ended> next_ended() {
        int left = 0;
        while (const CURLMsg* const message = curl_multi_info_read(multi_.get(), &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            // The message is invalid once the handle is removed.
            Ended ended{nullptr, message->data.result};
            require_success(
                curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &ended.owner));
            return ended;
        }
        return std::nullopt;
    }

    /// Waits until there is something to perform.
    void wait(std::chrono::milliseconds max_wait) {
        require_success(curl_multi_poll(multi_.get(), nullptr, 0,
                                        checked_narrow<int>(max_wait.count()), nullptr));
    }

private:
    std::unique_ptr<CURLM, CurlMultiDeleter> multi_;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
