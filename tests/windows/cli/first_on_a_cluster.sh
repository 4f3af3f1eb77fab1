#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Runs the program under Wine while the key container of examples/first_on_a_cluster.txt exists.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
exec "$here/../run_under_wine.sh" "$CRYPTO_CHECKPOINT_KEY_CONTAINER" CheckpointTrial exchange -- \
    "$CRYPTO_CHECKPOINT_FOR_WINDOWS" "$@"
