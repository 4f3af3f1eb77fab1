// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_BENCH_TABLE_HPP
#define CRYPTO_CHECKPOINT_BENCH_TABLE_HPP

#include "corpus.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bench {

/// What one pass of a measurement handles.
struct Amount {
    std::size_t items;
    std::size_t units = 0;  ///< code units of text; 0 where it is not about text
    std::size_t unit_size = 1;
};

template <class Char>
[[nodiscard]] Amount amount_of(const Corpus<Char>& corpus) {
    return {corpus.texts.size(), corpus.units(), sizeof(Char)};
}

/// Which time counts: a measurement that waits for a disk is idle meanwhile.
enum class Clock { processor, wall };

/// A row of the table: what is measured, and what its time is compared to.
struct Row {
    std::string what;
    std::string corpus;
    Amount amount;
    std::string compared_to = {};  ///< another row's what; empty for a row that stands alone
    Clock clock = Clock::processor;
    std::vector<double> ns_per_item = {};         ///< one for each repetition
    std::optional<std::size_t> allocations = {};  ///< for each item, where they were counted

    [[nodiscard]] std::string key() const { return what + '/' + corpus; }

    /// What a repetition costs while nothing else takes the processor. On a virtual machine the
    /// median was half as much again in one run out of three, and in the next one for another row.
    [[nodiscard]] double lower_quartile() const;
};

/// Everything that is measured, in the order of the table.
class Table {
public:
    /// @param pass  does the whole amount once
    template <class Pass>
    void add(Row row, Pass pass) {
        add_measurement(std::move(row), [pass = std::move(pass)](benchmark::State& state) {
            for (auto _ : state) pass();
        });
    }

    /// The same, where something has to be done before each pass that is not to be measured.
    template <class Prepare, class Pass>
    void add(Row row, Prepare prepare, Pass pass) {
        add_measurement(std::move(row), [prepare = std::move(prepare),
                                         pass = std::move(pass)](benchmark::State& state) {
            for (auto _ : state) {
                state.PauseTiming();
                prepare();
                state.ResumeTiming();
                pass();
            }
        });
    }

    /// A row that hands each of some items to a function.
    template <class Item, class Function>
    void add_for_each(Row row, std::vector<Item> items, Function function) {
        add(std::move(row), [items = std::move(items), function = std::move(function)] {
            for (const Item& item : items) {
                auto result = function(item);
                benchmark::DoNotOptimize(result);
            }
        });
    }

    /// Measures all rows, their repetitions interleaved, and writes them to standard output: a line of
    /// JSON for each, for measure.py to read.
    /// @return  the status to exit with
    int measure_and_write(int argc, char** argv);

private:
    template <class Measurement>
    void add_measurement(Row row, Measurement measurement) {
        auto* const added = benchmark::RegisterBenchmark(row.key().c_str(), std::move(measurement));
        if (row.clock == Clock::wall) added->UseRealTime();
        rows_.push_back(std::move(row));
    }

    void write() const;

    std::vector<Row> rows_;
};

// The parts of the table.
void add_parsing(Table& table);
void add_library(Table& table);
void add_wsman_codec(Table& table);

}  // namespace bench

#endif
