// SPDX-License-Identifier: BSL-1.0
#include "checkpoint_name.hpp"

// Any text as a checkpoint name, as the compiler reads a literal: check_checkpoint_name() without vector
// instructions, compared with X3. literal_agreement.test.cpp runs the compiler itself on the corpus.

static_assert(!CRYPTO_CHECKPOINT_HAS_SSE2, "compile this with -U__SSE2__");

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz_tests::check_checkpoint_names({reinterpret_cast<const char*>(data), size});
    return 0;
}
