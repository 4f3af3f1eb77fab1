# SPDX-License-Identifier: BSL-1.0
"""Which tests cover which header: the cheapest first."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """Files that are compiled together, and run unless to compile them is to pass."""

    sources: tuple
    runs: bool = True
    options: tuple = ("-O0",)
    arguments: tuple = ()
    libraries: tuple = ()


def static(*names):
    return Stage(tuple(f"static/{name}.static.cpp" for name in names), runs=False)


def catch(*sources, **more):
    return Stage(sources, **more)


GRAMMAR_ROWS = catch("text/grammar_table.test.cpp", "text/grammar_rows.cpp")
BLOCKS = catch("text/block_scan.test.cpp")
BLOCKS_WITHOUT_SSE2 = catch("text/block_scan.test.cpp", options=("-O0", "-U__SSE2__"))
READING = catch("text/text_scan.test.cpp", "text/comparison.cpp", options=("-O1",))
EXHAUSTIVE = catch("text/exhaustive.test.cpp", "text/comparison.cpp", options=("-O1",))
SPECS = catch("text/csp_spec.test.cpp", "text/grammar_rows.cpp")
ADVICE = catch("text/advice.test.cpp")
PROVIDERS = catch("text/known_providers.test.cpp")
ERRORS = catch("text/errors.test.cpp", "unit/errc.test.cpp")
NATIVE = catch("unit/native_error.test.cpp")
FAULTS = catch("wsman/fault_meaning.test.cpp")
CONTROL = catch("wsman/resource_control.test.cpp")
CLUSTER_API = catch("unit/clusapi_errors.test.cpp")
CURL = catch("wsman/curl_error.test.cpp", libraries=("-lcurl",))
SQLITE = catch("unit/sqlite.test.cpp", libraries=("-lsqlite3",))
OPERATIONS = catch("unit/backend.test.cpp")
PREFLIGHT = catch("unit/preflight.test.cpp")
RESOURCE_PROVIDER = catch("unit/provider_failure.test.cpp", "unit/resource_provider.test.cpp")

# The headers, in the order in which they are told of, and what covers each: the cheapest first.
COVERED_BY = {
    "provider_type.hpp": (static("types"), static("grammar"), SPECS),
    "grammar.hpp": (static("grammar"), static("literals"), GRAMMAR_ROWS, READING, SPECS),
    "parse.hpp": (GRAMMAR_ROWS, READING),
    "csp_spec.hpp": (static("types"), static("grammar"), SPECS),
    "detail/text_scan.hpp": (BLOCKS, static("grammar"), BLOCKS_WITHOUT_SSE2, READING, EXHAUSTIVE),
    "errc.hpp": (static("errc"), ERRORS),
    "error.hpp": (static("errc"), ERRORS),
    "native_error.hpp": (static("native_error"), NATIVE),
    "known_providers.hpp": (static("known_providers"), PROVIDERS),
    "advice.hpp": (static("advice"), ADVICE, PROVIDERS),
    "backend.hpp": (OPERATIONS,),
    "preflight_report.hpp": (PREFLIGHT,),
    "preflight.hpp": (PREFLIGHT,),
    "provider/resource_provider.hpp": (RESOURCE_PROVIDER,),
    "cluster_api.hpp": (CLUSTER_API,),
    "detail/resource_control.hpp": (CONTROL,),
    "detail/curl_error.hpp": (CURL,),
    "detail/wsman/fault_meaning.hpp": (FAULTS,),
    "detail/sqlite.hpp": (SQLITE,),
}
