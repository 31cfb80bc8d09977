#include "checksum.h"
#include <isa-l/crc64.h>

uint64_t rx_crc64(uint64_t before, const void *bytes, size_t count) {
  return crc64_ecma_refl(before, bytes, count);
}
