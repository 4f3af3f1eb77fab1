// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_WSMAN_SERVICE_HPP
#define CRYPTO_CHECKPOINT_WSMAN_WSMAN_SERVICE_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/cluster/resource_provider.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/server/http_handler.hpp>
#include <crypto_checkpoint/transport/http_transport.hpp>
#include <crypto_checkpoint/version.hpp>
#include <crypto_checkpoint/wsman/detail/cim_codec.hpp>
#include <crypto_checkpoint/wsman/detail/enumeration_context.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/request_codec.hpp>
#include <crypto_checkpoint/wsman/detail/resource_uri.hpp>
#include <crypto_checkpoint/wsman/detail/response_codec.hpp>
#include <crypto_checkpoint/wsman/detail/wql.hpp>

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

/// What a client requested and how that ended. UTF-8 as received: make it printable before showing it.
struct WsmanLogEntry {
    std::string operation;  ///< `Identify`, `Get`, `Enumerate`, `Pull`, or a method; may be empty
    std::string resource;   ///< empty if the request names none
    std::string argument;   ///< the checkpoint's name, or a query; may be empty
    std::optional<Errc> error;  ///< nothing on success
};

/// The response to a message.
/// @par Units and encoding  UTF-8
struct WsmanResponse {
    int http_status = 200;    ///< 200, 400 or 500
    std::string body;         ///< of the type soap_content_type
    WsmanLogEntry log_entry;  ///< for a log
};

/// Serves MSCluster_Resource over WS-Management, from a backend. It contains no networking.
///
/// It serves Identify, Get, Enumerate and Pull with a query
/// `SELECT ... FROM MSCluster_Resource [WHERE Name='...']`, and Invoke of the methods of
/// ResourceProvider, in both dialects (WsmanDialect).
///
/// | behaviour                                            | documented or chosen | source or reason |
/// |------------------------------------------------------|------------|--------------------------------|
/// | the output of a void method is an empty `Method_OUTPUT` | chosen    | no document shows it            |
/// | a failure is HTTP status 500 with a SOAP fault, WSManFault and ProviderFault in it | documented | MS-WSMV, WSManFault |
/// | the provider's HRESULT is both codes, MSCluster_ExtendedStatus is in ExtendedError | chosen | as in recorded responses of other classes |
/// | an array of bytes is one element a byte              | chosen     | as any array                    |
/// | a query for some properties returns instances with these alone | chosen | no document read says so |
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
    /// @param vendor  the ProductVendor in the response to Identify, UTF-8
    explicit WsmanService(Backend&& backend, std::string vendor = "crypto_checkpoint")
        : provider_(std::forward<Backend>(backend)), vendor_(std::move(vendor)) {}

    /// Executes one request. The response to an unreadable request is a fault.
    /// @param message  a SOAP envelope in UTF-8, untrusted
    /// @par Errors     none: see WsmanResponse::log_entry
    [[nodiscard]] WsmanResponse handle(std::string_view message) {
        namespace wsman = detail::wsman;
        auto read = wsman::read_request(message);
        if (!read) {
            WsmanResponse result;
            result.log_entry.error = read.error().code;
            wsman::Fault fault = wsman::sender_fault("SchemaValidationError", read.error().detail);
            result.http_status = 400;
            result.body =
                wsman::write_response({wsman::new_message_id(), {}, {}, std::move(fault)});
            return result;
        }
        wsman::Request& request = read->request;
        WsmanResponse result;
        describe(*read, result.log_entry);
        wsman::Response response{wsman::new_message_id(), request.message_id, read->action, {}};
        BodyOrFault body = read->fault
                               ? std::unexpected(Failed{std::move(*read->fault), Errc::unsupported})
                               : response_to(request);
        while (body) {
            response.body = std::move(*body);
            result.body = wsman::write_response(response);
            if (!request.max_envelope_bytes || result.body.size() <= *request.max_envelope_bytes)
                return result;
            body = halve_page(response.body, request.operation)
                       ? response_to(request)
                       : failed("EncodingLimit", "the response is larger than MaxEnvelopeSize",
                                Errc::limit_exceeded);
        }
        result.log_entry.error = body.error().code;
        result.http_status = 500;
        response.body = std::move(body.error().fault);
        result.body = wsman::write_response(response);
        return result;
    }

    /// Executes one request, whatever its HTTP method and path.
    /// @return  HttpResponse::subject is the WsmanLogEntry
    [[nodiscard]] HttpResponse handle(const HttpRequest& request) {
        WsmanResponse result = handle(request.body);
        return {.status = result.http_status,
                .content_type = std::string(soap_content_type),
                .body = std::move(result.body),
                .headers = {},
                .subject = std::move(result.log_entry)};
    }

