// SPDX-License-Identifier: BSL-1.0
#include "require.hpp"
#include <crypto_checkpoint/server/detail/request_rules.hpp>

#include <algorithm>
#include <vector>

using namespace crypto_checkpoint;
using namespace detail::http;
using fuzz_tests::require;

// Requests of a hostile client on one connection, received in pieces of any size. The parsed
// requests must not depend on the sizes of the pieces, and stay within the limits. None follows one whose
// end is in doubt.

namespace {

struct Outcome {
    int error_status = 0;  ///< 0 if the request was accepted
    std::string method;
    std::string path;
    std::string query;
    std::string body;
    friend bool operator==(const Outcome&, const Outcome&) = default;
};

constexpr std::size_t max_header_bytes = 512;

class Connection {
public:
    Connection(std::string_view bytes, std::size_t piece) : rest_(bytes), piece_(piece) {
        options_.max_header_bytes = max_header_bytes;
        options_.max_body_bytes = 128;
        const auto made = BasicAuthentication::make({"user", Secret("password")});
        require(made.has_value());
        authentication_ = *made;
    }

    std::vector<Outcome> serve() {
        std::vector<Outcome> outcomes;
        for (bool goes_on = true; goes_on && outcomes.size() != 8;) {
            if (!reader_.has_leftover() && !read()) break;
            reader_.begin();
            auto one = serve_one();
            if (!one) break;
            goes_on = reader_.is_done() && reader_.keeps_connection();
            require(!goes_on || !reader_.framing_error());
            outcomes.push_back(*std::move(one));
        }
        return outcomes;
    }

private:
    using Step = RequestReader::Step;

    bool read() {
        const auto space = reader_.space();
        require(space.size() != 0);
        const std::size_t size = std::min({space.size(), piece_, rest_.size()});
        if (size == 0) return false;
        std::copy_n(rest_.data(), size, static_cast<char*>(space.data()));
        rest_.remove_prefix(size);
        reader_.add(size);
        return true;
    }

    /// nullopt if the connection ends within the request.
    std::optional<Outcome> serve_one() {
        Step step = reader_.read_header();
        for (; step == RequestReader::Progress::needs_more; step = reader_.read_header())
            if (!read()) return std::nullopt;
        if (!step) return refused(step.error());
        // Only some of the requests have to authenticate.
        const bool must_authenticate = !header_of(reader_.request(), Field::authorization).empty();
        if (const auto rejection = find_rejection(
                reader_, must_authenticate ? authentication_ : std::nullopt, options_)) {
            const HttpResponse response = make_error_response(*rejection, options_);
            require(response.status == rejection->status && !response.body.empty());
            return refused(*rejection);
        }
        step = reader_.read_body();
        for (; step == RequestReader::Progress::needs_more; step = reader_.read_body())
            if (!read()) return std::nullopt;
        if (!step) return refused(step.error());
        const auto& request = reader_.request();
        const Target target = target_of(request);
        require(request.body().size() <= options_.max_body_bytes);
        require(target.path.size() + target.query.size() <= max_header_bytes);
        return Outcome{0, std::string(view_of(request.method_string())), std::string(target.path),
                       std::string(target.query), request.body()};
    }

    static Outcome refused(const Rejection& rejection) {
        require(400 <= rejection.status && rejection.status <= 599);
        return Outcome{rejection.status, {}, {}, {}, {}};
    }

    std::string_view rest_;
    std::size_t piece_;
    EndpointOptions options_;
    std::optional<BasicAuthentication> authentication_;
    RequestReader reader_{max_header_bytes, 128};
};

/// An invalid header is detected at its end, or earlier in larger pieces; it may also be too long.
bool is_unreadable(const Outcome& outcome) {
    return outcome.error_status == 400 || outcome.error_status == 431;
}

bool are_alike(const std::vector<Outcome>& left, const std::vector<Outcome>& right) {
    const auto [one, other] = std::ranges::mismatch(left, right);
    return std::all_of(one, left.end(), is_unreadable) &&
           std::all_of(other, right.end(), is_unreadable);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto at_once = Connection(bytes, size).serve();
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}})
        require(are_alike(Connection(bytes, piece).serve(), at_once));
    return 0;
}
