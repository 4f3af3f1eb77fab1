// SPDX-License-Identifier: BSL-1.0
// Empty: the tests share the precompiled header of this file's target.
