#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# `./dev coverage`: counts which lines and branches of include/ the tests run. Programs compiled
# with clang record their counters, llvm-cov maps them to the sources, gcovr counts lines and branches.
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../.ci/setup.sh"

count() {
    local programs gcovr=(gcovr --config "$root/tests/coverage/gcovr.cfg"
        --add-tracefile "$report/coverage.json")
    mkdir -p "$report"
    mapfile -t programs < <(find "$folder/tests" -type f -executable ! -path '*/CMakeFiles/*')
    llvm-profdata-19 merge "$folder"/profiles/*.profraw -o "$report/profile" &&
        python3 -B "$root/tests/coverage/to_gcovr.py" "$report/profile" "${programs[@]}" \
            >"$report/coverage.json" &&
        "${gcovr[@]}" --txt --html-details "$report/index.html" &&
        "${gcovr[@]}" --txt --branches --print-summary
}

folder=$build/coverage report=$build/coverage/report status=0
set_up build test clang coverage
build_preset coverage
rm -f "$folder"/profiles/*
# The figures are valid although a test fails: this build is slow, and tests have time limits.
run_step 'test coverage' coverage-test \
    ctest --preset coverage --parallel "$(parallel_jobs)" || status=1
shown=yes run_step 'count' coverage-count count || status=1
log "Line by line: $report/index.html"
exit "$status"
