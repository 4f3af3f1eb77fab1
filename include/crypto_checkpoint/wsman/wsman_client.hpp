// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_WSMAN_CLIENT_HPP
#define CRYPTO_CHECKPOINT_WSMAN_WSMAN_CLIENT_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/detail/ensure_plan.hpp>
#include <crypto_checkpoint/cluster/detail/failure.hpp>
#include <crypto_checkpoint/cluster/detail/removal_plan.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/cluster/resource_name.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/transport/http_transport.hpp>
#include <crypto_checkpoint/transport/message_slot.hpp>
#include <crypto_checkpoint/wsman/detail/cim_codec.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/request_codec.hpp>
#include <crypto_checkpoint/wsman/detail/response_interpreter.hpp>
#include <crypto_checkpoint/wsman/detail/wql.hpp>
#include <crypto_checkpoint/wsman/wsman_dialect.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// Dialect and limits of requests.
/// @par Source  the numbers are chosen
struct WsmanOptions {
    WsmanDialect dialect = WsmanDialect::wmi;

    /// The time limit of the service. The transport's limit should be longer, to receive the fault
    /// that reports the timeout. Above a day none is sent.
    std::chrono::milliseconds operation_timeout{45'000};

    /// The largest response that the service should send, in bytes. The transport has its own limit.
    std::uint32_t max_response_bytes = 512 * 1024;

    /// Of the messages of a listing together, which may be one Get; above it: limit_exceeded. The
    /// largest value of this and of the next two is no limit.
    std::size_t max_listing_bytes = std::size_t(64) << 20;
    /// Resources and checkpoints of a listing together.
    std::size_t max_listing_items = 100'000;
    /// Of a listing: the time after which it requests no further page.
    std::chrono::milliseconds listing_timeout = std::chrono::minutes(10);

    friend bool operator==(const WsmanOptions&, const WsmanOptions&) = default;
};

/// A service's response to Identify.
/// @par Source  MS-WSMV 3.1.4.1.23; the elements: DSP0226, from memory, it was not read
struct WsmanIdentity {
    std::string vendor;   ///< ProductVendor, UTF-8
    std::string version;  ///< ProductVersion, UTF-8
    friend bool operator==(const WsmanIdentity&, const WsmanIdentity&) = default;
};

/// The requests to a cluster over WS-Management, as tasks without a transport: run_to_completion() runs
/// one, for_each_cluster() many concurrently. WsmanBackend combines client and transport and documents
/// the behaviour.
///
/// A task copies its arguments; the client and the `slot` must outlive it.
/// @par Units and encoding  `resource` is the name of a resource, UTF-8
/// @par Errors         as WsmanBackend
/// @par Thread safety  a client may be used concurrently: it is immutable
/// @par Example
/// @snippet reference/serving.cpp client
class WsmanClient {
public:
    /// @param url      the address of the service, which is part of each message
    explicit WsmanClient(std::string url, WsmanOptions options = {})
        : url_(std::move(url)), options_(options) {}

    /// The address of the service.
    [[nodiscard]] const std::string& url() const noexcept { return url_; }

    /// Identifies the service.
    /// @par Errors  as WsmanBackend
    Task<Result<WsmanIdentity>> identify(MessageSlot& slot) const {
        Request request;
        request.operation = Identify{};
        auto task = exchange(slot, std::move(request), Step::enumerating);
        const Result<Response> response = co_await task;
        if (!response) co_return std::unexpected(response.error());
        const auto* const identified = std::get_if<Identified>(&response->body);
        if (identified == nullptr) co_return unreadable("the response is not one to Identify");
        co_return WsmanIdentity{identified->vendor, identified->version};
    }

    /// AddCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as WsmanBackend
    Task<Result<void>> add(MessageSlot& slot, std::string resource, const CspSpec& spec) const {
        return change(slot, std::move(resource), Step::adding, to_checkpoint_name(spec));
    }

    /// RemoveCryptoCheckpoint: see CheckpointBackend.
    ///
    /// Also removes other spellings of the checkpoint in the listing, 16 at most.
    /// @par Errors  as WsmanBackend
    Task<Result<void>> remove(MessageSlot& slot, std::string resource, CspSpec spec) const {
        detail::RemovalPlan plan(spec);
        while (const std::string* const name = plan.next_name()) {
            auto removing = change(slot, resource, Step::removing, *name);
            if (!plan.on_removal_result(co_await removing)) continue;
            auto listing = list(slot, resource);
            plan.on_listing(co_await listing);
        }
        Result<void> result = plan.result();
        if (!result) result = std::unexpected(in_context(std::move(result.error())));
        co_return detail::about_resource(resource, std::move(result));
    }

    /// Reads the property CryptoCheckpoints, by Get or, if that is not supported, by a query.
    /// @par Errors  as WsmanBackend
    Task<Result<CheckpointList>> list(MessageSlot& slot, std::string resource) const {
        auto reading = read(slot, resource);
        co_return detail::about_resource(resource, co_await reading);
    }

