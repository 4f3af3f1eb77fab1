// SPDX-License-Identifier: BSL-1.0
// expected error: (deleted function .*include_text_ostream_hpp .*<<|selected deleted operator .<<.: include <crypto_checkpoint/text/ostream.hpp>)
#include <crypto_checkpoint/error/error.hpp>

#include <iostream>

void print(const crypto_checkpoint::Error& error) { std::cout << error; }