private:
    /// No response to a change is larger, so none is rejected for its size after the change was made.
    /// @par Source  chosen, from memory of DSP0226, which was not read for it
    static constexpr std::uint32_t min_envelope_size = 8192;

    struct Failed {
        detail::wsman::Fault fault;
        Errc code;
    };
    using BodyOrFault = std::expected<detail::wsman::Body, Failed>;

    static std::unexpected<Failed> failed(std::string subcode, std::string reason,
                                          Errc code = Errc::unsupported) {
        return std::unexpected(
            Failed{detail::wsman::sender_fault(std::move(subcode), std::move(reason)), code});
    }
    static std::unexpected<Failed> failed(const ProviderFailure& failure) {
        return std::unexpected(Failed{detail::wsman::fault_of(failure), failure.code});
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

    static void describe(const detail::wsman::ParsedRequest& read, WsmanLogEntry& log_entry) {
        namespace wsman = detail::wsman;
        for (const wsman::Selector& selector : read.request.selectors)
            if (detail::equals_ignoring_ascii_case(selector.name, "Name"))
                log_entry.resource = selector.value;
        struct Describer {
            WsmanLogEntry& log_entry;
            void operator()(const wsman::Identify&) const { log_entry.operation = "Identify"; }
            void operator()(const wsman::Get&) const { log_entry.operation = "Get"; }
            void operator()(const wsman::Pull&) const { log_entry.operation = "Pull"; }
            void operator()(const wsman::Enumerate& enumerate) const {
                log_entry.operation = "Enumerate";
                log_entry.argument = enumerate.query.value_or("");
            }
            void operator()(const wsman::Invoke& invoke) const {
                log_entry.operation = invoke.method;
                for (const wsman::Property& argument : invoke.arguments)
                    if (argument.name == "CheckpointName")
                        log_entry.argument = argument.value.value_or("");
            }
        };
        if (!read.fault)
            std::visit(Describer{log_entry}, read.request.operation);
        else
            log_entry.operation = read.action;
    }

    BodyOrFault response_to(const detail::wsman::Request& request) {
        namespace wsman = detail::wsman;
        if (std::holds_alternative<wsman::Identify>(request.operation))
            return wsman::Identified{vendor_, to_string(library_version)};
        if (request.max_envelope_bytes && *request.max_envelope_bytes < min_envelope_size)
            return failed("EncodingLimit", "MaxEnvelopeSize must be 8192 or more",
                          Errc::limit_exceeded);
        const auto address = wsman::class_address_of(request);
        if (!address) return wrong_address(address.error());
        if (const auto* const enumerate = std::get_if<wsman::Enumerate>(&request.operation))
            return start_enumeration(*address, *enumerate);
        if (const auto* const pull = std::get_if<wsman::Pull>(&request.operation)) {
            const auto context = wsman::read_context(pull->context);
            if (!context)
                return failed("InvalidEnumerationContext",
                              "the context is not one of this service");
            return page(*address, *context, pull->max_items, false);
        }
        if (address->is_all_classes) return wrong_address(wsman::AddressError::other_class);
        const auto resource = wsman::selected_resource(request);
        if (!resource)
            return failed("InvalidSelectors",
                          "exactly one selector Name must identify the MSCluster_Resource",
                          Errc::invalid_value);
        if (const auto* const invoke = std::get_if<wsman::Invoke>(&request.operation))
            return invoke_method(request, *resource, *invoke);
        auto found = provider_.get(*resource);
        if (!found) return failed(found.error());
        return instance_of(*address, *found);
    }

    /// @par Source  the codes are chosen: WMI's for each case
    static std::unexpected<Failed> wrong_address(detail::wsman::AddressError error) {
        using enum detail::wsman::AddressError;
        constexpr std::uint32_t wbem_e_invalid_namespace = 0x8004100E;
        constexpr std::uint32_t wbem_e_invalid_class = 0x80041010;
        auto response =
            error == conflicting_namespaces
                ? failed("InvalidSelectors",
                         "the selector __cimnamespace and the address name different namespaces")
                : failed("DestinationUnreachable",
                         error == other_class ? "only MSCluster_Resource is served here"
                         : error == other_namespace
                             ? "only the namespace root/MSCluster is served here"
                             : "this address of a class is not understood");
        detail::wsman::Fault& fault = response.error().fault;
        fault.message = fault.reason;
        if (error == other_class) fault.code = wbem_e_invalid_class;
        if (error == other_namespace) fault.code = wbem_e_invalid_namespace;
        return response;
    }

    BodyOrFault invoke_method(const detail::wsman::Request& request, const std::string& resource,
                              const detail::wsman::Invoke& invoke) {
        namespace wsman = detail::wsman;
        auto arguments = wsman::arguments_of(invoke);
        if (!arguments) return failed("InvalidParameter", arguments.error(), Errc::invalid_value);
        auto outputs = provider_.invoke(resource, invoke.method, *arguments);
        if (!outputs) return failed(outputs.error());
        return wsman::Instance{invoke.method + "_OUTPUT", request.resource_uri,
                               wsman::properties_of(*outputs)};
    }

    BodyOrFault start_enumeration(const detail::wsman::ClassAddress& address,
                                  const detail::wsman::Enumerate& enumerate) {
        namespace wsman = detail::wsman;
        if (address.is_all_classes && !enumerate.query)
            return wrong_address(wsman::AddressError::other_class);
        const wsman::EnumerationContext start{enumerate.mode, enumerate.query.value_or(""), {}};
        if (const auto query = query_of(start); !query) return std::unexpected(query.error());
        if (!enumerate.is_optimized)
            return wsman::Page{true, false, wsman::write_context(start), {}};
        return page(address, start, enumerate.max_items, true);
    }

    using Query = std::expected<detail::WqlQuery, Failed>;

    static Query query_of(const detail::wsman::EnumerationContext& context) {
        if (context.query.empty()) return detail::WqlQuery();
        auto query = detail::read_wql(context.query);
        if (!query) return failed("CannotProcessFilter", query.error().detail);
        if (!detail::equals_ignoring_ascii_case(query->class_name, detail::wsman::resource_class))
            return failed("CannotProcessFilter", "only MSCluster_Resource can be queried");
        if (!query->where_property.empty() &&
            !detail::equals_ignoring_ascii_case(query->where_property, "Name"))
            return failed("CannotProcessFilter", "a query can only compare Name");
        return *std::move(query);
    }

    BodyOrFault page(const detail::wsman::ClassAddress& address,
                     const detail::wsman::EnumerationContext& context, std::uint32_t max_items,
                     bool is_first) {
        namespace wsman = detail::wsman;
        constexpr detail::LessIgnoringAsciiCase less;
        const Query query = query_of(context);
        if (!query) return std::unexpected(query.error());
        auto all = provider_.enumerate();
        if (!all) return failed(all.error());
        std::ranges::sort(*all, less, &ReportedResource::name);
        wsman::Page page{is_first, true, {}, {}};
        wsman::EnumerationContext next = context;
        for (const ReportedResource& one : *all) {
            if (!less(context.after, one.name)) continue;
            if (!query->where_property.empty() &&
                !detail::equals_ignoring_ascii_case(one.name, query->where_value))
                continue;
            if (page.items.size() == max_items) {
                page.is_last = false;
                page.context = wsman::write_context(next);
                break;
            }
            if (context.mode == wsman::EnumerationMode::endpoint_reference)
                page.items.emplace_back(wsman::reference_to(address.dialect, one.name));
            else
                page.items.push_back(select(instance_of(address, one), query->properties));
            next.after = one.name;
        }
        return page;
    }

    static detail::wsman::Instance instance_of(const detail::wsman::ClassAddress& address,
                                               const ReportedResource& resource) {
        namespace wsman = detail::wsman;
        return {std::string(wsman::resource_class), wsman::resource_class_uri(address.dialect),
                wsman::properties_of(resource)};
    }

    /// @param wanted  the properties to keep; all if it is empty
    static detail::wsman::Instance select(detail::wsman::Instance instance,
                                          const std::vector<std::string>& wanted) {
        if (!wanted.empty())
            std::erase_if(instance.properties, [&](const detail::wsman::Property& property) {
                return std::ranges::none_of(wanted, [&](const std::string& name) {
                    return detail::equals_ignoring_ascii_case(name, property.name);
                });
            });
        return instance;
    }

    ResourceProvider<Backend> provider_;
    std::string vendor_;
};

template <class Backend>
WsmanService(Backend&&) -> WsmanService<Backend>;
template <class Backend>
WsmanService(Backend&&, std::string) -> WsmanService<Backend>;

/// A handler for HttpEndpoint or another server. It keeps a reference to @p service.
/// @par Example
/// @snippet reference/serving.cpp handler
template <class Backend>
[[nodiscard]] HttpHandler handler_of(WsmanService<Backend>& service) {
    return [&service](const HttpRequest& request) { return service.handle(request); };
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
