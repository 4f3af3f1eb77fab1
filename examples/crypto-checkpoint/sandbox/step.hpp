// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "sandbox/sandbox.hpp"

#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

/// A verb as `cannot` and `would` take it, and as what has been done.
struct Verb {
    std::string_view plain;
    std::string_view past;
};

/// One change of a sandbox and the words for it.
struct Step {
    FakeClusterCommand command;
    Verb verb;                  ///< `move`, `moved`
    std::string object;         ///< `'SQL Server' to NODE2`
    std::string outcome{};      ///< `, offline`: how it is then
    std::string already{};      ///< `'SQL Server' is on NODE2`, where nothing had to be done
    std::string botched{};      ///< `moved 'SQL Server' to NODE2, where it failed`
    bool may_exist = false;     ///< whether what it makes may be there: another process was faster
    bool tells_events = false;  ///< whether to show what happened next
};

/// Carries out a step and tells of it. A dry run says what would happen.
ExitStatus perform(Context& context, Sandbox& sandbox, const Step& step);

/// Likewise in the sandbox of the context.
ExitStatus perform(Context& context, const Step& step);

/// Events as lines that line up, the newest last; without an indent they have headings.
[[nodiscard]] std::string lines_of_events(const std::vector<FakeEvent>& events,
                                          std::string_view indent);

}  // namespace crypto_checkpoint::cli
