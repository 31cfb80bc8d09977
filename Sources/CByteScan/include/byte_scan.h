#pragma once
#include <stddef.h>
// Passes over bytes that a C compiler turns into vector instructions and Swift's does not (measured: 12 times
// slower with SIMD32<UInt8>).

/// How many of the `count` bytes are `byte`.
size_t rx_count_byte(const void *bytes, size_t count, unsigned char byte);
/// 1 where any byte is above ASCII, else 0.
int rx_holds_high_bytes(const void *bytes, size_t count);
