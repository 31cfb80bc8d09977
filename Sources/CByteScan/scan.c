#include "marks.h"

RX_INLINE bool is_separator(unsigned char byte, unsigned char delimiter) {
  return byte == delimiter || byte == '\n' || byte == '\r';
}

#define RX_SCAN scan_anywhere
#define RX_TARGET
#define RX_MARKS marks_bytewise
#define RX_ODDITIES oddities_bytewise
#include "scan_body.h"

#if defined(__x86_64__)
#define RX_SCAN scan_sse2
#define RX_TARGET
#define RX_MARKS marks_sse2
#define RX_ODDITIES oddities_sse2
#include "scan_body.h"

#define RX_SCAN scan_avx2
#define RX_TARGET RX_AVX2
#define RX_MARKS marks_avx2
#define RX_ODDITIES oddities_avx2
#include "scan_body.h"
#endif

rx_scan rx_scan_bytes(const void *bytes, size_t count, unsigned char delimiter, rx_place place,
                      rx_instructions instructions) {
#if defined(__x86_64__)
  if (instructions == RX_AVX2_INSTRUCTIONS) return scan_avx2(bytes, count, delimiter, place);
  if (instructions == RX_SSE2_INSTRUCTIONS) return scan_sse2(bytes, count, delimiter, place);
#endif
  return scan_anywhere(bytes, count, delimiter, place);
}
