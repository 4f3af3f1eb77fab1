// SPDX-License-Identifier: BSL-1.0
#include "linearizability.hpp"

#include "support/catch.hpp"

using namespace stress;
using What = Returned::What;

TEST_CASE("linearizability: sequential calls with consistent results are accepted") {
    CHECK(is_linearizable({{{What::added, 1, 1, 2},
                            {What::was_there, 1, 3, 4},
                            {What::listed, 1, 5, 6},
                            {What::removed, 1, 7, 8},
                            {What::was_not_there, 1, 9, 10},
                            {What::listed, 0, 11, 12}}}));
}

TEST_CASE("linearizability: concurrent calls may take effect in either order") {
    const ThreadHistory adds{{What::added, 1, 1, 10}};
    CHECK(is_linearizable({adds, {{What::listed, 0, 2, 3}}}));
    CHECK(is_linearizable({adds, {{What::listed, 1, 2, 3}}}));
    CHECK(is_linearizable({adds, {{What::listed, 0, 2, 3}, {What::listed, 1, 4, 5}}}));
}

TEST_CASE("linearizability: a listing without an acknowledged checkpoint is rejected") {
    CHECK_FALSE(is_linearizable({{{What::added, 1, 1, 2}}, {{What::listed, 0, 3, 4}}}));
}

TEST_CASE("linearizability: adding a checkpoint twice is rejected") {
    CHECK_FALSE(is_linearizable({{{What::added, 1, 1, 10}}, {{What::added, 1, 2, 9}}}));
}

TEST_CASE("linearizability: a checkpoint that disappears is rejected") {
    CHECK_FALSE(is_linearizable(
        {{{What::added, 1, 1, 10}}, {{What::listed, 1, 2, 3}, {What::listed, 0, 4, 5}}}));
}

TEST_CASE("linearizability: calls through a node succeed only while it is up") {
    const ThreadHistory stops{{What::stopped, 0, 1, 4}, {What::started, 0, 11, 14}};
    CHECK(is_linearizable({stops, {{What::added, 1, 2, 3}, {What::unreachable, 0, 5, 6}}}));
    CHECK(is_linearizable({stops, {{What::unreachable, 0, 2, 3}, {What::listed, 0, 12, 13}}}));
    CHECK_FALSE(is_linearizable({stops, {{What::added, 1, 5, 6}}}));
    CHECK_FALSE(is_linearizable({stops, {{What::unreachable, 0, 15, 16}}}));
    CHECK_FALSE(is_linearizable({stops, {{What::unreachable, 0, 2, 3}, {What::listed, 0, 5, 6}}}));
    CHECK_FALSE(is_linearizable({stops, {{What::listed, node_is_down, 5, 6}}}));
}

TEST_CASE("linearizability: listings that contradict each other are rejected") {
    CHECK_FALSE(is_linearizable({{{What::added, 1, 1, 20}},
                                 {{What::added, 2, 2, 19}},
                                 {{What::listed, 1, 3, 4}, {What::listed, 3, 21, 22}},
                                 {{What::listed, 2, 5, 6}, {What::listed, 3, 23, 24}}}));
}
