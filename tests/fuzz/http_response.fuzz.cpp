// SPDX-License-Identifier: BSL-1.0
#include "require.hpp"
#include <crypto_checkpoint/transport/detail/http_response_reader.hpp>

#include <algorithm>

using namespace crypto_checkpoint;
using fuzz_tests::require;

// Responses of a hostile server, as libcurl passes them line by line. Each line of the input is a
// header line, or after a tab a part of a body.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t max_body_bytes = 256;
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    detail::HttpResponseReader reader(max_body_bytes);
    bool takes_all = true;
    std::size_t body = 0;
    while (takes_all && !rest.empty()) {
        const std::size_t length = std::min(rest.find('\n'), rest.size() - 1) + 1;
        std::string_view line = rest.substr(0, length);
        rest.remove_prefix(length);
        if (line.starts_with('\t')) {
            line.remove_prefix(1);
            takes_all = reader.take_body_part(line);
            body += line.size();
        } else {
            takes_all = reader.take_head_line(line);
        }
        require(takes_all != reader.has_overflowed());
    }
    require(!reader.was_challenged() || reader.has_whole_head());
    const bool has_whole_head = reader.has_whole_head();
    const bool was_challenged = reader.was_challenged();
    const TransportResponse response = reader.take();
    require(0 <= response.status && response.status <= 999);
    require(response.status >= 200 || !has_whole_head);
    require(was_challenged == (has_whole_head && response.status == 401));
    require(response.body.size() <= std::min(body, max_body_bytes));
    for (const std::string& header : {response.content_type, response.location}) {
        require(header.size() <= size);
        require(!header.starts_with(' ') && !header.ends_with(' ') && !header.ends_with('\n'));
    }
    return 0;
}
