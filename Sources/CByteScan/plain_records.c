#include "marks.h"

// Records are taken one by one: the marks of the 64 bytes from where a record begins, then of the next 64
// until its line ends. So nothing is carried from record to record, and the loops run as often for one record
// as for the next, which the processor guesses right.
//
// The beginning of one window, a bit for each of its bytes, the lowest on the left:
//
//   bytes       P 1 7 , " 1 , 5 " , 3 0 \nP 1 8 , ...
//   quotes              1       1
//   within              1 1 1 1                      from a quote that opens to before the one that closes
//   delimiters        1           1             1    not the one within quotes
//   ends                                1            line ends outside quotes; the lowest ends the record
//   record      1 1 1 1 1 1 1 1 1 1 1 1              the bytes before that; no delimiter behind it counts
//
// So this record's fields end at two delimiters and at the line end.

// Where a record's line ends, and what is on it.
typedef struct {
  // Where its line end stands; where the bytes end, if it has none.
  size_t end;
  // How many delimiters are outside quotes.
  size_t delimiters;
  // Not 0 where there may be a space or a tab to trim.
  uint64_t low;
  bool has_quotes, has_doubled_quotes;
} record_line;

// What is known of a record's quotes behind the windows looked at.
typedef struct {
  // All ones where the next window begins within quotes; 1 where the byte before it is a quote that closes.
  uint64_t open, closed;
  bool is_there, has_doubled;
} quotation;

// A field's bytes, from the first to behind the last.
typedef struct {
  uint32_t from, to;
} field_range;

RX_INLINE size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

// Ones below the lowest bit that is set; all ones where none is.
RX_INLINE uint64_t below_lowest(uint64_t bits) { return (bits & -bits) - 1; }

// Within a field a tab is never the delimiter.
RX_INLINE bool is_space(unsigned char byte) { return byte == ' ' || byte == '\t'; }

// Ones for the window's bytes that are within quotes, of those in `own`; goes on to the next window.
RX_INLINE uint64_t quoted_bytes(quotation *state, uint64_t quotes, uint64_t own) {
  const uint64_t within = (inside(quotes) ^ state->open) & own;
  const uint64_t closing = quotes & ~within;
  state->is_there = true;
  state->has_doubled |= ((closing << 1 | state->closed) & quotes & within) != 0;
  state->closed = closing >> 63;
  state->open = within >> 63 ? ~0ULL : 0;
  return within;
}

// Whether a line is spaces alone, which is no record.
RX_INLINE bool is_blank(const unsigned char *base, size_t from, size_t to) {
  while (from < to && is_space(base[from])) from++;
  return from == to;
}

// What is wrong with the record as such: its number of fields, a NUL in it.
RX_INLINE unsigned char flaw_of(const rx_plain_sink *sink, size_t start, const record_line *line) {
  unsigned char flaw = 0;
  if (__builtin_expect(line->delimiters + 1 != sink->column_count, 0))
    flaw = line->delimiters + 1 < sink->column_count ? RX_FLAW_TOO_FEW : RX_FLAW_TOO_MANY;
  if (__builtin_expect(sink->may_hold_nul, 0) && memchr(sink->base + start, 0, line->end - start))
    flaw |= RX_FLAW_NUL;
  return flaw;
}

// Puts where the bits of a window are, `count` of them, into `ends`; eight at a time and no fewer, since to stop at the
// last costs more than numbers that are written over.
RX_INLINE void put_field_ends(uint32_t *ends, uint64_t bits, size_t count, size_t window) {
  size_t done = 0;
  do {
    for (int i = 0; i < 8; i++, bits &= bits - 1)
      ends[done + (size_t)i] = (uint32_t)(window + (bits != 0 ? (size_t)__builtin_ctzll(bits) : 64));
    done += 8;
  } while (__builtin_expect(done < count, 0));
}

// Leaves out the spaces around a field, and its quotes. False where quotes within are doubled: libcsv must
// halve them.
RX_INLINE bool trim_field(const unsigned char *base, bool has_quotes, bool has_doubled_quotes, field_range *field,
                          bool *has_inner_blank) {
  uint32_t from = field->from, to = field->to;
  bool is_plain = true;
  while (from < to && is_space(base[from])) from++;
  while (from < to && is_space(base[to - 1])) to--;
  if (has_quotes && from < to && base[from] == '"') {
    // Well-formed, so a quote ends it too.
    from++;
    to--;
    is_plain = !(has_doubled_quotes && memchr(base + from, '"', to - from));
    *has_inner_blank |= from < to && (is_space(base[from]) || is_space(base[to - 1]));
  }
  *field = (field_range){from, to};
  return is_plain;
}

// The wanted columns by their reading: behind the last of each.
typedef struct {
  const rx_wanted *end[RX_READINGS];
} wanted_columns;

