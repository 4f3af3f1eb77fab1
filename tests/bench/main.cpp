// SPDX-License-Identifier: BSL-1.0
#include "table.hpp"

int main(int argc, char** argv) {
    bench::Table table;
    bench::add_parsing(table);
    bench::add_library(table);
    bench::add_wsman_codec(table);
    return table.measure_and_write(argc, argv);
}
