#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# `./dev bench [--PART...] [--compiler NAME]...`: builds the benchmarks and has measure.py run them.
# Without arguments it measures everything and writes docs/performance.md; otherwise it only prints.
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../.ci/setup.sh"

load=$(cut -d ' ' -f 1 /proc/loadavg) # before the build adds to it
parts=() compilers=() arguments=()
while (($#)); do
    case $1 in
        --speed | --growth | --network | --compile-time | --size) parts+=("--part=${1#--}") ;;
        --compiler)
            (($# > 1)) || usage_error '--compiler needs a name'
            compilers+=("$2")
            shift
            ;;
        --compiler=*) compilers+=("${1#*=}") ;;
        *)
            usage_error "bench does not take '$1'" "$1" --speed --growth --network --compile-time \
                --size --compiler
            ;;
    esac
    shift
done
if ((${#parts[@]} + ${#compilers[@]} == 0)); then
    arguments=(--write) compilers=(g++ clang++-19)
fi
((${#compilers[@]})) || compilers=("${CXX:-g++}")
set_up build bench
if [[ " ${compilers[*]} " == *'clang++-19 '* ]]; then set_up clang; fi
if ((${#parts[@]} == 0)) || [[ ${parts[*]} =~ speed|growth|network ]]; then
    for compiler in "${compilers[@]}"; do
        # A folder keeps the compiler it was configured for.
        folder=$build/bench
        if [[ $compiler != g++ ]]; then folder+=-${compiler##*/}; fi
        CXX=$compiler run_step "configure bench, $compiler" bench-configure \
            configure bench "$folder"
        run_step "build bench, $compiler" bench-build cmake --build "$folder" \
            --parallel "$(parallel_jobs)"
        arguments+=("--build=$folder")
    done
fi
exec python3 "$root/tests/bench/measure.py" --compiler "${compilers[0]}" --load-average "$load" \
    "${arguments[@]}" "${parts[@]}"
