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
#include <crypto_checkpoint/wsman/detail/enumeration_context.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/message_id.hpp>
#include <crypto_checkpoint/wsman/detail/provider_codec.hpp>
#include <crypto_checkpoint/wsman/detail/request_codec.hpp>
#include <crypto_checkpoint/wsman/detail/resource_instance.hpp>
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

/// What was asked of a service and what came of it, for whoever keeps a log. UTF-8 as it came: to be
/// made printable before it is shown.
/// @par Thread safety  a value
struct WsmanLogEntry {
    std::string operation;  ///< `Identify`, `Get`, `Enumerate`, `Pull`, or a method; may be empty
    std::string resource;   ///< empty where none in particular is concerned
    std::string argument;   ///< the checkpoint's name, or a query; may be empty
    std::optional<Errc> error;  ///< nothing where it succeeded
};

/// The answer to a message.
/// @par Units and encoding  UTF-8
/// @par Thread safety  a value
struct WsmanResponse {
    int http_status = 200;  ///< 200, 400 or 500
    std::string body;       ///< of the type soap_content_type
    WsmanLogEntry call;     ///< for a log
};

/// Answers WS-Management messages about MSCluster_Resource over a backend. It knows no socket: put it
/// behind whatever carries messages.
///
/// Served are Identify, Get, Enumerate and Pull with a query
/// `SELECT ... FROM MSCluster_Resource [WHERE Name='...']`, and Invoke of the methods of
/// ResourceProvider; the class is addressed as Windows does it or as the DMTF does.
///
/// | behaviour                                            | documented or chosen | source or reason |
/// |------------------------------------------------------|------------|--------------------------------|
/// | a void method answers an empty `Method_OUTPUT`       | chosen     | no document shows it            |
/// | a failure is HTTP status 500 with a SOAP fault, WSManFault and ProviderFault in it | documented | MS-WSMV, WSManFault |
/// | the provider's HRESULT is both codes, MSCluster_ExtendedStatus stands in ExtendedError | chosen | recorded answers of other classes look so |
/// | an array of bytes is one element a byte              | chosen     | as any array                    |
/// | a query for some properties answers instances with these alone | chosen | no document read says  |
/// | addresses ignore case, names of methods do not       | documented | Microsoft Learn, Resource URIs  |
/// | a part of a listing that is larger than MaxEnvelopeSize is sent with half the items | chosen | rather than refused |
/// | the context of a listing holds all that is needed to go on | chosen | nothing expires, nothing piles up |
///
/// @tparam Backend  as in ResourceProvider
/// @par Thread safety  that of the backend
/// @par Source  Microsoft Learn and MS-WSMV; row by row in the table
/// @par Limits         Nesting is limited here; the size of a message by whoever receives it.
/// @par Example
/// @snippet reference/serving.cpp service
template <BackendOrReference Backend>
class WsmanService {
public:
    /// Serves what @p backend reaches.
    explicit WsmanService(Backend&& backend) : provider_(std::forward<Backend>(backend)) {}

    /// Answers one message. Never fails: what cannot be read is answered with a fault.
    /// @par Units and encoding  @p message is a SOAP envelope in UTF-8, and so is the answer
    /// @param message  as it came; nothing of it is trusted
    /// @return         what to answer, and with which HTTP status
    /// @par Errors     none: WsmanResponse::call says for a log what the fault says to the client
    /// @par Thread safety  as the class
    /// @par Source     as the class
    [[nodiscard]] WsmanResponse handle(std::string_view message) {
        namespace wsman = detail::wsman;
        auto read = wsman::read_request(message);
        if (!read) {
            WsmanResponse reply;
            reply.call.error = read.error().code;
            wsman::Fault fault = wsman::sender_fault("SchemaValidationError", read.error().detail);
            reply.http_status = 400;
            reply.body =
                wsman::write_response({detail::new_message_id(), {}, {}, std::move(fault)});
            return reply;
        }
        wsman::Request& request = read->request;
        WsmanResponse reply;
        describe(*read, reply.call);
        wsman::Answer answer{detail::new_message_id(), request.message_id, read->action, {}};
        Body body = read->fault
                        ? std::unexpected(Failed{std::move(*read->fault), Errc::unsupported})
                        : answer_to(request);
        while (body) {
            answer.body = std::move(*body);
            reply.body = wsman::write_response(answer);
            if (!request.max_envelope_bytes || reply.body.size() <= *request.max_envelope_bytes)
                return reply;
            body = ask_for_less(answer.body, request.operation)
                       ? answer_to(request)
                       : failed("EncodingLimit", "the answer is larger than MaxEnvelopeSize",
                                Errc::limit_exceeded);
        }
        reply.call.error = body.error().code;
        reply.http_status = 500;
        answer.body = std::move(body.error().fault);
        reply.body = wsman::write_response(answer);
        return reply;
    }

private:
    /// No answer to a change is larger, so that none is lost for its size when the work is done.
    /// Chosen, from memory of DSP0226, which was not read for it.
    static constexpr std::uint32_t least_envelope_size = 8192;

