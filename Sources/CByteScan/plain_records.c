#include "byte_scan.h"
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

typedef struct {
  size_t field_start, record_start, column;
} place;

static inline bool is_space(unsigned char byte, unsigned char delimiter) {
  return (byte == ' ' || byte == '\t') && byte != delimiter;
}

static inline void end_field(rx_plain_sink *sink, place *at, size_t from, size_t to) {
  if (at->column < sink->column_count) {
    int32_t slot = sink->slots[at->column];
    if (slot >= 0) {
      rx_field *field = &sink->fields[sink->records * sink->slot_count + (size_t)slot];
      field->offset = (uint32_t)from;
      field->count = (uint32_t)(to - from);
      field->hash = sink->hashed[slot] ? rx_fixed_hash(sink->base + from, to - from) : 0;
    }
  }
  at->column++;
}

static inline void end_record(rx_plain_sink *sink, place *at, size_t end) {
  unsigned char flaw = 0;
  if (at->column != sink->column_count) flaw |= at->column < sink->column_count ? RX_FLAW_TOO_FEW : RX_FLAW_TOO_MANY;
  if (sink->may_hold_nul && memchr(sink->base + at->record_start, 0, end - at->record_start)) flaw |= RX_FLAW_NUL;
  // A flawed record's fields are empty; some may not have been set.
  if (flaw) memset(&sink->fields[sink->records * sink->slot_count], 0, sink->slot_count * sizeof(rx_field));
  sink->flaws[sink->records++] = flaw;
  at->column = 0;
}

static inline void take(rx_plain_sink *sink, place *at, size_t position, bool is_delimiter) {
  if (is_delimiter && (at->column >= sink->column_count || sink->slots[at->column] < 0)) {
    // A column that nobody asked for.
    at->column++;
    at->field_start = position + 1;
    return;
  }
  size_t from = at->field_start, to = position;
  while (from < to && is_space(sink->base[from], sink->delimiter)) from++;
  while (from < to && is_space(sink->base[to - 1], sink->delimiter)) to--;
  at->field_start = position + 1;
  if (is_delimiter) {
    end_field(sink, at, from, to);
  } else {
    if (at->column > 0 || from < to) {
      end_field(sink, at, from, to);
      end_record(sink, at, position);
    }
    at->record_start = position + 1;
  }
}

void rx_plain_records(rx_plain_sink *sink, size_t start, size_t end) {
  const unsigned char *base = sink->base;
  const unsigned char delimiter = sink->delimiter;
  place at = {start, start, 0};
  size_t i = start;
#if defined(__SSE2__)
  const __m128i delimiters = _mm_set1_epi8((char)delimiter), lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
  for (; i + 64 <= end; i += 64) {
    uint64_t mask = 0;
    for (int part = 0; part < 4; part++) {
      __m128i bytes = _mm_loadu_si128((const __m128i *)(base + i + 16 * part));
      __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(bytes, delimiters),
                                  _mm_or_si128(_mm_cmpeq_epi8(bytes, lf), _mm_cmpeq_epi8(bytes, cr)));
      mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(hits) << (16 * part);
    }
    while (mask) {
      size_t position = i + (size_t)__builtin_ctzll(mask);
      mask &= mask - 1;
      take(sink, &at, position, base[position] == delimiter);
    }
  }
#endif
  for (; i < end; i++) {
    unsigned char byte = base[i];
    if (byte == delimiter || byte == '\n' || byte == '\r') take(sink, &at, i, byte == delimiter);
  }
  // The last record needs no line end.
  if (at.column > 0 || at.field_start < end) take(sink, &at, end, false);
}
