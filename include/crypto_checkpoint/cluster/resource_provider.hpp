// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_RESOURCE_PROVIDER_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_RESOURCE_PROVIDER_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/cluster/detail/control_buffer.hpp>
#include <crypto_checkpoint/cluster/detail/failure.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/error/native_error.hpp>
#include <crypto_checkpoint/name/suggestion.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// The error of a call: the HRESULT and the properties of MSCluster_ExtendedStatus.
/// @par Units and encoding  texts are UTF-8
/// @par Source  Microsoft Learn, MSCluster_ExtendedStatus
struct ProviderFailure {
    /// MSCluster_ExtendedStatus.ErrorType: the code space of StatusCode.
    enum class Type : std::uint32_t {
        other = 0,            ///< another code space
        win32 = 1,            ///< a Win32 code
        com = 2,              ///< an HRESULT
        virtual_machine = 3,  ///< not used here
    };

    Errc code{};
    std::uint32_t hresult = 0;        ///< the return value of the call
    std::uint32_t status_code = 0;    ///< StatusCode, the native code
    Type error_type = Type::other;    ///< ErrorType
    std::string description;          ///< Description, for people
    std::string operation;            ///< Operation: `ExecMethod`
    std::string parameter_info;       ///< ParameterInfo: the object of the operation
    std::optional<TextSpan> where{};  ///< in the checkpoint name, for a syntax error
    std::string suggestion{};         ///< suggest_correction() of that name; may be empty
    friend bool operator==(const ProviderFailure&, const ProviderFailure&) = default;
};

/// The result of a function of ResourceProvider.
template <class T>
using ProviderResult = std::expected<T, ProviderFailure>;

/// An input or output parameter of a method, with its value.
/// @par Units and encoding  texts are UTF-8
struct ProviderArgument {
    /// A text in UTF-8, a number, or bytes: see ParameterType.
    using Value = std::variant<std::string, std::int32_t, std::vector<std::uint8_t>>;
    std::string name;
    Value value;
    friend bool operator==(const ProviderArgument&, const ProviderArgument&) = default;
};

/// The type of a parameter, as an index into ProviderArgument::Value.
/// @par Source  chosen: the methods of provider_methods use no other type
enum class ParameterType : std::size_t {
    text = 0,    ///< CIM string
    number = 1,  ///< CIM sint32
    bytes = 2,   ///< CIM uint8 array
};

/// An input parameter of a method.
/// @par Units and encoding  ASCII
struct ParameterDescription {
    std::string_view name;
    ParameterType type;
    bool is_required;
    friend constexpr bool operator==(const ParameterDescription&,
                                     const ParameterDescription&) = default;
};

/// A method with its input parameters.
/// @par Units and encoding  ASCII
struct MethodDescription {
    std::string_view name;
    std::span<const ParameterDescription> parameters;
    friend constexpr bool operator==(const MethodDescription& left,
                                     const MethodDescription& right) noexcept {
        return left.name == right.name && std::ranges::equal(left.parameters, right.parameters);
    }
};

/// @cond
namespace detail {

inline constexpr auto checkpoint_parameters =
    std::to_array<ParameterDescription>({{"CheckpointName", ParameterType::text, true}});
inline constexpr auto control_parameters = std::to_array<ParameterDescription>(
    {{"ControlCode", ParameterType::number, true}, {"InputBuffer", ParameterType::bytes, false}});

}  // namespace detail
/// @endcond

/// The methods of MSCluster_Resource that ResourceProvider implements.
/// @par Source  Microsoft Learn, MSCluster_Resource; of ExecuteResourceControl: github microsoft/wmi
inline constexpr auto provider_methods =
    std::to_array<MethodDescription>({{"AddCryptoCheckpoint", detail::checkpoint_parameters},
                                      {"RemoveCryptoCheckpoint", detail::checkpoint_parameters},
                                      {"ExecuteResourceControl", detail::control_parameters}});

