#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
// Passes over bytes that a C compiler turns into vector instructions and Swift's does not (measured: one such
// pass with SIMD32<UInt8> took 28% of a run's CPU time).

/// The instructions that a processor can run.
typedef enum {
  RX_ANY_INSTRUCTIONS,
  RX_SSE2_INSTRUCTIONS,
  RX_AVX2_INSTRUCTIONS,
  RX_AVX512_INSTRUCTIONS
} rx_instructions;

/// The best that this processor can run.
rx_instructions rx_best_instructions(void);

/// Counts of what a stretch of bytes holds.
typedef struct {
  /// The numbers of LF, CR, CR with an LF behind, and quotes.
  size_t line_feeds, returns, pairs, quotes;
  /// True where there is a NUL, a byte above ASCII; where an E or e may stand before a plus or a minus.
  bool has_nul, has_high_byte, has_exponent;
} rx_byte_counts;

/// The place in a CSV text at which a stretch begins or ends: where a field could begin, within one without
/// quotes, within one with quotes, or behind a quote that closes one, or is the first of two.
typedef enum { RX_BETWEEN_FIELDS, RX_IN_FIELD, RX_IN_QUOTES, RX_AFTER_QUOTE } rx_place;

/// The result of a pass over a stretch of a CSV text.
typedef struct {
  rx_byte_counts counts;
  /// True where every quote opens a field, closes one, or is one of two within. A space beside a quote is not
  /// regular; it may be well-formed all the same.
  bool is_regular;
  /// The place where the stretch ends; where it begins, if it is empty. To be used if it is regular, as what
  /// follows.
  rx_place place;
  /// The first LF or CR outside quotes, or the stretch's length; what is behind the last, or 0.
  size_t first_end, after_last_end;
} rx_scan;

/// Looks at `count` bytes, which begin at `place`, once. Without `has_quotes` a quote is a byte like any other, and none
/// is counted.
rx_scan rx_scan_bytes(const void *bytes, size_t count, unsigned char delimiter, bool has_quotes, rx_place place,
                      rx_instructions instructions);

