// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

/// A table as PowerShell prints it. Cells are made safe to show.
class Table {
public:
    enum class Align { left, right };
    struct Column {
        std::string heading;
        Align align = Align::left;
    };

    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

    void add(std::vector<std::string> row);
    [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }

    [[nodiscard]] std::string with_headings() const;
    [[nodiscard]] std::string rows_only(std::string_view indent) const;

private:
    [[nodiscard]] std::vector<std::size_t> widths(bool has_headings) const;
    [[nodiscard]] std::string line(const std::vector<std::string>& cells,
                                   const std::vector<std::size_t>& widths) const;

    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace crypto_checkpoint::cli
