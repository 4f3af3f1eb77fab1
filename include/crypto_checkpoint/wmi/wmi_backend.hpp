// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WMI_WMI_BACKEND_HPP
#define CRYPTO_CHECKPOINT_WMI_WMI_BACKEND_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/detail/failure.hpp>
#include <crypto_checkpoint/cluster/detail/other_text_calls.hpp>
#include <crypto_checkpoint/cluster/detail/removal_plan.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/cluster/resource_name.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/secret.hpp>
#include <crypto_checkpoint/wmi/detail/com_ptr.hpp>
#include <crypto_checkpoint/wmi/detail/proxy_security.hpp>
#include <crypto_checkpoint/wmi/detail/wmi_connection.hpp>
#include <crypto_checkpoint/wmi/detail/wmi_error.hpp>
#include <crypto_checkpoint/wmi/detail/wmi_object.hpp>
#include <crypto_checkpoint/wmi/detail/wmi_object_path.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// Credentials of a user other than that of this process.
struct WmiCredentials {
    std::string user;  ///< UTF-8, `DOMAIN\user` or `user@domain`
    Secret password;   ///< UTF-8
};

/// Address and time limit of a WMI namespace.
/// @par Units and encoding  texts are UTF-8
/// @par Source  timeout is chosen; that of connecting is from memory
struct WmiOptions {
    /// A node of the cluster, or the cluster's name; empty for this machine.
    std::string host{};
    /// For another machine only: WMI rejects credentials for its own (WBEM_E_LOCAL_CREDENTIALS).
    std::optional<WmiCredentials> credentials{};
    /// For each call and for a whole listing, once connected. WMI limits connecting to two minutes.
    std::chrono::milliseconds timeout = std::chrono::seconds(60);
    /// The namespace of the class; another one to test a provider.
    std::string wmi_namespace = R"(root\MSCluster)";
};

/// A cluster over WMI and COM: calls the method AddCryptoCheckpoint of MSCluster_Resource in
/// `root\MSCluster`, on this or another machine.
///
/// | behaviour                                              | known from | source or reason             |
/// |--------------------------------------------------------|------------|------------------------------|
/// | methods, their parameter, the property CryptoCheckpoints | documented | MSCluster_Resource         |
/// | the path `MSCluster_Resource.Name="..."`, backslash before `"` and itself | from memory | Describing a WMI object path for the form; the escapes from memory |
/// | packet privacy and impersonation on each proxy         | documented | Setting the security on IWbemServices and other proxies; event 5605 (KB 2590230): this namespace requires encryption, and was seen to deny access without it (cesbit/aiowmi#38); pending calls and enumerations from memory |
/// | calls are semisynchronous, to allow a time limit       | from memory | Calling a method, IWbemCallResult::GetCallStatus |
/// | no response to a change within the limit: outcome_unknown | chosen | WMI continues it            |
/// | MSCluster_ExtendedStatus before HRESULT, if it is more specific | chosen | no document says which reports the cause; as WsmanBackend |
/// | an unknown failure of a change: outcome_unknown        | chosen     | it may follow the change     |
/// | WBEM_E_FAILED and WBEM_E_PROVIDER_FAILURE: cluster_refused | chosen | no document says which HRESULT an ordinary refusal has; as WsmanBackend |
/// | WBEM_E_INVALID_NAMESPACE: clustering_not_installed     | seen under Wine, the meaning is chosen | of `root\MSCluster` |
/// | the namespace lacks the class: clustering_not_installed | chosen    | it is not a cluster's       |
/// | a null CryptoCheckpoints is an empty list              | chosen     | WMI has no empty array by default |
/// | a ReturnValue, which the method is documented not to have, must be 0 | chosen | ExecMethod returns one if it exists |
/// | remove, not found: removes the other spellings in the listing, such as `1\K` for `1\\K` | chosen | no document says how names are compared |
/// | credentials for this machine are rejected              | documented | WBEM_E_LOCAL_CREDENTIALS     |
///
/// Tested under Wine: generic calls with Wine's StdRegProv, and the whole contract with this library's
/// WmiProvider. Not tried on Windows or a real cluster, nor with credentials or remote machines.
///
/// @par Errors  Error::resource is the resource of the call, Error::context the namespace.
///  * those of the cluster, with the native code: see errc_from_native()
///  * clustering_not_installed: the namespace, or the class in it, does not exist
///  * unsupported: there is no WMI on this machine
///  * cluster_unreachable, timed_out: the connection failed, or the time limit expired, while connecting
///    or reading
///  * outcome_unknown: a change that may have been made, as the table says
///  * malformed_message: a listing that cannot be read
///  * limit_exceeded: there are more than 100,000 resources; a checkpoint to remove has more than 16
///    other spellings in the listing, none of which is removed; a name has more than 4,096 bytes
///  * invalid_value: COM is not initialised on the thread, or the password is not valid
///  * invalid_value, embedded_nul, ill_formed_text: the name of a resource is not valid; nothing was
///    requested
/// @par Thread safety  that of a COM proxy: usable in the apartment that made it, which may be the
///              multithreaded one
/// @par Source  Microsoft Learn; row by row in the table
/// @par Needs   COM, initialised for the lifetime of this object: see ComInitialization
/// @par Example
/// @snippet reference/windows.cpp wmi
class WmiBackend : public detail::OtherTextCalls<WmiBackend> {
public:
    using Calls =
        detail::OtherTextCalls<WmiBackend>;  ///< calls with texts of other character types
    using Calls::add;
    using Calls::list;
    using Calls::remove;

