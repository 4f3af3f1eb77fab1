// SPDX-License-Identifier: BSL-1.0
#include "table.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace bench {
namespace {

/// Keeps what Google Benchmark measures, and prints nothing.
class Collector : public benchmark::BenchmarkReporter {
public:
    explicit Collector(std::vector<Row>& rows) : rows_(rows) {}

    bool ReportContext(const Context&) override { return true; }

    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) {
            if (run.run_type != Run::RT_Iteration) continue;
            const auto row = std::ranges::find(rows_, run.run_name.function_name, &Row::key);
            if (row == rows_.end()) continue;
            const double seconds = row->clock == Clock::processor ? run.cpu_accumulated_time
                                                                  : run.real_accumulated_time;
            row->ns_per_item.push_back(seconds * 1e9 / static_cast<double>(run.iterations) /
                                       static_cast<double>(row->amount.items));
        }
    }

private:
    std::vector<Row>& rows_;
};

#if defined(__clang__)
constexpr const char* compiler = __VERSION__;
#elif defined(__GNUC__)
constexpr const char* compiler = "g++ " __VERSION__;
#else
constexpr const char* compiler = "some compiler";
#endif

/// How much slower a row is than another, by what both handle.
double ratio(const Row& row, const Row& other) {
    const auto time = [](const Row& measured) {
        const Amount& amount = measured.amount;
        return amount.units == 0 ? measured.median()
                                 : measured.median() * static_cast<double>(amount.items) /
                                       static_cast<double>(amount.units);
    };
    return time(row) / time(other);
}

template <class... Values>
std::string printed(const char* format, Values... values) {
    std::array<char, 64> text{};
    const int length = std::snprintf(text.data(), text.size(), format, values...);
    return {text.data(), static_cast<std::size_t>(length)};
}

void print_line(const std::array<std::string, 9>& cells) {
    std::printf("%-34s  %-11s  %10s  %8s  %9s  %6s  %7s  %8s  %s\n", cells[0].c_str(),
                cells[1].c_str(), cells[2].c_str(), cells[3].c_str(), cells[4].c_str(),
                cells[5].c_str(), cells[6].c_str(), cells[7].c_str(), cells[8].c_str());
}

}  // namespace

double Row::median() const {
    std::vector<double> sorted = ns_per_item;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::ranges::nth_element(sorted, middle);
    return *middle;
}

const Row* Table::find(const std::string& key) const {
    const auto row = std::ranges::find(rows_, key, &Row::key);
    return row == rows_.end() || row->ns_per_item.empty() ? nullptr : &*row;
}

int Table::measure_and_print(int argc, char** argv) {
    // What is given on the command line comes later, and so wins.
    static std::array<char, 41> interleaved{"--benchmark_enable_random_interleaving=1"};
    static std::array<char, 27> repetitions{"--benchmark_repetitions=21"};
    static std::array<char, 26> shortest{"--benchmark_min_time=0.01"};
    std::vector<char*> arguments(argv, argv + argc);
    arguments.insert(arguments.begin() + 1,
                     {interleaved.data(), repetitions.data(), shortest.data()});
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;

    Collector collector(rows_);
    benchmark::RunSpecifiedBenchmarks(&collector);
    benchmark::Shutdown();
    print();
    return 0;
}

void Table::print() const {
    std::printf("%s, optimised as for -O2; medians of interleaved repetitions\n\n", compiler);
    print_line({"what", "corpus", "ns each", "MB/s", "Munits/s", "allocs", "ratio", "to reach",
                "reached"});
    for (const Row& row : rows_) {
        if (row.ns_per_item.empty()) continue;
        const double ns = row.median();
        const double units =
            static_cast<double>(row.amount.units) / static_cast<double>(row.amount.items);
        std::array<std::string, 9> cells{row.what, row.corpus, printed("%.1f", ns)};
        if (row.amount.units != 0) {
            cells[3] =
                printed("%.0f", units * static_cast<double>(row.amount.unit_size) / ns * 1e3);
            cells[4] = printed("%.0f", units / ns * 1e3);
        }
        if (row.allocations) cells[5] = std::to_string(*row.allocations);
        if (const Row* const other = find(row.compared_to)) {
            const double times = ratio(row, *other);
            cells[6] = printed("%.2f", times);
            if (row.goal) {
                const bool more = row.goal->kind == Goal::at_least;
                const double wanted = row.goal->ratio;
                cells[7] = printed(more ? ">= %.2f" : "<= %.2f", wanted);
                cells[8] = (more ? times >= wanted : times <= wanted) ? "yes" : "NO";
            }
        }
        print_line(cells);
    }
    std::printf(
        "\nratio: the row's time to that of parse_checkpoint_name, char, on the same corpus; of\n"
        "char16_t, for each code unit; of a thrown error, to that of a returned one\n"
        "allocs: heap allocations each, those of pugixml included\n");
}

}  // namespace bench
