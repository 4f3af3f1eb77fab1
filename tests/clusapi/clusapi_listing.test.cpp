// SPDX-License-Identifier: BSL-1.0
#include "clusapi_subject.hpp"

#include <algorithm>
#include <limits>

using namespace std::string_view_literals;
using namespace unit_tests;

namespace {

const auto one_key = units(u"1\\\\Key\0\0"sv);

/// A backend whose cluster always returns the same.
template <class Respond>
Result<CheckpointList> list_of(const Respond& respond, ClusApiOptions options = {}) {
    ClusApiSubject on(std::move(options));
    on.stand_in.instead = [respond](const ControlCall& call) -> std::optional<ControlResult> {
        return respond(call);
    };
    return on.backend.list("SQL");
}
Result<CheckpointList> list_of(const ControlResult& result) {
    return list_of([result](const ControlCall&) { return result; });
}

/// A text of this many bytes, with or without its terminator.
std::vector<std::uint8_t> text_of(std::size_t bytes, bool has_end = true) {
    std::vector<std::uint8_t> text(bytes, 0x41);
    if (has_end) text.at(bytes - 2) = text.at(bytes - 1) = 0;
    return text;
}

std::vector<std::string> texts_of(const Result<CheckpointList>& listing) {
    REQUIRE(listing);
    std::vector<std::string> texts;
    for (const ReportedCheckpoint& entry : *listing) texts.push_back(entry.text);
    return texts;
}
std::vector<std::string> texts_in(std::u16string_view text) {
    return texts_of(list_of(answers(units(text))));
}
Errc failure_of(const Result<CheckpointList>& listing) {
    REQUIRE_FALSE(listing);
    return listing.error().code;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("ClusApiBackend::list: returns the listed texts", "[clusapi]") {
    CHECK(texts_in(u"1\\\\A\0002\\\\B\0\0"sv) == Texts{"1\\\\A", "2\\\\B"});
    CHECK(texts_in(u"1\\\\A\0\0"sv) == Texts{"1\\\\A"});
    CHECK(texts_in(u"\0"sv).empty());
    CHECK(texts_in(u"\0\0"sv).empty());
    CHECK(texts_in(u""sv).empty());
}

TEST_CASE("ClusApiBackend::list: keeps entries that are not checkpoint names", "[clusapi]") {
    const auto listing = list_of(answers(units(u"nonsense\0001\\\\K\xD800\0001\\K\0\0"sv)));
    CHECK(texts_of(listing) == Texts{"nonsense", "1\\\\K\xEF\xBF\xBD", "1\\K"});
    CHECK_FALSE(listing->at(0).spec);
    CHECK(listing->at(2).spec == R"(1\\K)"_csp.to_owned());
}

TEST_CASE("ClusApiBackend::list: accepts a missing last terminator", "[clusapi]") {
    CHECK(texts_in(u"1\\\\A\0002\\\\B\0"sv) == Texts{"1\\\\A", "2\\\\B"});
}

TEST_CASE("ClusApiBackend::list: a text without a terminator is malformed", "[clusapi]") {
    for (const auto text : {u"1"sv, u"1\\\\A"sv, u"1\\\\A\0002\\\\B"sv})
        CHECK((failure_of(list_of(answers(units(text)))) == Errc::malformed_message));
}

TEST_CASE("ClusApiBackend::list: reads only the reported size", "[clusapi]") {
    // The rest of the buffer looks like another text.
    auto bytes = units(u"1\\\\A\0\0001\\\\Not listed\0\0"sv);
    CHECK(texts_of(list_of({win32::success, bytes, 12})) == Texts{"1\\\\A"});
    bytes = units(u"1\\\\A\0001\\\\Not listed\0\0"sv);
    CHECK(texts_of(list_of({win32::success, bytes, 10})) == Texts{"1\\\\A"});
    CHECK(texts_of(list_of({win32::success, bytes, 0})).empty());
    CHECK((failure_of(list_of({win32::success, bytes, 8})) == Errc::malformed_message));
    CHECK((failure_of(list_of({win32::success, bytes, 11})) == Errc::malformed_message));
}

TEST_CASE("ClusApiBackend::list: an odd size is malformed", "[clusapi]") {
    for (const std::uint32_t size : {1u, 3u, 15u})
        CHECK((failure_of(list_of({win32::success, one_key, size})) == Errc::malformed_message));
}

TEST_CASE("ClusApiBackend::list: a size beyond the buffer is malformed", "[clusapi]") {
    // A sanitizer notices reads beyond the buffer.
    for (const std::uint32_t more : {1u, 2u, 4096u, (std::numeric_limits<std::uint32_t>::max)()}) {
        const auto listing = list_of([more](const ControlCall& call) {
            const auto room = static_cast<std::uint32_t>(call.output_size);
            return ControlResult{win32::success, one_key, (std::max)(more, room + more)};
        });
        CHECK((failure_of(listing) == Errc::malformed_message));
    }
}

TEST_CASE("ClusApiBackend::list: reads a full buffer", "[clusapi]") {
    const auto listing =
        list_of([](const ControlCall& call) { return answers(text_of(call.output_size)); });
    REQUIRE(texts_of(listing).size() == 1);
    CHECK(listing->front().text.size() >= 2047);
    // The same without a terminator.
    CHECK((failure_of(list_of([](const ControlCall& call) {
               return answers(text_of(call.output_size, false));
           })) == Errc::malformed_message));
}

TEST_CASE("ClusApiBackend::list: repeats the call with a larger buffer", "[clusapi]") {
    ClusApiSubject on;
    for (int i = 0; i != 300; ++i) {
        const CspSpec spec(unchecked, ProviderType(1), std::nullopt,
                           "A key with a rather long name, number " + std::to_string(i));
        REQUIRE(on.stand_in.cluster.create_key("NODE1", spec));
        REQUIRE(on.stand_in.cluster.add("SQL", spec));
    }
    const auto listing = on.backend.list("SQL");
    REQUIRE(listing);
    CHECK(listing->size() == 300);
    CHECK(on.stand_in.controls.size() == 2);
    CHECK(on.stand_in.controls[1].output_size > listing->size() * 80);
}

TEST_CASE("ClusApiBackend::list: reads a listing that grows between calls", "[clusapi]") {
    ClusApiSubject on;
    // Five times, it needs slightly more than the buffer.
    int grown = 0;
    on.stand_in.instead = [&](const ControlCall& call) -> std::optional<ControlResult> {
        const auto needed = static_cast<std::uint32_t>(call.output_size + 2);
        if (++grown <= 5) return ControlResult{win32::more_data, one_key, needed};
        return answers(units(u"1\\\\A\0\0"sv));
    };
    CHECK(texts_of(on.backend.list("SQL")) == Texts{"1\\\\A"});
    CHECK(on.stand_in.controls.size() == 6);
}

TEST_CASE("ClusApiBackend::list: gives up a listing that always grows", "[clusapi]") {
    struct Limit {
        std::uint32_t most;
        std::size_t attempts;
    };
    for (const auto& [most, attempts] :
         {Limit{4u << 20, 11}, Limit{10000, 3}, Limit{4096, 1}, Limit{10, 1}})
        // By two bytes, by nothing, by less than the buffer.
        for (const std::int64_t grow : {2, 0, -2, -4096}) {
            ClusApiSubject on({.max_buffer_bytes = most});
            on.stand_in.instead = [&](const ControlCall& call) -> std::optional<ControlResult> {
                const auto size = static_cast<std::int64_t>(call.output_size) + grow;
                return ControlResult{
                    win32::more_data, {}, size < 0 ? 0 : static_cast<std::uint32_t>(size)};
            };
            CHECK((failure_of(on.backend.list("SQL")) == Errc::limit_exceeded));
            CHECK(on.stand_in.controls.size() == attempts);
            for (const ControlCall& call : on.stand_in.controls) {
                CHECK(call.output_size <= most);
                CHECK(call.has_output);
            }
        }
}

TEST_CASE("ClusApiBackend::list: does not allocate beyond the limit", "[clusapi]") {
    for (const std::uint32_t size : {10001u, (std::numeric_limits<std::uint32_t>::max)()}) {
        ClusApiSubject on({.max_buffer_bytes = 10000});
        on.stand_in.instead = [&](const ControlCall&) {
            return ControlResult{win32::more_data, {}, size};
        };
        CHECK((failure_of(on.backend.list("SQL")) == Errc::limit_exceeded));
        CHECK(on.stand_in.controls.size() == 1);
    }
}

TEST_CASE("ClusApiBackend::list: reads a listing of exactly the limit", "[clusapi]") {
    ClusApiSubject on({.max_buffer_bytes = 10000});
    on.stand_in.instead = [&](const ControlCall& call) {
        if (call.output_size < 10000) return ControlResult{win32::more_data, {}, 10000};
        return answers(text_of(10000));
    };
    CHECK(texts_of(on.backend.list("SQL")).size() == 1);
    CHECK(on.stand_in.controls.size() == 2);
}

TEST_CASE("ClusApiBackend::list: passes a buffer even if the limit is 0", "[clusapi]") {
    ClusApiSubject on({.max_buffer_bytes = 0});
    CHECK(texts_of(on.backend.list("SQL")).empty());  // only a terminator fits
    REQUIRE(on.stand_in.cluster.add("SQL", test_support::key));
    CHECK((failure_of(on.backend.list("SQL")) == Errc::limit_exceeded));
    for (const ControlCall& call : on.stand_in.controls) CHECK(call.has_output);
}

TEST_CASE("ClusApiBackend::list: ignores the size after an error", "[clusapi]") {
    // The documents call it unreliable.
    const auto listing = list_of({5, one_key, 16});
    CHECK((failure_of(listing) == Errc::access_denied));
}
