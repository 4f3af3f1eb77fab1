// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_ANY_BACKEND_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_ANY_BACKEND_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/detail/other_text_calls.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <concepts>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// A backend chosen at run time.
/// @par Errors         those of the wrapped backend
/// @par Complexity     one allocation on construction, one virtual call for each call
/// @par Thread safety  that of the wrapped backend
/// @par Example
/// @snippet reference/cluster.cpp any
class AnyBackend : public detail::OtherTextCalls<AnyBackend> {
public:
    using Calls =
        detail::OtherTextCalls<AnyBackend>;  ///< calls with texts of other character types
    using Calls::add;
    using Calls::list;
    using Calls::remove;

    /// Owns @p backend if it is an rvalue, refers to an lvalue.
    template <class Backend>
        requires(BackendOrReference<Backend> &&
                 !std::same_as<std::remove_cvref_t<Backend>, AnyBackend>)
    // NOLINTNEXTLINE(google-explicit-constructor, bugprone-forwarding-reference-overload): see requires
    AnyBackend(Backend&& backend)
        : wrapped_(std::make_unique<Holder<Backend>>(std::forward<Backend>(backend))) {}

    /// AddCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> add(std::string_view resource, CspSpecView spec) {
        return wrapped_->add(resource, spec);
    }
    /// RemoveCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> remove(std::string_view resource, CspSpecView spec) {
        return wrapped_->remove(resource, spec);
    }
    /// The property CryptoCheckpoints: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<CheckpointList> list(std::string_view resource) {
        return wrapped_->list(resource);
    }
    /// All resources: see EnumeratingBackend.
    /// @par Errors  as the class; unsupported: the wrapped backend cannot enumerate
    [[nodiscard]] Result<std::vector<ReportedResource>> resources() {
        return wrapped_->resources();
    }

private:
    struct Interface {
        Interface() = default;
        Interface(const Interface&) = delete;
        Interface& operator=(const Interface&) = delete;
        virtual ~Interface() = default;
        virtual Result<void> add(std::string_view resource, CspSpecView spec) = 0;
        virtual Result<void> remove(std::string_view resource, CspSpecView spec) = 0;
        virtual Result<CheckpointList> list(std::string_view resource) = 0;
        virtual Result<std::vector<ReportedResource>> resources() = 0;
    };

    template <class Backend>
    struct Holder final : Interface {
        // No constraint of the constructor, which would depend on itself for Retrying<AnyBackend>.
        static_assert(std::is_reference_v<Backend> || std::move_constructible<Backend>,
                      "AnyBackend: this backend cannot be moved: keep it in a variable, pass that");
        explicit Holder(Backend&& wrapped) : backend(std::forward<Backend>(wrapped)) {}
        Result<void> add(std::string_view resource, CspSpecView spec) override {
            return backend.add(resource, spec);
        }
        Result<void> remove(std::string_view resource, CspSpecView spec) override {
            return backend.remove(resource, spec);
        }
        Result<CheckpointList> list(std::string_view resource) override {
            return backend.list(resource);
        }
        Result<std::vector<ReportedResource>> resources() override {
            return detail::resources_of(backend);
        }
        Backend backend;
    };

    std::unique_ptr<Interface> wrapped_;
};

static_assert(EnumeratingBackend<AnyBackend>);

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
