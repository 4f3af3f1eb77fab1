// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/clusapi/cluster_api.hpp>
#include <crypto_checkpoint/cluster/detail/control_buffer.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace test_support {

namespace win32 {
inline constexpr std::uint32_t success = 0;
inline constexpr std::uint32_t invalid_handle = 6;
inline constexpr std::uint32_t invalid_data = 13;
inline constexpr std::uint32_t invalid_parameter = 87;
inline constexpr std::uint32_t more_data = 234;
inline constexpr std::uint32_t server_unavailable = 1722;
inline constexpr std::uint32_t call_failed = 1726;
inline constexpr std::uint32_t resource_not_found = 5007;
inline constexpr std::uint32_t node_not_found = 5042;
}  // namespace win32

/// A call of ClusterResourceControl.
struct ControlCall {
    std::string resource;
    std::string node;  ///< empty for none
    std::uint32_t code = 0;
    std::vector<std::uint8_t> input;
    bool has_output = false;  ///< the pointer is not null
    std::size_t output_size = 0;
    bool wants_size = false;
};

/// A result of ClusterResourceControl. Only the part of @c written that fits into the buffer is written.
struct ControlResult {
    std::uint32_t code = win32::success;
    std::vector<std::uint8_t> written{};
    std::uint32_t size = 0;
};

/// A stand-in for ClusAPI over a fake cluster, with injectable errors. Records handles that are closed
/// twice, used after being closed, or outlive their cluster.
class ClusApiStandIn {
public:
    using Cluster = struct StandInCluster*;
    using Node = struct StandInNode*;
    using Resource = struct StandInResource*;
    template <class T>
    using Opened = crypto_checkpoint::ClusterApiResult<T>;

    crypto_checkpoint::FakeCluster cluster;
    std::string cluster_name = "PROD";

    // injected behaviour
    std::map<std::string, std::uint32_t> opening_fails;  ///< by function, with the last error
    /// Replaces a call.
    std::function<std::optional<ControlResult>(const ControlCall&)> instead;
    /// Replaces the result of an executed call.
    std::function<std::optional<ControlResult>(const ControlCall&)> afterwards;

    // recorded calls
    std::vector<std::string> openings;  ///< `OpenCluster PROD`
    std::vector<ControlCall> controls;
    std::vector<std::string> misuses;
    [[nodiscard]] std::size_t open_handles() const { return handles_.size(); }

    Opened<Cluster> open_cluster(const char16_t* name) {
        const std::lock_guard lock(mutex_);
        const std::string text = name ? narrow(name) : std::string("(local)");
        if (const auto error = opening("OpenCluster", text)) return std::unexpected(*error);
        if (name && text != cluster_name) return std::unexpected(win32::server_unavailable);
        return handle<Cluster>(Kind::cluster, nullptr, text);
    }
    Opened<Node> open_node(Cluster from, const char16_t* name) {
        const std::lock_guard lock(mutex_);
        const std::string text = narrow(name);
        if (!is_open(from, Kind::cluster)) return std::unexpected(win32::invalid_handle);
        if (const auto error = opening("OpenClusterNode", text)) return std::unexpected(*error);
        if (!cluster.state().nodes.contains(text)) return std::unexpected(win32::node_not_found);
        return handle<Node>(Kind::node, from, text);
    }
    Opened<Resource> open_resource(Cluster from, const char16_t* name) {
        const std::lock_guard lock(mutex_);
        const std::string text = narrow(name);
        if (!is_open(from, Kind::cluster)) return std::unexpected(win32::invalid_handle);
        if (const auto error = opening("OpenClusterResource", text)) return std::unexpected(*error);
        if (!cluster.state().resources.contains(text))
            return std::unexpected(win32::resource_not_found);
        return handle<Resource>(Kind::resource, from, text);
    }
    void close(Cluster closed) noexcept { close_any(closed, Kind::cluster); }
    void close(Node closed) noexcept { close_any(closed, Kind::node); }
    void close(Resource closed) noexcept { close_any(closed, Kind::resource); }

