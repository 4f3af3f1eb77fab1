// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/wsman/detail/xml.hpp>
#include <crypto_checkpoint/wsman/detail/xml_writer.hpp>

using namespace crypto_checkpoint;
using namespace detail::wsman;

namespace {

bool is_read(std::string_view text) { return read_xml(text).has_value(); }

std::string syntax_error_in(std::string_view text) {
    const auto read = read_xml(text);
    if (read) return {};
    CHECK(read.error().code == Errc::malformed_message);
    constexpr std::string_view beginning = "the message cannot be read: ";
    CHECK(read.error().detail.starts_with(beginning));
    return read.error().detail.substr(beginning.size());
}

std::string text_in(std::string_view text) {
    const auto read = read_xml(text);
    REQUIRE(read);
    return text_beside_elements((*read)->first_child());
}

std::string nested(int depth, std::string_view inside = "") {
    std::string text;
    for (int i = 0; i != depth; ++i) text += "<a>";
    text += inside;
    for (int i = 0; i != depth; ++i) text += "</a>";
    return text;
}

}  // namespace

TEST_CASE("read_xml: requires UTF-8 and XML characters", "[wsman]") {
    CHECK(text_in("\xEF\xBB\xBF<a>\xF0\x9D\x84\x9E</a>") == "\xF0\x9D\x84\x9E");
    CHECK(syntax_error_in("<a>\xFF</a>") == "it is not UTF-8 text");
    CHECK(syntax_error_in("<a>\xC3</a>") == "it is not UTF-8 text");
    CHECK(syntax_error_in("<a>\xED\xA0\x80</a>") == "it is not UTF-8 text");
    CHECK(syntax_error_in("\xFF\xFE<\0a\0/\0>\0") == "it is not UTF-8 text");
    const std::string utf16("<\0a\0/\0>\0", 8);
    CHECK(syntax_error_in(utf16) == "it contains a character that XML does not allow");
    for (const char letter : {'\x01', '\x08', '\x0B', '\x1F'})
        CHECK(syntax_error_in("<a>" + std::string(1, letter) + "</a>") ==
              "it contains a character that XML does not allow");
    CHECK(syntax_error_in("<a>\xEF\xBF\xBF</a>") ==
          "it contains a character that XML does not allow");
    CHECK(syntax_error_in(std::string("<a>\0</a>", 8)) ==
          "it contains a character that XML does not allow");
    CHECK(text_in("<a>1\r\n2\r3\t</a>") == "1\n2\n3\t");
}

TEST_CASE("read_xml: rejects a declaration of another encoding", "[wsman]") {
    const auto declared = [](std::string_view encoding, std::string_view inside) {
        return "<?xml version='1.0' encoding='" + std::string(encoding) + "'?><a>" +
               std::string(inside) + "</a>";
    };
    for (const char* const encoding : {"UTF-8", "utf-8"}) {
        CHECK(is_read(declared(encoding, "e")));
        CHECK(is_read(declared(encoding, "\xC3\xA9")));
    }
    // The same bytes, as long as all is ASCII.
    for (const char* const encoding : {"ISO-8859-1", "us-ascii"}) {
        CHECK(is_read(declared(encoding, "e")));
        CHECK(syntax_error_in(declared(encoding, "\xC3\xA9")) == "its encoding is not UTF-8");
    }
    for (const char* const encoding :
         {"utf-16", "UTF-16LE", "UTF-7", "UCS-4", "EBCDIC-CP-US", "x", ""})
        for (const char* const inside : {"e", "\xC3\xA9"})
            CHECK(syntax_error_in(declared(encoding, inside)) == "its encoding is not UTF-8");
    CHECK(is_read("<?xml version='1.0'?><a>\xC3\xA9</a>"));
    CHECK(is_read("<?xml version=\"1.0\" encoding = \"UTF-8\" standalone='yes'?><a>\xC3\xA9</a>"));
    CHECK(is_read("<?xml-stylesheet encoding='UTF-16'?><a/>"));
    CHECK(is_read("<?xml version='1.0'?><?x encoding='UTF-16'?><a/>"));
    for (const char* const malformed :
         {"<?xml version='1.0' encoding=?><a/>", "<?xml version='1.0' encoding?><a/>",
          "<?xml version='encoding=\"UTF-8\"' encoding='UTF-16'?><a/>",
          "<?xml version='1.0' encoding='UTF-8?><a/>", "<?xml\tencoding='UTF-16'?><a/>"})
        CHECK_FALSE(is_read(malformed));
}