    /// Connects, and checks that the class exists.
    /// @par Errors  as the class
    [[nodiscard]] static Result<WmiBackend> open(WmiOptions options = {}) {
        std::string scope = options.wmi_namespace;
        if (!options.host.empty()) {
            if (auto valid = check_resource_name(options.host); !valid)
                return std::unexpected(std::move(valid.error()));
            scope = R"(\\)" + options.host + R"(\)" + scope;
        }
        Result<detail::ProxySecurity> security;
        if (options.credentials)
            security =
                detail::ProxySecurity::of(options.credentials->user, options.credentials->password);
        auto connection =
            security ? detail::WmiConnection::open(scope, std::move(*security), options.timeout)
                     : std::unexpected(std::move(security.error()));
        if (!connection) {
            connection.error().context = scope;
            return std::unexpected(std::move(connection.error()));
        }
        return with_class(*std::move(connection), std::move(scope));
    }

    /// Uses services that the caller connected to and secured. Enumerations and pending calls, which are
    /// separate proxies, use packet privacy as the user of this process.
    /// @param services  of the namespace that contains the class
    /// @param timeout   as WmiOptions::timeout
    /// @par Errors      as open()
    [[nodiscard]] static Result<WmiBackend> over(
        IWbemServices& services, std::chrono::milliseconds timeout = WmiOptions().timeout) {
        return with_class(detail::WmiConnection(detail::referenced(&services), {}, timeout),
                          "the services that were given");
    }

    /// AddCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> add(std::string_view resource, CspSpecView spec) {
        return change(Step::adding, resource, to_checkpoint_name(spec));
    }

    /// RemoveCryptoCheckpoint: see CheckpointBackend.
    ///
    /// Also removes other spellings of the checkpoint in the listing.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> remove(std::string_view resource, CspSpecView spec) {
        detail::RemovalPlan plan(spec);
        while (const std::string* const name = plan.next_name())
            if (plan.on_removal_result(change(Step::removing, resource, *name)))
                plan.on_listing(list(resource));
        const Result<void> result = plan.result();
        if (!result) return std::unexpected(in_context(result.error(), resource));
        return result;
    }

    /// The property CryptoCheckpoints: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<CheckpointList> list(std::string_view resource) {
        if (auto valid = check_resource_name(resource); !valid)
            return std::unexpected(in_context(std::move(valid.error()), resource));
        const auto found = connection_.object(path_of(resource));
        auto listing = found ? checkpoints_of(*found) : std::unexpected(found.error());
        if (!listing) return std::unexpected(in_context(std::move(listing.error()), resource));
        return listing;
    }

    /// All resources of the cluster, in its order.
    /// @par Errors  as the class
    [[nodiscard]] Result<std::vector<ReportedResource>> resources() {
        const auto failed = [&](Error error) {
            error.context = scope_;
            return std::unexpected(std::move(error));
        };
        auto instances = connection_.instances(class_name, max_resources);
        if (!instances) return failed(std::move(instances.error()));
        std::vector<ReportedResource> found;
        for (const detail::WmiObject& instance : *instances) {
            auto checkpoints = checkpoints_of(instance);
            if (!checkpoints) return failed(std::move(checkpoints.error()));
            ReportedResource& one = found.emplace_back();
            one.name = instance.value_or_empty<std::string>("Name");
            if (one.name.empty())
                return failed(Error(Errc::malformed_message, "a resource has no Name"));
            one.owner_node = instance.value_or_empty<std::string>("OwnerNode");
            one.owner_group = instance.value_or_empty<std::string>("OwnerGroup");
            const auto state = instance.value("State");
            if (const auto* const number = state ? std::get_if<std::int32_t>(&*state) : nullptr)
                one.state = ResourceState{*number};
            one.crypto_checkpoints = *std::move(checkpoints);
        }
        return found;
    }

