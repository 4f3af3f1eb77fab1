// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_BENCH_CORPUS_HPP
#define CRYPTO_CHECKPOINT_BENCH_CORPUS_HPP

#include <cstddef>
#include <string>
#include <vector>

namespace bench {

/// Texts to parse, the same on every machine.
template <class Char>
struct Corpus {
    std::string name;
    std::vector<std::basic_string<Char>> texts;

    [[nodiscard]] std::size_t units() const {
        std::size_t sum = 0;
        for (const auto& text : texts) sum += text.size();
        return sum;
    }
};

/// As administrators write them: documented provider names and omitted ones, GUIDs and short names.
[[nodiscard]] Corpus<char> typical();

/// Valid names of some hundred characters.
[[nodiscard]] Corpus<char> long_names();

/// The slow cases: text beyond ASCII, every error, and names with an error at their end.
[[nodiscard]] Corpus<char> adversarial();

/// The texts of adversarial() that are not checkpoint names.
[[nodiscard]] Corpus<char> mistakes();

/// The same texts in UTF-16. Ill-formed characters become unpaired surrogates.
[[nodiscard]] Corpus<char16_t> in_utf16(const Corpus<char>& corpus);

}  // namespace bench

#endif
