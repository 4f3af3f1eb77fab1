// SPDX-License-Identifier: BSL-1.0
#include "contenders.hpp"
#include "table.hpp"

#include <cstdio>
#include <cstdlib>

namespace bench {
namespace {

const std::string baseline = "parse_checkpoint_name, char";

[[noreturn]] void disagree(std::string_view rival, std::string_view text) {
    std::fprintf(stderr, "%.*s returns another result for \"%.*s\"\n",
                 static_cast<int>(rival.size()), rival.data(), static_cast<int>(text.size()),
                 text.data());
    std::exit(1);
}

bool same(const ParseResult<char>& ours, const ParseResult<char>& theirs) {
    if (ours && theirs) return *ours == *theirs;
    return !ours && !theirs && ours.error() == theirs.error();
}

template <class Spec>
bool same(const ParseResult<char>& ours, const std::optional<Spec>& theirs) {
    return theirs ? ours && *ours == CspSpecView(*theirs) : !ours;
}

/// Adds a row for a rival, after checking that it returns our results.
template <class Result>
void add_rival(Table& table, const char* name, const Corpus<char>& corpus,
               Result (*rival)(std::string_view)) {
    for (const std::string& text : corpus.texts)
        if (!same(parse_with_library(text), rival(text))) disagree(name, text);
    table.add_for_each({name, corpus.name, amount_of(corpus), baseline}, corpus.texts, rival);
}

void check_utf16(const Corpus<char>& narrow, const Corpus<char16_t>& wide) {
    for (std::size_t i = 0; i != narrow.texts.size(); ++i) {
        const auto ours = parse_with_library(std::string_view(narrow.texts[i]));
        const auto theirs = parse_with_library(std::u16string_view(wide.texts[i]));
        if (ours.has_value() != theirs.has_value() ||
            (!ours && ours.error().code != theirs.error().code))
            disagree("parse_checkpoint_name, char16_t", narrow.texts[i]);
    }
}

/// Parsing if it threw its errors.
ParseResult<char> parse_or_throw(std::string_view text) {
    auto result = parse_with_library(text);
    if (!result) throw crypto_checkpoint::SyntaxError(result.error());
    return result;
}

ParseResult<char> catch_error(std::string_view text) {
    try {
        return parse_or_throw(text);
    } catch (const crypto_checkpoint::SyntaxError& error) {
        return std::unexpected(error);
    }
}

}  // namespace

void add_parsing(Table& table) {
    const auto parse = [](const auto& text) { return parse_with_library(text); };

    for (const Corpus<char>& corpus : {typical(), long_names(), adversarial()}) {
        table.add_for_each({baseline, corpus.name, amount_of(corpus)}, corpus.texts, parse);

        const Corpus<char16_t> wide = in_utf16(corpus);
        check_utf16(corpus, wide);
        table.add_for_each({baseline + "16_t", corpus.name, amount_of(wide), baseline}, wide.texts,
                           parse);

        add_rival(table, "by hand: memchr, from_chars", corpus, split_by_hand);
        add_rival(table, "X3 with raw ranges", corpus, match_x3_ranges);
        add_rival(table, "X3 with std::string", corpus, match_x3_strings);
        add_rival(table, "std::regex", corpus, match_std_regex);
        add_rival(table, "RE2", corpus, match_re2);
        add_rival(table, "sscanf", corpus, scan_with_sscanf);
        add_rival(table, "boost::split", corpus, split_with_boost);
    }

    const Corpus<char> wrong = mistakes();
    const std::string returned = "error returned";
    table.add_for_each({returned, wrong.name, amount_of(wrong)}, wrong.texts, parse);
    table.add_for_each({"error thrown and caught", wrong.name, amount_of(wrong), returned},
                       wrong.texts, catch_error);
}

}  // namespace bench
