// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_WSMAN_SERVICE_HPP
#define CRYPTO_CHECKPOINT_WSMAN_WSMAN_SERVICE_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/cluster/resource_provider.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/server/http_handler.hpp>
#include <crypto_checkpoint/transport/http_transport.hpp>
#include <crypto_checkpoint/version.hpp>
#include <crypto_checkpoint/wsman/detail/cim_codec.hpp>
#include <crypto_checkpoint/wsman/detail/enumeration_context.hpp>
#include <crypto_checkpoint/wsman/detail/fragment_path.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/message_encoding.hpp>
#include <crypto_checkpoint/wsman/detail/provider_codec.hpp>
#include <crypto_checkpoint/wsman/detail/request_codec.hpp>
#include <crypto_checkpoint/wsman/detail/resource_query.hpp>
#include <crypto_checkpoint/wsman/detail/resource_uri.hpp>
#include <crypto_checkpoint/wsman/detail/response_codec.hpp>
#include <crypto_checkpoint/wsman/detail/service_fault.hpp>
#include <crypto_checkpoint/wsman/detail/service_log.hpp>
#include <crypto_checkpoint/wsman/wsman_response.hpp>  // IWYU pragma: export

#include <algorithm>
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

/// How a service writes an array without elements, which XML cannot tell from an array that is null.
/// @par Source  MS-WSMV 3.1.4.1.26: a null array is one element with `xsi:nil`. No document says whether
///              a cluster returns null or an empty array for a resource without checkpoints.
enum class EmptyArray {
    null,      ///< as a null array
    left_out,  ///< as an empty array, of which nothing is written
};

/// How a service presents itself.
/// @par Units and encoding  UTF-8
struct WsmanServiceOptions {
    std::string vendor = "crypto_checkpoint";  ///< ProductVendor in the response to Identify
    EmptyArray empty_array = EmptyArray::null;
    friend bool operator==(const WsmanServiceOptions&, const WsmanServiceOptions&) = default;
};

/// Serves MSCluster_Resource over WS-Management, from a backend. It contains no networking.
///
/// It serves Identify, Get, Enumerate, Pull and Release, with queries of WQL for one class, and Invoke of
/// the methods of ResourceProvider, in both dialects (WsmanDialect). Elements and attributes are matched
/// by namespace. docs/reference/ws-management.md compares it with MS-WSMV, section by section. What no
/// document decides:
///
/// | behaviour                                                            | chosen because               |
/// |----------------------------------------------------------------------|------------------------------|
/// | the provider's HRESULT is both codes, MSCluster_ExtendedStatus is in ExtendedError | recorded so of other classes |
/// | an array of bytes is one element a byte                              | as any array                 |
/// | the properties that ReportedResource lacks are null                  | Windows has them all         |
/// | a request without To is accepted                                     | MS-WSMV does not say         |
/// | a context contains its whole state; Release has no effect on it      | nothing expires, nothing fills the memory |
/// | OperationID is repeated, SequenceId is 1; no response is sent again  | no response is stored        |
/// | a number in a query may be written as a text                         | tools do                     |
/// | a page that is too large is sent with half the items                 | rather than rejected         |
/// | the numbers of some faults                                           | they were not seen           |
///
/// @tparam Backend  as in ResourceProvider
/// @par Thread safety  that of the backend
/// @par Source  Microsoft Learn and MS-WSMV; row by row in the table
/// @par Limits         Limits the nesting of a message; its receiver limits the size.
/// @par Example
/// @snippet reference/serving.cpp service
template <BackendOrReference Backend>
class WsmanService {
public:
    /// Serves the cluster of @p backend.
    explicit WsmanService(Backend&& backend, WsmanServiceOptions options = {})
        : provider_(std::forward<Backend>(backend)), options_(std::move(options)) {}

    /// Executes one request. The response to an unreadable request is a fault.
    /// @param message  a SOAP envelope in UTF-8, untrusted
    /// @par Errors     none: see WsmanResponse::log_entry
    [[nodiscard]] WsmanResponse handle(std::string_view message) { return respond(message, {}); }

    /// Executes one request, whatever its HTTP method and path. One in UTF-16 has a response in UTF-16.
    /// @return  HttpResponse::subject is the WsmanLogEntry
    [[nodiscard]] HttpResponse handle(const HttpRequest& request) {
        const auto message = detail::wsman::decode_message(request.content_type, request.body);
        if (!message) return over_http(unknown_charset(), {});
        return over_http(respond(message->text, message->encoding), message->encoding);
    }

