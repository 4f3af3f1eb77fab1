#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# `./dev fuzz [SECONDS] [TARGETS...]`: runs each target for that long on inputs of libFuzzer. Inputs
# that fail go to build/fuzz/findings; to keep one, copy it to tests/fuzz/findings/TARGET.
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../.ci/setup.sh"

fuzz() { # TARGET
    local corpus=$build/fuzz/corpus/$1 findings=$build/fuzz/findings arguments
    mkdir -p "$corpus" "$findings"
    mapfile -t arguments <"$build/fuzz/tests/fuzz/$1.arguments"
    nice "$build/fuzz/tests/fuzz/fuzz_$1" -max_total_time="$seconds" -max_len=8192 -timeout=10 \
        -print_final_stats=1 -artifact_prefix="$findings/$1-" "$corpus" "${arguments[@]}"
}

seconds=60 status=0
if [[ ${1-} =~ ^[0-9] ]]; then
    seconds=$1
    shift
fi
[[ $seconds =~ ^[1-9][0-9]{0,5}$ ]] ||
    usage_error "fuzz takes a number of seconds, 1 to 999999, not '$seconds'"
known=("$root"/tests/fuzz/*.fuzz.cpp)
known=("${known[@]##*/}")
known=("${known[@]%.fuzz.cpp}")
for target; do require_one_of 'fuzz target' "$target" "${known[@]}"; done
(($#)) || set -- "${known[@]}"
set_up build test clang fuzz
build_preset fuzz "${@/#/fuzz_}"
for target; do
    run_step "fuzz $target for $seconds s" "fuzz-$target" fuzz "$target" || status=1
    log "    $(grep -o 'number_of_executed_units: *[0-9]*' "$build/logs/fuzz-$target.log" |
        tr -dc 0-9 || echo no) inputs"
done
exit "$status"
