// SPDX-License-Identifier: BSL-1.0
#include "explain/explain.hpp"

#include "cli/usage_error.hpp"
#include "console/line_reader.hpp"
#include "console/progress_bar.hpp"
#include "console/standard_streams.hpp"
#include "console/text.hpp"
#include "explain/explanation_text.hpp"
#include <crypto_checkpoint/name/parse.hpp>

#include <algorithm>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* explain_footer =
    R"(Explanations go to standard output, also those of invalid names, in the order
of the names. Lines of standard input are UTF-8 and may be 65,536 bytes long; a
blank line is an invalid name. --tolerant also accepts names that a cluster may
report and does not accept: without \Name, with leading zeros, with more
backslashes.

members of --json:
  valid    input, ok (true), provider_type, constant (of the type, or null),
           provider_name (or null), key_container, canonical,
           advice (an array of codes), messages (an array: the advice in words)
  invalid  input, ok (false), error (a code), offset and length of the error in
           bytes, suggestion (or null), names (an array: the names in a list
           of them, `1\\A,1\\B`, else empty), message, hints
  Bytes of a name that are not UTF-8 are replaced by U+FFFD.

examples:
  crypto-checkpoint explain '1\\MyKey' '1\Microsoft Strong Cryptographic Provider\MyKey'
  crypto-checkpoint explain --tolerant --json '1\MyKey'
  printf '%s\n' '1\\KeyA' '1\\KeyB' | crypto-checkpoint explain --stdin --json
)";

struct ExplainOptions {
    bool tolerant = false;
    bool only_invalid = false;
};

ExplainedName explained(std::string_view text, ExplainOptions options) {
    return {text, parse_checkpoint_name(
                      text, options.tolerant ? Dialect::tolerant : Dialect::documented)};
}

ExplainedName explained(const LineReader::Line& line, ExplainOptions options) {
    if (!line.is_too_long) return explained(line.text, options);
    return {line.text, std::unexpected(SyntaxError{Errc::limit_exceeded, {line.text.size(), 0}})};
}

/// Separates explanations by an empty line.
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

void print_prompt() {
    if (is_terminal(Stream::input) && is_terminal(Stream::error))
        write_to_standard_error(fmt::format("names, one a line; {}:\n", keys_that_end_input()));
}

/// The progress of reading from standard input. Not shown to people who type.
class ReadingProgress {
public:
    explicit ReadingProgress(Output& out) : bar_(out, !is_terminal(Stream::input)) {}

    void show(std::uint64_t names, std::uint64_t bytes) {
        if (!bar_.is_due()) return;
        std::optional<double> part;
        if (all_bytes_) part = static_cast<double>(bytes) / static_cast<double>(*all_bytes_);
        const auto rate = static_cast<std::uint64_t>(static_cast<double>(names) /
                                                     std::max(bar_.seconds(), 0.001));
        bar_.draw(part, fmt::format("{} names, {} a second", grouped(names), grouped(rate)));
    }

    [[nodiscard]] ProgressBar& bar() noexcept { return bar_; }

private:
    ProgressBar bar_;
    std::optional<std::uint64_t> all_bytes_ = bytes_left_of_input();  // nothing: not a file
};

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
        out.write(quoting_note(text, name.parsed.error()));
    }
    return status_of(count);
}

ExitStatus explain_standard_input(Context& context, ExplainOptions options) {
    print_prompt();
    Count count;
    ReadingProgress progress(context.out);
    ProgressBar& bar = progress.bar();
    Paragraphs paragraphs(context.out);
    LineReader lines([&] {
        context.out.flush();
        progress.show(count.names, lines.bytes_read());
    });

    constexpr std::uint64_t names_between_updates = 1024;
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
        if (count.names % names_between_updates == 0)
            progress.show(count.names, lines.bytes_read());
    }
    context.out.flush();
    bar.erase();
    if (lines.error()) {
        return print_error(context, "cannot read standard input: " + lines.error().message(),
                           Errc::storage_failed);
    }
    if (lines.is_utf16()) {
        return print_error(
            context, UsageError{"standard input is UTF-16; UTF-8 is read here",
                                {"in PowerShell: Get-Content FILE | Set-Content -Encoding utf8 "
                                 "NEW-FILE",
                                 "elsewhere: iconv -f UTF-16 -t UTF-8 FILE"}});
    }
    if (bar.is_enabled())
        write_to_standard_error(fmt::format("{} names in {:.1f} s, {} of them invalid\n",
                                            grouped(count.names), bar.seconds(),
                                            grouped(count.invalid)));
    return status_of(count);
}

ExitStatus explain(Context& context, const ParsedArgs& args) {
    const ExplainOptions options{args.has("--tolerant"), args.has("--only-invalid")};
    if (args.has("--stdin")) return explain_standard_input(context, options);
    if (args.has("NAME")) return explain_names(context, args.get_all("NAME"), options);
    return print_error(context,
                       UsageError{"explain needs NAME, or --stdin to read names",
                                  {fmt::format("see: {} explain --help", program_name())}});
}

}  // namespace

Command explain_command() {
    return {.name = "explain",
            .description = "what names mean, what is wrong with them, and advice",
            .arguments = {{"NAME", "checkpoint names", false, true}},
            .options = {json_option(),
                        {.name = "--stdin",
                         .meaning = "read names from standard input, one a line",
                         .excludes = "NAME"},
                        {"--tolerant", "also accept names as a cluster may report them"},
                        {"--only-invalid", "print nothing for valid names"}},
            .footer = explain_footer,
            .act = explain,
            .takes_sandbox = false};
}

}  // namespace crypto_checkpoint::cli
