#pragma once
// Bytes compared 64 at a time, with the instructions that there are.
#include "byte_scan.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define RX_INLINE static inline __attribute__((always_inline))

// A bit for each of 64 bytes. Who does not use one of them does not pay for it: all of this is inlined. `low`
// are those up to the space.
typedef struct {
  uint64_t delimiters, feeds, returns, quotes, low;
} marks;

// Whether any of 64 bytes is NUL, or above ASCII.
typedef struct {
  bool has_nul, has_high_byte;
} oddities;

// Ones from each quote that opens to the byte before the one that closes it.
RX_INLINE uint64_t inside(uint64_t quotes) {
  for (int shift = 1; shift < 64; shift *= 2) quotes ^= quotes << shift;
  return quotes;
}

RX_INLINE marks marks_bytewise(const unsigned char *base, unsigned char delimiter) {
  marks found = {0, 0, 0, 0, 0};
  for (int i = 0; i < 64; i++) {
    found.delimiters |= (uint64_t)(base[i] == delimiter) << i;
    found.feeds |= (uint64_t)(base[i] == '\n') << i;
    found.returns |= (uint64_t)(base[i] == '\r') << i;
    found.quotes |= (uint64_t)(base[i] == '"') << i;
    found.low |= (uint64_t)(base[i] <= ' ') << i;
  }
  return found;
}

RX_INLINE oddities oddities_bytewise(const unsigned char *base) {
  oddities found = {false, false};
  for (int i = 0; i < 64; i++) {
    found.has_nul |= base[i] == 0;
    found.has_high_byte |= base[i] > 127;
  }
  return found;
}

#if defined(__x86_64__)
RX_INLINE uint64_t bits_sse2(__m128i bytes) { return (uint32_t)_mm_movemask_epi8(bytes); }

RX_INLINE uint64_t equal_sse2(const __m128i bytes[4], char wanted) {
  uint64_t mask = 0;
  for (int part = 0; part < 4; part++)
    mask |= bits_sse2(_mm_cmpeq_epi8(bytes[part], _mm_set1_epi8(wanted))) << (16 * part);
  return mask;
}

RX_INLINE uint64_t low_sse2(const __m128i bytes[4]) {
  uint64_t mask = 0;
  const __m128i space = _mm_set1_epi8(' ');
  for (int part = 0; part < 4; part++)
    mask |= bits_sse2(_mm_cmpeq_epi8(_mm_max_epu8(bytes[part], space), space)) << (16 * part);
  return mask;
}

RX_INLINE marks marks_sse2(const unsigned char *base, unsigned char delimiter) {
  __m128i bytes[4];
  for (int part = 0; part < 4; part++) bytes[part] = _mm_loadu_si128((const __m128i *)(base + 16 * part));
  return (marks){equal_sse2(bytes, (char)delimiter), equal_sse2(bytes, '\n'), equal_sse2(bytes, '\r'),
                 equal_sse2(bytes, '"'), low_sse2(bytes)};
}

RX_INLINE oddities oddities_sse2(const unsigned char *base) {
  __m128i any = _mm_setzero_si128(), zero = _mm_setzero_si128();
  for (int part = 0; part < 4; part++) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(base + 16 * part));
    any = _mm_or_si128(any, bytes);
    zero = _mm_or_si128(zero, _mm_cmpeq_epi8(bytes, _mm_setzero_si128()));
  }
  return (oddities){_mm_movemask_epi8(zero) != 0, _mm_movemask_epi8(any) != 0};
}

#define RX_AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
RX_AVX2 RX_INLINE uint64_t equal_avx2(const __m256i bytes[2], char wanted) {
  uint64_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes[0], _mm256_set1_epi8(wanted)));
  uint64_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes[1], _mm256_set1_epi8(wanted)));
  return low | high << 32;
}

RX_AVX2 RX_INLINE uint64_t low_avx2(const __m256i bytes[2]) {
  const __m256i space = _mm256_set1_epi8(' ');
  uint64_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_max_epu8(bytes[0], space), space));
  uint64_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_max_epu8(bytes[1], space), space));
  return low | high << 32;
}

RX_AVX2 RX_INLINE marks marks_avx2(const unsigned char *base, unsigned char delimiter) {
  const __m256i bytes[2] = {_mm256_loadu_si256((const __m256i *)base),
                            _mm256_loadu_si256((const __m256i *)(base + 32))};
  return (marks){equal_avx2(bytes, (char)delimiter), equal_avx2(bytes, '\n'), equal_avx2(bytes, '\r'),
                 equal_avx2(bytes, '"'), low_avx2(bytes)};
}

RX_AVX2 RX_INLINE oddities oddities_avx2(const unsigned char *base) {
  const __m256i low = _mm256_loadu_si256((const __m256i *)base),
                high = _mm256_loadu_si256((const __m256i *)(base + 32)), zero = _mm256_setzero_si256();
  return (oddities){
      _mm256_movemask_epi8(_mm256_or_si256(_mm256_cmpeq_epi8(low, zero), _mm256_cmpeq_epi8(high, zero))) != 0,
      _mm256_movemask_epi8(_mm256_or_si256(low, high)) != 0};
}
#endif