/// The method of this name, or nullptr.
/// @param name  ASCII, case-sensitive
/// @par Example
/// @snippet own_provider.cpp methods
[[nodiscard]] constexpr const MethodDescription* find_provider_method(
    std::string_view name) noexcept {
    for (const MethodDescription& method : provider_methods)
        if (method.name == name) return &method;
    return nullptr;
}

/// Implements MSCluster_Resource over a backend, independent of the protocol: the counterpart of
/// ClusterResource, to embed in WMI providers and other servers.
///
/// | behaviour                                                  | documented or chosen | source or reason |
/// |------------------------------------------------------------|------------|----------------------|
/// | methods and their parameters, the property CryptoCheckpoints | documented | MSCluster_Resource |
/// | methods return nothing; failures are HRESULTs and MSCluster_ExtendedStatus | documented | the same; MSCluster_ExtendedStatus |
/// | which HRESULT: the native code, wrapped if it is a Win32 code | chosen  | no document says     |
/// | StatusCode is the native code, ErrorType Win32 if ClusterResourceControl returns it | chosen | no document says |
/// | a resource that does not exist: WBEM_E_NOT_FOUND           | chosen     | as WMI does for instances |
/// | a name that is not valid: E_INVALIDARG                     | chosen     | no document says     |
/// | ExecuteResourceControl implements the three codes for cryptographic checkpoints, others are ERROR_INVALID_FUNCTION | chosen | the scope of the model |
///
/// @par Units and encoding  texts are UTF-8; the buffers of ExecuteResourceControl are UTF-16, each text
///                  with its terminator
/// @tparam Backend  `Backend&` or `Backend`; instances are enumerated if it can: see EnumeratingBackend
/// @par Errors      as ProviderFailure; ProviderFailure::code keeps the code of the backend's errors
/// @par Thread safety  that of the backend
/// @par Source  row by row in the table
/// @par Example
/// @snippet own_provider.cpp invoke
template <BackendOrReference Backend>
class ResourceProvider {
public:
    /// Serves the cluster of @p backend.
    explicit ResourceProvider(Backend&& backend) : backend_(std::forward<Backend>(backend)) {}

    /// Executes a method of an instance.
    /// @param resource   the Name of the instance, UTF-8
    /// @param method     one of #provider_methods, ASCII, case-sensitive
    /// @param arguments  the input parameters, in any order
    /// @return  the output parameters, which may be empty
    /// @par Errors  as HRESULTs
    ///  * WBEM_E_INVALID_METHOD: the class has no such method
    ///  * WBEM_E_INVALID_METHOD_PARAMETERS: a missing, repeated or unknown argument, or another type
    ///  * WBEM_E_NOT_FOUND: there is no such resource
    ///  * errors of the backend: as the table
    [[nodiscard]] ProviderResult<std::vector<ProviderArgument>> invoke(
        const std::string& resource, std::string_view method,
        const std::vector<ProviderArgument>& arguments) {
        const MethodDescription* const description = find_provider_method(method);
        if (description == nullptr)
            return failure(0x8004102E, Errc::unsupported, "ExecMethod",
                           "MSCluster_Resource has no method " + std::string(method));
        return invoke(resource, *description, arguments);
    }

    /// The same for a method that find_provider_method() has found.
    /// @param resource   the Name of the instance, UTF-8
    /// @param method     one of #provider_methods
    /// @param arguments  the input parameters, in any order
    /// @return  as the other
    /// @par Errors  as the other, except WBEM_E_INVALID_METHOD
    [[nodiscard]] ProviderResult<std::vector<ProviderArgument>> invoke(
        const std::string& resource, const MethodDescription& method,
        const std::vector<ProviderArgument>& arguments) {
        if (auto problem = check(method, arguments); !problem.empty())
            return failure(0x8004102F, Errc::invalid_value, "ExecMethod", std::move(problem));
        if (method.name == "ExecuteResourceControl") return execute_control(resource, arguments);
        const auto& name = std::get<std::string>(arguments.front().value);
        return to_result(change(resource, method.name == "AddCryptoCheckpoint", name), resource,
                         name);
    }

