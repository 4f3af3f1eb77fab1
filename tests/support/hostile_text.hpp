// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <rapidcheck.h>

#include <string>
#include <vector>

namespace wsman_tests {

/// Texts of XML syntax and of characters of every encoded size. @param pieces  additional ones
inline rc::Gen<std::string> any_text(std::vector<std::string> pieces = {"\t", "\n"}) {
    for (const char* const piece : {"&",
                                    "<",
                                    ">",
                                    "\"",
                                    "'",
                                    "]]>",
                                    "<![CDATA[",
                                    "<!--",
                                    "-->",
                                    "&amp;",
                                    "&#65;",
                                    "&#0;",
                                    "<?x?>",
                                    " ",
                                    "  ",
                                    "a",
                                    "Name",
                                    "\\",
                                    "\\\\",
                                    "/",
                                    ":",
                                    "=",
                                    "1\\\\Key",
                                    "\x7F",
                                    "\xC2\x85",
                                    "\xC3\xA9",
                                    "\xE2\x80\xA8",
                                    "\xEF\xBB\xBF",
                                    "\xEF\xBF\xBD",
                                    "\xF0\x9D\x84\x9E",
                                    "\xF4\x8F\xBF\xBF"})
        pieces.emplace_back(piece);
    const auto joined = [](const std::vector<std::string>& parts) {
        std::string text;
        for (const std::string& part : parts) text += part;
        return text;
    };
    const auto shorter = rc::gen::map(
        rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)), joined);
    const auto long_ones = rc::gen::map(shorter, [](const std::string& text) {
        std::string repeated;
        while (repeated.size() < 10'000) repeated += text + "long ";
        return repeated;
    });
    return rc::gen::weightedOneOf<std::string>({{15, shorter}, {1, long_ones}});
}

/// Such texts without surrounding blanks, tabs and line breaks: identifiers.
inline rc::Gen<std::string> any_token() {
    return rc::gen::map(any_text({}), [](const std::string& text) {
        return "t" + text.substr(0, 500 + (text.size() > 500 ? text.find(' ', 500) - 500 : 0)) +
               "t";
    });
}

/// Any bytes, including invalid text.
inline rc::Gen<std::string> any_bytes() {
    return rc::gen::oneOf(any_text({"\x01", "\r", "\xFF", "\xC3", "\xED\xA0\x80", "\xEF\xBF\xBF"}),
                          rc::gen::arbitrary<std::string>());
}

}  // namespace wsman_tests
