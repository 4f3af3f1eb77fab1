// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TRANSPORT_DETAIL_CURL_MULTI_HPP
#define CRYPTO_CHECKPOINT_TRANSPORT_DETAIL_CURL_MULTI_HPP

#include <crypto_checkpoint/transport/detail/curl_request.hpp>

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <new>
#include <optional>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

// To the compiler, both are pointers to void.
struct CurlMultiDeleter {
    void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};
struct CurlShareDeleter {
    void operator()(CURLSH* share) const noexcept { curl_share_cleanup(share); }
};

/// The connections of one conversation. In the pool that all transfers of a multi handle have by
/// themselves, one could be given a connection on which another user has proved who he is, and
/// those of ended conversations would stay open.
class CurlConnections {
public:
    CurlConnections() : share_(curl_share_init()) {
        if (!share_) throw std::bad_alloc();
        curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT);
    }
    void serve(CurlPost& post) { curl_easy_setopt(post.handle(), CURLOPT_SHARE, share_.get()); }

private:
    std::unique_ptr<CURLSH, CurlShareDeleter> share_;
};

/// Performs many transfers on the calling thread.
class CurlMulti {
public:
    /// A transfer that has come to its end, and whose it was.
    struct Ended {
        void* owner;
        CURLcode code;
    };

    CurlMulti() {
        if (curl_is_ready()) multi_.reset(curl_multi_init());
        if (!multi_) throw std::bad_alloc();
    }

    /// @param owner  what next_ended() is to tell
    void add(CurlPost& post, void* owner) {
        curl_easy_setopt(post.handle(), CURLOPT_PRIVATE, owner);
        if (curl_multi_add_handle(multi_.get(), post.handle()) != CURLM_OK) throw std::bad_alloc();
    }
    /// Ends a transfer where it is, if it has not ended.
    void remove(CurlPost& post) noexcept { curl_multi_remove_handle(multi_.get(), post.handle()); }

    /// Does what can be done without waiting.
    void perform() {
        int running = 0;
        curl_multi_perform(multi_.get(), &running);
    }

    /// The next transfer that has ended. It has still to be removed.
    std::optional<Ended> next_ended() {
        int left = 0;
        while (const CURLMsg* const message = curl_multi_info_read(multi_.get(), &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            // What the message points to is gone once the handle is removed.
            Ended ended{nullptr, message->data.result};
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &ended.owner);
            return ended;
        }
        return std::nullopt;
    }

    /// Waits until there is something to perform.
    void wait(std::chrono::milliseconds most) {
        curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(most.count()), nullptr);
    }

private:
    std::unique_ptr<CURLM, CurlMultiDeleter> multi_;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