TEST_CASE("read_xml: rejects document type declarations and entities", "[wsman]") {
    const std::string refused = "it has a document type declaration, which SOAP forbids";
    CHECK(syntax_error_in("<!DOCTYPE a><a/>") == refused);
    CHECK(syntax_error_in("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>") == refused);
    CHECK(syntax_error_in("<!DOCTYPE a [<!ENTITY x \"y\"><!ENTITY z \"&x;&x;&x;\">]><a>&z;</a>") ==
          refused);
    CHECK(syntax_error_in("<?xml version='1.0'?><!-- --><!DOCTYPE a><a/>") == refused);
    CHECK(syntax_error_in("<a><!DOCTYPE a></a>") == refused);
    CHECK(syntax_error_in("<a/><!ELEMENT a ANY>") == refused);
}

TEST_CASE("read_xml: rejects references to invalid characters", "[wsman]") {
    CHECK(text_in("<a>&amp;&lt;&gt;&quot;&apos;</a>") == "&<>\"'");
    CHECK(text_in("<a>&#65;&#x42;&#x1D11E;&#13;</a>") == "AB\xF0\x9D\x84\x9E\r");
    for (const char* reference :
         {"&",           "&;",         "&#;",           "&#x;",
          "&#0;",        "&#x0;",      "&#1;",          "&#xD800;",
          "&#xFFFF;",    "&#x110000;", "&#-1;",         "&#+65;",
          "&#6x5;",      "&#65",       "&#4294967296;", "&#99999999999999999999;",
          "&nbsp;",      "&x;",        "&AMP;",         "&amp ;",
          "&amplitude;", "& amp;",     "&#X41;"}) {
        INFO(reference);
        const std::string text = reference;
        CHECK(syntax_error_in("<a>" + text + "</a>") == "it has a reference to no character");
        CHECK(syntax_error_in("<a b=\"" + text + "\"/>") == "it has a reference to no character");
        CHECK(text_in("<a><![CDATA[" + text + "]]></a>") == text);
        CHECK(is_read("<a><!-- " + text + " --></a>"));
    }
}

