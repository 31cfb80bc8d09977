#include "byte_scan.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Records are taken one by one: the marks of the 64 bytes from where a record begins, then of the next 64 until its
// line ends. So nothing is carried from record to record, and the loops run as often for one record as for the next,
// which the processor guesses right.

// What 64 bytes hold, a bit a byte.
typedef struct {
  uint64_t delimiters, ends, quotes;
} marks;

// Ones from each quote that opens to the byte before the one that closes it.
static inline uint64_t inside(uint64_t quotes) {
  for (int shift = 1; shift < 64; shift *= 2) quotes ^= quotes << shift;
  return quotes;
}

// Within a field a tab is never the delimiter.
static inline bool is_space(unsigned char byte) { return byte == ' ' || byte == '\t'; }

// The marks of base[0..<64], byte by byte: what the vector instructions give.
static inline __attribute__((always_inline)) marks marks_bytewise(const unsigned char *base, unsigned char delimiter) {
  marks found = {0, 0, 0};
  for (int i = 0; i < 64; i++) {
    found.delimiters |= (uint64_t)(base[i] == delimiter) << i;
    found.ends |= (uint64_t)(base[i] == '\n' || base[i] == '\r') << i;
    found.quotes |= (uint64_t)(base[i] == '"') << i;
  }
  return found;
}

#define RX_RECORDS records_anywhere
#define RX_TARGET
#define RX_MARKS marks_bytewise
#include "plain_records_body.h"

#if defined(__x86_64__)
static inline __attribute__((always_inline)) marks marks_sse2(const unsigned char *base, unsigned char delimiter) {
  const __m128i delimiters = _mm_set1_epi8((char)delimiter), lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r'),
                quote = _mm_set1_epi8('"');
  marks found = {0, 0, 0};
  for (int part = 0; part < 4; part++) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(base + 16 * part));
    __m128i line = _mm_or_si128(_mm_cmpeq_epi8(bytes, lf), _mm_cmpeq_epi8(bytes, cr));
    found.delimiters |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, delimiters)) << (16 * part);
    found.ends |= (uint64_t)(uint32_t)_mm_movemask_epi8(line) << (16 * part);
    found.quotes |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, quote)) << (16 * part);
  }
  return found;
}

#define RX_RECORDS records_sse2
#define RX_TARGET
#define RX_MARKS marks_sse2
#include "plain_records_body.h"

#define RX_AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
static inline RX_AVX2 __attribute__((always_inline)) marks marks_avx2(const unsigned char *base,
                                                                      unsigned char delimiter) {
  const __m256i delimiters = _mm256_set1_epi8((char)delimiter), lf = _mm256_set1_epi8('\n'),
                cr = _mm256_set1_epi8('\r'), quote = _mm256_set1_epi8('"');
  marks found = {0, 0, 0};
  for (int part = 0; part < 2; part++) {
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(base + 32 * part));
    __m256i line = _mm256_or_si256(_mm256_cmpeq_epi8(bytes, lf), _mm256_cmpeq_epi8(bytes, cr));
    found.delimiters |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, delimiters)) << (32 * part);
    found.ends |= (uint64_t)(uint32_t)_mm256_movemask_epi8(line) << (32 * part);
    found.quotes |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, quote)) << (32 * part);
  }
  return found;
}

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
