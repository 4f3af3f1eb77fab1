// SPDX-License-Identifier: BSL-1.0
#include "require.hpp"
#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/detail/control_buffer.hpp>

#include <algorithm>

using namespace crypto_checkpoint;
using fuzz_tests::require;

// A buffer from ClusterResourceControl: it is read within its bounds, as texts that survive a round trip,
// or rejected.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span<const std::uint8_t> bytes(data, size);
    const auto texts = detail::read_control_texts(bytes);
    if (texts) {
        std::size_t units = 0;
        for (const std::string& text : *texts) {
            require(!text.empty() && text.find('\0') == text.npos);
            units += detail::to_utf16(text).size() + 1;
            require(reported_checkpoint(text).text == text);
        }
        require(2 * units <= size);
        const auto again = detail::read_control_texts(detail::control_texts(*texts));
        require(again.has_value() && *again == *texts);
    } else {
        require(texts.error().code == Errc::malformed_message);
    }

    const auto text = detail::read_control_text(bytes);
    if (!text) return 0;
    const detail::Bytes written = detail::control_text(*text);
    require(written.size() <= size && std::ranges::equal(written, bytes.first(written.size())));
    return 0;
}