    /// All resources of the cluster, in its order.
    /// @par Errors  as WsmanBackend
    Task<Result<std::vector<ReportedResource>>> resources(MessageSlot& slot) const {
        return enumerate(slot, std::nullopt);
    }

    /// Ensures that a resource has a checkpoint, or does not: see ClusterResource.
    /// @param wanted    Presence::present or Presence::absent
    /// @par Errors      as ClusterResource::ensure_crypto_checkpoint(), over WsmanBackend
    Task<Result<Ensured>> ensure(MessageSlot& slot, std::string resource, CspSpec spec,
                                 Presence wanted) const {
        const detail::EnsurePlan plan(spec, wanted);
        return run(slot, std::move(resource), std::move(spec), plan);
    }

    /// @cond
    /// Runs a plan for @p spec: see detail::run().
    Task<Result<Ensured>> run(MessageSlot& slot, std::string resource, CspSpec spec,
                              detail::EnsurePlan plan) const {
        for (;;) {
            auto listing = list(slot, resource);
            const Result<CheckpointList> found = co_await listing;
            auto end = plan.on_listing(found);
            if (end) co_return *std::move(end);
            auto changing = plan.adds() ? add(slot, resource, spec) : remove(slot, resource, spec);
            const Result<void> done = co_await changing;
            end = plan.on_change_result(done);
            if (end) co_return *std::move(end);
        }
    }
    /// @endcond

private:
    using Response = detail::wsman::Response;
    using Enumerate = detail::wsman::Enumerate;
    using Get = detail::wsman::Get;
    using Identified = detail::wsman::Identified;
    using Identify = detail::wsman::Identify;
    using Instance = detail::wsman::Instance;
    using Invoke = detail::wsman::Invoke;
    using Page = detail::wsman::Page;
    using Pull = detail::wsman::Pull;
    using Request = detail::wsman::Request;
    using Step = detail::Step;

    /// @param received  incremented by the bytes of the response
    Task<Result<Response>> exchange(MessageSlot& slot, Request request, Step step,
                                    std::size_t* received = nullptr) const {
        if (options_.operation_timeout.count() <= 0)
            co_return std::unexpected(
                in_context(Error(Errc::invalid_value, "operation_timeout must be positive")));
        request.to = url_;
        request.message_id = detail::wsman::new_message_id();
        if (options_.operation_timeout <= std::chrono::hours(24))
            request.operation_timeout = options_.operation_timeout;
        request.max_envelope_bytes = options_.max_response_bytes;
        Result<std::string> message = detail::wsman::write_request(request);
        if (!message) co_return std::unexpected(in_context(std::move(message.error())));
        const Result<TransportResponse> http = co_await slot.post(*std::move(message));
        if (http && received != nullptr) *received += http->body.size();
        Result<Response> response =
            http ? detail::wsman::interpret(*http, request.message_id, step)
                 : std::unexpected(detail::refined_of_transport(http.error(), step));
        if (response) co_return response;
        co_return std::unexpected(in_context(std::move(response.error())));
    }

    Task<Result<CheckpointList>> read(MessageSlot& slot, std::string resource) const {
        if (auto valid = check_resource_name(resource); !valid)
            co_return std::unexpected(in_context(std::move(valid.error())));
        Request request = request_for(resource);
        request.operation = Get{};
        std::size_t bytes = 0;
        auto task = exchange(slot, std::move(request), Step::listing, &bytes);
        const Result<Response> response = co_await task;
        if (response) {
            const auto* const instance = std::get_if<Instance>(&response->body);
            if (instance == nullptr || instance->name != detail::wsman::resource_class)
                co_return unreadable("the response is not an MSCluster_Resource");
            Result<ReportedResource> found = detail::wsman::resource_of(*instance);
            if (!found) co_return std::unexpected(in_context(std::move(found.error())));
            if (!detail::equals_ignoring_ascii_case(found->name, resource))
                co_return unreadable("the response is about another resource");
            if (auto within = check_totals(bytes, 1 + found->crypto_checkpoints.size()); !within)
                co_return std::unexpected(std::move(within.error()));
            co_return std::move(found->crypto_checkpoints);
        }
        if (response.error().code != Errc::unsupported) co_return std::unexpected(response.error());

        auto enumerating = enumerate(slot, resource);
        Result<std::vector<ReportedResource>> found = co_await enumerating;
        if (!found) co_return std::unexpected(std::move(found.error()));
        for (ReportedResource& one : *found)
            if (detail::equals_ignoring_ascii_case(one.name, resource))
                co_return std::move(one.crypto_checkpoints);
        co_return std::unexpected(in_context(Error(Errc::resource_not_found)));
    }

