// SPDX-License-Identifier: BSL-1.0
#include "checkpoint_name.hpp"

// Any text as a checkpoint name, on x86 with SSE2.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz_tests::check_checkpoint_names({reinterpret_cast<const char*>(data), size});
    return 0;
}
