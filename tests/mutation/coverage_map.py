# SPDX-License-Identifier: BSL-1.0
"""The tests that cover each header, cheapest first."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """Files that are compiled together, and run unless they are compile-time tests."""

    sources: tuple
    runs: bool = True
    options: tuple = ("-O0",)
    arguments: tuple = ()
    libraries: tuple = ()


def static(*names):
    return Stage(tuple(f"{name}.static.cpp" for name in names), runs=False)


def catch(*sources, **more):
    return Stage(sources, **more)


GRAMMAR_ROWS = catch("name/grammar_table.test.cpp", "name/grammar_rows.cpp")
BLOCKS = catch("name/find_field_end.test.cpp")
BLOCKS_WITHOUT_SSE2 = catch("name/find_field_end.test.cpp", options=("-O0", "-U__SSE2__"))
READING = catch("name/field_lengths.test.cpp", "name/comparison.cpp", options=("-O1",))
EXHAUSTIVE = catch("name/exhaustive.test.cpp", "name/comparison.cpp", options=("-O1",))
SPECS = catch("name/csp_spec.test.cpp", "name/grammar_rows.cpp")
ADVICE = catch("name/advice.test.cpp")
PROVIDERS = catch("name/known_providers.test.cpp")
ERRORS = catch("error/errors.test.cpp", "error/errc.test.cpp")
NATIVE = catch("error/native_error.test.cpp")
FAILURE = catch("cluster/failure.test.cpp", libraries=("-lpugixml",))
FAULTS = catch("wsman/fault_to_error.test.cpp")
CONTROL = catch("cluster/control_buffer.test.cpp")
CLUSTER_API = catch("clusapi/clusapi_errors.test.cpp")
CURL = catch("transport/curl_error.test.cpp", libraries=("-lcurl",))
SQLITE = catch("fake/sqlite.test.cpp", libraries=("-lsqlite3",))
OPERATIONS = catch("cluster/backend.test.cpp")
LISTINGS = catch("cluster/checkpoint_list.test.cpp")
PREFLIGHT = catch("preflight/preflight.test.cpp")
RESOURCE_PROVIDER = catch("cluster/provider_failure.test.cpp", "cluster/resource_provider.test.cpp")

# In the order of the report.
COVERED_BY = {
    "name/provider_type.hpp": (static("name/types"), static("name/grammar"), SPECS),
    "name/grammar.hpp": (static("name/grammar"), static("name/literals"), GRAMMAR_ROWS, READING,
                         SPECS),
    "name/parse.hpp": (GRAMMAR_ROWS, READING),
    "name/csp_spec.hpp": (static("name/types"), static("name/grammar"), SPECS),
    "detail/unicode.hpp": (BLOCKS, static("name/grammar"), READING, EXHAUSTIVE),
    "name/detail/find_field_end.hpp": (BLOCKS, static("name/grammar"), BLOCKS_WITHOUT_SSE2, READING,
                                       EXHAUSTIVE),
    "error/errc.hpp": (static("error/errc"), ERRORS),
    "error/error.hpp": (static("error/errc"), ERRORS),
    "error/native_error.hpp": (static("error/native_error"), NATIVE),
    "name/known_providers.hpp": (static("name/known_providers"), PROVIDERS),
    "name/advice.hpp": (static("name/advice"), ADVICE, PROVIDERS),
    "name/detail/similar_provider.hpp": (static("name/advice"), ADVICE, PROVIDERS),
    "cluster/backend.hpp": (OPERATIONS,),
    "cluster/checkpoint_list.hpp": (LISTINGS,),
    "preflight/preflight_report.hpp": (PREFLIGHT,),
    "preflight/preflight.hpp": (PREFLIGHT,),
    "cluster/resource_provider.hpp": (RESOURCE_PROVIDER,),
    "clusapi/cluster_api.hpp": (CLUSTER_API,),
    "cluster/detail/control_buffer.hpp": (CONTROL,),
    "transport/detail/curl_error.hpp": (CURL,),
    "cluster/detail/failure.hpp": (FAILURE,),
    "wsman/detail/fault_to_error.hpp": (FAULTS,),
    "fake/detail/sqlite.hpp": (SQLITE,),
}