    /// The instance whose Name is @p resource.
    /// @par Errors  WBEM_E_NOT_FOUND; errors of the backend
    [[nodiscard]] ProviderResult<ReportedResource> get(const std::string& resource) {
        auto all = detail::resources_of(backend_);
        if (all) {
            for (ReportedResource& one : *all)
                if (detail::equals_ignoring_ascii_case(one.name, resource)) return std::move(one);
            return failure(Error(Errc::resource_not_found), "GetObject", resource);
        }
        if (all.error() != Errc::unsupported) return failure(all.error(), "GetObject", resource);
        auto listing = ClusterResource(backend_, resource).crypto_checkpoints();
        if (!listing) return failure(listing.error(), "GetObject", resource);
        ReportedResource found;
        found.name = resource;
        found.crypto_checkpoints = std::move(*listing);
        return found;
    }

    /// All instances.
    /// @par Errors  WBEM_E_NOT_SUPPORTED if the backend cannot enumerate; errors of the backend
    [[nodiscard]] ProviderResult<std::vector<ReportedResource>> enumerate() {
        auto all = detail::resources_of(backend_);
        if (!all) return failure(all.error(), "CreateInstanceEnum", "MSCluster_Resource");
        return *std::move(all);
    }

private:
    using Outputs = std::vector<ProviderArgument>;
    /// @return  why the arguments are rejected; empty if they are valid
    static std::string check(const MethodDescription& method,
                             const std::vector<ProviderArgument>& arguments) {
        const auto count_of = [&](const ParameterDescription& parameter) {
            return std::ranges::count(arguments, parameter.name, &ProviderArgument::name);
        };
        for (const ProviderArgument& argument : arguments) {
            const auto parameter =
                std::ranges::find(method.parameters, argument.name, &ParameterDescription::name);
            if (parameter == method.parameters.end()) {
                auto problem = std::string(method.name) + " has no parameter " + argument.name;
                for (const ParameterDescription& one : method.parameters)
                    if (count_of(one) == 0)
                        problem += "; did you mean " + std::string(one.name) + "?";
                return problem;
            }
            if (argument.value.index() != static_cast<std::size_t>(parameter->type))
                return "the parameter " + argument.name + " has another type";
        }
        for (const ParameterDescription& parameter : method.parameters) {
            if (count_of(parameter) > 1)
                return "the parameter " + std::string(parameter.name) + " is given twice";
            if (parameter.is_required && count_of(parameter) == 0)
                return "the parameter " + std::string(parameter.name) + " is missing";
        }
        return {};
    }

    Result<void> change(const std::string& resource, bool adds, std::string_view name) {
        ClusterResource target(backend_, resource);
        return adds ? target.add_crypto_checkpoint(name) : target.remove_crypto_checkpoint(name);
    }

    ProviderResult<Outputs> execute_control(const std::string& resource,
                                            const std::vector<ProviderArgument>& arguments) {
        std::uint32_t code = 0;
        std::span<const std::uint8_t> input;
        for (const ProviderArgument& argument : arguments) {
            if (const auto* const number = std::get_if<std::int32_t>(&argument.value))
                code = static_cast<std::uint32_t>(*number);
            else
                input = std::get<std::vector<std::uint8_t>>(argument.value);
        }
        using enum detail::ResourceControl;
        switch (static_cast<detail::ResourceControl>(code)) {
            case add_crypto_checkpoint:
            case delete_crypto_checkpoint: {
                const auto name = detail::read_control_text(input);
                if (!name) return failure(name.error(), "ExecMethod", "InputBuffer");
                const bool adds = code == static_cast<std::uint32_t>(add_crypto_checkpoint);
                return to_result(change(resource, adds, *name), resource, *name);
            }
            case get_crypto_checkpoints: {
                const auto listing = ClusterResource(backend_, resource).crypto_checkpoints();
                if (!listing) return failure(listing.error(), "ExecMethod", resource);
                std::vector<std::string> texts;
                for (const ReportedCheckpoint& checkpoint : *listing)
                    texts.push_back(checkpoint.text);
                std::vector<std::uint8_t> output = detail::control_texts(texts);
                const auto size = static_cast<std::int32_t>(output.size());
                return Outputs{{"OutputBuffer", std::move(output)}, {"OutputBufferSize", size}};
            }
        }
        return failure(error_with_native(Errc::unsupported, "the control code is not implemented"),
                       "ExecMethod", "ControlCode");
    }

