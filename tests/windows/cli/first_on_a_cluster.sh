#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# The program for Windows, under Wine, while the machine has the key container of the first commands on a
# cluster.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
exec "$here/../run_under_wine.sh" "$CRYPTO_CHECKPOINT_KEY_CONTAINER" CheckpointTrial exchange -- \
    "$CRYPTO_CHECKPOINT_FOR_WINDOWS" "$@"
