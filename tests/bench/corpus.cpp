// SPDX-License-Identifier: BSL-1.0
#include "corpus.hpp"

#include <crypto_checkpoint/name/grammar.hpp>

#include <array>
#include <cstdint>

namespace bench {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

/// std::minstd_rand with a portable distribution.
class Dice {
public:
    std::size_t below(std::size_t end) {
        state_ = state_ * 48271 % 2147483647;
        return static_cast<std::size_t>(state_) % end;
    }

    template <class Table>
    auto one_of(const Table& table) {
        return table[below(std::size(table))];
    }

private:
    std::uint64_t state_ = 20;
};

struct DocumentedProvider {
    std::string_view type;
    std::string_view name;
};

// Microsoft Learn, Cryptographic Provider Names.
constexpr auto documented_providers = std::to_array<DocumentedProvider>({
    {"1", "Microsoft Base Cryptographic Provider v1.0"},
    {"1", "Microsoft Enhanced Cryptographic Provider v1.0"},
    {"1", "Microsoft Strong Cryptographic Provider"},
    {"3", "Microsoft Base DSS Cryptographic Provider"},
    {"12", "Microsoft RSA SChannel Cryptographic Provider"},
    {"13", "Microsoft Base DSS and Diffie-Hellman Cryptographic Provider"},
    {"24", "Microsoft Enhanced RSA and AES Cryptographic Provider"},
});

constexpr auto short_containers = std::to_array<std::string_view>({
    "MyKey",
    "iisConfigurationKey",
    "SQLServer-TDE",
    "NetFrameworkConfigurationKey",
    "K",
    "Contoso Payroll signing key 2024",
});

constexpr auto foreign_texts = std::to_array<std::string_view>({
    "Schl\u00fcssel",
    "\u041a\u0440\u0438\u043f\u0442\u043e\u041f\u0440\u043e CSP",
    "\u9375\u5bb9\u5668",
    "key \U0001F511",
    "\u30af\u30e9\u30b9\u30bf\u30fc\u306e\u9375",
    "na\u00efve caf\u00e9 key",
});

// The last unit of each but the first is one below or above the well-formed range, or missing.
constexpr auto ill_formed_texts = std::to_array<std::string_view>({
    "\xff",
    "\xc3",
    "\xc1\xbf",
    "\xe2\x82",
    "\xe0\x9f\xbf",
    "\xed\xa0\x80",
    "\xf0\x9f\x94",
    "\xf0\x8f\xbf\xbf",
    "\xf4\x90\x80\x80",
});

std::string guid(Dice& dice) {
    std::string text = "{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}";
    for (char& unit : text)
        if (unit == 'x') unit = dice.one_of("0123456789ABCDEF"sv);
    return text;
}

std::string container(Dice& dice) {
    return dice.below(3) == 0 ? guid(dice) : std::string(dice.one_of(short_containers));
}

std::string checkpoint_name(std::string_view type, std::string_view name, std::string_view key) {
    std::string text(type);
    text.append("\\").append(name).append("\\").append(key);
    return text;
}

std::string typical_name(Dice& dice) {
    const DocumentedProvider provider = dice.one_of(documented_providers);
    const bool omitted = dice.below(4) == 0;
    return checkpoint_name(provider.type, omitted ? ""sv : provider.name, container(dice));
}

/// A text of @p size units, of random words.
std::string prose(Dice& dice, std::size_t size) {
    std::string text;
    while (text.size() < size) text.append(dice.one_of(short_containers)).append(" ");
    text.resize(size);
    return text;
}

/// A valid name with an error put into it.
std::string mistake(Dice& dice) {
    const std::string key = container(dice);
    const std::string name(dice.one_of(documented_providers).name);
    switch (dice.below(16)) {
        case 0: return "PROV_RSA_FULL\\" + name + "\\" + key;
        case 1: return "0x18\\" + name + "\\" + key;
        case 2: return " 1\\" + name + "\\" + key;
        case 3: return "1000\\" + name + "\\" + key;
        case 4: return "0\\\\" + key;
        case 5: return "99999999999999999999\\" + name + "\\" + key;
        case 6: return "024\\" + name + "\\" + key;
        case 7: return "\\" + name + "\\" + key;
        case 8: return "1\\" + key;
        case 9: return "24\\" + name + "\\";
        case 10: return "24\\" + name + "\\" + key + "\\";
        case 11: return "1\\\\" + name + "\\\\" + key;
        case 12: return "1\\" + name + "\\" + key + "\0"s;
        case 13: return "1\\" + name + "\0\\"s + key;
        case 14: return "1\\" + name + std::string(dice.one_of(ill_formed_texts)) + "\\" + key;
        default: return "";
    }
}

/// A name of any length with an error in its last character.
std::string near_miss(Dice& dice) {
    const std::string name(dice.one_of(documented_providers).name);
    const std::string text = checkpoint_name("1", name, prose(dice, 1 + dice.below(100)));
    switch (dice.below(3)) {
        case 0: return text + "\\";
        case 1: return text + "\0"s;
        default: return text + std::string(dice.one_of(ill_formed_texts));
    }
}

std::string foreign_name(Dice& dice) {
    const std::string name(dice.one_of(foreign_texts));
    return checkpoint_name("999", dice.below(2) == 0 ? name : container(dice),
                           dice.one_of(foreign_texts));
}

}  // namespace

Corpus<char> typical() {
    Dice dice;
    Corpus<char> corpus{"typical", {}};
    while (corpus.units() < 10'000) corpus.texts.push_back(typical_name(dice));
    return corpus;
}

Corpus<char> long_names() {
    Dice dice;
    Corpus<char> corpus{"long", {}};
    while (corpus.units() < 10'000)
        corpus.texts.push_back(checkpoint_name("24", prose(dice, 100 + dice.below(200)),
                                               prose(dice, 100 + dice.below(400))));
    return corpus;
}

Corpus<char> adversarial() {
    Dice dice;
    Corpus<char> corpus{"adversarial", {}};
    while (corpus.units() < 10'000) {
        corpus.texts.push_back(mistake(dice));
        corpus.texts.push_back(near_miss(dice));
        corpus.texts.push_back(foreign_name(dice));
    }
    return corpus;
}

Corpus<char> mistakes() {
    Corpus<char> corpus{"mistakes", {}};
    for (const std::string& text : adversarial().texts)
        if (!crypto_checkpoint::check_checkpoint_name(std::string_view(text)))
            corpus.texts.push_back(text);
    return corpus;
}

Corpus<char16_t> in_utf16(const Corpus<char>& corpus) {
    constexpr char16_t unpaired = 0xD800;
    Corpus<char16_t> wide{corpus.name, {}};
    for (const std::string& text : corpus.texts) {
        std::u16string& units = wide.texts.emplace_back();
        const char* const last = text.data() + text.size();
        for (const char* at = text.data(); at != last;) {
            const auto character = crypto_checkpoint::detail::scan_character(at, last);
            at += character.length;
            const std::uint32_t value = character.value;
            if (!character.well_formed) {
                units.push_back(unpaired);
            } else if (value < 0x10000) {
                units.push_back(static_cast<char16_t>(value));
            } else {
                units.push_back(static_cast<char16_t>(0xD7C0 + (value >> 10)));
                units.push_back(static_cast<char16_t>(0xDC00 + (value & 0x3FF)));
            }
        }
    }
    return wide;
}

}  // namespace bench
