// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/checkpoint_row.hpp"

#include "console/json_line.hpp"
#include "console/table.hpp"

namespace crypto_checkpoint::cli {
namespace {

std::string as_json(const CheckpointRow& row) {
    JsonLine json;
    if (!row.cluster.empty()) json.text("cluster", row.cluster);
    json.text("resource", row.resource).text("checkpoint", row.checkpoint.text);
    const auto& spec = row.checkpoint.spec;
    return json
        .number_or_null("provider_type",
                        spec ? std::optional(spec->provider_type().value()) : std::nullopt)
        .text_or_null("provider_name", spec ? spec->provider_name() : std::nullopt)
        .text_or_null("key_container", spec ? std::optional(spec->key_container()) : std::nullopt)
        .text_or_null("error", spec ? std::nullopt : std::optional(to_string(spec.error().code)))
        .line();
}

/// A checkpoint that is no name stands whole in the column of the key.
std::vector<std::string> as_cells(const CheckpointRow& row) {
    const auto& spec = row.checkpoint.spec;
    if (!spec) return {row.resource, "?", "", row.checkpoint.text};
    return {row.resource, std::to_string(spec->provider_type().value()),
            std::string(spec->provider_name().value_or("")), std::string(spec->key_container())};
}

}  // namespace

void write_rows(Session& session, const std::vector<CheckpointRow>& rows) {
    if (session.json) {
        for (const CheckpointRow& row : rows) session.out.write(as_json(row));
        return;
    }
    Table table({{"Resource"}, {"Type"}, {"Name"}, {"Key"}});
    for (const CheckpointRow& row : rows) table.add(as_cells(row));
    session.out.write(table.with_headings());
}

}  // namespace crypto_checkpoint::cli
