#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# usage: make_release.sh CHECKOUT FOLDER [COMMIT]
#
# Makes a release: the source as .tar.gz and .zip, the single header, an SBOM, and the checksums of all of them.
# Everything comes from the commit, by default HEAD. The result is reproducible: it does not depend on the checkout, the
# time, the user or the language. (Other versions of git and gzip may compress differently.)
set -euo pipefail
export LC_ALL=C TZ=UTC
umask 022

(($# == 2 || $# == 3)) || {
    echo 'usage: make_release.sh CHECKOUT FOLDER [COMMIT]' >&2
    exit 2
}
checkout=$1 folder=$2

repository() {
    git -C "$checkout" -c core.autocrlf=false -c core.attributesFile=/dev/null -c tar.umask=0022 "$@"
}

commit=$(repository rev-parse --verify --quiet "${3:-HEAD}^{commit}") || {
    echo "make_release.sh: ${3:-HEAD} is not a commit of $checkout" >&2
    exit 1
}
SOURCE_DATE_EPOCH=$(repository show --no-patch --format=%ct "$commit")
export SOURCE_DATE_EPOCH
version=$(repository show "$commit:include/crypto_checkpoint/version.hpp" |
    sed -n 's/^#define CRYPTO_CHECKPOINT_VERSION_[A-Z]* \([0-9][0-9]*\).*/\1/p' | paste -sd .)
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || {
    echo "make_release.sh: '$version' in version.hpp is no version" >&2
    exit 1
}
name=crypto_checkpoint-$version

rm -rf "$folder"
mkdir -p "$folder"
repository archive --format=tar --prefix="$name/" "$commit" | gzip -9n >"$folder/$name.tar.gz"
repository archive --format=zip -9 --prefix="$name/" "$commit" >"$folder/$name.zip"

unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT
tar -xzf "$folder/$name.tar.gz" -C "$unpacked"
scripts=$unpacked/$name/tests/package/release
python3 -B "$scripts/single_header.py" "$unpacked/$name" >"$folder/crypto_checkpoint.hpp"
python3 -B "$scripts/make_sbom.py" "$unpacked/$name" "$folder/$name.tar.gz" \
    >"$folder/$name.spdx.json"
cd "$folder"
sha256sum -- crypto_checkpoint* >SHA256SUMS