// How many fields at the beginning of a record have to be found for the wanted ones.
RX_INLINE size_t fields_needed(const rx_plain_sink *sink, wanted_columns *wanted) {
  size_t needed = 0;
  for (int reading = 0; reading < RX_READINGS; reading++) wanted->end[reading] = sink->wanted;
  for (size_t i = 0; i < sink->wanted_count; i++) {
    const rx_wanted *one = &sink->wanted[i];
    if (one->column >= needed) needed = one->column + 1;
    for (int reading = (int)one->reading; reading < RX_READINGS; reading++) wanted->end[reading] = one + 1;
  }
  return needed;
}

RX_INLINE void store_field(const unsigned char *base, rx_reading reading, field_range range,
                           rx_field *field) {
  field->offset = range.from;
  field->count = range.to - range.from;
  field->value = rx_value(reading, base + range.from, range.to - range.from);
}

// Puts the wanted fields of a record, which has them all, into `fields`; one that has spaces or quotes `trims`. A loop
// for each reading, so that none asks what to make of a field. False where a field must be left to libcsv.
RX_INLINE bool store_fields(const rx_plain_sink *sink, const record_line *line, const wanted_columns *wanted,
                            rx_field *fields, bool trims, bool *has_inner_blank) {
  bool are_plain = true;
  const rx_wanted *next = sink->wanted;
#define RX_STORE(reading)                                                                                      \
  for (; next < wanted->end[reading]; next++) {                                                                \
    field_range range = {sink->field_ends[next->column] + 1, sink->field_ends[next->column + 1]};              \
    if (trims)                                                                                                 \
      are_plain &=                                                                                             \
          trim_field(sink->base, line->has_quotes, line->has_doubled_quotes, &range, has_inner_blank);         \
    store_field(sink->base, reading, range, &fields[next->slot]);                                              \
  }
  RX_STORE(RX_READ_BYTES)
  RX_STORE(RX_READ_HASH)
  RX_STORE(RX_READ_DAY)
  RX_STORE(RX_READ_NUMBER)
#undef RX_STORE
  return are_plain;
}

#define RX_FIND_LINE find_line_anywhere
#define RX_RECORDS records_anywhere
#define RX_TARGET
#define RX_MARKS marks_bytewise
#define RX_PUT_ENDS put_field_ends
#include "plain_records_body.h"

#if defined(__x86_64__)
#define RX_FIND_LINE find_line_sse2
#define RX_RECORDS records_sse2
#define RX_TARGET
#define RX_MARKS marks_sse2
#define RX_PUT_ENDS put_field_ends
#include "plain_records_body.h"

#define RX_FIND_LINE find_line_avx2
#define RX_RECORDS records_avx2
#define RX_TARGET RX_AVX2
#define RX_MARKS marks_avx2
#define RX_PUT_ENDS put_field_ends
#include "plain_records_body.h"

// The same as put_field_ends, sixteen at a time: the processor puts the numbers of the bits that are set side by side.
RX_AVX512 RX_INLINE void put_field_ends_avx512(uint32_t *ends, uint64_t bits, size_t count, size_t window) {
  const __m512i places = _mm512_set_epi8(
      63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36,
      35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7,
      6, 5, 4, 3, 2, 1, 0);
  __m512i own = _mm512_maskz_compress_epi8(bits, places);
  const __m512i first = _mm512_set1_epi32((int)window);
  size_t done = 0;
  do {
    const __m512i wide = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(own));
    _mm512_storeu_si512(ends + done, _mm512_add_epi32(wide, first));
    own = _mm512_shuffle_i64x2(own, own, 0x39);
    done += 16;
  } while (__builtin_expect(done < count, 0));
}

#define RX_FIND_LINE find_line_avx512
#define RX_RECORDS records_avx512
#define RX_TARGET RX_AVX512
#define RX_MARKS marks_avx512
#define RX_PUT_ENDS put_field_ends_avx512
#include "plain_records_body.h"
#endif

rx_instructions rx_best_instructions(void) {
#if defined(__x86_64__)
  if (!(__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")))
    return RX_SSE2_INSTRUCTIONS;
  return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                 __builtin_cpu_supports("avx512vbmi2")
             ? RX_AVX512_INSTRUCTIONS
             : RX_AVX2_INSTRUCTIONS;
#else
  return RX_ANY_INSTRUCTIONS;
#endif
}

size_t rx_plain_records(rx_plain_sink *sink, size_t start, size_t end) {
#if defined(__x86_64__)
  if (sink->instructions == RX_AVX512_INSTRUCTIONS) return records_avx512(sink, start, end);
  if (sink->instructions == RX_AVX2_INSTRUCTIONS) return records_avx2(sink, start, end);
  if (sink->instructions == RX_SSE2_INSTRUCTIONS) return records_sse2(sink, start, end);
#endif
  return records_anywhere(sink, start, end);
}