    /// Responds to an Identify of a client that is not authenticated. Hides the version, as Windows does.
    /// @return  nullopt for other requests, and for unreadable ones
    /// @par Source  MS-WSMV 3.1.4.1.23, note 72
    [[nodiscard]] std::optional<HttpResponse> identify(const HttpRequest& request) const {
        namespace wsman = detail::wsman;
        const auto message = wsman::decode_message(request.content_type, request.body);
        if (!message) return std::nullopt;
        const auto read = wsman::read_request(message->text);
        if (!read || read->rejection ||
            !std::holds_alternative<wsman::Identify>(read->request.operation))
            return std::nullopt;
        WsmanResponse result;
        result.log_entry = wsman::log_entry_of(*read);
        result.body = message->encoding.encode(
            wsman::write_response({{}, {}, {}, wsman::Identified{options_.vendor, "0.0.0"}}));
        return over_http(std::move(result), message->encoding);
    }

private:
    static HttpResponse over_http(WsmanResponse result, detail::wsman::MessageEncoding encoding) {
        return {.status = result.http_status,
                .content_type = std::string(encoding.content_type()),
                .body = std::move(result.body),
                .headers = {},
                .subject = std::move(result.log_entry)};
    }

    /// No response to a change is larger, so none is rejected for its size after the change was made.
    /// @par Source  MS-WSMV 3.1.4.1.7
    static constexpr std::uint32_t min_envelope_size = 8192;
    /// @par Source  MS-WSMV 2.2.4.10, the default of MaxEnvelopeSizekb
    static constexpr std::uint32_t max_envelope_size = 500 * 1024;

    using BodyOrRejection = detail::wsman::OrRejection<detail::wsman::Body>;

    WsmanResponse respond(std::string_view message, detail::wsman::MessageEncoding encoding) {
        namespace wsman = detail::wsman;
        auto read = wsman::read_request(message);
        if (!read)
            return unreadable(
                wsman::rejected(wsman::fault_kind::schema, read.error().detail).error(), encoding);
        wsman::Request& request = read->request;
        WsmanResponse result;
        result.log_entry = wsman::log_entry_of(*read);
        wsman::Response response{wsman::new_message_id(), request.message_id, read->action, {},
                                 request.operation_id,    request.fragment};
        BodyOrRejection body =
            read->rejection ? std::unexpected(*std::move(read->rejection)) : response_to(request);
        const std::uint32_t limit =
            (std::min)(request.max_envelope_bytes.value_or(max_envelope_size), max_envelope_size);
        while (body) {
            response.body = std::move(*body);
            result.body = encoding.encode(wsman::write_response(response));
            if (result.body.size() <= limit) return result;
            body = halve_page(response.body, request.operation)
                       ? response_to(request)
                       : wsman::rejected(wsman::fault_kind::encoding_limit,
                                         "the response is larger than MaxEnvelopeSize");
        }
        result.log_entry.error = body.error().code;
        result.http_status = 500;
        response.body = std::move(body.error().fault);
        result.body = encoding.encode(wsman::write_response(response));
        return result;
    }

    static WsmanResponse unreadable(detail::wsman::Rejection rejection,
                                    detail::wsman::MessageEncoding encoding) {
        WsmanResponse result;
        result.log_entry.error = rejection.code;
        result.http_status = 400;
        result.body = encoding.encode(detail::wsman::write_response(
            {detail::wsman::new_message_id(), {}, {}, std::move(rejection.fault)}));
        return result;
    }

    /// @par Source  facts of Windows' clients: the fault EncodingLimit with this detail
    static WsmanResponse unknown_charset() {
        return unreadable(detail::wsman::rejected(detail::wsman::fault_kind::encoding_limit,
                                                  "the message must be in UTF-8 or UTF-16",
                                                  detail::wsman::fault_detail::character_set)
                              .error(),
                          {});
    }

    static std::unexpected<detail::wsman::Rejection> failed(const ProviderFailure& failure,
                                                            std::string_view resource = {}) {
        return std::unexpected(
            detail::wsman::Rejection{detail::wsman::fault_of(failure, resource), failure.code});
    }

