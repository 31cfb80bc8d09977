#pragma once
// Bytes compared 64 at a time, with the instructions that there are.
#include "byte_scan.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define RX_INLINE static inline __attribute__((always_inline))

// A bit for each of 64 bytes. Who does not use one of them does not pay for it: all of this is inlined. `low`
// are those up to the space, `odd` those up to the quote, which are nearly all of them that are more than text.
typedef struct {
  uint64_t delimiters, feeds, returns, quotes, low, odd;
} marks;

// Whether any byte was NUL, above ASCII, or perhaps a sign behind an E or e. Of 64 bytes that are noted the one before is
// read too. Plus and minus differ in two bits, which are set aside: ')' and '/' are then taken for signs as well.
typedef struct {
  bool has_nul, has_high_byte, has_exponent;
} oddities;

// Ones from each quote that opens to the byte before the one that closes it.
RX_INLINE uint64_t inside(uint64_t quotes) {
  for (int shift = 1; shift < 64; shift *= 2) quotes ^= quotes << shift;
  return quotes;
}

RX_INLINE marks marks_bytewise(const unsigned char *base, unsigned char delimiter) {
  marks found = {0, 0, 0, 0, 0, 0};
  for (int i = 0; i < 64; i++) {
    found.delimiters |= (uint64_t)(base[i] == delimiter) << i;
    found.feeds |= (uint64_t)(base[i] == '\n') << i;
    found.returns |= (uint64_t)(base[i] == '\r') << i;
    found.quotes |= (uint64_t)(base[i] == '"') << i;
    found.low |= (uint64_t)(base[i] <= ' ') << i;
    found.odd |= (uint64_t)(base[i] <= '"') << i;
  }
  return found;
}

RX_INLINE void note_bytewise(oddities *found, const unsigned char *base) {
  for (int i = 0; i < 64; i++) {
    found->has_nul |= base[i] == 0;
    found->has_high_byte |= base[i] > 127;
    found->has_exponent |= (base[i - 1] | 0x20) == 'e' && (base[i] & 0xF9) == ')';
  }
}

RX_INLINE oddities noted_bytewise(const oddities *found) { return *found; }

#if defined(__x86_64__)
RX_INLINE uint64_t bits_sse2(__m128i bytes) { return (uint32_t)_mm_movemask_epi8(bytes); }

RX_INLINE uint64_t equal_sse2(const __m128i bytes[4], char wanted) {
  uint64_t mask = 0;
  for (int part = 0; part < 4; part++)
    mask |= bits_sse2(_mm_cmpeq_epi8(bytes[part], _mm_set1_epi8(wanted))) << (16 * part);
  return mask;
}

RX_INLINE uint64_t up_to_sse2(const __m128i bytes[4], char last) {
  uint64_t mask = 0;
  const __m128i most = _mm_set1_epi8(last);
  for (int part = 0; part < 4; part++)
    mask |= bits_sse2(_mm_cmpeq_epi8(_mm_max_epu8(bytes[part], most), most)) << (16 * part);
  return mask;
}

RX_INLINE marks marks_sse2(const unsigned char *base, unsigned char delimiter) {
  __m128i bytes[4];
  for (int part = 0; part < 4; part++) bytes[part] = _mm_loadu_si128((const __m128i *)(base + 16 * part));
  return (marks){equal_sse2(bytes, (char)delimiter), equal_sse2(bytes, '\n'), equal_sse2(bytes, '\r'),
                 equal_sse2(bytes, '"'), up_to_sse2(bytes, ' '), up_to_sse2(bytes, '"')};
}

// By place among 16 bytes: ones where a byte was what is asked for; of `any` the highest bit counts.
typedef struct {
  __m128i nul, any, exponent;
} oddities_sse2;

RX_INLINE void note_sse2(oddities_sse2 *found, const unsigned char *base) {
  for (int part = 0; part < 4; part++) {
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(base + 16 * part));
    found->any = _mm_or_si128(found->any, bytes);
    found->nul = _mm_or_si128(found->nul, _mm_cmpeq_epi8(bytes, _mm_setzero_si128()));
    const __m128i before = _mm_loadu_si128((const __m128i *)(base + 16 * part - 1));
    const __m128i letters = _mm_cmpeq_epi8(_mm_or_si128(before, _mm_set1_epi8(0x20)), _mm_set1_epi8('e'));
    const __m128i signs = _mm_cmpeq_epi8(_mm_and_si128(bytes, _mm_set1_epi8((char)0xF9)), _mm_set1_epi8(')'));
    found->exponent = _mm_or_si128(found->exponent, _mm_and_si128(letters, signs));
  }
}

