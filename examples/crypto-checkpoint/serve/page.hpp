// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"
#include <crypto_checkpoint/fake/state.hpp>

#include <string>

namespace crypto_checkpoint::cli {

/// The sandbox as an HTML page. Complete without JavaScript; with it, it stays up to date and has
/// controls.
class Page {
public:
    /// @param context       for the command lines on it; outlives this
    /// @param is_read_only  whether it has no controls
    Page(const Context& context, bool is_read_only)
        : context_(context), is_read_only_(is_read_only) {}

    [[nodiscard]] std::string whole(const FakeClusterState& state) const;

    /// The part of it that changes.
    [[nodiscard]] std::string content(const FakeClusterState& state) const;

private:
    void add_nodes(std::string& html, const FakeClusterState& state) const;
    void add_resources(std::string& html, const FakeClusterState& state) const;
    void add_resource(std::string& html, const FakeClusterState& state, const std::string& name,
                      const FakeResource& resource) const;

    const Context& context_;
    bool is_read_only_;
};

/// The nodes with the groups on them, as an SVG image. A group that moves travels from its old place.
[[nodiscard]] std::string picture_of(const FakeClusterState& state);

/// Of explain/explanation.css and explanation.js.
extern const char* const explanation_style;
extern const char* const explanation_script;

/// `/page.css` and `/page.js`
[[nodiscard]] std::string page_style();
[[nodiscard]] std::string page_script();

}  // namespace crypto_checkpoint::cli
