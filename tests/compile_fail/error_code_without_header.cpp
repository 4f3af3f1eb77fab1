// SPDX-License-Identifier: BSL-1.0
// expected error: (deleted function .*include_error_code_hpp .*make_error_code|deleted function .make_error_code.: include <crypto_checkpoint/error/error_code.hpp>)
#include <crypto_checkpoint/error/errc.hpp>

auto code = make_error_code(crypto_checkpoint::Errc::timed_out);
