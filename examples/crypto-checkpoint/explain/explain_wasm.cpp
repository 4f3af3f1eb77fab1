// SPDX-License-Identifier: BSL-1.0
// `explain --json` for a page in a browser: WebAssembly without imports. docs/reference/name_explainer.py builds
// it, name_explainer.js calls it.
#include "explain/explained_name.hpp"
#include <crypto_checkpoint/name/parse.hpp>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>

using namespace crypto_checkpoint;

// A browser has no standard error. Those of the C and C++ libraries would import functions to write to it, and
// bring printf along.
extern "C" void abort() { __builtin_trap(); }

_LIBCPP_BEGIN_NAMESPACE_STD
[[noreturn]] void __libcpp_verbose_abort(const char*, ...) { __builtin_trap(); }
_LIBCPP_END_NAMESPACE_STD

void* operator new(std::size_t size) {
    if (void* const memory = std::malloc(size)) return memory;
    __builtin_trap();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

std::string text;  // a name, then what is said of it

}  // namespace

/// Makes room for a name of that many bytes, and returns where it is to be written.
extern "C" [[clang::export_name("room_for")]] char* room_for(std::size_t size) {
    text.assign(size, '\0');
    return text.data();
}

/// Explains the name. Returns where the line of JSON begins; it ends with a line feed.
extern "C" [[clang::export_name("explain")]] const char* explain_name() {
    text = cli::as_json({text, parse_checkpoint_name(std::string_view(text))});
    return text.data();
}