    static ProviderResult<Outputs> to_result(const Result<void>& outcome,
                                             const std::string& resource, const std::string& name) {
        if (outcome) return {};
        auto failed = failure(outcome.error(), "ExecMethod", resource + ": " + name);
        if (outcome.error().where)
            failed.error().suggestion = suggest_correction(std::string_view(name)).value_or("");
        return failed;
    }

    static std::unexpected<ProviderFailure> failure(std::uint32_t hresult, Errc code,
                                                    std::string operation,
                                                    std::string description) {
        return std::unexpected(ProviderFailure{.code = code,
                                               .hresult = hresult,
                                               .status_code = hresult,
                                               .error_type = ProviderFailure::Type::com,
                                               .description = std::move(description),
                                               .operation = std::move(operation),
                                               .parameter_info = {}});
    }

    static std::unexpected<ProviderFailure> failure(const Error& error, std::string operation,
                                                    std::string parameter_info) {
        constexpr std::uint32_t wbem_e_failed = 0x80041001;
        constexpr std::uint32_t wbem_e_not_found = 0x80041002;
        NativeCode native{NativeDomain::hresult, hresult_for(error.code).value_or(wbem_e_failed)};
        if (error.code == Errc::resource_not_found)
            native.value = wbem_e_not_found;
        else if (error.native && (error.native->domain == NativeDomain::win32 ||
                                  error.native->domain == NativeDomain::hresult))
            native = *error.native;
        native = detail::unwrapped(native);
        const bool is_win32 = native.domain == NativeDomain::win32 ||
                              detail::is_of_facility(native.value, detail::cryptography_facility);
        ProviderFailure failed{
            .code = error.code,
            .hresult = native.domain == NativeDomain::win32 ? detail::win32_facility | native.value
                                                            : native.value,
            .status_code = native.value,
            .error_type = is_win32 ? ProviderFailure::Type::win32 : ProviderFailure::Type::com,
            .description = std::string(meaning(error.code)),
            .operation = std::move(operation),
            .parameter_info = std::move(parameter_info),
            .where = error.where};
        if (!error.detail.empty()) failed.description += ": " + error.detail;
        return std::unexpected(std::move(failed));
    }

    Backend backend_;
};

template <class Backend>
ResourceProvider(Backend&&) -> ResourceProvider<Backend>;

/// @cond
namespace detail {

inline void append_text(Text& text, ProviderFailure::Type type) {
    using enum ProviderFailure::Type;
    text << (type == win32             ? "win32"
             : type == com             ? "com"
             : type == virtual_machine ? "virtual_machine"
                                       : "other");
}

template <std::same_as<ProviderFailure> T>
void append_text(Text& text, const T& failure) {
    if (!failure.parameter_info.empty()) text << failure.parameter_info << ": ";
    text << (failure.description.empty() ? meaning(failure.code) : failure.description) << " ["
         << NativeCode{NativeDomain::hresult, failure.hresult} << "]";
}

inline void append_text(Text& text, ParameterType type) {
    text << (type == ParameterType::text     ? "text"
             : type == ParameterType::number ? "number"
                                             : "bytes");
}

inline void append_text(Text& text, const ProviderArgument& argument) {
    text << argument.name << " = ";
    if (const auto* const written = std::get_if<std::string>(&argument.value)) text << *written;
    if (const auto* const number = std::get_if<std::int32_t>(&argument.value)) text << *number;
    if (const auto* const bytes = std::get_if<std::vector<std::uint8_t>>(&argument.value))
        text.count(bytes->size(), "byte");
}

inline void append_text(Text& text, const ParameterDescription& parameter) {
    text << parameter.name << ": " << parameter.type << (parameter.is_required ? "" : ", optional");
}

/// `AddCryptoCheckpoint[CheckpointName: text]`
inline void append_text(Text& text, const MethodDescription& method) {
    text << method.name;
    text.list(method.parameters);
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