    struct Failed {
        detail::wsman::Fault fault;
        Errc code;
    };
    using Body = std::expected<detail::wsman::Body, Failed>;

    static std::unexpected<Failed> failed(std::string subcode, std::string reason,
                                          Errc code = Errc::unsupported) {
        return std::unexpected(
            Failed{detail::wsman::sender_fault(std::move(subcode), std::move(reason)), code});
    }
    static std::unexpected<Failed> failed(const ProviderFailure& failure) {
        return std::unexpected(Failed{detail::wsman::fault_of(failure), failure.code});
    }

    /// Whether a part of a listing was too large and can be smaller: then half of it is asked for.
    static bool ask_for_less(const detail::wsman::Body& answer,
                             detail::wsman::RequestBody& operation) {
        namespace wsman = detail::wsman;
        const auto* const page = std::get_if<wsman::Page>(&answer);
        if (page == nullptr || page->items.size() < 2) return false;
        const auto half = static_cast<std::uint32_t>(page->items.size() / 2);
        if (auto* const enumerate = std::get_if<wsman::Enumerate>(&operation))
            enumerate->max_items = half;
        else
            std::get<wsman::Pull>(operation).max_items = half;
        return true;
    }

    static void describe(const detail::wsman::ParsedRequest& read, WsmanLogEntry& call) {
        namespace wsman = detail::wsman;
        for (const wsman::Selector& selector : read.request.selectors)
            if (detail::equals_ignoring_ascii_case(selector.name, "Name"))
                call.resource = selector.value;
        struct Describer {
            WsmanLogEntry& call;
            void operator()(const wsman::Identify&) const { call.operation = "Identify"; }
            void operator()(const wsman::Get&) const { call.operation = "Get"; }
            void operator()(const wsman::Pull&) const { call.operation = "Pull"; }
            void operator()(const wsman::Enumerate& enumerate) const {
                call.operation = "Enumerate";
                call.argument = enumerate.query.value_or("");
            }
            void operator()(const wsman::Invoke& invoke) const {
                call.operation = invoke.method;
                for (const wsman::Property& argument : invoke.arguments)
                    if (argument.name == "CheckpointName")
                        call.argument = argument.value.value_or("");
            }
        };
        if (!read.fault)
            std::visit(Describer{call}, read.request.operation);
        else
            call.operation = read.action;
    }

    Body answer_to(const detail::wsman::Request& request) {
        namespace wsman = detail::wsman;
        if (std::holds_alternative<wsman::Identify>(request.operation))
            return wsman::Identified{"crypto_checkpoint, a fake cluster", version()};
        if (request.max_envelope_bytes && *request.max_envelope_bytes < least_envelope_size)
            return failed("EncodingLimit", "MaxEnvelopeSize must be 8192 or more",
                          Errc::limit_exceeded);
        const auto target = wsman::target_of(request);
        if (!target) return wrong_address(target.error());
        if (const auto* const enumerate = std::get_if<wsman::Enumerate>(&request.operation))
            return begin_listing(*target, *enumerate);
        if (const auto* const pull = std::get_if<wsman::Pull>(&request.operation)) {
            const auto context = wsman::read_context(pull->context);
            if (!context)
                return failed("InvalidEnumerationContext", "the context is none of this service");
            return page(*target, *context, pull->max_items, false);
        }
        if (target->is_all_classes) return wrong_address(wsman::AddressFault::other_class);
        const auto resource = wsman::selected_resource(request);
        if (!resource)
            return failed("InvalidSelectors",
                          "the one selector Name has to say which MSCluster_Resource is meant",
                          Errc::invalid_value);
        if (const auto* const invoke = std::get_if<wsman::Invoke>(&request.operation))
            return execute(request, *resource, *invoke);
        auto found = provider_.get(*resource);
        if (!found) return failed(found.error());
        return instance_of(*target, *found);
    }

