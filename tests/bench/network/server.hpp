// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_BENCH_NETWORK_SERVER_HPP
#define CRYPTO_CHECKPOINT_BENCH_NETWORK_SERVER_HPP

#include <cstddef>
#include <string>
#include <vector>

namespace bench {

/// As many as an endpoint accepts by default.
inline constexpr std::size_t max_connections = 256;

/// The name of a key of a ServerProcess, less than #max_connections.
[[nodiscard]] std::string checkpoint_of(std::size_t connection);

/// A fake cluster: SQL without checkpoints and #max_connections keys; Service 0 to 18 with ten checkpoints each.
inline constexpr std::size_t services = 19;
inline constexpr std::size_t checkpoints_of_service = 10;

/// Endpoints for that cluster, in a process of their own: their
/// memory and time are not counted as the client's.
class ServerProcess {
public:
    /// @param certificate  PEM files of a certificate and its key; both empty: plain HTTP
    explicit ServerProcess(std::size_t count, const std::string& certificate = {},
                           const std::string& key = {});
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;
    ~ServerProcess();

    /// As `http://127.0.0.1:40000/wsman`.
    [[nodiscard]] const std::vector<std::string>& urls() const noexcept { return urls_; }
    [[nodiscard]] double resident_kilobytes() const;

private:
    int process_ = -1;
    int stop_ = -1;
    std::vector<std::string> urls_;
};

}  // namespace bench

#endif
