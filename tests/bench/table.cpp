// SPDX-License-Identifier: BSL-1.0
#include "table.hpp"

#include <boost/version.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace bench {
namespace {

/// Stores the results of Google Benchmark, and prints nothing.
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
constexpr const char* compiler = "unknown compiler";
#endif

}  // namespace

double Row::lower_quartile() const {
    std::vector<double> sorted = ns_per_item;
    const auto quarter = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 4);
    std::ranges::nth_element(sorted, quarter);
    return *quarter;
}

int Table::measure_and_write(int argc, char** argv) {
    // Options on the command line come later and override these.
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
    write();
    return 0;
}

void Table::write() const {
    using Object = nlohmann::ordered_json;
    std::puts(Object{{"compiler", compiler}, {"boost", BOOST_LIB_VERSION}}.dump().c_str());
    for (const Row& row : rows_) {
        if (row.ns_per_item.empty()) continue;
        Object line{{"what", row.what}, {"corpus", row.corpus}, {"ns", row.lower_quartile()}};
        if (row.amount.units != 0) {
            line["units"] =
                static_cast<double>(row.amount.units) / static_cast<double>(row.amount.items);
            line["unit_size"] = row.amount.unit_size;
        }
        if (row.allocations) line["allocations"] = *row.allocations;
        if (!row.compared_to.empty()) line["compared_to"] = row.compared_to;
        std::puts(line.dump().c_str());
    }
}

}  // namespace bench
