// SPDX-License-Identifier: BSL-1.0
#include "generators.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/suggestion.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace crypto_checkpoint;
using namespace name_tests;

// A suggestion is a name that the text means, or says what became what.

namespace {

std::string any_of(std::vector<std::string> choices) {
    return choices[any_number_below(choices.size())];
}

/// How a type can be written, and what it is.
struct WrittenType {
    std::uint32_t type;
    std::string text;
};

WrittenType any_written_type() {
    const std::vector<WrittenType> types{{1, "1"},
                                         {24, "24"},
                                         {80, "80"},
                                         {1, "01"},
                                         {24, "0x18"},
                                         {1, "+1"},
                                         {1, " 1"},
                                         {24, "24\t"},
                                         {1, "\uFF11"},
                                         {24, "\u0662\u0664"},
                                         {1, "PROV_RSA_FULL"},
                                         {24, "prov_rsa_aes"},
                                         {12, "12"},
                                         {999, "999"},
                                         {999, "0x3E7"}};
    return types[any_number_below(types.size())];
}

std::string any_container() {
    if (any_bool())
        return any_of({"MyKey", "My Key", "A,B", "K,1", "{5c9a6b1f-1bcf}", "x 24", "'k"});
    constexpr std::string_view characters = "aZ09 ,;.-_{}1";
    std::string container = "c";
    for (std::size_t rest = any_number_below(12); rest != 0; --rest)
        container += characters[any_number_below(characters.size())];
    return container;
}

const std::vector<std::string> known = {"Microsoft Strong Cryptographic Provider",
                                        "microsoft enhanced cryptographic provider V1.0",
                                        "OpenSC CSP", "Microsoft Software Key Storage Provider"};
const std::vector<std::string> unknown = {"Contoso CSP",
                                          "REGISTRY",
                                          "N",
                                          "Contoso Provider",
                                          "Luna Cryptographic Services for Microsoft Windows",
                                          "Crypto-Pro GOST R 34.10-2012"};
/// Names of providers that a list of names may have made.
const std::vector<std::string> of_a_list = {"A,1", "A; 24", "A,01", "A,", "My Key|1", "A 1"};

bool is_known(std::string_view provider) { return std::ranges::count(known, provider) != 0; }

std::string replaced(std::string text, char separator, std::string_view by) {
    for (std::size_t at = 0; (at = text.find(separator, at)) != text.npos; at += by.size())
        text.replace(at, 1, by);
    return text;
}

/// A name with separators as people and shells change them.
std::string any_writing(std::string name, bool may_lose_separator) {
    if (may_lose_separator && any_bool()) name.erase(name.find('\\'), 1);
    switch (any_number_below(6)) {
        case 0: name = replaced(name, '\\', "\\\\"); break;
        case 1: name = replaced(name, '\\', "\\\\\\\\"); break;
        case 2: name = replaced(name, '\\', "/"); break;
        case 3: name = replaced(name, '\\', "//"); break;
        default: break;
    }
    if (any_number_below(4) == 0) name = any_bool() ? '"' + name + '"' : '\'' + name + '\'';
    return name;
}

std::string sentence_on(std::string_view text) {
    return explain(text, parse_checkpoint_name(text).error());
}

std::optional<std::string> suggestion_for(const std::string& text) {
    return suggest_correction(std::string_view(text));
}

/// The parts of a text between its backslashes, or its slashes if it has only these, without quotes around it.
std::vector<std::string> parts_of(std::string text) {
    if (text.size() > 1 && text.front() == text.back() &&
        (text.front() == '"' || text.front() == '\''))
        text = text.substr(1, text.size() - 2);
    const char separator = text.find('\\') == text.npos ? '/' : '\\';
    std::vector<std::string> parts(1);
    for (const char unit : text)
        if (unit == separator)
            parts.emplace_back();
        else
            parts.back() += unit;
    return parts;
}

}  // namespace

TEST_CASE("suggest_correction: returns the name that was meant, or nothing", "[name][property]") {
    std::size_t suggestions = 0;
    CHECK(holds("what was meant", [&] {
        const auto [type, written_type] = any_written_type();
        std::string provider;
        if (any_bool()) provider = any_of(any_bool() ? known : unknown);
        const std::string rest = '\\' + provider + '\\' + any_container();
        const std::string text = any_writing(written_type + rest, provider.empty());
        const auto suggestion = suggestion_for(text);
        if (!suggestion) return;
        ++suggestions;
        require(*suggestion == std::to_string(type) + rest, "it is what was meant",
                text + "\n" + *suggestion);
    }));
    CHECK(suggestions > 300);
}

