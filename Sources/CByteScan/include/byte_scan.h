#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
// Passes over bytes that a C compiler turns into vector instructions and Swift's does not (measured: one such pass
// with SIMD32<UInt8> took 28% of a run's CPU time).

/// What a stretch of bytes holds.
typedef struct {
  /// How many LF and how many quotes.
  size_t line_feeds, quotes;
  /// Whether there is a CR, a NUL, a byte above ASCII.
  bool has_carriage_return, has_nul, has_high_byte;
} rx_survey;

/// Looks at `count` bytes once.
rx_survey rx_survey_bytes(const void *bytes, size_t count);

static inline uint64_t rx_hash_mix(uint64_t value) {
  unsigned __int128 product = (unsigned __int128)(value ^ 0xA0761D6478BD642FULL) * 0xE7037ED1A0B428DBULL;
  return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

/// The fixed hash; see fixedHash in FixedHash.swift.
static inline uint64_t rx_fixed_hash(const void *bytes, size_t count) {
  const unsigned char *p = (const unsigned char *)bytes;
  uint64_t hash = 0x9E3779B97F4A7C15ULL ^ count;
  size_t offset = 0;
  for (; offset + 8 <= count; offset += 8) {
    uint64_t word = 0;
    // Little-endian on every machine.
    for (int i = 0; i < 8; i++) word |= (uint64_t)p[offset + i] << (8 * i);
    hash = rx_hash_mix(hash ^ word);
  }
  if (offset < count) {
    uint64_t tail = 0;
    for (int shift = 0; offset < count; offset++, shift += 8) tail |= (uint64_t)p[offset] << shift;
    hash = rx_hash_mix(hash ^ tail);
  }
  return rx_hash_mix(hash);
}

/// The same where at least 8 readable bytes follow: the tail is read as one word.
static inline uint64_t rx_fixed_hash_padded(const void *bytes, size_t count) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  const unsigned char *p = (const unsigned char *)bytes;
  uint64_t hash = 0x9E3779B97F4A7C15ULL ^ count, word;
  for (; count >= 8; count -= 8, p += 8) {
    memcpy(&word, p, 8);
    hash = rx_hash_mix(hash ^ word);
  }
  if (count > 0) {
    memcpy(&word, p, 8);
    hash = rx_hash_mix(hash ^ (word & ((1ULL << (8 * count)) - 1)));
  }
  return rx_hash_mix(hash);
#else
  return rx_fixed_hash(bytes, count);
#endif
}

/// Asks for the cache line at `place`, which will be needed soon.
static inline void rx_fetch(const void *place) { __builtin_prefetch(place); }

/// One field; laid out as CSVStream's Field.
typedef struct {
  uint32_t offset, count;
  uint64_t hash;
} rx_field;

/// A column that is wanted: where it goes, and whether it is hashed.
typedef struct {
  size_t column;
  int32_t slot;
  bool is_hashed;
} rx_wanted;

/// What a processor can run.
typedef enum { RX_ANY_INSTRUCTIONS, RX_SSE2_INSTRUCTIONS, RX_AVX2_INSTRUCTIONS } rx_instructions;

/// The best that this processor can run.
rx_instructions rx_best_instructions(void);

/// Where rx_plain_records puts what it finds. Records go on from `records`. At least 64 readable bytes follow the
/// last. `wanted` is in the order of the columns; `field_ends` is room for a number for each column up to the last
/// of them. `any_flaw` gathers all flaws.
typedef struct {
  const unsigned char *base;
  rx_field *fields;
  unsigned char *flaws;
  const rx_wanted *wanted;
  uint32_t *field_ends;
  size_t wanted_count, column_count, slot_count, records, record_end;
  rx_instructions instructions;
  unsigned char delimiter, any_flaw;
  bool may_hold_nul;
} rx_plain_sink;

/// The values of CSVStream's RecordFlaws.
enum { RX_FLAW_NUL = 1, RX_FLAW_TOO_FEW = 2, RX_FLAW_TOO_MANY = 4 };

/// Splits base[start..<end], which begins between records and is well-formed, into records as libcsv would: lines end
/// with LF or CR outside quotes, spaces and tabs around a field are no part of it, empty lines are no records. Quoted
/// fields are handed out without their quotes. Returns `end`, or where the first record begins that has doubled quotes
/// in a field that is wanted; it ends at `record_end` and is left to libcsv.
size_t rx_plain_records(rx_plain_sink *sink, size_t start, size_t end);
