// SPDX-License-Identifier: BSL-1.0
#include "messages.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/wsman/detail/fault_to_error.hpp>
#include <crypto_checkpoint/wsman/detail/request_codec.hpp>
#include <crypto_checkpoint/wsman/detail/response_codec.hpp>

using namespace crypto_checkpoint;
using namespace detail::wsman;
using namespace wsman_tests;

// Recorded and specified faults, written by hand.

namespace {

Fault fault_in(const std::string& text) {
    const auto response = read_response(text);
    REQUIRE(response);
    const auto* const fault = std::get_if<Fault>(&response->body);
    REQUIRE(fault);
    return *fault;
}

Error error_in(const std::string& text) { return error_of(fault_in(text)); }

/// An extended status, with the namespace of one host or another.
std::string extended_error(const std::string& class_name, const std::string& inside,
                           const std::string& before_class =
                               "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/mscluster/") {
    return "<f:ExtendedError><p:" + class_name + " xmlns:p=\"" + before_class + class_name +
           "\" xsi:type=\"p:" + class_name + "_Type\">" + inside + "</p:" + class_name +
           "></f:ExtendedError>";
}

const std::string nil_status =
    "<p:Description xsi:nil=\"true\"/><p:Operation>ExecMethod</p:Operation>"
    "<p:ParameterInfo>SQL</p:ParameterInfo>"
    "<p:ProviderName>WinMgmt</p:ProviderName>"
    "<p:StatusCode xsi:nil=\"true\"/>";

std::string status(const std::string& code, const std::string& type,
                   const std::string& description = "The cluster says no.") {
    return "<p:Description>" + description + "</p:Description><p:StatusCode>" + code +
           "</p:StatusCode>" + (type.empty() ? "" : "<p:ErrorType>" + type + "</p:ErrorType>");
}

std::string cim_error(const std::string& class_name, const std::string& inside) {
    return "<p:" + class_name +
           " b:IsCIM_Error=\"true\" "
           "xmlns:b=\"http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd\" "
           "xmlns:p=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/" +
           class_name + "\">" + inside + "</p:" + class_name + ">";
}

}  // namespace

TEST_CASE("read_fault: reads the code and the message of a WSManFault", "[wsman]") {
    const Error error =
        error_in(fault_with("w:AccessDenied", wsman_fault("5", " Access is\n denied. ")));
    CHECK(error.code == Errc::access_denied);
    CHECK(error.native == NativeCode{win32, 5});
    CHECK(error.detail == "Access is\n denied.");

    const Error late = error_in(fault_with("w:TimedOut", wsman_fault("2150858793", "Too late.")));
    CHECK(late.code == Errc::timed_out);
    CHECK(late.native == NativeCode{wsman_code, 0x80338029});
    CHECK(late.detail == "the service gave up: Too late.");
}

TEST_CASE("read_fault: accepts a code written as a signed number", "[wsman]") {
    for (const char* code : {"2148073494", "-2146893802", " 2148073494 "}) {
        const Error error = error_in(fault_with("w:InternalError", wsman_fault(code, "x")));
        CHECK(error.code == Errc::key_container_not_found);
        CHECK(error.native == NativeCode{hresult, 0x80090016});
    }
    for (const char* code : {"", "x", "0x80090016", "99999999999", "-9999999999", "0"}) {
        const Error error = error_in(fault_with("w:InternalError", wsman_fault(code, "x")));
        CHECK(error.code == Errc::cluster_refused);
        CHECK_FALSE(error.native);
    }
}

TEST_CASE("read_fault: reads the provider's fault in a WSManFault", "[wsman]") {
    const std::string inside = wsman_fault("2147942405", "The provider denies it. ");
    const Error error = error_in(fault_with(
        "w:InternalError",
        wsman_fault("2150859010",
                    provider_fault(inside + extended_error("__ExtendedStatus", nil_status)))));
    CHECK(error.code == Errc::access_denied);
    CHECK(error.native == NativeCode{win32, 5});
    CHECK(error.detail == "The provider denies it.");
}