    std::uint32_t resource_control(Resource resource, Node node, std::uint32_t code,
                                   std::span<const std::uint8_t> input,
                                   std::span<std::uint8_t> output, std::uint32_t* size) {
        const std::lock_guard lock(mutex_);
        // Every byte is read and written: a sanitizer notices a buffer shorter than its size.
        std::ranges::fill(output, std::uint8_t{0x41});
        ControlCall call;
        call.code = code;
        call.input.assign(input.begin(), input.end());
        call.has_output = output.data() != nullptr;
        call.output_size = output.size();
        call.wants_size = size != nullptr;
        if (!is_open(resource, Kind::resource) || (node && !is_open(node, Kind::node)))
            return win32::invalid_handle;
        call.resource = handles_.at(resource).name;
        if (node) call.node = handles_.at(node).name;
        controls.push_back(call);
        std::optional<ControlResult> result = instead ? instead(call) : std::nullopt;
        if (!result) {
            result = obey(call);
            if (afterwards)
                if (auto other = afterwards(call)) result = std::move(other);
        }
        const std::size_t fits = (std::min)(result->written.size(), output.size());
        std::copy_n(result->written.begin(), fits, output.begin());
        if (size) *size = result->size;
        return result->code;
    }

private:
    enum class Kind { cluster, node, resource };
    struct Handle {
        Kind kind{};
        const void* from = nullptr;
        std::string name;
    };

    static std::string narrow(const char16_t* text) {
        return crypto_checkpoint::detail::to_utf8(text);
    }

    std::optional<std::uint32_t> opening(const std::string& function, const std::string& name) {
        openings.push_back(function + ' ' + name);
        const auto fails = opening_fails.find(function);
        return fails == opening_fails.end() ? std::nullopt : std::optional(fails->second);
    }

    /// Numbers are not reused, to recognise closed handles.
    template <class T>
    T handle(Kind kind, const void* from, const std::string& name) {
        last_ += 16;
        // NOLINTNEXTLINE(performance-no-int-to-ptr): a handle is a number
        const auto made = reinterpret_cast<T>(last_);
        handles_[made] = {kind, from, name};
        return made;
    }

    bool is_open(const void* used, Kind kind) {
        const auto found = handles_.find(used);
        const bool is = found != handles_.end() && found->second.kind == kind;
        if (!is) misuses.emplace_back("used, and not open");
        return is;
    }

    void close_any(const void* closed, Kind kind) noexcept {
        const std::lock_guard lock(mutex_);
        const auto found = handles_.find(closed);
        if (found == handles_.end() || found->second.kind != kind) {
            misuses.emplace_back("closed, and not open");
            return;
        }
        for (const auto& [other, opened] : handles_)
            if (opened.from == closed) misuses.emplace_back("closed before " + opened.name);
        handles_.erase(found);
    }

    /// Implements the documented behaviour.
    ControlResult obey(const ControlCall& call) {
        using enum crypto_checkpoint::detail::ResourceControl;
        switch (static_cast<crypto_checkpoint::detail::ResourceControl>(call.code)) {
            case add_crypto_checkpoint:
            case delete_crypto_checkpoint: {
                const auto name = crypto_checkpoint::detail::read_control_text(call.input);
                if (!name) return {win32::invalid_data};
                const auto spec = crypto_checkpoint::check_checkpoint_name(
                    std::string_view(*name), crypto_checkpoint::Dialect::tolerant);
                if (!spec) return {win32::invalid_parameter};
                const bool adds = call.code == static_cast<std::uint32_t>(add_crypto_checkpoint);
                const auto done =
                    adds ? cluster.add(call.resource, *spec) : cluster.remove(call.resource, *spec);
                return {done ? win32::success : code_of(done.error())};
            }
            case get_crypto_checkpoints: {
                const auto listing = cluster.list(call.resource);
                if (!listing) return {code_of(listing.error())};
                std::vector<std::string> texts;
                for (const auto& entry : *listing) texts.push_back(entry.text);
                auto bytes = crypto_checkpoint::detail::control_texts(texts);
                const auto size = static_cast<std::uint32_t>(bytes.size());
                // Documented: succeeds without a buffer.
                if (!call.has_output) return {win32::success, {}, size};
                if (call.output_size < size) return {win32::more_data, {}, size};
                return {win32::success, std::move(bytes), size};
            }
        }
        return {1};  // ERROR_INVALID_FUNCTION
    }

    static std::uint32_t code_of(const crypto_checkpoint::Error& error) {
        return error.native ? error.native->value : win32::server_unavailable;
    }

    std::mutex mutex_;
    std::map<const void*, Handle> handles_;
    std::uintptr_t last_ = 0x1000;
};

static_assert(crypto_checkpoint::ClusterApi<ClusApiStandIn>);

}  // namespace test_support
