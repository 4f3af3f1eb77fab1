// SPDX-License-Identifier: BSL-1.0
// What any program takes.

int main() {}
