// SPDX-License-Identifier: BSL-1.0
#include "console/table.hpp"

#include <crypto_checkpoint/text/diagnostic.hpp>

#include <algorithm>

namespace crypto_checkpoint::cli {

void Table::add(std::vector<std::string> row) {
    for (std::string& cell : row) cell = printable(cell);
    rows_.push_back(std::move(row));
}

std::string Table::with_headings() const {
    const auto width = widths(true);
    std::vector<std::string> headings;
    std::vector<std::string> rules;
    for (const Column& column : columns_) {
        headings.push_back(column.heading);
        rules.emplace_back(column.heading.size(), '-');
    }
    std::string text = line(headings, width) + line(rules, width);
    for (const auto& row : rows_) text += line(row, width);
    return text;
}

std::string Table::rows_only(std::string_view indent) const {
    const auto width = widths(false);
    std::string text;
    for (const auto& row : rows_) text.append(indent).append(line(row, width));
    return text;
}

std::vector<std::size_t> Table::widths(bool has_headings) const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i != columns_.size(); ++i) {
        std::size_t width = has_headings ? columns_[i].heading.size() : 0;
        for (const auto& row : rows_) width = std::max(width, columns(row[i]));
        widths.push_back(width);
    }
    return widths;
}

std::string Table::line(const std::vector<std::string>& cells,
                        const std::vector<std::size_t>& widths) const {
    std::string text;
    for (std::size_t i = 0; i != cells.size(); ++i) {
        const std::string blanks(widths[i] - columns(cells[i]), ' ');
        if (i != 0) text += "  ";
        if (columns_[i].align == Align::right) text += blanks;
        text += cells[i];
        if (columns_[i].align == Align::left) text += blanks;
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text += '\n';
}

}  // namespace crypto_checkpoint::cli
