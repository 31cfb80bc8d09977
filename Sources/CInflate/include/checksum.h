#pragma once
#include <stddef.h>
#include <stdint.h>
// ISA-L's checksum of bytes on the disk: it finds what a disk or a cut-off write does to them, at memory's speed.

/// The CRC-64 (ECMA-182, reflected) of bytes that end with these `count`; `before` is that of the ones before, or 0.
uint64_t rx_crc64(uint64_t before, const void *bytes, size_t count);