TEST_CASE("read_fault: reads mixed content of a message", "[wsman]") {
    const std::string inner = provider_fault(wsman_fault("2148073475", "Not exportable."));
    for (const std::string& message : {inner, "Outside. " + inner, inner + " Outside.",
                                       "Out" + inner + "side.", "<!-- x -->\n" + inner + "\n"}) {
        const Fault fault = fault_in(fault_with("w:InternalError", wsman_fault("1", message)));
        CHECK(fault.code == 1);
        CHECK(fault.provider_code == 0x80090003);
        CHECK(fault.provider_message == "Not exportable.");
        CHECK(error_of(fault).code == Errc::key_not_exportable);
    }
    const Fault beside =
        fault_in(fault_with("w:InternalError", replaced(wsman_fault("1", "Text."), "</f:Message>",
                                                        "</f:Message>" + inner)));
    CHECK(beside.message == "Text.");
    CHECK(beside.provider_code == 0x80090003);
    const Fault text_only =
        fault_in(fault_with("w:InternalError", wsman_fault("1", provider_fault("Only text."))));
    CHECK_FALSE(text_only.provider_code);
    CHECK(text_only.provider_message == "Only text.");
}

TEST_CASE("error_of: prefers MSCluster_ExtendedStatus", "[wsman]") {
    const auto error = [](const std::string& extended) {
        return error_in(fault_with(
            "w:InternalError",
            wsman_fault("2147749889",
                        provider_fault(wsman_fault("2147749889", "Failed.") + extended))));
    };
    const Error win32_error =
        error(extended_error("MSCluster_ExtendedStatus", status("5007", "1")));
    CHECK(win32_error.code == Errc::resource_not_found);
    CHECK(win32_error.native == NativeCode{win32, 5007});
    CHECK(win32_error.detail == "The cluster says no.");
    // ClusterResourceControl returns NTE_* in its DWORD, so they count as Win32 codes there.
    CHECK(error(extended_error("MSCluster_ExtendedStatus", status("2148073494", "1"))).native ==
          NativeCode{hresult, 0x80090016});
    CHECK(error(extended_error("MSCluster_ExtendedStatus", status("-2146893802", "2"))).code ==
          Errc::key_container_not_found);

    for (const char* before : {"http://schemas.microsoft.com/wbem/wsman/1/wmi/root/wmi/",
                               "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"}) {
        const Error either =
            error(extended_error("__ExtendedStatus", status("2147942583", ""), before));
        CHECK(either.code == Errc::checkpoint_already_exists);
        CHECK(either.native == NativeCode{win32, 183});
        CHECK(either.detail == "The cluster says no.");
        const Error silent = error(extended_error("__ExtendedStatus", nil_status, before));
        CHECK(silent.code == Errc::cluster_refused);
        CHECK(silent.native == NativeCode{hresult, 0x80041001});
        CHECK(silent.detail == "Failed.");
    }
}

TEST_CASE("error_of: ignores a status of an unknown code space", "[wsman]") {
    // 2 is "file not found" as a Win32 code, and "access denied" elsewhere.
    for (const char* type : {"0", "2", "3"}) {
        const Error error = error_in(fault_with(
            "w:AccessDenied",
            wsman_fault("2150859010", provider_fault(extended_error("MSCluster_ExtendedStatus",
                                                                    status("2", type))))));
        CHECK(error.code == Errc::access_denied);
        CHECK(error.native == NativeCode{wsman_code, 0x80338102});
    }
    const Error untyped = error_in(fault_with(
        "w:InternalError",
        wsman_fault("2150859010",
                    provider_fault(extended_error("__ExtendedStatus", status("5007", ""))))));
    CHECK(untyped.code == Errc::resource_not_found);
    CHECK(untyped.native == NativeCode{win32, 5007});
}

