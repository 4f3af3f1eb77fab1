// SPDX-License-Identifier: BSL-1.0
//
// usage: search_once UNITS SIZE TIMES
//
// Searches a field of UNITS code units, of SIZE bytes each, for its end TIMES times: for count_instructions.py.
#include <crypto_checkpoint/name/detail/find_field_end.hpp>

#include <cstdlib>
#include <string>

namespace {

template <class Char>
[[gnu::noinline]] const Char* search(const Char* first, const Char* last) {
    return crypto_checkpoint::detail::find_field_end(first, last);
}

template <class Char>
bool search_often(std::size_t units, int times) {
    const std::basic_string<Char> text(units, Char('K'));
    const Char* volatile first = text.data();
    bool is_right = true;
    for (int i = 0; i < times; ++i)
        is_right &= search<Char>(first, first + units) == text.data() + units;
    return is_right;
}

}  // namespace

int main(int, char** argv) {
    const std::size_t units = std::strtoul(argv[1], nullptr, 10);
    const int times = std::atoi(argv[3]);
    const bool is_right =
        *argv[2] == '1' ? search_often<char>(units, times) : search_often<char16_t>(units, times);
    return is_right ? 0 : 1;
}
