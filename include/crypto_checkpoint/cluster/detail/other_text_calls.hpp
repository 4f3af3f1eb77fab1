// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_DETAIL_OTHER_TEXT_CALLS_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_DETAIL_OTHER_TEXT_CALLS_HPP

#include <crypto_checkpoint/cluster/checkpoint_list.hpp>
#include <crypto_checkpoint/cluster/resource_name.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/text_encoding.hpp>

#include <expected>
#include <string>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// The base of a backend that adds calls with a resource's name or a spec of another character type than
/// `char`. Each is converted once; a name that check_resource_name() rejects is not passed on.
template <class Backend>
class OtherTextCalls {
public:
    template <AnyText Resource, class Spec>
        requires(OtherText<Resource> || is_other_spec<Spec>)
    [[nodiscard]] Result<void> add(const Resource& resource, const Spec& spec) {
        return with_resource<void>(
            resource, [&](const std::string& name) { return backend().add(name, in_utf8(spec)); });
    }
    template <AnyText Resource, class Spec>
        requires(OtherText<Resource> || is_other_spec<Spec>)
    [[nodiscard]] Result<void> remove(const Resource& resource, const Spec& spec) {
        return with_resource<void>(resource, [&](const std::string& name) {
            return backend().remove(name, in_utf8(spec));
        });
    }
    template <OtherText Resource>
    [[nodiscard]] Result<CheckpointList> list(const Resource& resource) {
        return with_resource<CheckpointList>(
            resource, [&](const std::string& name) { return backend().list(name); });
    }

private:
    OtherTextCalls() = default;
    friend Backend;

    Backend& backend() { return static_cast<Backend&>(*this); }

    template <class Spec>
    static auto in_utf8(const Spec& spec) {
        if constexpr (is_other_spec<Spec>)
            return spec_in_utf8(spec);
        else
            return CspSpecView(spec);
    }

    template <class T, class Resource, class Call>
    static Result<T> with_resource(const Resource& resource, Call call) {
        const std::string name = transcode<char>(view_of(resource));
        if (auto valid = check_resource_name(resource); !valid)
            return about_resource(name, Result<T>(std::unexpected(std::move(valid.error()))));
        return call(name);
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