    /// @par Source  Of the codes, chosen: those WMI has for each of these
    static std::unexpected<Failed> wrong_address(detail::wsman::AddressFault fault) {
        using enum detail::wsman::AddressFault;
        constexpr std::uint32_t wbem_e_invalid_namespace = 0x8004100E;
        constexpr std::uint32_t wbem_e_invalid_class = 0x80041010;
        auto answer =
            fault == conflicting_namespaces
                ? failed("InvalidSelectors",
                         "the selector __cimnamespace and the address name different namespaces")
                : failed("DestinationUnreachable",
                         fault == other_class ? "only MSCluster_Resource is served here"
                         : fault == other_namespace
                             ? "only the namespace root/MSCluster is served here"
                             : "this address of a class is not understood");
        detail::wsman::Fault& told = answer.error().fault;
        told.message = told.reason;
        if (fault == other_class) told.code = wbem_e_invalid_class;
        if (fault == other_namespace) told.code = wbem_e_invalid_namespace;
        return answer;
    }

    Body execute(const detail::wsman::Request& request, const std::string& resource,
                 const detail::wsman::Invoke& invoke) {
        namespace wsman = detail::wsman;
        auto arguments = wsman::arguments_of(invoke);
        if (!arguments) return failed("InvalidParameter", arguments.error(), Errc::invalid_value);
        auto outputs = provider_.invoke(resource, invoke.method, *arguments);
        if (!outputs) return failed(outputs.error());
        return wsman::Instance{invoke.method + "_OUTPUT", request.resource_uri,
                               wsman::properties_of(*outputs)};
    }

    Body begin_listing(const detail::wsman::Target& target,
                       const detail::wsman::Enumerate& enumerate) {
        namespace wsman = detail::wsman;
        if (target.is_all_classes && !enumerate.query)
            return wrong_address(wsman::AddressFault::other_class);
        const wsman::EnumerationContext start{enumerate.mode, enumerate.query.value_or(""), {}};
        if (const auto query = query_of(start); !query) return std::unexpected(query.error());
        if (!enumerate.is_optimized)
            return wsman::Page{true, false, wsman::write_context(start), {}};
        return page(target, start, enumerate.max_items, true);
    }

    using Query = std::expected<detail::WqlQuery, Failed>;

    /// The query of a listing, if it is one that is served.
    static Query query_of(const detail::wsman::EnumerationContext& context) {
        if (context.query.empty()) return detail::WqlQuery();
        auto query = detail::read_wql(context.query);
        if (!query) return failed("CannotProcessFilter", query.error().detail);
        if (!detail::equals_ignoring_ascii_case(query->class_name, detail::wsman::resource_class))
            return failed("CannotProcessFilter", "only MSCluster_Resource can be asked for");
        if (!query->where_property.empty() &&
            !detail::equals_ignoring_ascii_case(query->where_property, "Name"))
            return failed("CannotProcessFilter", "a query can ask for a Name alone");
        return *std::move(query);
    }

    Body page(const detail::wsman::Target& target, const detail::wsman::EnumerationContext& context,
              std::uint32_t max_items, bool is_first) {
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
                page.items.emplace_back(wsman::reference_to(target.dialect, one.name));
            else
                page.items.push_back(only(instance_of(target, one), query->properties));
            next.after = one.name;
        }
        return page;
    }

    static detail::wsman::Instance instance_of(const detail::wsman::Target& target,
                                               const ReportedResource& resource) {
        namespace wsman = detail::wsman;
        return {std::string(wsman::resource_class), wsman::resource_class_uri(target.dialect),
                wsman::properties_of(resource)};
    }

    /// An instance with no more than the properties that were asked for; all where none were.
    static detail::wsman::Instance only(detail::wsman::Instance instance,
                                        const std::vector<std::string>& wanted) {
        if (!wanted.empty())
            std::erase_if(instance.properties, [&](const detail::wsman::Property& property) {
                return std::ranges::none_of(wanted, [&](const std::string& name) {
                    return detail::equals_ignoring_ascii_case(name, property.name);
                });
            });
        return instance;
    }

    static std::string version() {
        return std::to_string(library_version.major_number) + '.' +
               std::to_string(library_version.minor_number) + '.' +
               std::to_string(library_version.patch_number);
    }

    ResourceProvider<Backend> provider_;
};

template <class Backend>
WsmanService(Backend&&) -> WsmanService<Backend>;

/// Has a service answer what an HTTP server is asked, whatever the method and the path.
/// @param service  is referred to
/// @return         for HttpEndpoint, or a server of one's own; WsmanResponse::call is the reply's subject
/// @par Thread safety  as that of the service
/// @par Example
/// @snippet reference/serving.cpp handler
template <class Backend>
[[nodiscard]] HttpHandler handler_of(WsmanService<Backend>& service) {
    return [&service](const HttpRequest& call) {
        WsmanResponse reply = service.handle(call.body);
        return HttpResponse{.status = reply.http_status,
                            .content_type = std::string(soap_content_type),
                            .body = std::move(reply.body),
                            .headers = {},
                            .subject = std::move(reply.call)};
    };
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