TEST_CASE("error_of: prefers a more specific code", "[wsman]") {
    const Error error = error_in(fault_with(
        "w:InternalError",
        wsman_fault("2147749890", provider_fault(wsman_fault("2147749889", "x") +
                                                 extended_error("MSCluster_ExtendedStatus",
                                                                status("5942", "1"))))));
    CHECK(error.code == Errc::resource_not_found);  // WBEM_E_NOT_FOUND around WBEM_E_FAILED
    CHECK(error.native == NativeCode{hresult, 0x80041002});
    const Error unknown = error_in(fault_with(
        "w:InternalError",
        wsman_fault("2147749889", provider_fault(extended_error("MSCluster_ExtendedStatus",
                                                                status("5942", "1"))))));
    CHECK(unknown.code == Errc::cluster_refused);
    CHECK(unknown.native == NativeCode{win32, 5942});
    CHECK(error_in(fault_with("w:AccessDenied", wsman_fault("2147749889", "x"))).code ==
          Errc::access_denied);
}

TEST_CASE("error_of: a service without a provider does not report checkpoints", "[wsman]") {
    for (const char* code : {"2", "2147942402"}) {
        CHECK(error_in(fault_with("w:InternalError", wsman_fault(code, "x"))).code ==
              Errc::not_served);
        // MS-WSMV wants a WSManFault in a ProviderFault; with a text alone, the outer code is its.
        CHECK(
            error_in(fault_with("w:InternalError", wsman_fault(code, provider_fault("x")))).code ==
            Errc::checkpoint_not_found);
        CHECK(error_in(fault_with("w:InternalError",
                                  wsman_fault(code, provider_fault(wsman_fault(code, "x")))))
                  .code == Errc::checkpoint_not_found);
    }
}

TEST_CASE("read_fault: reads an MSFT_WmiError", "[wsman]") {
    const Error error = error_in(fault_with(
        "w:QuotaLimit",
        cim_error("MSFT_WmiError",
                  "<p:CIMStatusCode>27</p:CIMStatusCode><p:ErrorSource xsi:nil=\"true\"/>"
                  "<p:Message>Too many. </p:Message><p:MessageID>HRESULT 0x803381a6</p:MessageID>"
                  "<p:error_Code>2150859174</p:error_Code><p:error_Type>HRESULT</p:error_Type>")));
    CHECK(error.code == Errc::limit_exceeded);
    CHECK(error.native == NativeCode{wsman_code, 0x803381A6});
    CHECK(error.detail == "Too many.");
}

TEST_CASE("read_fault: reads the first of several CIM errors", "[wsman]") {
    const auto saying = [](const std::string& message) {
        return "<p:Message>" + message + "</p:Message>";
    };
    CHECK(error_in(fault_with("", cim_error("OMI_Error", saying("first")) +
                                      cim_error("MSFT_WmiError", saying("second"))))
              .detail == "first");
}

TEST_CASE("read_fault: reads the code of an OMI_Error by its type", "[wsman]") {
    const auto error = [](const std::string& code, const std::string& type) {
        return error_in(fault_with(
            "", cim_error("OMI_Error", "<p:OMI_Code>" + code + "</p:OMI_Code><p:OMI_Type>" + type +
                                           "</p:OMI_Type>")));
    };
    CHECK(error("2148073494", "HRESULT").code == Errc::key_container_not_found);
    CHECK(error("2148073494", "").code == Errc::key_container_not_found);
    CHECK(error("183", "WIN32").code == Errc::checkpoint_already_exists);
    CHECK(error("183", "WIN32").native == NativeCode{win32, 183});
    // The results of the Management Infrastructure: 2 is "access denied", and no file is missing.
    CHECK(error("2", "MI").code == Errc::access_denied);
    CHECK(error("2", "MI").native == NativeCode{NativeDomain::cim_status, 2});
    CHECK(error("6", "mi").code == Errc::resource_not_found);
    CHECK(error("1", "MI").code == Errc::cluster_refused);
    CHECK(error("2", "").code == Errc::cluster_refused);
    CHECK(error("2", "ERRNO").code == Errc::cluster_refused);
    CHECK(error("", "").code == Errc::cluster_refused);
    const Error stated = error_in(
        fault_with("", cim_error("OMI_Error", "<p:CIMStatusCode>2</p:CIMStatusCode><p:Message>No."
                                              "</p:Message><p:OMI_Code>1</p:OMI_Code>")));
    CHECK(stated.code == Errc::access_denied);
    CHECK(stated.native == NativeCode{NativeDomain::cim_status, 2});
    CHECK(stated.detail == "No.");
}