    Task<Result<void>> change(MessageSlot& slot, std::string resource, Step step,
                              std::string name) const {
        const std::string method =
            step == Step::adding ? "AddCryptoCheckpoint" : "RemoveCryptoCheckpoint";
        Result<void> result = check_resource_name(resource);
        if (result) {
            Request request = request_for(resource);
            request.operation = Invoke{method, {{"CheckpointName", std::move(name)}}};
            auto task = exchange(slot, std::move(request), step);
            const Result<Response> response = co_await task;
            result = response ? detail::wsman::result_of(*response, method, step)
                              : std::unexpected(response.error());
        }
        if (!result) result = std::unexpected(in_context(std::move(result.error())));
        co_return detail::about_resource(resource, std::move(result));
    }

    /// @param resource  nothing for all resources
    Task<Result<std::vector<ReportedResource>>> enumerate(
        MessageSlot& slot, std::optional<std::string> resource) const {
        std::string query = "SELECT * FROM MSCluster_Resource";
        if (resource) query += " WHERE Name=" + detail::wql_literal(*resource);
        Request request = request_for(std::nullopt);
        if (options_.dialect == WsmanDialect::wmi)
            request.resource_uri = std::string(detail::wsman::uri::wmi_namespace) + "*";
        else
            request.resource_uri = std::string(detail::wsman::uri::dmtf_all_classes);
        const Request start = request;
        request.operation =
            Enumerate{query, detail::wsman::EnumerationMode::object, true, items_per_page};

        using Clock = std::chrono::steady_clock;
        const Clock::time_point start_time = Clock::now();
        std::size_t bytes = 0;
        std::size_t items = 0;
        std::vector<ReportedResource> found;
        std::string context;
        for (int pages = 0; pages != max_pages; ++pages) {
            auto task = exchange(slot, std::move(request), Step::enumerating, &bytes);
            const Result<Response> response = co_await task;
            if (!response) co_return std::unexpected(response.error());
            const auto* const page = std::get_if<Page>(&response->body);
            if (page == nullptr) co_return unreadable("the response is not part of a listing");
            if (page->items.size() > items_per_page)
                co_return unreadable("a page has more items than requested");
            for (const detail::wsman::Item& item : page->items) {
                const auto* const instance = std::get_if<Instance>(&item);
                if (instance == nullptr) co_return unreadable("an item is not an instance");
                Result<ReportedResource> one = detail::wsman::resource_of(*instance);
                if (!one) co_return std::unexpected(in_context(std::move(one.error())));
                found.push_back(*std::move(one));
                if (found.back().name.empty()) co_return unreadable("an item has no Name");
                items += 1 + found.back().crypto_checkpoints.size();
            }
            if (auto within = check_totals(bytes, items); !within)
                co_return std::unexpected(std::move(within.error()));
            if (page->is_last) co_return found;
            // In milliseconds, which the largest limit has, too.
            if (std::chrono::floor<std::chrono::milliseconds>(Clock::now() - start_time) >=
                options_.listing_timeout)
                co_return too_much("listing_timeout");
            if (!page->context.empty()) context = page->context;
            if (context.empty())
                co_return unreadable("the listing has no context to continue with");
            request = start;
            request.operation = Pull{context, items_per_page};
        }
        co_return too_much("1000 pages");
    }

    static constexpr std::uint32_t items_per_page = 100;
    static constexpr int max_pages = 1000;

    [[nodiscard]] Request request_for(const std::optional<std::string>& resource) const {
        Request request;
        request.resource_uri = detail::wsman::resource_class_uri(options_.dialect);
        if (options_.dialect == WsmanDialect::dmtf)
            request.selectors.push_back({std::string(detail::wsman::namespace_selector),
                                         std::string(detail::wsman::cluster_namespace)});
        if (resource) request.selectors.push_back({"Name", *resource});
        return request;
    }

    [[nodiscard]] std::unexpected<Error> unreadable(std::string what) const {
        return std::unexpected(in_context(Error(Errc::malformed_message, std::move(what))));
    }

    [[nodiscard]] Result<void> check_totals(std::size_t bytes, std::size_t items) const {
        if (bytes > options_.max_listing_bytes) return too_much("max_listing_bytes");
        if (items > options_.max_listing_items) return too_much("max_listing_items");
        return {};
    }

    [[nodiscard]] std::unexpected<Error> too_much(std::string_view limit) const {
        return std::unexpected(in_context(
            Error(Errc::limit_exceeded, "the listing is beyond its limit: " + std::string(limit))));
    }

    [[nodiscard]] Error in_context(Error error) const {
        if (error.context.empty()) error.context = url_;
        return error;
    }

    std::string url_;
    WsmanOptions options_;
};

/// @cond
namespace detail {

inline void append_text(Text& text, const WsmanOptions& options) {
    text << options.dialect << ", " << options.operation_timeout.count() << " ms, at most "
         << options.max_response_bytes << " bytes";
}

inline void append_text(Text& text, const WsmanIdentity& identity) {
    text << identity.vendor << " " << identity.version;
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
