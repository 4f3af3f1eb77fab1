// SPDX-License-Identifier: BSL-1.0
// The size of any program.

int main() {}
