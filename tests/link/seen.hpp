// SPDX-License-Identifier: BSL-1.0

/// @file
/// The body of seen_by_first(), seen_by_second() and seen_by_third().

using namespace crypto_checkpoint;

Seen seen;
seen.addresses = {
    &library_version,
    &unchecked,
    &detail::errc_table,
    &known_providers,
    &known_provider_types,
    // X3's parser and the one without X3
    reinterpret_cast<const void*>(&detail::parse_with_x3<Dialect::documented, char>),
    reinterpret_cast<const void*>(&detail::parse_with_x3<Dialect::tolerant, wchar_t>),
    reinterpret_cast<const void*>(&grammar::match_checkpoint_name<Dialect::documented, char16_t>),
    reinterpret_cast<const void*>(&detail::find_field_end<char>),
};
for (const char* text : {"1\\\\MyKey", "1\\MyKey", "PROV_RSA_FULL\\\\K", R"(1\\A\B)", "01\\\\K"})
    for (const Dialect dialect : {Dialect::documented, Dialect::tolerant}) {
        const auto parsed = parse_checkpoint_name(text, dialect);
        seen.results.push_back(parsed ? to_checkpoint_name(*parsed)
                                      : std::string(to_string(parsed.error().code)));
        seen.results.push_back(suggest_correction(std::string_view(text)).value_or("none"));
    }
using namespace crypto_checkpoint::literals;
seen.results.push_back(to_checkpoint_name("24\\N\\K"_csp));
return seen;