static inline uint64_t rx_hash_mix(uint64_t value) {
  unsigned __int128 product = (unsigned __int128)(value ^ 0xA0761D6478BD642FULL) * 0xE7037ED1A0B428DBULL;
  return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

static inline uint64_t rx_hash_pair(uint64_t hash, uint64_t first, uint64_t second) {
  unsigned __int128 product =
      (unsigned __int128)(hash ^ first ^ 0xA0761D6478BD642FULL) * (second ^ 0xE7037ED1A0B428DBULL);
  return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

/// Up to eight bytes as one number, the first in its lowest bits, on every machine.
static inline uint64_t rx_word(const unsigned char *p, size_t count) {
  uint64_t word = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  if (count == 8) {
    memcpy(&word, p, 8);
    return word;
  }
  if (count >= 4) {
    // Where the two overlap they are the same bytes.
    uint32_t first, last;
    memcpy(&first, p, 4);
    memcpy(&last, p + count - 4, 4);
    return first | (uint64_t)last << (8 * (count - 4));
  }
#endif
  for (size_t i = 0; i < count; i++) word |= (uint64_t)p[i] << (8 * i);
  return word;
}

/// The fixed hash; see fixedHash in FixedHash.swift.
static inline uint64_t rx_fixed_hash(const void *bytes, size_t count) {
  const unsigned char *p = (const unsigned char *)bytes;
  uint64_t hash = 0x9E3779B97F4A7C15ULL ^ count;
  for (; count > 16; count -= 16, p += 16) hash = rx_hash_pair(hash, rx_word(p, 8), rx_word(p + 8, 8));
  size_t head = count < 8 ? count : 8;
  return rx_hash_mix(rx_hash_pair(hash, rx_word(p, head), rx_word(p + head, count - head)));
}

/// The same where at least 16 readable bytes follow: words are read whole.
static inline uint64_t rx_fixed_hash_padded(const void *bytes, size_t count) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  const unsigned char *p = (const unsigned char *)bytes;
  uint64_t hash = 0x9E3779B97F4A7C15ULL ^ count, first, second;
  for (; count > 16; count -= 16, p += 16) {
    memcpy(&first, p, 8);
    memcpy(&second, p + 8, 8);
    hash = rx_hash_pair(hash, first, second);
  }
  memcpy(&first, p, 8);
  memcpy(&second, p + 8, 8);
  // Ones for the bytes that are the field's, from the end of 16 ones on.
  static const uint64_t ones[4] = {~0ULL, ~0ULL, 0, 0};
  uint64_t own;
  memcpy(&own, (const unsigned char *)ones + 16 - count, 8);
  first &= own;
  memcpy(&own, (const unsigned char *)ones + 24 - count, 8);
  second &= own;
  return rx_hash_mix(rx_hash_pair(hash, first, second));
#else
  return rx_fixed_hash(bytes, count);
#endif
}

/// The same of a key of up to 16 bytes that are given as two words, those beyond its end 0.
static inline uint64_t rx_fixed_hash_short(uint64_t first, uint64_t second, size_t count) {
  return rx_hash_mix(rx_hash_pair(0x9E3779B97F4A7C15ULL ^ count, first, second));
}

/// Days since 1970-01-01 of a date of the years 1 to 9999; see Day.swift, which is what is right.
static inline int32_t rx_day_number(uint32_t year, uint32_t month, uint32_t day) {
  // Days of the months before, in a year that begins in March, and the days from its beginning to 1970-01-01.
  static const int16_t before[16] = {0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 0, 0, 0};
  uint32_t y = year - (month <= 2), centuries = (y * 5243) >> 19;
  return (int32_t)(365 * y + (y >> 2) - centuries + (centuries >> 2)) + before[month] + (int32_t)day - 719469;
}

static inline uint32_t rx_month_length(uint32_t year, uint32_t month) {
  static const uint8_t lengths[16] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0};
  return lengths[month] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

/// The first eight bytes as one number, the first in its lowest bits.
static inline uint64_t rx_first_word(const unsigned char *p) {
  uint64_t word;
  memcpy(&word, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

/// The results of rx_plain_day and rx_plain_number for other fields.
enum { RX_NO_DAY = INT32_MIN, RX_NO_NUMBER = -1 };

/// The day number (0 is 1970-01-01) of a field written yyyy-MM-dd, which at least 8 readable bytes follow.
static inline __attribute__((always_inline)) int32_t rx_plain_day(const unsigned char *p, size_t count) {
  if (count != 10) return RX_NO_DAY;
  // The year's and the month's digits and both hyphens at once: 0 to 9 for a digit, 0 for a hyphen.
  uint64_t digits = rx_first_word(p) ^ 0x2D30302D30303030ULL;
  uint64_t excess = (digits + 0x7F76767F76767676ULL) | digits;
  unsigned tens = p[8] - '0', ones = p[9] - '0';
  if ((excess & 0x8080808080808080ULL) != 0 || tens > 9 || ones > 9) return RX_NO_DAY;
  uint64_t pairs = digits * 10 + (digits >> 8);
  uint32_t year = (uint32_t)(pairs & 0xFF) * 100 + (uint32_t)((pairs >> 16) & 0xFF);
  uint32_t month = (uint32_t)((pairs >> 40) & 0xFF), day = tens * 10 + ones;
  if (year < 1 || month - 1 > 11 || day < 1) return RX_NO_DAY;
  if (day > 28 && day > rx_month_length(year, month)) return RX_NO_DAY;
  return rx_day_number(year, month, day);
}

/// The number of a field that is 1 to 8 digits and nothing else. At least 8 readable bytes follow it.
static inline __attribute__((always_inline)) int32_t rx_plain_number(const unsigned char *p, size_t count) {
  if (count < 1 || count > 8) return RX_NO_NUMBER;
  // The digits at the high end, zeros before them.
  unsigned gap = (unsigned)(64 - 8 * count);
  uint64_t digits = (rx_first_word(p) << gap) ^ (0x3030303030303030ULL << gap);
  if ((((digits + 0x7676767676767676ULL) | digits) & 0x8080808080808080ULL) != 0) return RX_NO_NUMBER;
  // Pairs of digits, then of pairs, then of fours.
  digits = (digits * 10 + (digits >> 8)) & 0x00FF00FF00FF00FFULL;
  digits = (digits * 100 + (digits >> 16)) & 0x0000FFFF0000FFFFULL;
  return (int32_t)((digits * 10000 + (digits >> 32)) & 0xFFFFFFFFULL);
}

/// The value that is made of a field beside its place: nothing, its fixed hash, its day number, its number.
typedef enum { RX_READ_BYTES, RX_READ_HASH, RX_READ_DAY, RX_READ_NUMBER, RX_READINGS } rx_reading;

/// The value of a field behind which 64 bytes can be read.
static inline __attribute__((always_inline)) uint64_t rx_value(rx_reading reading, const unsigned char *p,
                                                                size_t count) {
  switch (reading) {
    case RX_READ_BYTES: return 0;
    case RX_READ_HASH: return rx_fixed_hash_padded(p, count);
    case RX_READ_DAY: return (uint32_t)rx_plain_day(p, count);
    case RX_READ_NUMBER: return (uint32_t)rx_plain_number(p, count);
    case RX_READINGS: break;
  }
  return 0;
}

/// Asks for the cache line at `place`, which will be needed soon.
static inline void rx_fetch(const void *place) { __builtin_prefetch(place); }

/// One field; laid out as CSVStream's Field.
typedef struct {
  uint32_t offset, count;
  uint64_t value;
} rx_field;

/// A column that is wanted: where it goes, and what is made of it.
typedef struct {
  uint32_t column, slot;
  rx_reading reading;
} rx_wanted;

/// The numbers that are written in one go, and one more.
enum { RX_MORE_FIELD_ENDS = 65 };

/// The memory in which rx_plain_records puts what it finds. Records go on from `records`. At least 64
/// readable bytes follow the last. `wanted` is in the order of the readings; `field_ends` is room for a number for each
/// column up to the last of them, and for RX_MORE_FIELD_ENDS more. `any_flaw` gathers all flaws; `any_inner_blank` becomes true
/// where a wanted field begins or ends with a blank within its quotes.
typedef struct {
  const unsigned char *base;
  rx_field *fields;
  unsigned char *flaws;
  const rx_wanted *wanted;
  uint32_t *field_ends;
  size_t wanted_count, column_count, slot_count, records, record_end;
  rx_instructions instructions;
  unsigned char delimiter, any_flaw;
  /// True where there may be a NUL, a CR among the bytes; where a quote opens and closes fields.
  bool may_hold_nul, may_hold_return, has_quotes, any_inner_blank;
} rx_plain_sink;

/// The values of CSVStream's RecordFlaws.
enum { RX_FLAW_NUL = 1, RX_FLAW_TOO_FEW = 2, RX_FLAW_TOO_MANY = 4 };

/// Splits base[start..<end], which begins between records and is well-formed, into records as libcsv would:
/// lines end with LF or CR outside quotes, spaces and tabs around a field are no part of it, empty lines are
/// no records. Quoted fields are handed out without their quotes. Returns `end`, or where the first record
/// begins that has doubled quotes in a field that is wanted; it ends at `record_end` and is left to libcsv.
size_t rx_plain_records(rx_plain_sink *sink, size_t start, size_t end);