RX_INLINE oddities noted_sse2(const oddities_sse2 *found) {
  return (oddities){_mm_movemask_epi8(found->nul) != 0, _mm_movemask_epi8(found->any) != 0,
                    _mm_movemask_epi8(found->exponent) != 0};
}

#define RX_AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
RX_AVX2 RX_INLINE uint64_t equal_avx2(const __m256i bytes[2], char wanted) {
  uint64_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes[0], _mm256_set1_epi8(wanted)));
  uint64_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes[1], _mm256_set1_epi8(wanted)));
  return low | high << 32;
}

RX_AVX2 RX_INLINE uint64_t up_to_avx2(const __m256i bytes[2], char last) {
  const __m256i most = _mm256_set1_epi8(last);
  uint64_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_max_epu8(bytes[0], most), most));
  uint64_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_max_epu8(bytes[1], most), most));
  return low | high << 32;
}

RX_AVX2 RX_INLINE marks marks_avx2(const unsigned char *base, unsigned char delimiter) {
  const __m256i bytes[2] = {_mm256_loadu_si256((const __m256i *)base),
                            _mm256_loadu_si256((const __m256i *)(base + 32))};
  return (marks){equal_avx2(bytes, (char)delimiter), equal_avx2(bytes, '\n'), equal_avx2(bytes, '\r'),
                 equal_avx2(bytes, '"'), up_to_avx2(bytes, ' '), up_to_avx2(bytes, '"')};
}

typedef struct {
  __m256i nul, any, exponent;
} oddities_avx2;

RX_AVX2 RX_INLINE void note_avx2(oddities_avx2 *found, const unsigned char *base) {
  for (int part = 0; part < 2; part++) {
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)(base + 32 * part));
    found->any = _mm256_or_si256(found->any, bytes);
    found->nul = _mm256_or_si256(found->nul, _mm256_cmpeq_epi8(bytes, _mm256_setzero_si256()));
    const __m256i before = _mm256_loadu_si256((const __m256i *)(base + 32 * part - 1));
    const __m256i letters = _mm256_cmpeq_epi8(_mm256_or_si256(before, _mm256_set1_epi8(0x20)), _mm256_set1_epi8('e'));
    const __m256i signs =
        _mm256_cmpeq_epi8(_mm256_and_si256(bytes, _mm256_set1_epi8((char)0xF9)), _mm256_set1_epi8(')'));
    found->exponent = _mm256_or_si256(found->exponent, _mm256_and_si256(letters, signs));
  }
}

RX_AVX2 RX_INLINE oddities noted_avx2(const oddities_avx2 *found) {
  return (oddities){_mm256_movemask_epi8(found->nul) != 0, _mm256_movemask_epi8(found->any) != 0,
                    _mm256_movemask_epi8(found->exponent) != 0};
}

#define RX_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,avx2,bmi,bmi2,lzcnt,popcnt")))
RX_AVX512 RX_INLINE marks marks_avx512(const unsigned char *base, unsigned char delimiter) {
  const __m512i bytes = _mm512_loadu_si512(base);
  return (marks){_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8((char)delimiter)),
                 _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n')),
                 _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r')),
                 _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')),
                 _mm512_cmple_epu8_mask(bytes, _mm512_set1_epi8(' ')),
                 _mm512_cmple_epu8_mask(bytes, _mm512_set1_epi8('"'))};
}

typedef struct {
  uint64_t nul, any, exponent;
} oddities_avx512;

RX_AVX512 RX_INLINE void note_avx512(oddities_avx512 *found, const unsigned char *base) {
  const __m512i bytes = _mm512_loadu_si512(base);
  found->any |= _mm512_movepi8_mask(bytes);
  found->nul |= _mm512_testn_epi8_mask(bytes, bytes);
  const __m512i before = _mm512_or_si512(_mm512_loadu_si512(base - 1), _mm512_set1_epi8(0x20));
  const __m512i signs = _mm512_and_si512(bytes, _mm512_set1_epi8((char)0xF9));
  found->exponent |= _mm512_cmpeq_epi8_mask(before, _mm512_set1_epi8('e')) &
                     _mm512_cmpeq_epi8_mask(signs, _mm512_set1_epi8(')'));
}

RX_AVX512 RX_INLINE oddities noted_avx512(const oddities_avx512 *found) {
  return (oddities){found->nul != 0, found->any != 0, found->exponent != 0};
}
#endif
