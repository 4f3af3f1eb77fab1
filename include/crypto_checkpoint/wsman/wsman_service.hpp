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
/// by namespace.
///
/// | behaviour                                            | documented or chosen | source or reason |
/// |------------------------------------------------------|------------|--------------------------------|
/// | the output of a void method is an empty `Method_OUTPUT` | documented | MS-WSMV 4.11.2, of another class |
/// | a failure is HTTP status 500 with a SOAP fault, WSManFault and ProviderFault in it | documented | MS-WSMV, WSManFault |
/// | the provider's HRESULT is both codes, MSCluster_ExtendedStatus is in ExtendedError | chosen | as in recorded responses of other classes |
/// | an array of bytes is one element a byte              | chosen     | as any array                    |
/// | a query for some properties returns `XmlFragment`, without namespaces, in alphabetical order | documented | MS-WSMV 3.1.4.1.13, notes 58 and 59; recorded |
/// | an instance has `xsi:type`, a null array is one element with `xsi:nil` | recorded; documented | MS-WSMV 3.1.4.1.26 |
/// | the properties without a source in ReportedResource are null | chosen   | Windows has them all            |
/// | a resource that does not exist: DestinationUnreachable, 2150858752, `__ExtendedStatus` | recorded | of other classes |
/// | each fault of the service has a number               | recorded   | those that were not seen are chosen |
/// | without ReplyTo or MessageID, or with another address in them: a fault | documented | MS-WSMV 3.1.4.1.3 to .5 |
/// | without To: accepted                                 | chosen     | MS-WSMV does not say            |
/// | Locale and DataLocale with mustUnderstand: a fault   | documented | MS-WSMV 3.1.4.1.8, .9           |
/// | an Option with MustComply is accepted                | documented | MS-WSMV, note 52                |
/// | OperationID is repeated, SequenceId is 1; an operation is never sent again | documented; chosen | MS-WSMV 3.1.4.1.39: the service keeps no responses |
/// | Release has no effect on the context                 | chosen     | the service keeps no listings   |
/// | FragmentTransfer with Get: the path of one property  | documented, the form of the response from memory | MS-WSMV 3.1.4.1.18; DSP0226, 7.7 |
/// | the dialect SelectorFilter                           | documented | MS-WSMV 3.1.4.1.13              |
/// | values in a query have the type of the property; a number may be written as a text | chosen | Windows may accept more |
/// | a request in UTF-16 has a response in UTF-16, another charset is EncodingLimit | recorded | with UTF-16, from other clients |
/// | two namespaces in one address: InternalError         | documented | MS-WSMV, note 46                |
/// | a DMTF address without `__cimnamespace` means root/hardware, which has no such class | documented | MS-WSMV 3.1.4.1.1 |
/// | addresses ignore case, names of methods do not       | documented | Microsoft Learn, Resource URIs  |
/// | a page larger than MaxEnvelopeSize is sent with half the items | chosen | rather than rejected |
/// | the context of an enumeration contains its whole state | chosen | the service keeps none, so nothing expires |
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
    [[nodiscard]] WsmanResponse handle(std::string_view message) {
        return respond(message, detail::wsman::write_response);
    }

    /// Executes one request, whatever its HTTP method and path. One in UTF-16 has a response in UTF-16.
    /// @return  HttpResponse::subject is the WsmanLogEntry
    [[nodiscard]] HttpResponse handle(const HttpRequest& request) {
        namespace wsman = detail::wsman;
        const std::string_view charset = wsman::charset_in(request.content_type);
        WsmanResponse result;
        std::string type(soap_content_type);
        if (!wsman::is_utf16(charset, request.body)) {
            result = wsman::is_utf8(charset) ? handle(request.body) : unknown_charset();
        } else if (const auto message = wsman::decode_utf16(charset, request.body)) {
            result = respond(*message, [](const wsman::Response& response) {
                return wsman::utf16_of(wsman::write_response(response));
            });
            type = "application/soap+xml;charset=UTF-16";
        } else {
            result = unknown_charset();
        }
        return {.status = result.http_status,
                .content_type = std::move(type),
                .body = std::move(result.body),
                .headers = {},
                .subject = std::move(result.log_entry)};
    }

private:
    /// No response to a change is larger, so none is rejected for its size after the change was made.
    /// @par Source  chosen, from memory of DSP0226, which was not read for it
    static constexpr std::uint32_t min_envelope_size = 8192;

    using BodyOrRejection = detail::wsman::OrRejection<detail::wsman::Body>;

    /// @param write  makes a text of a Response
    template <class Write>
    WsmanResponse respond(std::string_view message, Write write) {
        namespace wsman = detail::wsman;
        auto read = wsman::read_request(message);
        if (!read)
            return unreadable(
                wsman::rejected(wsman::fault_kind::schema, read.error().detail).error(), write);
        wsman::Request& request = read->request;
        WsmanResponse result;
        result.log_entry = wsman::log_entry_of(*read);
        wsman::Response response{wsman::new_message_id(), request.message_id, read->action, {},
                                 request.operation_id,    request.fragment};
        BodyOrRejection body =
            read->rejection ? std::unexpected(*std::move(read->rejection)) : response_to(request);
        while (body) {
            response.body = std::move(*body);
            result.body = write(response);
            if (!request.max_envelope_bytes || result.body.size() <= *request.max_envelope_bytes)
                return result;
            body = halve_page(response.body, request.operation)
                       ? response_to(request)
                       : wsman::rejected(wsman::fault_kind::encoding_limit,
                                         "the response is larger than MaxEnvelopeSize");
        }
        result.log_entry.error = body.error().code;
        result.http_status = 500;
        response.body = std::move(body.error().fault);
        result.body = write(response);
        return result;
    }

    template <class Write>
    static WsmanResponse unreadable(detail::wsman::Rejection rejection, Write write) {
        WsmanResponse result;
        result.log_entry.error = rejection.code;
        result.http_status = 400;
        result.body = write({detail::wsman::new_message_id(), {}, {}, std::move(rejection.fault)});
        return result;
    }

    /// @par Source  facts of Windows' clients: the fault EncodingLimit with this detail
    static WsmanResponse unknown_charset() {
        return unreadable(detail::wsman::rejected(detail::wsman::fault_kind::encoding_limit,
                                                  "the message must be in UTF-8 or UTF-16",
                                                  detail::wsman::fault_detail::character_set)
                              .error(),
                          detail::wsman::write_response);
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
                return property.name == "CryptoCheckpoints" && !property.value;
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
