#include "marks.h"

RX_INLINE bool is_separator(unsigned char byte, unsigned char delimiter) {
  return byte == delimiter || byte == '\n' || byte == '\r';
}

// What is known of the quotes before a window.
typedef struct {
  // All ones where the window begins within quotes; 1 where the byte before it is a quote that closes.
  uint64_t open, closed;
  bool is_regular;
} quote_state;

// Ones for a window's bytes within quotes; goes on behind the last of those in `own`. `is_between` says whether
// a field could begin with the window.
RX_INLINE uint64_t scan_quotes(quote_state *state, const marks *found, uint64_t ends, bool is_between,
                               uint64_t own) {
  const uint64_t within = inside(found->quotes) ^ state->open;
  const uint64_t opening = found->quotes & within, closing = found->quotes & ~within;
  const uint64_t behind_closing = closing << 1 | state->closed;
  const uint64_t separators = (found->delimiters | ends) & ~within;
  const uint64_t last = own ^ own >> 1;
  // A quote opens behind a separator, or is the second of two; behind one that closes comes either.
  if ((opening & ~(separators << 1 | is_between | behind_closing)) != 0) state->is_regular = false;
  if ((behind_closing & own & ~(separators | opening)) != 0) state->is_regular = false;
  state->closed = (closing & last) != 0;
  state->open = (within & last) != 0 ? ~0ULL : 0;
  return within;
}

#define RX_SCAN scan_anywhere
#define RX_TARGET
#define RX_MARKS marks_bytewise
#define RX_ODDITIES oddities
#define RX_NOTE note_bytewise
#define RX_NOTED noted_bytewise
#include "scan_body.h"

#if defined(__x86_64__)
#define RX_SCAN scan_sse2
#define RX_TARGET
#define RX_MARKS marks_sse2
#define RX_ODDITIES oddities_sse2
#define RX_NOTE note_sse2
#define RX_NOTED noted_sse2
#include "scan_body.h"

#define RX_SCAN scan_avx2
#define RX_TARGET RX_AVX2
#define RX_MARKS marks_avx2
#define RX_ODDITIES oddities_avx2
#define RX_NOTE note_avx2
#define RX_NOTED noted_avx2
#include "scan_body.h"

#define RX_SCAN scan_avx512
#define RX_TARGET RX_AVX512
#define RX_MARKS marks_avx512
#define RX_ODDITIES oddities_avx512
#define RX_NOTE note_avx512
#define RX_NOTED noted_avx512
#include "scan_body.h"
#endif

rx_scan rx_scan_bytes(const void *bytes, size_t count, unsigned char delimiter, bool has_quotes, rx_place place,
                      rx_instructions instructions) {
#if defined(__x86_64__)
  if (instructions == RX_AVX512_INSTRUCTIONS) return scan_avx512(bytes, count, delimiter, has_quotes, place);
  if (instructions == RX_AVX2_INSTRUCTIONS) return scan_avx2(bytes, count, delimiter, has_quotes, place);
  if (instructions == RX_SSE2_INSTRUCTIONS) return scan_sse2(bytes, count, delimiter, has_quotes, place);
#endif
  return scan_anywhere(bytes, count, delimiter, has_quotes, place);
}
