// SPDX-License-Identifier: BSL-1.0
// The core as a module: `import crypto_checkpoint;`. It exports what the headers below declare;
// headers of other components are included beside it. Boost and the standard library stay in the global module
// fragment. tests/package/check_module.py compares the names with the headers.
module;

// clang-format off: this one is first. It specializes templates of the standard library that clang instantiates
// where the others compare results.
#include <crypto_checkpoint/error/error_code.hpp>
// clang-format on
#include <crypto_checkpoint/crypto_checkpoint.hpp>
#include <crypto_checkpoint/text/explain.hpp>

export module crypto_checkpoint;

export namespace crypto_checkpoint {
inline namespace v0 {

// Names: name/, code_unit.hpp
using v0::Advice;
using v0::AdviceCode;
using v0::AdviceList;
using v0::advise;
using v0::append_checkpoint_name;
using v0::BasicCspSpec;
using v0::BasicCspSpecView;
using v0::check_checkpoint_name;
using v0::CodeUnit;
using v0::CspSpec;
using v0::CspSpecView;
using v0::Dialect;
using v0::find_known_provider;
using v0::find_known_provider_type;
using v0::is_known_key_storage_provider;
using v0::known_key_storage_providers;
using v0::known_provider_aliases;
using v0::known_provider_types;
using v0::known_providers;
using v0::KnownProvider;
using v0::KnownProviderType;
using v0::make_csp_spec;
using v0::parse_checkpoint_name;
using v0::ParseResult;
using v0::ProviderType;
using v0::split_name_list;
using v0::suggest_correction;
using v0::to_checkpoint_name;
using v0::to_utf8;
using v0::to_wide;
using v0::U16CspSpec;
using v0::U16CspSpecView;
using v0::U8CspSpec;
using v0::U8CspSpecView;
using v0::Unchecked;
using v0::unchecked;
using v0::WCspSpec;
using v0::WCspSpecView;

// Errors: error/
using v0::Condition;
using v0::condition;
using v0::condition_category;
using v0::Errc;
using v0::errc_category;
using v0::errc_from_name;
using v0::errc_from_native;
using v0::errc_of;
using v0::Error;
using v0::error_with_native;
using v0::hresult_for;
using v0::make_error_code;
using v0::make_error_condition;
using v0::meaning;
using v0::native_name;
using v0::NativeCode;
using v0::NativeDomain;
using v0::Result;
using v0::SyntaxError;
using v0::TextSpan;

// Texts: text/to_text.hpp, text/explain.hpp
using v0::explain;
using v0::HasText;
using v0::printable;
using v0::to_string;
using v0::to_text;

// Clusters: cluster/
using v0::AnyBackend;
using v0::Applied;
using v0::apply;
using v0::are_similar;
using v0::Auditing;
using v0::AuditRecord;
using v0::BackendOrReference;
using v0::Call;
using v0::check_resource_name;
using v0::CheckpointBackend;
using v0::CheckpointList;
using v0::ClusterResource;
using v0::contains;
using v0::count;
using v0::desired_state_of;
using v0::DesiredResource;
using v0::DesiredState;
using v0::Ensured;
using v0::EnumeratingBackend;
using v0::has_wildcard;
using v0::is_retryable;
using v0::matches_pattern;
using v0::max_resource_name_bytes;
using v0::OnFailure;
using v0::Operation;
using v0::other_spellings;
using v0::Plan;
using v0::plan;
using v0::PlanCount;
using v0::PlannedAction;
using v0::PlannedCheckpoint;
using v0::Presence;
using v0::presence_in;
using v0::refine_for;
using v0::reported_checkpoint;
using v0::ReportedCheckpoint;
using v0::ReportedResource;
using v0::ResourcePlan;
using v0::ResourceState;
using v0::Retrying;
using v0::RetryPolicy;

// The fake cluster: fake/
using v0::crypto_checkpoint_restore_failed_event;
using v0::ExecutionResult;
using v0::fake_cluster_settings;
using v0::FakeCheckpoint;
using v0::FakeCluster;
using v0::FakeClusterCommand;
using v0::FakeClusterConnection;
using v0::FakeClusterControls;
using v0::FakeClusterSetting;
using v0::FakeClusterSettings;
using v0::FakeClusterState;
using v0::FakeContainerName;
using v0::FakeEvent;
using v0::FakeEventKind;
using v0::FakeGroup;
using v0::FakeKey;
using v0::FakeNode;
using v0::FakeResource;
using v0::find_fake_cluster_setting;
using v0::LessContainerName;
using v0::max_fake_events;
using v0::max_fake_name_bytes;
using v0::max_recorded_calls;
using v0::NameMap;
using v0::NewKey;
using v0::RecordedCall;

// version.hpp
using v0::library_version;
using v0::Version;

inline namespace literals {
using v0::literals::operator""_csp;
}  // namespace literals

namespace grammar {
using v0::grammar::CheckpointName;
using v0::grammar::Either;
using v0::grammar::EndWord;
using v0::grammar::KeyContainerWord;
using v0::grammar::Match;
using v0::grammar::OmittedProviderNameWord;
using v0::grammar::ProviderNameWord;
using v0::grammar::ProviderTypeWord;
using v0::grammar::SeparatorWord;
using v0::grammar::Sequence;
}  // namespace grammar

namespace fake {
using v0::fake::AddCheckpoint;
using v0::fake::AddNode;
using v0::fake::AddResource;
using v0::fake::BringOnline;
using v0::fake::ChangeKey;
using v0::fake::ChangeSetting;
using v0::fake::Configure;
using v0::fake::CrashNode;
using v0::fake::CreateKey;
using v0::fake::DeleteKey;
using v0::fake::DeleteResource;
using v0::fake::InstallProvider;
using v0::fake::MoveResource;
using v0::fake::RemoveCheckpoint;
using v0::fake::RemoveProvider;
using v0::fake::SetDefaultProvider;
using v0::fake::StartNode;
using v0::fake::TakeOffline;
}  // namespace fake

}  // namespace v0
}  // namespace crypto_checkpoint