TEST_CASE("read_xml: requires one element and limits nesting", "[wsman]") {
    CHECK(is_read(nested(63, "<a/>")));
    CHECK(is_read(nested(64, "text")));
    CHECK(syntax_error_in(nested(64, "<a/>")) == "it is nested too deep");
    CHECK(syntax_error_in(nested(65)) == "it is nested too deep");
    CHECK(syntax_error_in(nested(100'000)) == "it is nested too deep");
    std::string open;
    for (int i = 0; i != 10'000'000; ++i) open += "<a>";
    CHECK(syntax_error_in(open) == "it is nested too deep");
    CHECK(syntax_error_in("<a/><a/>") == "it has several elements outside each other");
    CHECK(syntax_error_in("<a/>text") == "it has text outside its element");
    CHECK(syntax_error_in("text<a/>") == "it has text outside its element");
    CHECK(syntax_error_in("{\"a\": 1}") == "it has text outside its element");
    CHECK(is_read(" \n<?a?><!-- <b> --><a/> \n<!-- -->\n"));
    CHECK_FALSE(is_read(""));
    CHECK_FALSE(is_read("  "));
    CHECK_FALSE(is_read("<!-- -->"));
}

TEST_CASE("read_xml: rejects malformed tags", "[wsman]") {
    CHECK(is_read("<a b='>' c=\"'>\" d = \"/\"/>"));
    CHECK(syntax_error_in("<a b='<'/>") == "it has a '<' inside a tag");
    CHECK(syntax_error_in("<a <b/>") == "it has a '<' inside a tag");
    CHECK(syntax_error_in("<a b='1' b='2'/>") == "it has a repeated attribute in one tag");
    CHECK(syntax_error_in("<a b='1' c='2' b = '1'>") == "it has a repeated attribute in one tag");
    CHECK(is_read("<a b='1' x:b='2' bb='3'><b b='1'/></a>"));
    std::string many = "<a";
    for (int i = 0; i != 64; ++i) many += " a" + std::to_string(i) + "='1'";
    CHECK(is_read(many + "/>"));
    CHECK(syntax_error_in(many + " b='1'/>") == "it has too many attributes in one tag");
    for (const char* text : {"<a></b>", "<a><b></a></b>", "<a", "<a b", "<a b='", "<a></a", "<a>",
                             "</a>", "<a><!-- </a>", "<a><![CDATA[ </a>", "<a><?x </a>", "<a b=c/>",
                             "<a b/>", "<>", "< a/>", "<a/><", "<a>]]></a", "</a><a>"}) {
        INFO(text);
        CHECK_FALSE(is_read(text));
    }
}

TEST_CASE("read_xml: rejects what pugixml accepts and XML does not", "[wsman]") {
    // Every kind of which expat rejects messages with a change at random, but one: characters beyond
    // ASCII that a name may not have, such as U+00D7.
    for (const char* text : {"<a>]]></a>",
                             "<a><!-- -- --></a>",
                             "<a><!-- ---></a>",
                             "<a b='1'c='2'/>",
                             "<a b='1'/ >",
                             "<a b!='1'/>",
                             "<a!/>",
                             "<1/>",
                             "<a></a b>",
                             "<a></ a>",
                             "<a><?1?></a>",
                             "<a><?b&?></a>",
                             "<a><?xml?></a>",
                             "<a><?XML ?></a>",
                             " <?xml version='1.0'?><a/>",
                             "<?xml?><a/>",
                             "<?xml encoding='UTF-8'?><a/>",
                             "<?xml version='1.0' encodin='UTF-8'?><a/>",
                             "<?xml version='1.0' encoding='UTF-8'><a/>",
                             "<![CDATA[ ]]><a/>",
                             "<a/><![CDATA[]]>"}) {
        INFO(text);
        CHECK_FALSE(is_read(text));
    }
    CHECK(text_in("<a>]] >]&gt;<![CDATA[]]></a >") == "]] >]>");
    CHECK(is_read("<a b = '1>]]>'\n\tc=\"'\"/>"));
    CHECK(is_read("<a><?b?><?b c?></a>"));
    CHECK(is_read("<\xC3\x97/>"));
}

TEST_CASE("XmlWriter: fills places by what they are", "[wsman]") {
    XmlWriter xml;
    const auto inside = [&] { xml.write("<c>{}</c>{}", 7u, "x"); };
    xml.write(R"(
        <a b="{}"
           {}="1">
          {}
        </a>)",
              "<&>\"'\t", "c", inside);
    CHECK(xml.take() == "<a b=\"&lt;&amp;&gt;&quot;' \" c=\"1\"><c>7</c>x</a>");
    xml.write("<{}>{}</{}><b>{}{}</b><c>{}</c>", "a", "", "a", "", [] {}, "<&>\"\x7F\t\n");
    CHECK(xml.take() == "<a/><b/><c>&lt;&amp;&gt;\"\x7F\t\n</c>");
    xml.write("<a>{}</a>{}", "\x01\r\xFF\xEF\xBF\xBE", "");
    CHECK(xml.take() == "<a>??\xEF\xBF\xBD\xEF\xBF\xBD</a>");
}

TEST_CASE("skip_plain: stops where a byte may be special", "[wsman]") {
    for (std::size_t before = 0; before != 20; ++before)
        for (std::size_t after = 0; after != 20; ++after)
            for (int value = 0; value != 256; ++value) {
                const std::string text =
                    std::string(before, '~') + static_cast<char>(value) + std::string(after, ' ');
                const char* const end = text.data() + text.size();
                const bool is_special = value < 0x20 || 0x80 <= value ||
                                        std::string_view("\"#&'<>").find(
                                            static_cast<char>(value)) != std::string_view::npos;
                const char* const stop = skip_plain(text.data(), end);
                if (stop != (is_special ? text.data() + before : end)) {
                    INFO(before << ' ' << value << ' ' << after);
                    CHECK(stop == end);
                }
            }
}

TEST_CASE("text_of: keeps blanks and joins all pieces", "[wsman]") {
    CHECK(text_in("<a>  </a>") == "  ");
    CHECK(text_in("<a> b </a>") == " b ");
    CHECK(text_in("<a><![CDATA[ b]]> <!-- -->\t</a>") == " b \t");
    CHECK(text_in("<a> <b>no</b> c</a>") == "  c");
    const auto strict = [](std::string_view text) -> std::optional<std::string> {
        const auto read = read_xml(text);
        REQUIRE(read);
        return text_of((*read)->first_child());
    };
    CHECK(strict("<a> b<!-- --><![CDATA[ c]]></a>") == " b c");
    CHECK(strict("<a/>") == "");
    for (const char* const text : {"<a>b<c/></a>", "<a><c>b</c></a>", "<a><c/></a>"})
        CHECK_FALSE(strict(text));
}

TEST_CASE("TextReader: remembers the first element that is no text", "[wsman]") {
    const auto document = read_xml("<a><b> 1 </b><c>2<x/></c><d><x/></d></a>");
    REQUIRE(document);
    const auto [b, c, d, nobody] = children((*document)->first_child(), {"b", "c", "d", "nobody"});
    TextReader text;
    CHECK(text.trimmed(b) == "1");
    CHECK(text(nobody).empty());
    CHECK(text.error().empty());
    CHECK(text(c).empty());
    CHECK(text(d).empty());
    CHECK(text.error() == "c contains elements instead of text");
}

TEST_CASE("attribute_in: finds an attribute by namespace", "[wsman]") {
    const auto document = read_xml("<a xmlns='urn:a' xmlns:x='urn:x'><b must='0' x:must=' 1 ' "
                                   "y:must='1' xmlns:z='urn:x'/></a>");
    REQUIRE(document);
    const pugi::xml_node node = (*document)->first_child().first_child();
    CHECK(attribute_in(node, "urn:x", "must") == " 1 ");
    CHECK(attribute_in(node, "urn:a", "must").empty());  // without a prefix: no namespace
    CHECK(attribute_in(node, "urn:y", "must").empty());
    for (const char* const boolean : {"1", "true", " 1\n", "\ttrue "}) CHECK(is_true(boolean));
    for (const char* const boolean : {"", "0", "false", "True", "TRUE", "11", "t rue"})
        CHECK_FALSE(is_true(boolean));
}

TEST_CASE("children: finds elements by local name", "[wsman]") {
    const auto document = read_xml("<x:a xmlns:x='urn:x' xmlns='urn:d'> <x:b>1</x:b><b>2</b>"
                                   "<c><x:e xmlns:x='urn:y'/></c></x:a>");
    REQUIRE(document);
    const auto [a] = children((*document)->root(), {"a"});
    const auto [b, c, d] = children(a, {"b", "c", "d"});
    CHECK(text_of(b) == "1");
    CHECK(b.is_repeated);
    CHECK_FALSE(b.only());
    CHECK(c.only() == c);
    CHECK_FALSE(d);
    CHECK(child_of(a) == b);
    CHECK(child_of(a).is_repeated);
    CHECK(namespace_uri(a) == "urn:x");
    CHECK(namespace_uri(c) == "urn:d");
    CHECK(namespace_uri(child_of(c).only()) == "urn:y");
    CHECK_FALSE(children({}, {"a"})[0]);
    CHECK(text_of({}) == "");
    CHECK(namespace_uri({}).empty());
}

TEST_CASE("children: finds elements by namespace and local name", "[wsman]") {
    const auto document =
        read_xml("<s:a xmlns:s='http://www.w3.org/2003/05/soap-envelope' "
                 "xmlns:w='http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd'>"
                 "<b/><w:b/><s:b/><w:b xmlns:w='urn:x'/><s:c/><x xmlns='http://www.w3.org/2003/05/"
                 "soap-envelope'/></s:a>");
    REQUIRE(document);
    const pugi::xml_node a = child_of((*document)->root());
    CHECK(name_of(a) == QualifiedName{Namespace::soap, "a"});
    const auto [wsman, soap, other, c, x] = children(a, {{Namespace::wsman, "b"},
                                                         {Namespace::soap, "b"},
                                                         {Namespace::other, "b"},
                                                         {Namespace::wsman, "c"},
                                                         {Namespace::soap, "x"}});
    CHECK(std::string_view(wsman.only().name()) == "w:b");
    CHECK(std::string_view(soap.only().name()) == "s:b");
    CHECK(std::string_view(other.name()) == "b");
    CHECK(other.is_repeated);
    CHECK_FALSE(c);
    CHECK(x.only());
}

TEST_CASE("number_in: requires the whole text to be a number", "[wsman]") {
    CHECK(number_in<std::uint32_t>(" 4294967295\n") == 4294967295);
    CHECK(number_in<std::int32_t>("-2147217406") == -2147217406);
    CHECK(number_in<std::uint8_t>("255") == 255);
    for (const char* text : {"", " ", "-1", "+1", "1.0", "0x1", "1 2", "4294967296", "\xD9\xA1"})
        CHECK_FALSE(number_in<std::uint32_t>(text));
}
