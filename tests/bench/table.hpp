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

/// The work of one pass of a measurement.
struct Amount {
    std::size_t items;
    std::size_t units = 0;  ///< code units of text, or 0
    std::size_t unit_size = 1;
};

template <class Char>
[[nodiscard]] Amount amount_of(const Corpus<Char>& corpus) {
    return {corpus.texts.size(), corpus.units(), sizeof(Char)};
}

/// The time to measure; wall for work that waits for a disk.
enum class Clock { processor, wall };

/// A row of the table.
struct Row {
    std::string what;
    std::string corpus;
    Amount amount;
    std::string compared_to = {};  ///< another row's `what`, or empty
    Clock clock = Clock::processor;
    std::vector<double> ns_per_item = {};         ///< one per repetition
    std::optional<std::size_t> allocations = {};  ///< per item

    [[nodiscard]] std::string key() const { return what + '/' + corpus; }

    /// The time without other load. On a virtual machine the median was 50 % higher in one run out of
    /// three, each time for other rows.
    [[nodiscard]] double lower_quartile() const;
};

/// The measurements, in order.
class Table {
public:
    /// @param pass  does the whole amount of work once
    template <class Pass>
    void add(Row row, Pass pass) {
        add_measurement(std::move(row), [pass = std::move(pass)](benchmark::State& state) {
            for (auto _ : state) pass();
        });
    }

    /// @param prepare  runs before each pass, not timed
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

    /// Calls a function with each item.
    template <class Item, class Function>
    void add_for_each(Row row, std::vector<Item> items, Function function) {
        add(std::move(row), [items = std::move(items), function = std::move(function)] {
            for (const Item& item : items) {
                auto result = function(item);
                benchmark::DoNotOptimize(result);
            }
        });
    }

    /// Measures all rows, with interleaved repetitions, and writes a line of JSON for each to standard
    /// output, for measure.py.
    /// @return  the exit status
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

void add_parsing(Table& table);
void add_library(Table& table);
void add_wsman_codec(Table& table);

}  // namespace bench

#endif
