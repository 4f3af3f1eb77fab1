// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_REQUEST_RULES_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_REQUEST_RULES_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/server/detail/basic_auth.hpp>
#include <crypto_checkpoint/server/detail/request_reader.hpp>
#include <crypto_checkpoint/server/endpoint_options.hpp>
#include <crypto_checkpoint/server/http_handler.hpp>

#include <boost/asio/ip/address_v6.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::http {

using Field = boost::beast::http::field;

inline std::string_view view_of(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

inline std::string_view header_of(const RequestReader::Request& request, Field field) {
    return view_of(request[field]);
}

struct Target {
    std::string_view path;
    std::string_view query;
    std::string_view host;  ///< of `http://host/path`; takes precedence over the header Host
};

/// @par Source  RFC 9112, section 3.2: a server accepts `http://host/path` as `/path`.
inline Target target_of(const RequestReader::Request& request) {
    std::string_view text = view_of(request.target());
    std::string_view host;
    if (const auto scheme = text.find("://");
        !text.starts_with('/') && scheme != text.npos && scheme < text.find('?')) {
        text.remove_prefix(scheme + 3);
        host = text.substr(0, text.find_first_of("/?"));
        text.remove_prefix(host.size());
    }
    const auto mark = text.find('?');
    if (mark == text.npos) return {text, {}, host};
    return {text.substr(0, mark), text.substr(mark + 1), host};
}

/// Whether the type is one of @p accepted. Its charset is the handler's concern.
inline bool is_accepted_type(std::string_view type, const std::vector<std::string>& accepted) {
    const std::string_view essence = trim(type.substr(0, type.find(';')));
    return std::ranges::any_of(
        accepted, [&](std::string_view one) { return equals_ignoring_ascii_case(one, essence); });
}

/// Whether the request has credentials, right or wrong.
inline bool has_authorization(const RequestReader::Request& request) {
    return request.count(Field::authorization) != 0;
}

inline bool is_admitted(const RequestReader::Request& request,
                        const std::optional<BasicAuthentication>& authentication) {
    if (!authentication) return true;
    // With two of them, a proxy might have checked the other one.
    return request.count(Field::authorization) == 1 &&
           authentication->admits(header_of(request, Field::authorization));
}

/// Whether the request may be one of AnonymousAccess: it has no credentials, but the header.
inline bool is_anonymous(const RequestReader::Request& request,
                         const std::optional<AnonymousAccess>& anonymous) {
    return anonymous && request.method() == boost::beast::http::verb::post &&
           !has_authorization(request) && request.count(anonymous->header.name) == 1 &&
           equals_ignoring_ascii_case(view_of(request[anonymous->header.name]),
                                      std::string_view(anonymous->header.value));
}

/// Who has no password cannot make the endpoint store more than this.
inline constexpr std::size_t max_anonymous_body_bytes = 4096;

inline Rejection unauthorized() { return {401, "user and password are missing or wrong"}; }
inline Rejection stopped() { return {503, "the server is stopping; the request was not executed"}; }

/// Whether this follows a host: nothing, or a colon and digits.
inline bool is_port(std::string_view text) {
    return text.empty() ||
           (text.starts_with(':') && text.find_first_not_of("0123456789", 1) == text.npos);
}

/// Defends against DNS rebinding: without a password, only localhost and literal addresses are
/// accepted as Host.
inline bool is_local_or_numeric_host(std::string_view host) {
    if (host.starts_with('[')) {
        const auto end = (std::min)(host.find(']'), host.size());
        boost::system::error_code error;
        (void)boost::asio::ip::make_address_v6(std::string(host.substr(1, end - 1)), error);
        const std::string_view port = host.substr((std::min)(end + 1, host.size()));
        return !error && end != host.size() && is_port(port);
    }
    const std::string_view name = host.substr(0, host.find(':'));
    return is_port(host.substr(name.size())) &&
           (equals_ignoring_ascii_case(name, "localhost") ||
            (!name.empty() && name.find_first_not_of("0123456789.") == name.npos));
}

/// See HttpRequest::is_cross_origin. The scheme of an origin is not compared: a proxy may end TLS.
inline bool is_cross_origin(const RequestReader::Request& request) {
    if (request.count("Sec-Fetch-Site") > 1 || request.count(Field::origin) > 1) return true;
    const std::string_view site = view_of(request["Sec-Fetch-Site"]);
    if (!site.empty() && site != "same-origin" && site != "none") return true;
    if (request.count(Field::origin) == 0) return false;
    const std::string_view origin = header_of(request, Field::origin);
    const std::string_view named = target_of(request).host;
    const auto scheme = origin.find("://");
    return scheme == origin.npos ||
           !equals_ignoring_ascii_case(origin.substr(scheme + 3),
                                       named.empty() ? header_of(request, Field::host) : named);
}

/// Checks a request whose header has been read. Authentication comes first: unauthenticated clients
/// learn nothing more.
inline std::optional<Rejection> find_rejection(
    const RequestReader& reader, const std::optional<BasicAuthentication>& authentication,
    const EndpointOptions& options, bool is_anonymous = false) {
    const RequestReader::Request& request = reader.request();
    if (!is_anonymous && !is_admitted(request, authentication)) return unauthorized();
    if (request.version() >= 11 && request.count(Field::host) != 1)
        return Rejection{400, "the header Host is missing or repeated"};
    const std::string_view host = target_of(request).host;
    if (!authentication && ((request.count(Field::host) != 0 &&
                             !is_local_or_numeric_host(header_of(request, Field::host))) ||
                            (!host.empty() && !is_local_or_numeric_host(host))))
        return Rejection{421, "without a password, Host must be localhost or an IP address"};
    const std::string_view method = view_of(request.method_string());
    if (method != "GET" && method != "HEAD" && method != "POST")
        return Rejection{405, "the method must be GET, HEAD or POST"};
    if (reader.framing_error()) return reader.framing_error();
    if (const auto expected = header_of(request, Field::expect);
        !expected.empty() && !equals_ignoring_ascii_case(expected, "100-continue"))
        return Rejection{417, "only 100-continue can be expected"};
    if (reader.announced_length().value_or(0) > reader.body_limit())
        return Rejection{413, "the body is too large: " + std::to_string(reader.body_limit()) +
                                  " bytes are the maximum"};
    if (method != "POST") return std::nullopt;
    if (const auto coding = header_of(request, Field::content_encoding);
        !coding.empty() && !equals_ignoring_ascii_case(coding, "identity"))
        return Rejection{415, "the body must not be compressed or encrypted"};
    if (!is_accepted_type(header_of(request, Field::content_type), options.content_types)) {
        std::string types;
        for (const std::string& type : options.content_types)
            types.append(types.empty() ? "" : " or ").append(type);
        return Rejection{415, "the body must be " + types};
    }
    return std::nullopt;
}

inline HttpResponse make_error_response(const Rejection& rejection,
                                        const EndpointOptions& options) {
    HttpResponse response{
        rejection.status, "text/plain; charset=utf-8", rejection.reason + '\n', {}, {}};
    if (rejection.status == 401)
        response.headers.push_back(
            {"WWW-Authenticate", "Basic realm=\"" + options.realm + R"(", charset="UTF-8")"});
    if (rejection.status == 405) response.headers.push_back({"Allow", "GET, HEAD, POST"});
    if (rejection.status == 503 || rejection.status == 429)
        response.headers.push_back({"Retry-After", "1"});
    return response;
}

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
