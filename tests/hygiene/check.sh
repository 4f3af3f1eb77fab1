#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# `./dev check [NAMES...]`: checks the sources without running them, each check as a logged step.
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../.ci/setup.sh"

readonly checks=(format spelling licences includes tidy) here=$root/tests/hygiene

check() { # NAME
    case $1 in
        format | spelling) python3 -B "$here/check_text.py" "$1" ;;
        licences)
            python3 -B "$here/check_licences.py" lines && python3 -B "$here/check_licences.py" reuse
            ;;
        includes | tidy)
            # The folder is only configured: it has the options that each file is compiled with.
            configure check && python3 -B "$here/check_tidy.py" "$1" "$build/check" \
                --jobs "$(parallel_jobs)"
            ;;
    esac
}

for name; do require_one_of check "$name" "${checks[@]}"; done
(($#)) || set -- "${checks[@]}"
passed=0
for name; do
    if [[ $name == @(includes|tidy) ]]; then set_up build test bench clang mingw; fi
    set_up "$name"
    if run_step "check $name" "check-$name" check "$name"; then passed=$((passed + 1)); fi
done
log
log "$passed of $# checks found nothing"
((passed == $#))
