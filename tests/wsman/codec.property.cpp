// SPDX-License-Identifier: BSL-1.0
#include "messages.hpp"
#include "support/catch.hpp"
#include "support/hostile_text.hpp"
#include "support/property.hpp"
#include <crypto_checkpoint/wsman/detail/enumeration_context.hpp>
#include <crypto_checkpoint/wsman/detail/request_codec.hpp>
#include <crypto_checkpoint/wsman/detail/response_codec.hpp>

using namespace crypto_checkpoint;
using namespace detail::wsman;
using detail::ExtendedStatus;
using namespace wsman_tests;
using test_support::holds;

namespace {

template <class T>
rc::Gen<std::optional<T>> perhaps(rc::Gen<T> something) {
    return rc::gen::oneOf(
        rc::gen::just(std::optional<T>()),
        rc::gen::map(std::move(something), [](T value) { return std::optional(value); }));
}

rc::Gen<std::vector<Property>> any_properties(rc::Gen<std::string> text) {
    return rc::gen::container<std::vector<Property>>(rc::gen::apply(
        [](std::string name, std::optional<std::string> value) {
            return Property{std::move(name), std::move(value)};
        },
        rc::gen::element<std::string>("CheckpointName", "Other", "_x-1.y"),
        perhaps(std::move(text))));
}

rc::Gen<std::vector<Selector>> any_selectors(rc::Gen<std::string> text) {
    return rc::gen::container<std::vector<Selector>>(rc::gen::apply(
        [](std::string name, std::string value) {
            return Selector{std::move(name), std::move(value)};
        },
        any_text({}), std::move(text)));
}

RequestBody any_operation() {
    switch (*rc::gen::inRange(0, 6)) {
        case 0: return Identify{};
        case 1: return Get{};
        case 4: return Release{*any_token()};
        case 2: {
            Enumerate enumerate;
            enumerate.query = *perhaps(any_text());
            enumerate.is_optimized = *rc::gen::arbitrary<bool>();
            if (enumerate.is_optimized) enumerate.max_items = *rc::gen::positive<std::uint32_t>();
            enumerate.mode = static_cast<EnumerationMode>(*rc::gen::inRange(0, 3));
            return enumerate;
        }
        case 3: return Pull{*any_token(), *rc::gen::positive<std::uint32_t>()};
        default: return Invoke{"AddCryptoCheckpoint", *any_properties(any_text())};
    }
}

/// Checks that the request contains no character references.
void assert_plain(const std::string& text) {
    RC_ASSERT(text.find("&#") == text.npos);
    RC_ASSERT(text.starts_with("<s:Envelope"));
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); at != end;) {
        const auto character = detail::scan_character(at, end);
        RC_ASSERT(character.well_formed);
        RC_ASSERT(is_xml_character(character.value));
        at += character.length;
    }
}

/// A text with a question mark for each control character, and U+FFFD for all else that XML lacks.
std::string carried(const std::string& text) {
    std::string result;
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); at != end;) {
        const auto character = detail::scan_character(at, end);
        const bool is_control = character.well_formed && character.value < 0x20;
        if (character.well_formed && is_xml_character(character.value))
            result.append(at, character.length);
        else
            result += is_control ? "?" : "\xEF\xBF\xBD";
        at += character.length;
    }
    return result;
}

std::string any_of(std::initializer_list<const char*> texts) {
    return *rc::gen::elementOf(std::vector<std::string>(texts.begin(), texts.end()));
}

std::optional<std::uint32_t> any_code() { return *perhaps(rc::gen::arbitrary<std::uint32_t>()); }

/// Text for people, without surrounding blanks, which are not kept.
std::string any_words() { return *rc::gen::arbitrary<bool>() ? *any_token() : std::string(); }

Fault any_fault() {
    Fault fault;
    fault.is_sender_fault = *rc::gen::arbitrary<bool>();
    fault.subcode =
        any_of({"", "AccessDenied", "CannotProcessFilter", "DestinationUnreachable", "Whatever"});
    fault.reason = any_words();
    fault.code = any_code();
    if (fault.code) {
        fault.message = any_words();
        fault.provider_code = any_code();
        fault.provider_message = any_words();
        if (*rc::gen::arbitrary<bool>())
            fault.extended_status =
                ExtendedStatus{any_of({"__ExtendedStatus", "MSCluster_ExtendedStatus"}),
                               any_words(),
                               any_words(),
                               any_words(),
                               any_words(),
                               any_code(),
                               any_code()};
    }
    if (*rc::gen::arbitrary<bool>())
        fault.cim_error = CimError{any_of({"MSFT_WmiError", "OMI_Error"}), any_code(), any_words(),
                                   any_code(), any_words()};
    return fault;
}

Instance any_instance(rc::Gen<std::string> text) {
    return {any_of({"MSCluster_Resource", "AddCryptoCheckpoint_OUTPUT"}), *any_token(),
            *any_properties(std::move(text)), *rc::gen::arbitrary<bool>()};
}

