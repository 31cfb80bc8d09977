// The body of rx_plain_records; included once for each set of instructions, which give RX_MARKS.

RX_TARGET
static size_t RX_RECORDS(rx_plain_sink *given, size_t start, size_t end) {
  // A copy that nothing points to, so that writing fields does not make the compiler read it anew.
  const rx_plain_sink sink = *given;
  const unsigned char *base = sink.base;
  const rx_wanted *wanted_end = sink.wanted + sink.wanted_count;
  // Where the fields end, up to the last that is wanted; field c begins behind field_ends[c] and ends at the next.
  uint32_t *field_ends = sink.field_ends;
  const size_t needed = sink.wanted_count > 0 ? wanted_end[-1].column + 1 : 0;
  const bool may_hold_return = sink.may_hold_return;
  const unsigned char delimiter = sink.delimiter;
  rx_field *fields = sink.fields + sink.records * sink.slot_count;
  size_t records = sink.records;
  unsigned char any_flaw = sink.any_flaw;
  size_t at = start;
  while (at < end) {
    if (base[at] == '\n' || base[at] == '\r') {
      at++;
      continue;
    }
    size_t delimiters = 0, window = at, line_end;
    // Ones within quotes; ones in the lowest bit where the byte before is a quote that closes.
    uint64_t quoted = 0, closed = 0, low = 0;
    bool has_quotes = false, has_doubled_quotes = false;
    field_ends[0] = (uint32_t)at - 1;
    for (;; window += 64) {
      const marks found = RX_MARKS(base + window, delimiter);
      uint64_t marked = found.delimiters, quotes = found.quotes, ends = found.feeds;
      if (may_hold_return) ends |= found.returns;
      if (__builtin_expect(window + 64 > end, 0)) {
        // What lies behind the end is somebody else's; the end ends the record.
        uint64_t own = (1ULL << (end - window)) - 1;
        marked &= own;
        quotes &= own;
        ends = (ends & own) | ~own;
      }
      if (__builtin_expect((quotes | quoted) != 0, 0)) {
        uint64_t within = inside(quotes) ^ quoted;
        if (window + 64 > end) within &= (1ULL << (end - window)) - 1;
        uint64_t closing = quotes & ~within;
        has_quotes = true;
        has_doubled_quotes |= ((closing << 1 | closed) & quotes & within) != 0;
        closed = closing >> 63;
        quoted = within >> 63 ? ~0ULL : 0;
        marked &= ~within;
        ends &= ~within;
      }
      // Up to the first line end; all where there is none.
      uint64_t own = (ends & -ends) - 1;
      marked &= own;
      low |= found.low & own;
      size_t known = delimiters;
      delimiters += (size_t)__builtin_popcountll(marked);
      for (size_t stop = delimiters < needed ? delimiters : needed; known < stop; marked &= marked - 1)
        field_ends[++known] = (uint32_t)(window + (size_t)__builtin_ctzll(marked));
      if (ends != 0) {
        line_end = window + (size_t)__builtin_ctzll(ends);
        break;
      }
    }
    if (delimiters < needed) field_ends[delimiters + 1] = (uint32_t)line_end;
    if (__builtin_expect(low != 0 && delimiters == 0, 0)) {
      // A line of spaces alone is no record.
      size_t from = at;
      while (from < line_end && is_space(base[from])) from++;
      if (from == line_end) {
        at = line_end + 1;
        continue;
      }
    }
    unsigned char flaw = 0;
    if (__builtin_expect(delimiters + 1 != sink.column_count, 0))
      flaw = delimiters + 1 < sink.column_count ? RX_FLAW_TOO_FEW : RX_FLAW_TOO_MANY;
    if (__builtin_expect(sink.may_hold_nul, 0) && memchr(base + at, 0, line_end - at)) flaw |= RX_FLAW_NUL;
    bool is_for_libcsv = false;
    for (const rx_wanted *wanted = sink.wanted; wanted < wanted_end; wanted++) {
      const size_t column = wanted->column;
      if (__builtin_expect(column > delimiters, 0)) break;
      uint32_t from = field_ends[column] + 1, to = field_ends[column + 1];
      if (__builtin_expect((low != 0) | has_quotes, 0)) {
        while (from < to && is_space(base[from])) from++;
        while (from < to && is_space(base[to - 1])) to--;
        if (from < to && base[from] == '"') {
          // Well-formed, so a quote ends it too. Quotes within are doubled, and must be undoubled by libcsv.
          from++;
          to--;
          if (has_doubled_quotes && memchr(base + from, '"', to - from)) is_for_libcsv = true;
        }
      }
      rx_field *field = &fields[wanted->slot];
      field->offset = from;
      field->count = to - from;
      field->value = rx_value(wanted->reading, base + from, to - from);
    }
    if (__builtin_expect(is_for_libcsv, 0)) {
      given->record_end = line_end < end ? line_end + 1 : end;
      break;
    }
    // A flawed record's fields are empty; some may not have been set.
    if (__builtin_expect(flaw != 0, 0)) memset(fields, 0, sink.slot_count * sizeof(rx_field));
    any_flaw |= flaw;
    sink.flaws[records++] = flaw;
    fields += sink.slot_count;
    at = line_end + 1;
  }
  given->records = records;
  given->any_flaw = any_flaw;
  return at < end ? at : end;
}
#undef RX_RECORDS
#undef RX_TARGET
#undef RX_MARKS
