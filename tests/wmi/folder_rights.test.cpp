// SPDX-License-Identifier: BSL-1.0
// Wine keeps no rights of files, but reads and compares security descriptors.
#include "folder_rights.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

namespace {

using Texts = std::vector<std::wstring>;

/// What a folder with these rights is not used for; empty for one that is used.
std::wstring danger(PSECURITY_DESCRIPTOR rights, const std::vector<unsigned char>& own = {}) {
    const wchar_t* const found = find_danger(rights, own);
    return found == nullptr ? L"" : found;
}

std::wstring danger(const std::wstring& rights) {
    const SecurityDescriptor read = read_security_descriptor(rights.c_str());
    REQUIRE(read);
    return danger(read.get());
}

PACL list_of(const SecurityDescriptor& rights) {
    REQUIRE(rights);
    BOOL has_list = FALSE;
    BOOL unused = FALSE;
    PACL list = nullptr;
    REQUIRE(::GetSecurityDescriptorDacl(rights.get(), &has_list, &list, &unused));
    REQUIRE(has_list);
    return list;
}

/// Rights that the language has no words for.
SECURITY_DESCRIPTOR make_rights(PSID owner, PACL list) {
    SECURITY_DESCRIPTOR made;
    REQUIRE(::InitializeSecurityDescriptor(&made, SECURITY_DESCRIPTOR_REVISION));
    REQUIRE(::SetSecurityDescriptorOwner(&made, owner, FALSE));
    REQUIRE(::SetSecurityDescriptorDacl(&made, TRUE, list, FALSE));
    return made;
}

const std::wstring safe = folder_rights;

}  // namespace

TEST_CASE("folder rights: the folder that the provider creates is used") {
    for (const wchar_t* const owner : {L"O:SY", L"O:BA", L"O:NS"})
        CHECK(danger(owner + safe) == L"");
    // Inherited rights of such a folder.
    CHECK(danger(L"O:BAD:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)") == L"");
}

TEST_CASE("folder rights: a folder of another user is not used, whatever its list says") {
    for (const wchar_t* const owner :
         {L"O:BU", L"O:WD", L"O:AU", L"O:LS", L"O:S-1-5-21-1-2-3-1001"})
        CHECK(danger(owner + safe) == L"somebody else owns it");
    CHECK(danger(safe) == L"somebody else owns it");  // no owner
}

TEST_CASE("folder rights: a folder of the user of this process is used") {
    const SecurityDescriptor stranger = read_security_descriptor(L"O:S-1-5-21-1-2-3-1001");
    REQUIRE(stranger);
    TOKEN_USER own{};
    BOOL unused = FALSE;
    REQUIRE(::GetSecurityDescriptorOwner(stranger.get(), &own.User.Sid, &unused));
    const auto* const bytes = reinterpret_cast<const unsigned char*>(&own);
    const SecurityDescriptor rights = read_security_descriptor(safe.c_str());
    SECURITY_DESCRIPTOR folder = make_rights(own.User.Sid, list_of(rights));
    CHECK(danger(&folder, {bytes, bytes + sizeof own}) == L"");
    CHECK(danger(&folder) == L"somebody else owns it");

    const std::vector<unsigned char> user = own_user();
    REQUIRE(user.size() >= sizeof(TOKEN_USER));
    folder =
        make_rights(reinterpret_cast<const TOKEN_USER*>(user.data())->User.Sid, list_of(rights));
    CHECK(danger(&folder, user) == L"");
}

TEST_CASE("folder rights: no list lets everybody change the folder") {
    CHECK(danger(L"O:SY") == L"everybody may change it");
    const SecurityDescriptor system = read_security_descriptor(L"O:SY");
    PSID owner = nullptr;
    BOOL unused = FALSE;
    REQUIRE(::GetSecurityDescriptorOwner(system.get(), &owner, &unused));
    SECURITY_DESCRIPTOR folder = make_rights(owner, nullptr);
    CHECK(danger(&folder) == L"everybody may change it");
}

TEST_CASE("folder rights: an entry that lets others change the folder is a danger") {
    const Texts rights{L"FA", L"GA", L"GW", L"FW",  L"SD",  L"WD",
                       L"WO", L"DC", L"LC", L"0x2", L"0x4", L"0x40"};
    const Texts harmless{L"FR", L"GR", L"RC", L"FX", L"GX"};
    const auto danger_of = [](const wchar_t* flags, const std::wstring& right,
                              const wchar_t* whom) {
        return danger(L"O:SY" + safe + L"(A;" + flags + L";" + right + L";;;" + whom + L")");
    };
    for (const wchar_t* const whom : {L"WD", L"AU", L"BU", L"IU", L"LS", L"AN", L"CO"})
        for (const wchar_t* const flags : {L"", L"OICI", L"OIIO", L"ID"}) {
            for (const std::wstring& right : rights)
                CHECK(danger_of(flags, right, whom) == L"others may change it");
            for (const std::wstring& right : harmless) CHECK(danger_of(flags, right, whom) == L"");
        }
    for (const std::wstring& right : rights) CHECK(danger_of(L"", right, L"SY") == L"");
}

TEST_CASE("folder rights: entries that deny change nothing, those of unknown kinds are a danger") {
    CHECK(danger(L"O:SYD:P(D;;FA;;;WD)(A;;FA;;;SY)") == L"");
    const SecurityDescriptor rights = read_security_descriptor(L"O:SYD:P(A;;FR;;;WD)");
    CHECK(danger(rights.get()) == L"");
    void* entry = nullptr;
    REQUIRE(::GetAce(list_of(rights), 0, &entry));
    static_cast<ACE_HEADER*>(entry)->AceType = ACCESS_ALLOWED_CALLBACK_ACE_TYPE;
    CHECK(danger(rights.get()) == L"others may change it");
}
