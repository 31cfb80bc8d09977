#include "checksum.h"
#include <isa-l/crc64.h>

uint64_t rx_crc64(const void *bytes, size_t count) { return crc64_ecma_refl(0, bytes, count); }
