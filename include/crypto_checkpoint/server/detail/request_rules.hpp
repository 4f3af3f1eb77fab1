// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_REQUEST_RULES_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_REQUEST_RULES_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/server/detail/basic_auth.hpp>
#include <crypto_checkpoint/server/detail/request_reader.hpp>
#include <crypto_checkpoint/server/endpoint_options.hpp>
#include <crypto_checkpoint/server/http_handler.hpp>

#include <algorithm>
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

inline bool is_same_word(std::string_view left, std::string_view right) {
    return equals_ignoring_ascii_case(left, right);
}

/// The parts of what stands behind the method.
struct Target {
    std::string_view path;
    std::string_view query;
};

/// @par Source  RFC 9112, section 3.2: a server takes `http://host/path` for `/path`.
inline Target target_of(const RequestReader::Request& request) {
    std::string_view text = view_of(request.target());
    if (const auto scheme = text.find("://");
        !text.starts_with('/') && scheme != text.npos && scheme < text.find('?')) {
        text.remove_prefix(scheme + 3);
        text.remove_prefix((std::min)(text.find_first_of("/?"), text.size()));
    }
    const auto mark = text.find('?');
    if (mark == text.npos) return {text, {}};
    return {text.substr(0, mark), text.substr(mark + 1)};
}

inline std::string_view without_blanks(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Whether a body of this type is read: one of those wanted, in UTF-8 if it says in what.
inline bool is_wanted_type(std::string_view type, const std::vector<std::string>& wanted) {
    const auto end = (std::min)(type.find(';'), type.size());
    const std::string_view essence = without_blanks(type.substr(0, end));
    if (std::ranges::none_of(wanted,
                             [&](std::string_view one) { return is_same_word(one, essence); }))
        return false;
    for (type.remove_prefix(end); !type.empty();) {
        type.remove_prefix(1);
        const std::string_view parameter = without_blanks(type.substr(0, type.find(';')));
        type.remove_prefix((std::min)(type.find(';'), type.size()));
        constexpr std::string_view charset = "charset=";
        if (!is_same_word(parameter.substr(0, charset.size()), charset)) continue;
        const std::string_view value = parameter.substr(charset.size());
        if (!is_same_word(value, "utf-8") && !is_same_word(value, "\"utf-8\"")) return false;
    }
    return true;
}

inline bool is_admitted(const RequestReader::Request& request,
                        const std::optional<BasicAuthentication>& authentication) {
    if (!authentication) return true;
    // Of two of them one would be looked at here and the other one elsewhere.
    return request.count(Field::authorization) == 1 &&
           authentication->admits(header_of(request, Field::authorization));
}

/// Whether a Host is this machine's own name for itself, or a number. A page of somebody else's can
/// give its own name the address of this machine, and then ask here as if it were at home; its name is
/// what tells.
inline bool is_local_or_numeric_host(std::string_view host) {
    if (host.starts_with('[')) return true;
    host = host.substr(0, host.rfind(':'));
    return is_same_word(host, "localhost") || host.find_first_not_of("0123456789.") == host.npos;
}

/// Why a request is refused whose header has been read; nothing if it is not. Who does not say who
/// he is learns nothing else.
inline std::optional<Refusal> refusal_of(const RequestReader& reader,
                                         const std::optional<BasicAuthentication>& authentication,
                                         const EndpointOptions& options) {
    const RequestReader::Request& request = reader.request();
    if (!is_admitted(request, authentication))
        return Refusal{401, "user and password are needed, and these are not the right ones"};
    if (request.version() >= 11 && request.count(Field::host) != 1)
        return Refusal{400, "the header Host is missing, or there twice"};
    if (!authentication && !is_local_or_numeric_host(header_of(request, Field::host)))
        return Refusal{421, "without a password, only localhost and IP addresses are served"};
    const std::string_view method = view_of(request.method_string());
    if (method != "GET" && method != "HEAD" && method != "POST")
        return Refusal{405, "only GET, HEAD and POST are understood"};
    const std::string_view encoding = header_of(request, Field::transfer_encoding);
    if (!encoding.empty() && !is_same_word(encoding, "chunked"))
        return Refusal{501, "a body is sent as it is, or chunked"};
    if (const auto expected = header_of(request, Field::expect);
        !expected.empty() && !is_same_word(expected, "100-continue"))
        return Refusal{417, "nothing can be expected but 100-continue"};
    if (method == "POST" && !reader.announced_length() && !reader.is_chunked())
        return Refusal{411, "the length of the body is missing"};
    if (reader.announced_length().value_or(0) > options.max_body_bytes)
        return Refusal{413, "the body is too large: " + std::to_string(options.max_body_bytes) +
                                " bytes are the most"};
    if (method != "POST") return std::nullopt;
    if (const auto coding = header_of(request, Field::content_encoding);
        !coding.empty() && !is_same_word(coding, "identity"))
        return Refusal{415, "the body must not be compressed or encrypted"};
    if (!is_wanted_type(header_of(request, Field::content_type), options.content_types)) {
        std::string types;
        for (const std::string& type : options.content_types)
            types.append(types.empty() ? "" : " or ").append(type);
        return Refusal{415, "the body must be " + types + " in UTF-8"};
    }
    return std::nullopt;
}

/// The answer that a refusal is.
inline HttpResponse make_error_response(const Refusal& refusal, const EndpointOptions& options) {
    HttpResponse reply{refusal.status, "text/plain; charset=utf-8", refusal.why + '\n', {}, {}};
    if (refusal.status == 401)
        reply.headers.push_back(
            {"WWW-Authenticate", "Basic realm=\"" + options.realm + R"(", charset="UTF-8")"});
    if (refusal.status == 405) reply.headers.push_back({"Allow", "GET, HEAD, POST"});
    if (refusal.status == 503) reply.headers.push_back({"Retry-After", "1"});
    return reply;
}

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