    /// Halves the number of items to list, if @p response is a page of several.
    static bool halve_page(const detail::wsman::Body& response,
                           detail::wsman::RequestBody& operation) {
        namespace wsman = detail::wsman;
        const auto* const page = std::get_if<wsman::Page>(&response);
        if (page == nullptr || page->items.size() < 2) return false;
        const auto half = static_cast<std::uint32_t>(page->items.size() / 2);
        if (auto* const enumerate = std::get_if<wsman::Enumerate>(&operation))
            enumerate->max_items = half;
        else
            std::get<wsman::Pull>(operation).max_items = half;
        return true;
    }

    BodyOrRejection response_to(const detail::wsman::Request& request) {
        namespace wsman = detail::wsman;
        using namespace wsman::fault_kind;
        if (std::holds_alternative<wsman::Identify>(request.operation))
            return wsman::Identified{options_.vendor, to_string(library_version)};
        if (request.max_envelope_bytes && *request.max_envelope_bytes < least_envelope(request))
            return wsman::rejected(
                encoding_limit,
                "MaxEnvelopeSize must be " + std::to_string(least_envelope(request)) + " or more");
        if (request.fragment && !std::holds_alternative<wsman::Get>(request.operation))
            return wsman::rejected(unsupported_feature, "FragmentTransfer is for Get");
        const auto address = wsman::class_address_of(request);
        if (!address) return wsman::wrong_address(address.error());
        if (const auto* const enumerate = std::get_if<wsman::Enumerate>(&request.operation))
            return start_enumeration(*address, *enumerate);
        if (const auto* const pull = std::get_if<wsman::Pull>(&request.operation)) {
            const auto position = wsman::read_context(pull->context);
            if (!position) return unknown_context();
            return page(*address, *position, pull->max_items, false);
        }
        if (const auto* const release = std::get_if<wsman::Release>(&request.operation)) {
            if (!wsman::read_context(release->context)) return unknown_context();
            return wsman::Released{};
        }
        if (address->is_all_classes) return wsman::wrong_address(wsman::AddressError::other_class);
        const auto resource = wsman::selected_resource(request);
        if (!resource) return std::unexpected(resource.error());
        if (const auto* const invoke = std::get_if<wsman::Invoke>(&request.operation))
            return invoke_method(request, *resource, *invoke);
        auto found = provider_.get(*resource);
        if (!found) return failed(found.error(), *resource);
        auto instance = instance_of(*address, properties_of(*found));
        if (!request.fragment) return instance;
        const auto path = wsman::read_fragment_path(*request.fragment);
        auto fragment = path ? wsman::fragment_of(*path, std::move(instance))
                             : std::optional<wsman::Fragment>();
        if (!fragment)
            return wsman::rejected(filter, "FragmentTransfer must be the path of a property");
        return *std::move(fragment);
    }

    /// The smallest MaxEnvelopeSize: the response to a change repeats the identifiers of the request. Each
    /// letter may be escaped by five, of two bytes each in UTF-16.
    static std::uint32_t least_envelope(const detail::wsman::Request& request) {
        const auto repeated =
            static_cast<std::uint32_t>(request.message_id.size() + request.operation_id.size());
        return (std::max)(min_envelope_size, 4096 + 10 * repeated);
    }

    static std::unexpected<detail::wsman::Rejection> unknown_context() {
        return detail::wsman::rejected(detail::wsman::fault_kind::context,
                                       "the context is not one of this service");
    }

    BodyOrRejection invoke_method(const detail::wsman::Request& request,
                                  const std::string& resource,
                                  const detail::wsman::Invoke& invoke) {
        namespace wsman = detail::wsman;
        const MethodDescription* const method = find_provider_method(invoke.method);
        auto arguments = wsman::arguments_of(method, invoke);
        if (!arguments) return wsman::rejected(wsman::fault_kind::parameter, arguments.error());
        auto outputs = method ? provider_.invoke(resource, *method, *arguments)
                              : provider_.invoke(resource, invoke.method, *arguments);
        if (!outputs) return failed(outputs.error(), resource);
        return wsman::Instance{invoke.method + "_OUTPUT", request.resource_uri,
                               wsman::properties_of(*outputs)};
    }

