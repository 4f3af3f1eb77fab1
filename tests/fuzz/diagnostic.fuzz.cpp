// SPDX-License-Identifier: BSL-1.0
#include "name/naive_grammar.hpp"
#include "require.hpp"
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <algorithm>

using namespace crypto_checkpoint;
using fuzz_tests::require;

// The diagnostic of any pasted text: it cannot control a terminal, and the caret is under the text.

namespace {

/// Lines of visible characters only.
void require_printable(const std::string& text) {
    require(!name_tests::naive::fault_of_encoding(text));
    for (std::size_t i = 0; i != text.size(); ++i) {
        const auto unit = static_cast<unsigned char>(text[i]);
        require(unit == '\n' || (unit >= 0x20 && unit != 0x7F));
        const std::string_view rest = std::string_view(text).substr(i);
        // C1 controls, and characters that change the text direction
        require(unit != 0xC2 || static_cast<unsigned char>(rest[1]) >= 0xA0);
        // NOLINTBEGIN(misc-misleading-bidirectional): test data
        for (const std::string_view turning :
             {"\u061C", "\u200E", "\u200F", "\u2028", "\u2029", "\u202A", "\u202B", "\u202C",
              "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069"})
            require(!rest.starts_with(turning));
        // NOLINTEND(misc-misleading-bidirectional)
    }
}

void check_diagnostic(std::string_view text, const SyntaxError& error) {
    const std::string lines = render_diagnostic(text, error);
    require_printable(lines);
    if (text.empty()) {
        require(lines == "error: " + explain(text, error) + "\n");
        return;
    }
    require(std::ranges::count(lines, '\n') == 3 && lines.ends_with('\n'));
    require(lines.starts_with("error: "));
    const std::size_t second = lines.find('\n') + 1;
    const std::size_t third = lines.find('\n', second) + 1;
    require(std::string_view(lines).substr(second).starts_with("  " + printable(text)));
    const std::size_t caret = lines.find_first_not_of(' ', third);
    require(lines[caret] == '^');
    require(caret - third <= 2 + columns(printable(text)));
    require(render_diagnostic(text, Error(error)) == lines);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::string shown = printable(text);
    require_printable(shown);
    require(shown.find('\n') == shown.npos);
    require(printable(shown) == shown);
    require(columns(shown) <= 2 * shown.size());
    for (const Dialect dialect : {Dialect::documented, Dialect::tolerant}) {
        const auto parsed = parse_checkpoint_name(text, dialect);
        if (!parsed) {
            check_diagnostic(text, parsed.error());
            continue;
        }
        require(fmt::format("{}", *parsed) == to_checkpoint_name(*parsed));
        AdviceCode last{};
        for (const Advice& advice : advise(*parsed)) {
            require(advice.code > last);
            last = advice.code;
            require(!explain(advice).empty());
        }
    }
    return 0;
}