TEST_CASE("suggest_correction: returns nothing for what no one name can mean", "[name][property]") {
    const auto has_no_suggestion = [](const std::string& text) {
        const auto suggestion = suggestion_for(text);
        require(!suggestion.has_value(), "no suggestion", text + "\n" + suggestion.value_or(""));
    };
    CHECK(holds("a container whose name has backslashes", [&] {
        const std::string container =
            any_of({R"(\\.\REGISTRY\K)", R"(\\.\HDIMAGE\K)", R"(REGISTRY\\K)", R"(R\K)"});
        const std::string provider = any_bool() ? "" : any_of(any_bool() ? known : unknown);
        // `80\\REGISTRY\\K` and `80\\\.\REGISTRY\K` too, where the provider and its separator are left out
        const std::string separator = provider.empty() && container != R"(R\K)" && any_bool()
                                          ? std::string("\\")
                                          : '\\' + provider + '\\';
        std::string text = any_written_type().text + separator + container;
        if (provider.empty() && container == R"(REGISTRY\\K)") text.insert(text.find('\\'), "\\");
        if (any_bool()) text = replaced(text, '\\', "\\\\");
        if (parse_checkpoint_name(text)) return;  // `80\REGISTRY\K` names a provider
        has_no_suggestion(text);
    }));
    CHECK(holds("several names", [&] {
        std::string text;
        std::vector<std::string> names;
        bool are_certain = true;
        for (std::size_t left = 2 + any_number_below(3); left != 0; --left) {
            const std::string provider = any_bool() ? "" : any_of(any_bool() ? known : unknown);
            std::string container = any_container();
            while (std::string_view(" ,;").find(container.back()) != std::string_view::npos)
                container.pop_back();
            names.push_back(any_of({"1", "24", "80"}) + '\\' + provider + '\\' + container);
            text += names.back();
            if (left == 1) continue;
            const std::string separator =
                any_of({",", ";", "|", " ", "\n", ", ", " ; ", " ,\t", " and ", " + ", " & "});
            text += separator;
            const bool is_blank = separator == " " || separator == "\n";
            const bool has_word = separator.find_first_of("a+&") != std::string::npos;
            if (has_word || (is_blank && container.find_first_of(" ,;") != std::string::npos))
                are_certain = false;
        }
        has_no_suggestion(text);
        const auto found = split_name_list(std::string_view(text));
        require(are_certain ? std::ranges::equal(found, names) : found.empty(),
                "the names are found, or none", text);
        has_no_suggestion(any_writing(text, false));
    }));
    CHECK(holds("a provider's name as in a list", [&] {
        const std::string rest = '\\' + any_of(of_a_list) + '\\' + any_container();
        has_no_suggestion(any_writing(any_written_type().text + rest, false));
    }));
    CHECK(holds("a provider alone", [&] {
        const std::string provider =
            any_of({known[0], known[1], known[2], known[3], "Contoso CSP", unknown[4], unknown[5],
                    "Microsoft Base", "Contoso Cryptographic Service",
                    "Microsoft Strong Crypto Provider", "Microsoft Strong Cryptographic Provide"});
        has_no_suggestion(any_writing(any_written_type().text + '\\' + provider, false));
        has_no_suggestion(any_writing(provider + '\\', false));
    }));
}

TEST_CASE("suggest_correction: returns parts of the text, or says what became what",
          "[name][property]") {
    const std::vector<std::string> pieces{"\\",
                                          "\\",
                                          "\\\\",
                                          "\\\\",
                                          "/",
                                          "//",
                                          ",",
                                          ";",
                                          " ",
                                          "'",
                                          "\"",
                                          ".",
                                          "MyKey",
                                          "K",
                                          "REGISTRY",
                                          "Contoso CSP",
                                          "Luna Cryptographic Services",
                                          "Microsoft Strong Crypto Provider",
                                          "PROV_RSA_FUL",
                                          "PORV_RSA_AES"};
    std::size_t suggestions = 0;
    CHECK(holds("parts of the text", [&] {
        std::string text = any_number_below(4) == 0 ? "" : any_written_type().text;
        for (std::size_t left = any_number_below(9); left != 0; --left) {
            const std::size_t chosen = any_number_below(pieces.size() + 5);
            text += chosen < pieces.size() ? pieces[chosen]
                    : chosen % 2 == 0      ? any_of(known)
                                           : any_written_type().text;
        }
        const auto suggestion = suggestion_for(text);
        if (!suggestion) return;
        ++suggestions;
        const std::string context = text + "\n" + *suggestion;
        const auto spec = parse_checkpoint_name(std::string_view(*suggestion));
        const std::vector<std::string> parts = parts_of(text);
        const std::string container(spec->key_container());
        require(std::ranges::count(parts, container) != 0, "the container is a part", context);
        require(spec->provider_name() || container.find("Luna Cryptographic") == std::string::npos,
                "no provider becomes a container", context);
        const std::string provider(spec->provider_name().value_or(""));
        if (!provider.empty()) {
            require(std::ranges::count(parts, provider) != 0, "the provider is a part", context);
            const bool stands_there = text.find('\\' + provider + '\\' + container) != text.npos;
            require(stands_there || is_known(provider), "the provider is known", context);
            const bool lacks_type = parts.front() == provider || parts.front().empty();
            require(
                stands_there || lacks_type || sentence_on(text).find(provider) != std::string::npos,
                "the sentence names the provider", context + "\n" + sentence_on(text));
        }
        // a constant that does not exist
        for (const auto& [wrong, right] : {std::pair("PROV_RSA_FUL", "PROV_RSA_FULL"),
                                           std::pair("PORV_RSA_AES", "PROV_RSA_AES")})
            if (parts.front() == wrong)
                require(
                    sentence_on(text).find(std::string(right) + " is similar") != std::string::npos,
                    "the sentence names the constant", context + "\n" + sentence_on(text));
    }));
    CHECK(suggestions > 5);
}
