// SPDX-License-Identifier: BSL-1.0
#include "explain/explain.hpp"

#include "console/line_reader.hpp"
#include "console/standard_streams.hpp"
#include "console/text.hpp"
#include "explain/explained_name.hpp"
#include "explain/quoting_hint.hpp"
#include "explain/reading_progress.hpp"
#include <crypto_checkpoint/name/parse.hpp>

namespace crypto_checkpoint::cli {
namespace {

ExplainedName explained(std::string_view text, ExplainOptions options) {
    return {text, parse_checkpoint_name(
                      text, options.tolerant ? Dialect::tolerant : Dialect::documented)};
}

ExplainedName explained(const LineReader::Line& line, ExplainOptions options) {
    if (!line.is_too_long) return explained(line.text, options);
    return {line.text, std::unexpected(SyntaxError{Errc::limit_exceeded, {line.text.size(), 0}})};
}

/// Puts an empty line between what was said of one name and of the next.
class Paragraphs {
public:
    explicit Paragraphs(Output& out) : out_(&out) {}
    Output& next() {
        if (has_begun_) out_->write("\n");
        has_begun_ = true;
        return *out_;
    }

private:
    Output* out_;
    bool has_begun_ = false;
};

struct Count {
    std::uint64_t names = 0;
    std::uint64_t invalid = 0;
};

ExitStatus status_of(Count count) {
    return count.invalid == 0 ? ExitStatus::success : ExitStatus::invalid_name;
}

/// People who type want to know how to end.
void greet() {
    if (is_terminal(Stream::input) && is_terminal(Stream::error))
        write_to_standard_error(fmt::format("names, one a line; {}:\n", keys_that_end_input()));
}

}  // namespace

ExitStatus explain_names(Context& context, const std::vector<std::string>& names,
                         ExplainOptions options) {
    Count count;
    Paragraphs paragraphs(context.out);
    for (const std::string& text : names) {
        const ExplainedName name = explained(std::string_view(text), options);
        ++count.names;
        if (!name.parsed) ++count.invalid;
        if (name.parsed && options.only_invalid) continue;
        if (context.json) {
            context.out.write(as_json(name));
            continue;
        }
        Output& out = paragraphs.next();
        out.write(as_text(name));
        if (name.parsed) continue;
        if (const auto hint = quoting_hint(text, name.parsed.error()))
            out.write(wrapped("  note: ", *hint));
    }
    return status_of(count);
}

ExitStatus explain_standard_input(Context& context, ExplainOptions options) {
    greet();
    Count count;
    ReadingProgress progress;
    ProgressBar& bar = progress.bar();
    Paragraphs paragraphs(context.out);
    const bool share_a_terminal = bar.is_shown_at_all() && is_terminal(Stream::output);
    if (share_a_terminal) context.out.before_flush([&] { bar.erase(); });
    LineReader lines([&] {
        context.out.flush();
        progress.show(count.names, lines.bytes_read());
    });

    constexpr std::uint64_t names_between_looks = 1024;
    while (const auto line = lines.next()) {
        const ExplainedName name = explained(*line, options);
        ++count.names;
        if (!name.parsed) ++count.invalid;
        if (!name.parsed || !options.only_invalid) {
            if (context.json) {
                context.out.write(as_json(name));
            } else {
                Output& out = paragraphs.next();
                if (!name.parsed) out.print("line {}: ", count.names);
                out.write(as_text(name));
            }
            if (context.out.state() != Output::State::open) break;
        }
        if (count.names % names_between_looks == 0) progress.show(count.names, lines.bytes_read());
    }
    context.out.flush();
    context.out.before_flush({});
    bar.erase();
    if (lines.fault()) {
        print_error(context, "cannot read standard input: " + lines.fault().message());
        return ExitStatus::unreachable;
    }
    if (lines.is_utf16()) {
        print_error(context, "standard input is UTF-16; UTF-8 is read here",
                    {"in PowerShell: Get-Content FILE | Set-Content -Encoding utf8 NEW-FILE",
                     "elsewhere: iconv -f UTF-16 -t UTF-8 FILE"});
        return ExitStatus::usage;
    }
    if (bar.is_shown_at_all())
        write_to_standard_error(fmt::format("{} names in {:.1f} s, {} of them invalid\n",
                                            grouped(count.names), bar.seconds(),
                                            grouped(count.invalid)));
    return status_of(count);
}

}  // namespace crypto_checkpoint::cli