TEST_CASE("read_fault: a class may have either names for its code", "[wsman]") {
    const auto error = [](const std::string& class_name, const std::string& inside) {
        return error_in(
            fault_with("w:InternalError",
                       cim_error(class_name, "<p:CIMStatusCode>1</p:CIMStatusCode>" + inside)));
    };
    const std::string windows =
        "<p:error_Code>2148073494</p:error_Code><p:error_Type>HRESULT</p:error_Type>";
    const std::string omis = "<p:OMI_Code>183</p:OMI_Code><p:OMI_Type>WIN32</p:OMI_Type>";
    const std::string nils = "<p:OMI_Code xsi:nil=\"true\"/><p:OMI_Type xsi:nil=\"true\"/>";
    for (const char* class_name : {"OMI_Error", "MSFT_WmiError", "Acme_Error"}) {
        INFO(class_name);
        CHECK(error(class_name, windows).code == Errc::key_container_not_found);
        CHECK(error(class_name, nils + windows).code == Errc::key_container_not_found);
        CHECK(error(class_name, omis).code == Errc::checkpoint_already_exists);
    }
}

TEST_CASE("read_fault: reads every class that is marked as a CIM error", "[wsman]") {
    const std::string status = "<p:CIMStatusCode>6</p:CIMStatusCode>";
    const auto cim_error_in = [](const std::string& detail) {
        return fault_in(fault_with("w:InternalError", detail)).cim_error;
    };
    for (const char* class_name : {"CIM_Error", "MSFT_WmiError", "OMI_Error", "Acme_Error"}) {
        const auto error = cim_error_in("<x/>" + cim_error(class_name, status));
        REQUIRE(error);
        CHECK(error->class_name == class_name);
        CHECK(error->status == 6);
    }
    // An xs:boolean; a class that was seen needs no mark.
    const std::string marked = cim_error("Acme_Error", status);
    CHECK(cim_error_in(replaced(marked, "\"true\"", "\"1\"")));
    CHECK(cim_error_in(replaced(marked, "\"true\"", "\" true \"")));
    CHECK_FALSE(cim_error_in(replaced(marked, "\"true\"", "\"false\"")));
    CHECK_FALSE(cim_error_in(replaced(marked, "b:IsCIM_Error=\"true\"", "")));
    CHECK(cim_error_in(replaced(cim_error("CIM_Error", status), "b:IsCIM_Error=\"true\"", "")));
    CHECK_FALSE(cim_error_in(wsman_fault("5", marked)));
}

TEST_CASE("read_fault: a derived class has the code of Windows' class", "[wsman]") {
    const Error error = error_in(fault_with(
        "w:InternalError",
        cim_error("Acme_Error", "<p:CIMStatusCode>1</p:CIMStatusCode><p:Message>Gone.</p:Message>"
                                "<p:error_Code>2148073494</p:error_Code>"
                                "<p:error_Type>HRESULT</p:error_Type>")));
    CHECK(error == Error(Errc::key_container_not_found, {hresult, 0x80090016}, "Gone."));
}

