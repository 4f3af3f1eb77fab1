// SPDX-License-Identifier: BSL-1.0
// expected error: (deleted function .*include_text_ostream_hpp .*<<|selected deleted operator .<<.: include <crypto_checkpoint/text/ostream.hpp>)
#include <crypto_checkpoint/name/literals.hpp>

#include <iostream>

using namespace crypto_checkpoint::literals;

void print() { std::wcout << LR"(1\\MyKey)"_csp; }