private:
    using Step = detail::Step;

    static constexpr std::string_view class_name = "MSCluster_Resource";
    static constexpr std::size_t max_resources = 100'000;

    WmiBackend(detail::WmiConnection connection, detail::WmiObject declaration, std::string scope)
        : connection_(std::move(connection)),
          declaration_(std::move(declaration)),
          scope_(std::move(scope)) {}

    static Result<WmiBackend> with_class(detail::WmiConnection connection, std::string scope) {
        auto declaration = connection.object(class_name);
        if (declaration)
            return WmiBackend(std::move(connection), *std::move(declaration), std::move(scope));
        Error error = std::move(declaration.error());
        if (condition(error) == Condition::not_found ||
            error.code == Errc::clustering_not_installed) {
            error.code = Errc::clustering_not_installed;
            error.detail = "there is no class " + std::string(class_name);
        }
        error.context = std::move(scope);
        return std::unexpected(std::move(error));
    }

    static std::string path_of(std::string_view resource) {
        return detail::wmi_object_path(class_name, "Name", resource);
    }

    Result<void> change(Step step, std::string_view resource, std::string name) {
        const std::string_view method =
            step == Step::adding ? "AddCryptoCheckpoint" : "RemoveCryptoCheckpoint";
        if (auto valid = check_resource_name(resource); !valid)
            return std::unexpected(in_context(std::move(valid.error()), resource));
        const auto output = connection_.invoke(path_of(resource), declaration_, method,
                                               {{"CheckpointName", std::move(name)}}, step);
        auto result = output ? result_in(*output, method, step) : std::unexpected(output.error());
        if (!result) return std::unexpected(in_context(std::move(result.error()), resource));
        return result;
    }

    static Result<void> result_in(const detail::WmiObject& output, std::string_view method,
                                  Step step) {
        const auto value = output ? output.value("ReturnValue") : std::nullopt;
        if (!value || std::holds_alternative<std::monostate>(*value)) return {};
        const auto* const number = std::get_if<std::int32_t>(&*value);
        if (number == nullptr)
            return std::unexpected(
                Error(Errc::outcome_unknown,
                      std::string(method) + " returned something other than a number"));
        return detail::result_of_return_value(static_cast<std::uint32_t>(*number), method, step);
    }

    static Result<CheckpointList> checkpoints_of(const detail::WmiObject& instance) {
        const auto value = instance.value("CryptoCheckpoints");
        const bool is_null = value && std::holds_alternative<std::monostate>(*value);
        const auto* const texts = value ? std::get_if<std::vector<std::string>>(&*value) : nullptr;
        if (texts == nullptr && !is_null)
            return std::unexpected(
                Error(Errc::malformed_message, "CryptoCheckpoints is not a list of texts"));
        CheckpointList listing;
        if (texts != nullptr)
            for (const std::string& text : *texts) listing.push_back(reported_checkpoint(text));
        return listing;
    }

    [[nodiscard]] Error in_context(Error error, std::string_view resource) const {
        error.context = scope_;
        error.resource = resource;
        return error;
    }

    detail::WmiConnection connection_;
    detail::WmiObject declaration_;
    std::string scope_;
};

static_assert(EnumeratingBackend<WmiBackend>);

/// @cond
namespace detail {

/// Without the password.
inline void append_text(Text& text, const WmiCredentials& credentials) {
    text << "user " << credentials.user;
}

inline void append_text(Text& text, const WmiOptions& options) {
    text << options.wmi_namespace << " on "
         << (options.host.empty() ? "this machine" : options.host);
    if (options.credentials) text << ", " << *options.credentials;
    text << ", " << options.timeout.count() << " ms";
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