TEST_CASE("error_of: maps a plain SOAP fault by its subcode", "[wsman]") {
    struct Row {
        const char* subcode;
        Errc code;
    };
    for (const Row& row : {Row{"w:AccessDenied", Errc::access_denied},
                           Row{"w:TimedOut", Errc::timed_out},
                           Row{"w:InvalidSelectors", Errc::object_not_found},
                           Row{"a:DestinationUnreachable", Errc::resource_not_found},
                           Row{"a:InvalidMessageInformationHeader", Errc::unsupported},
                           Row{"a:MessageInformationHeaderRequired", Errc::unsupported},
                           Row{"a:EndpointUnavailable", Errc::cluster_unreachable},
                           Row{"x:ActionNotSupported", Errc::unsupported},
                           Row{"InvalidResourceURI", Errc::unsupported},
                           Row{"w:UnsupportedFeature", Errc::unsupported},
                           Row{"n:CannotProcessFilter", Errc::unsupported},
                           Row{"n:FilteringNotSupported", Errc::unsupported},
                           Row{"n:FilterDialectRequestedUnavailable", Errc::unsupported},
                           Row{"w:SchemaValidationError", Errc::unsupported},
                           Row{"w:AlreadyExists", Errc::checkpoint_already_exists},
                           Row{"w:InvalidParameter", Errc::invalid_value},
                           Row{"w:QuotaLimit", Errc::limit_exceeded},
                           Row{"w:EncodingLimit", Errc::limit_exceeded},
                           Row{"w:Concurrency", Errc::cluster_refused},
                           Row{"w:InternalError", Errc::cluster_refused},
                           Row{"", Errc::cluster_refused}}) {
        INFO(row.subcode);
        const Error error = error_in(fault_with(row.subcode, "", " In words. "));
        CHECK(error.code == row.code);
        CHECK(error.detail ==
              (row.code == Errc::timed_out ? "the service gave up: In words." : "In words."));
        CHECK_FALSE(error.native);
    }
    CHECK(error_in(fault_with("w:InternalError", "", "")).detail == "fault InternalError");
    const std::string not_understood = response_with(
        "<s:Fault><s:Code><s:Value>s:MustUnderstand</s:Value></s:Code><s:Reason/></s:Fault>");
    CHECK(error_in(not_understood).code == Errc::unsupported);
    CHECK(error_in(response_with("<s:Fault/>")).code == Errc::cluster_refused);
    const auto is_senders = [](const std::string& value) {
        return fault_in(replaced(fault_with("w:AccessDenied", ""), "s:Receiver", value))
            .is_sender_fault;
    };
    CHECK(is_senders("s:Sender"));
    CHECK(is_senders(" s:Sender\n"));
    for (const char* other : {"s:Receiver", "s:Server", "s:senders", ""})
        CHECK_FALSE(is_senders(other));
}

TEST_CASE("read_fault: limits the length of messages", "[wsman]") {
    std::string long_text;
    while (long_text.size() < 1999) long_text += 'x';
    long_text += "\xF0\x9D\x84\x9E";  // begins at the last byte that fits
    const Error error = error_in(fault_with("w:InternalError", "", long_text + "tail"));
    CHECK(error.detail == long_text + " ...");
    CHECK(error_in(fault_with("w:InternalError", "", long_text.substr(0, 1999) + "y")).detail ==
          long_text.substr(0, 1999) + "y");
}

TEST_CASE("error_of: drops our own meaning from messages", "[wsman]") {
    const std::string ours(meaning(Errc::access_denied));
    CHECK(error_in(fault_with("w:AccessDenied", "", ours)).detail.empty());
    CHECK(error_in(fault_with("w:AccessDenied", "", ours + ": by policy")).detail == "by policy");
    CHECK(error_in(fault_with("w:AccessDenied", "", ours + " today")).detail == ours + " today");
}

