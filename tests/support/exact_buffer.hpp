// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>

namespace test_support {

/// A text in heap memory of exactly its size, without terminator: AddressSanitizer reports reads past
/// either end.
template <class Char>
class ExactBuffer {
public:
    explicit ExactBuffer(std::size_t size) : units_(new Char[size]()), size_(size) {}
    explicit ExactBuffer(std::basic_string_view<Char> text) : ExactBuffer(text.size()) {
        std::copy(text.begin(), text.end(), units_.get());
    }

    [[nodiscard]] std::basic_string_view<Char> view() const { return {units_.get(), size_}; }
    [[nodiscard]] Char& operator[](std::size_t index) { return units_[index]; }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    std::unique_ptr<Char[]> units_;
    std::size_t size_;
};

}  // namespace test_support
