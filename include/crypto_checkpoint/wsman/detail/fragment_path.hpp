// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_FRAGMENT_PATH_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_FRAGMENT_PATH_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// The expression of FragmentTransfer: `Name`, `p:Name`, `CryptoCheckpoints[2]`, `Name/text()`.
/// @par Source  MS-WSMV 3.1.4.1.18 (XPath Level 1 of DSP0226, annex D.1, from memory), notes 65 and 66;
///              names are case-sensitive: Microsoft Learn, Resource URIs
struct FragmentPath {
    std::string_view property;
    std::optional<std::size_t> index;  ///< from 1
    bool is_text = false;
};

/// @return  nothing if the expression has another form
inline std::optional<FragmentPath> read_fragment_path(std::string_view text) {
    FragmentPath path;
    text = trim(text);
    constexpr std::string_view text_function = "/text()";
    path.is_text = text.ends_with(text_function);
    if (path.is_text) text.remove_suffix(text_function.size());
    if (const auto opening = text.find('['); opening != text.npos) {
        if (!text.ends_with(']')) return std::nullopt;
        path.index = parse_number<std::size_t>(text.substr(opening + 1, text.size() - opening - 2));
        if (path.index.value_or(0) == 0) return std::nullopt;
        text = text.substr(0, opening);
    }
    path.property = text.substr(text.find(':') + 1);
    if (path.property.empty() || path.property.find_first_of("/:[]@*.") != text.npos)
        return std::nullopt;
    return path;
}

/// What a path selects of an instance; nothing if the class has no such property.
inline std::optional<Fragment> fragment_of(const FragmentPath& path, Instance instance) {
    Fragment fragment;
    fragment.uri = std::move(instance.uri);
    bool is_known = false;
    std::size_t number = 0;
    for (Property& property : instance.properties) {
        if (property.name != path.property) continue;
        is_known = true;
        if (path.index && ++number != *path.index) continue;
        if (path.is_text)
            fragment.text = fragment.text.value_or("") + property.value.value_or("");
        else
            fragment.properties.push_back(std::move(property));
    }
    if (!is_known) return std::nullopt;
    return fragment;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