TEST_CASE("write_fault: writes as Windows does", "[wsman]") {
    Fault fault;
    fault.is_sender_fault = false;
    fault.subcode = "InternalError";
    fault.reason = "No <key>";
    fault.code = 0x80090016;
    fault.provider_code = 0x80090016;
    fault.provider_message = "No <key>";
    fault.extended_status = detail::ExtendedStatus{.class_name = "MSCluster_ExtendedStatus",
                                                   .description = "No key",
                                                   .operation = "ExecMethod",
                                                   .parameter_info = {},
                                                   .provider_name = "MS_CLUSTER_PROVIDER",
                                                   .status_code = 0x80090016,
                                                   .error_type = 1};
    const std::string text = write_response({"uuid:2", "uuid:1", "urn:action", fault});
    const std::string instance = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    const std::string expected =
        "<s:Envelope xmlns:s=\"" + soap_uri + "\" xmlns:a=\"" + addressing_uri + "\" xmlns:w=\"" +
        wsman_uri + "\" xmlns:n=\"" + enumeration_uri +
        "\"><s:Header>"
        "<a:Action>http://schemas.dmtf.org/wbem/wsman/1/wsman/fault</a:Action>"
        "<a:MessageID>uuid:2</a:MessageID><a:To>" +
        addressing_uri +
        "/role/anonymous</a:To>"
        "<a:RelatesTo>uuid:1</a:RelatesTo></s:Header><s:Body><s:Fault><s:Code>"
        "<s:Value>s:Receiver</s:Value><s:Subcode><s:Value>w:InternalError</s:Value></s:Subcode>"
        "</s:Code><s:Reason><s:Text xml:lang=\"en-US\">No &lt;key&gt;</s:Text></s:Reason><s:Detail>"
        "<f:WSManFault xmlns:f=\"" +
        fault_uri +
        "\" Code=\"2148073494\" Machine=\"localhost\">"
        "<f:Message><f:ProviderFault provider=\"WMI Provider\" "
        "path=\"%systemroot%\\system32\\WsmWmiPl.dll\"><f:WSManFault xmlns:f=\"" +
        fault_uri +
        "\" Code=\"2148073494\" Machine=\"localhost\"><f:Message>No &lt;key&gt;</f:Message>"
        "</f:WSManFault><f:ExtendedError><p:MSCluster_ExtendedStatus xmlns:p=\""
        "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/mscluster/MSCluster_ExtendedStatus\" " +
        instance +
        "><p:Description>No key</p:Description><p:Operation>ExecMethod</p:Operation>"
        "<p:ParameterInfo xsi:nil=\"true\"/><p:ProviderName>MS_CLUSTER_PROVIDER</p:ProviderName>"
        "<p:StatusCode>2148073494</p:StatusCode><p:ErrorType>1</p:ErrorType>"
        "</p:MSCluster_ExtendedStatus></f:ExtendedError></f:ProviderFault></f:Message>"
        "</f:WSManFault></s:Detail></s:Fault></s:Body></s:Envelope>";
    CHECK(text == expected);
}

TEST_CASE("write_fault: qualifies a subcode by its specification", "[wsman]") {
    const auto written_code = [](const char* subcode) {
        Fault fault;
        fault.subcode = subcode;
        const std::string text = write_response({"", "", "", fault});
        const auto from = text.find("<s:Code>") + 8;
        return text.substr(from, text.find("</s:Code>") - from);
    };
    const auto sender_with = [](std::string_view subcode) {
        return "<s:Value>s:Sender</s:Value><s:Subcode><s:Value>" + std::string(subcode) +
               "</s:Value></s:Subcode>";
    };
    CHECK(written_code("AccessDenied") == sender_with("w:AccessDenied"));
    CHECK(written_code("DestinationUnreachable") == sender_with("a:DestinationUnreachable"));
    CHECK(written_code("CannotProcessFilter") == sender_with("n:CannotProcessFilter"));
    CHECK(written_code("MustUnderstand") == "<s:Value>s:MustUnderstand</s:Value>");
    CHECK(written_code("") == "<s:Value>s:Sender</s:Value>");
}
