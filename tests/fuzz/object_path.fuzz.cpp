// SPDX-License-Identifier: BSL-1.0
#include "require.hpp"
#include <crypto_checkpoint/wmi/detail/wmi_object_path.hpp>

using namespace crypto_checkpoint;
using fuzz_tests::require;

// An object path from WMI, and any key in one.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto path = detail::read_wmi_object_path(text)) {
        require(!path->class_name.empty());
        require(path->key || path->key_property.empty());
        if (path->key && !path->key_property.empty()) {
            const auto again = detail::read_wmi_object_path(
                detail::wmi_object_path(path->class_name, path->key_property, *path->key));
            require(again.has_value() && *again == *path);
        }
    }

    // Any key survives a round trip.
    const auto named = detail::read_wmi_object_path(detail::wmi_object_path("Class", "Name", text));
    require(named.has_value());
    require(named->class_name == "Class" && named->key_property == "Name");
    require(named->key == text);
    return 0;
}
