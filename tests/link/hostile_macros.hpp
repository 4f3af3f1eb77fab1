// SPDX-License-Identifier: BSL-1.0

/// @file
/// Macros that headers of others define. Without a guard: it is included before each header of the
/// library, because the previous one may have undefined some.

// NOLINTBEGIN(readability-identifier-naming, modernize-macro-to-enum, bugprone-macro-parentheses): copied from others

// windows.h, which on Windows defines most of these itself
#undef min
#undef max
#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))
#define small char
#define interface struct
#define near
#define far
#define cdecl
#define ERROR 0
#define IN
#define OUT
#ifndef _WIN32
#    define pascal
#    define OPTIONAL
#    define TRUE 1
#    define FALSE 0
#    define DELETE 0x00010000L
#    define NO_ERROR 0L
#    define OPAQUE 2
#    define ABSOLUTE 1
#    define RELATIVE 2
#    define STRICT 1
#    define VOID void
#    define GetObject GetObjectW
#    define GetMessage GetMessageW
#    define SendMessage SendMessageW
#    define CreateFile CreateFileW
#    define DeleteFile DeleteFileW
#endif

// X.h and Xlib.h
#define None 0L
#define Always 2
#define Bool int
#define Status int
#define Success 0

// qobjectdefs.h
#define emit
#define slots
#define signals public
#define foreach(variable, container) for (variable : container)

// sys/sysmacros.h
#undef major
#undef minor
#define major(dev) gnu_dev_major(dev)
#define minor(dev) gnu_dev_minor(dev)

// complex.h
#define I 1
#define complex _Complex

// NOLINTEND(readability-identifier-naming, modernize-macro-to-enum, bugprone-macro-parentheses)
