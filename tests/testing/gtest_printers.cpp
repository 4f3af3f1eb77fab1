// SPDX-License-Identifier: BSL-1.0
#include <crypto_checkpoint/cluster/checkpoint_list.hpp>
#include <crypto_checkpoint/name/grammar.hpp>
#include <crypto_checkpoint/testing/backend_contract.hpp>
#include <crypto_checkpoint/testing/gtest.hpp>
#include <crypto_checkpoint/testing/sample_names.hpp>

#include <gtest/gtest.h>

using namespace crypto_checkpoint;
using testing::PrintToString;

TEST(Printers, show_values_as_they_are_spelled) {
    EXPECT_EQ(PrintToString(*check_checkpoint_name("24\\Name\\Key")), R"(24\Name\Key)");
    EXPECT_EQ(PrintToString(check_checkpoint_name(u"1\\\\\u9375")->to_owned()), "1\\\\\u9375");
    EXPECT_EQ(PrintToString(ProviderType(24)), "24");
    EXPECT_EQ(PrintToString(Errc::leading_zero), "leading_zero");
    EXPECT_EQ(PrintToString(Condition::not_found), "not_found");
    EXPECT_EQ(PrintToString(NativeCode{NativeDomain::win32, 5}), "ERROR_ACCESS_DENIED (5)");
    EXPECT_EQ(PrintToString(Error(Errc::access_denied, "why")),
              "access_denied: access to the cluster was denied: why");
    EXPECT_EQ(PrintToString(SyntaxError{Errc::leading_zero, {0, 1}}),
              "leading_zero: the provider type must be written without leading zeros (offset 0, "
              "length 1)");
}

TEST(Printers, show_results) {
    EXPECT_EQ(PrintToString(Result<void>()), "success");
    EXPECT_EQ(PrintToString(Result<int>(5)), "success");
    EXPECT_EQ(PrintToString(Result<ProviderType>(ProviderType(24))), "24");
    EXPECT_EQ(PrintToString(Result<void>(std::unexpected(Errc::access_denied))),
              "access_denied: access to the cluster was denied");
    EXPECT_EQ(PrintToString(check_checkpoint_name("1\\\\K")), "1\\\\K");
    EXPECT_EQ(PrintToString(check_checkpoint_name("1")),
              PrintToString(check_checkpoint_name("1").error()));
}

TEST(Printers, show_listings) {
    EXPECT_EQ(
        PrintToString(CheckpointList{reported_checkpoint("1\\\\K"), reported_checkpoint("?")}),
        "{ 1\\\\K, ? }");
    EXPECT_EQ(PrintToString(ContractViolation{"a rule", "what went against it"}),
              "a rule: what went against it");
}

class EveryValidName : public testing::TestWithParam<std::string> {};

TEST_P(EveryValidName, is_valid) {
    EXPECT_TRUE(check_checkpoint_name(std::string_view(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(Samples, EveryValidName, testing::ValuesIn(valid_checkpoint_names()));
