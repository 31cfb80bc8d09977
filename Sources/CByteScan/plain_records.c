#include "byte_scan.h"
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// The scan is compiled twice, and the loader takes the one that the processor can run: with the instructions of 2013
// (AVX2, BMI, POPCNT) it needs fewer of them.
#if defined(__x86_64__) && defined(__linux__)
#define RX_WITH_NEWER_INSTRUCTIONS __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define RX_WITH_NEWER_INSTRUCTIONS
#endif

typedef struct {
  size_t field_start, record_start, column;
  bool has_doubled_quotes;
} place;

// Within a field a tab is never the delimiter.
static inline bool is_space(unsigned char byte) { return byte == ' ' || byte == '\t'; }

static inline __attribute__((always_inline)) void end_field(const rx_plain_sink *sink, rx_field *fields,
                                                            place *at, size_t to) {
  if (at->column >= sink->column_count) return;
  int32_t slot = sink->slots[at->column];
  if (slot < 0) return;
  size_t from = at->field_start;
  while (from < to && is_space(sink->base[from])) from++;
  while (from < to && is_space(sink->base[to - 1])) to--;
  if (from < to && sink->base[from] == '"') {
    // Well-formed, so a quote ends it too. Quotes within are doubled, and must be undoubled by libcsv.
    from++;
    to--;
    if (memchr(sink->base + from, '"', to - from)) at->has_doubled_quotes = true;
  }
  rx_field *field = &fields[slot];
  field->offset = (uint32_t)from;
  field->count = (uint32_t)(to - from);
  field->hash = sink->hashed[slot] ? rx_fixed_hash_padded(sink->base + from, to - from) : 0;
}

// False where the record is left to libcsv.
static inline __attribute__((always_inline)) bool end_record(rx_plain_sink *sink, place *at, size_t end) {
  if (at->column == 0) {
    // A line of spaces alone is no record.
    size_t from = at->field_start;
    while (from < end && is_space(sink->base[from])) from++;
    if (from == end) {
      at->field_start = at->record_start = end + 1;
      return true;
    }
  }
  rx_field *fields = sink->fields + sink->records * sink->slot_count;
  end_field(sink, fields, at, end);
  if (at->has_doubled_quotes) return false;
  at->column++;
  unsigned char flaw = 0;
  if (at->column != sink->column_count) flaw |= at->column < sink->column_count ? RX_FLAW_TOO_FEW : RX_FLAW_TOO_MANY;
  if (sink->may_hold_nul && memchr(sink->base + at->record_start, 0, end - at->record_start)) flaw |= RX_FLAW_NUL;
  // A flawed record's fields are empty; some may not have been set.
  if (flaw) memset(fields, 0, sink->slot_count * sizeof(rx_field));
  sink->any_flaw |= flaw;
  sink->flaws[sink->records++] = flaw;
  at->column = 0;
  at->field_start = at->record_start = end + 1;
  return true;
}

// Hands back what was found before the record that `at` is in, which ends at `end`.
static inline size_t stop(rx_plain_sink *given, const rx_plain_sink *sink, const place *at, size_t end) {
  given->records = sink->records;
  given->any_flaw = sink->any_flaw;
  given->record_end = end;
  return at->record_start < end ? at->record_start : end;
}

// Ones from each quote that opens to the byte before the one that closes it.
static inline uint64_t inside(uint64_t quotes) {
  for (int shift = 1; shift < 64; shift *= 2) quotes ^= quotes << shift;
  return quotes;
}

RX_WITH_NEWER_INSTRUCTIONS
size_t rx_plain_records(rx_plain_sink *given, size_t start, size_t end) {
  // A copy that nothing points to, so that writing fields does not make the compiler read it anew.
  rx_plain_sink sink = *given;
  const unsigned char *base = sink.base;
  const unsigned char delimiter = sink.delimiter;
  place at = {start, start, 0, false};
  size_t wanted_end = 0;
  for (size_t column = 0; column < sink.column_count; column++)
    if (sink.slots[column] >= 0) wanted_end = column + 1;
  size_t i = start;
  // All ones within quotes.
  uint64_t quoted = 0;
#if defined(__SSE2__)
  const __m128i delimiters = _mm_set1_epi8((char)delimiter), lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
  const __m128i quote = _mm_set1_epi8('"');
  for (; i + 64 <= end; i += 64) {
    uint64_t marks = 0, ends = 0, quotes = 0;
    for (int part = 0; part < 4; part++) {
      __m128i bytes = _mm_loadu_si128((const __m128i *)(base + i + 16 * part));
      __m128i line = _mm_or_si128(_mm_cmpeq_epi8(bytes, lf), _mm_cmpeq_epi8(bytes, cr));
      __m128i any = _mm_or_si128(_mm_cmpeq_epi8(bytes, delimiters), line);
      ends |= (uint64_t)(uint32_t)_mm_movemask_epi8(line) << (16 * part);
      marks |= (uint64_t)(uint32_t)_mm_movemask_epi8(any) << (16 * part);
      quotes |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, quote)) << (16 * part);
    }
    if (quotes | quoted) {
      uint64_t within = inside(quotes) ^ quoted;
      quoted = within >> 63 ? ~0ULL : 0;
      marks &= ~within;
      ends &= ~within;
    }
    while (marks) {
      if (at.column >= wanted_end) {
        // Nobody asked for the rest of the record: its fields are only counted.
        if (ends == 0) {
          at.column += (size_t)__builtin_popcountll(marks);
          break;
        }
        uint64_t before = (ends & -ends) - 1;
        at.column += (size_t)__builtin_popcountll(marks & before);
        marks &= ~before;
      }
      uint64_t mark = marks & -marks;
      size_t position = i + (size_t)__builtin_ctzll(marks);
      marks ^= mark;
      if (ends & mark) {
        ends ^= mark;
        if (!end_record(&sink, &at, position)) return stop(given, &sink, &at, position + 1);
      } else {
        end_field(&sink, sink.fields + sink.records * sink.slot_count, &at, position);
        at.column++;
        at.field_start = position + 1;
      }
    }
  }
#endif
  for (; i < end; i++) {
    unsigned char byte = base[i];
    if (byte == '"') quoted = ~quoted;
    if (quoted) continue;
    if (byte == delimiter) {
      end_field(&sink, sink.fields + sink.records * sink.slot_count, &at, i);
      at.column++;
      at.field_start = i + 1;
    } else if (byte == '\n' || byte == '\r') {
      if (!end_record(&sink, &at, i)) return stop(given, &sink, &at, i + 1);
    }
  }
  // The last record needs no line end; where it is taken, or there is none, the next would begin behind `end`.
  if (at.column > 0 || at.field_start < end) end_record(&sink, &at, end);
  return stop(given, &sink, &at, end);
}