Body any_body() {
    switch (*rc::gen::inRange(0, 4)) {
        case 0: return Identified{*any_token(), *any_token()};
        case 1: return any_instance(any_text());
        case 2: return any_fault();
        default: break;
    }
    Page page;
    page.is_first = *rc::gen::arbitrary<bool>();
    page.is_last = *rc::gen::arbitrary<bool>();
    if (page.is_first || !page.is_last) page.context = any_words();
    for (int count = *rc::gen::inRange(0, 4); count != 0; --count) {
        const auto any_reference = [] {
            return EndpointReference{*any_token(), *any_selectors(any_text())};
        };
        switch (*rc::gen::inRange(0, 4)) {
            case 0: page.items.emplace_back(any_instance(any_text())); break;
            case 1: page.items.emplace_back(any_reference()); break;
            case 2:
                page.items.emplace_back(
                    InstanceAndReference{any_instance(any_text()), any_reference()});
                break;
            default: page.items.emplace_back(Fragment{*any_properties(any_text())}); break;
        }
    }
    return page;
}

}  // namespace

TEST_CASE("read_request: round-trips", "[wsman][property]") {
    holds("round trip", [] {
        Request request;
        request.operation = any_operation();
        if (!std::holds_alternative<Identify>(request.operation)) {
            request.to = *any_token();
            request.message_id = *any_token();
            request.resource_uri = "http://schemas.microsoft.com/wbem/wsman/1/wmi/" + *any_token();
            request.selectors = *any_selectors(any_text());
            request.max_envelope_bytes = any_code();
            if (*rc::gen::arbitrary<bool>()) request.operation_id = *any_token();
            request.fragment = *perhaps(any_text());
            if (*rc::gen::arbitrary<bool>())
                request.operation_timeout =
                    std::chrono::milliseconds(*rc::gen::inRange(0, 10'000'000));
        }
        const auto text = write_request(request);
        RC_ASSERT(text.has_value());
        assert_plain(*text);
        const auto read = read_request(*text);
        RC_ASSERT(read.has_value());
        RC_ASSERT(!read->rejection);
        RC_ASSERT(read->action == action_of(request));
        RC_ASSERT((read->request == request));
    });
}

TEST_CASE("read_response: round-trips", "[wsman][property]") {
    holds("round trip", [] {
        Response response;
        response.body = any_body();
        if (!std::holds_alternative<Identified>(response.body)) {
            response.message_id = *any_token();
            response.relates_to = any_words();
            if (!std::holds_alternative<Fault>(response.body)) response.action = *any_token();
            response.operation_id = any_words();
        }
        const std::string text = write_response(response);
        assert_plain(text);
        const auto read = read_response(text);
        RC_ASSERT(read.has_value());
        RC_ASSERT((*read == response));
    });
}

TEST_CASE("write_response: any bytes yield a readable response", "[wsman][property]") {
    holds("any bytes", [] {
        Fault fault;
        fault.subcode = *any_bytes();
        fault.reason = *any_bytes();
        fault.code = 1;
        fault.message = *any_bytes();
        const std::string name = *any_bytes();
        const EndpointReference reference{*any_bytes(), {{*any_bytes(), name}}};
        for (const Body& body :
             {Body(fault), Body(Page{true, false, *any_bytes(), {reference}}),
              Body(Instance{"A", *any_bytes(), {{"B", name}}}), Body(Identified{name, name})}) {
            const std::string text =
                write_response({*any_bytes(), *any_bytes(), *any_bytes(), body});
            assert_plain(text);
            const auto read = read_response(text);
            RC_ASSERT(read.has_value());
            if (const auto* const instance = std::get_if<Instance>(&read->body))
                RC_ASSERT(instance->properties.at(0).value == carried(name));
        }
    });
}

TEST_CASE("write_request: rejects or preserves any bytes", "[wsman][property]") {
    holds("any bytes", [] {
        Request request;
        request.to = request.message_id = "x";
        request.resource_uri = "urn:x";
        request.selectors = {{"Name", *any_bytes()}};
        request.operation = Invoke{"A", {{"B", *any_bytes()}}};
        const auto text = write_request(request);
        if (!text) return;
        assert_plain(*text);
        const auto read = read_request(*text);
        RC_ASSERT(read.has_value());
        RC_ASSERT((read->request == request));
    });
}

TEST_CASE("read_context: round-trips, and rejects everything else", "[wsman][property]") {
    holds("round trip", [] {
        const EnumerationContext context{static_cast<EnumerationMode>(*rc::gen::inRange(0, 3)),
                                         *any_bytes(), *any_bytes()};
        const std::string text = write_context(context);
        RC_ASSERT(text.find_first_not_of("0123456789abcdef") == text.npos);
        RC_ASSERT(read_context(text) == context);
    });
    for (const char* text : {"", "6", "x", "6f", "6F303A", "6f3a303", "6f313a", "70303a",
                             "6f2d313a", "6f39393939393939393939393a", "6f783a", " 6f303a"})
        CHECK_FALSE((read_context(text) && text != std::string_view("6f3a")));
    CHECK(read_context("6f303a") == EnumerationContext{});
}