    BodyOrRejection start_enumeration(const detail::wsman::ClassAddress& address,
                                      const detail::wsman::Enumerate& enumerate) {
        namespace wsman = detail::wsman;
        if (address.is_all_classes && !enumerate.query)
            return wsman::wrong_address(wsman::AddressError::other_class);
        const wsman::EnumerationContext start{enumerate.mode, enumerate.query.value_or(""), {}};
        if (auto query = wsman::ResourceQuery::read(start.query); !query)
            return std::unexpected(std::move(query.error()));
        if (!enumerate.is_optimized)
            return wsman::Page{true, false, wsman::write_context(start), {}};
        return page(address, start, enumerate.max_items, true);
    }

    BodyOrRejection page(const detail::wsman::ClassAddress& address,
                         const detail::wsman::EnumerationContext& context, std::uint32_t max_items,
                         bool is_first) {
        namespace wsman = detail::wsman;
        constexpr detail::LessIgnoringAsciiCase less;
        const auto query = wsman::ResourceQuery::read(context.query);
        if (!query) return std::unexpected(query.error());
        auto all = provider_.enumerate();
        if (!all) return failed(all.error());
        std::ranges::sort(*all, less, &ReportedResource::name);
        wsman::Page page{is_first, true, {}, {}};
        wsman::EnumerationContext next = context;
        for (const ReportedResource& one : *all) {
            if (!less(context.after, one.name)) continue;
            auto properties = properties_of(one);
            if (!query->selects(properties)) continue;
            if (page.items.size() == max_items) {
                page.is_last = false;
                page.context = wsman::write_context(next);
                break;
            }
            page.items.push_back(
                item_of(address, context.mode, *query, one.name, std::move(properties)));
            next.after = one.name;
        }
        return page;
    }

    static detail::wsman::Item item_of(const detail::wsman::ClassAddress& address,
                                       detail::wsman::EnumerationMode mode,
                                       const detail::wsman::ResourceQuery& query,
                                       const std::string& name,
                                       std::vector<detail::wsman::Property> properties) {
        namespace wsman = detail::wsman;
        if (mode == wsman::EnumerationMode::endpoint_reference)
            return wsman::reference_to(address.dialect, name);
        if (mode == wsman::EnumerationMode::object_and_reference)
            return wsman::InstanceAndReference{instance_of(address, std::move(properties)),
                                               wsman::reference_to(address.dialect, name)};
        if (query.is_projection()) return query.project(std::move(properties));
        return instance_of(address, std::move(properties));
    }

    static detail::wsman::Instance instance_of(const detail::wsman::ClassAddress& address,
                                               std::vector<detail::wsman::Property> properties) {
        namespace wsman = detail::wsman;
        return {std::string(wsman::resource_class), wsman::resource_class_uri(address.dialect),
                std::move(properties), true};
    }

    [[nodiscard]] std::vector<detail::wsman::Property> properties_of(
        const ReportedResource& resource) const {
        auto properties = detail::wsman::properties_of(resource);
        if (options_.empty_array == EmptyArray::left_out)
            std::erase_if(properties, [](const detail::wsman::Property& property) {
                return !property.value &&
                       detail::wsman::find_resource_property(property.name)->is_array;
            });
        return properties;
    }

    ResourceProvider<Backend> provider_;
    WsmanServiceOptions options_;
};

template <class Backend>
WsmanService(Backend&&) -> WsmanService<Backend>;
template <class Backend>
WsmanService(Backend&&, WsmanServiceOptions) -> WsmanService<Backend>;

/// A handler for HttpEndpoint or another server. It keeps a reference to @p service.
/// @par Example
/// @snippet reference/serving.cpp handler
template <class Backend>
[[nodiscard]] HttpHandler handler_of(WsmanService<Backend>& service) {
    return [&service](const HttpRequest& request) { return service.handle(request); };
}

/// For EndpointOptions::anonymous: clients without a password may send Identify, with the header
/// `WSMANIDENTIFY: unauthenticated`. It keeps a reference to @p service.
/// @par Source  MS-WSMV 3.1.4.1.23
/// @par Example
/// @snippet reference/serving.cpp anonymous
template <class Backend>
[[nodiscard]] AnonymousAccess anonymous_access_of(const WsmanService<Backend>& service) {
    return {{"WSMANIDENTIFY", "unauthenticated"},
            [&service](const HttpRequest& request) { return service.identify(request); }};
}

/// @cond
namespace detail {

inline void append_text(Text& text, EmptyArray value) {
    text << (value == EmptyArray::left_out ? "left_out" : "null");
}

inline void append_text(Text& text, const WsmanServiceOptions& options) {
    text << options.vendor << ", empty arrays: " << options.empty_array;
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
