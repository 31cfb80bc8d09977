#include "marks.h"

// Records are taken one by one: the marks of the 64 bytes from where a record begins, then of the next 64 until its
// line ends. So nothing is carried from record to record, and the loops run as often for one record as for the next,
// which the processor guesses right.

// Within a field a tab is never the delimiter.
RX_INLINE bool is_space(unsigned char byte) { return byte == ' ' || byte == '\t'; }

#define RX_RECORDS records_anywhere
#define RX_TARGET
#define RX_MARKS marks_bytewise
#include "plain_records_body.h"

#if defined(__x86_64__)
#define RX_RECORDS records_sse2
#define RX_TARGET
#define RX_MARKS marks_sse2
#include "plain_records_body.h"

#define RX_RECORDS records_avx2
#define RX_TARGET RX_AVX2
#define RX_MARKS marks_avx2
#include "plain_records_body.h"
#endif

rx_instructions rx_best_instructions(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
             ? RX_AVX2_INSTRUCTIONS
             : RX_SSE2_INSTRUCTIONS;
#else
  return RX_ANY_INSTRUCTIONS;
#endif
}

size_t rx_plain_records(rx_plain_sink *sink, size_t start, size_t end) {
#if defined(__x86_64__)
  if (sink->instructions == RX_AVX2_INSTRUCTIONS) return records_avx2(sink, start, end);
  if (sink->instructions == RX_SSE2_INSTRUCTIONS) return records_sse2(sink, start, end);
#endif
  return records_anywhere(sink, start, end);
}
