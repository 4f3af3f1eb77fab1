#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# The commands of the README.

#! [try]
./dev demo   # the whole story on a fake cluster: two nodes, a key, a move
./dev test   # every test of the library
#! [try]

#! [path]
export PATH="$PWD/build/demo/examples/crypto-checkpoint:$PATH"
#! [path]

#! [sandbox]
./dev run explain '1\MyKey' '1\\MyKey'
./dev run sandbox create
./dev run list
#! [sandbox]
