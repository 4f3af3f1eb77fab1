// SPDX-License-Identifier: BSL-1.0
// expected error: (deleted function .*include_text_ostream_hpp .*<<|selected deleted operator .<<.: include <crypto_checkpoint/text/ostream.hpp>)
#include <crypto_checkpoint/cluster/backend.hpp>

#include <iostream>

void print(const crypto_checkpoint::Call& call) { std::cout << call; }
