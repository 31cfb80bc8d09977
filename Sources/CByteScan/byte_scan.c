#include "byte_scan.h"

size_t rx_count_byte(const void *bytes, size_t count, unsigned char byte) {
  const unsigned char *p = bytes;
  size_t total = 0;
  // An eight-bit lane counts to 255, so the lanes are summed after that many steps.
  while (count > 0) {
    size_t stretch = count < 255 * 32 ? count : 255 * 32;
    unsigned char lanes[32] = {0};
    size_t i = 0;
    for (; i + 32 <= stretch; i += 32)
      for (int lane = 0; lane < 32; lane++) lanes[lane] += p[i + lane] == byte;
    for (int lane = 0; lane < 32; lane++) total += lanes[lane];
    for (; i < stretch; i++) total += p[i] == byte;
    p += stretch;
    count -= stretch;
  }
  return total;
}

int rx_holds_high_bytes(const void *bytes, size_t count) {
  const unsigned char *p = bytes;
  unsigned char seen = 0;
  for (size_t i = 0; i < count; i++) seen |= p[i];
  return seen >> 7;
}
