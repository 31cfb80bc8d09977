// The body of rx_plain_records; included once for each set of instructions, which give RX_MARKS.

RX_TARGET
static size_t RX_RECORDS(rx_plain_sink *given, size_t start, size_t end) {
  // A copy that nothing points to, so that writing fields does not make the compiler read it anew.
  const rx_plain_sink sink = *given;
  const unsigned char *base = sink.base;
  const size_t wanted_count = sink.wanted_count;
  // Where the fields end, up to the last that is wanted.
  const size_t needed = wanted_count > 0 ? sink.wanted[wanted_count - 1].column + 1 : 0;
  uint32_t *field_ends = sink.field_ends;
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
    uint64_t quoted = 0, closed = 0;
    bool has_quotes = false, has_doubled_quotes = false;
    for (;; window += 64) {
      marks found = RX_MARKS(base + window, sink.delimiter);
      uint64_t ends = found.feeds | found.returns;
      if (window + 64 > end) {
        // What lies behind the end is somebody else's; the end ends the record.
        uint64_t own = (1ULL << (end - window)) - 1;
        found.delimiters &= own;
        found.quotes &= own;
        ends = (ends & own) | ~own;
      }
      if (found.quotes | quoted) {
        uint64_t within = inside(found.quotes) ^ quoted;
        if (window + 64 > end) within &= (1ULL << (end - window)) - 1;
        uint64_t closing = found.quotes & ~within;
        has_quotes = true;
        has_doubled_quotes |= ((closing << 1 | closed) & found.quotes & within) != 0;
        closed = closing >> 63;
        quoted = within >> 63 ? ~0ULL : 0;
        found.delimiters &= ~within;
        ends &= ~within;
      }
      // Up to the first line end. There is none where `ends` is 0, and the subtraction then gives all ones.
      uint64_t own = ends == 0 ? ~0ULL : (ends & -ends) - 1;
      uint64_t rest = found.delimiters & own;
      size_t known = delimiters;
      delimiters += (size_t)__builtin_popcountll(rest);
      for (; known < needed && rest != 0; known++, rest &= rest - 1)
        field_ends[known] = (uint32_t)(window + (size_t)__builtin_ctzll(rest));
      if (ends != 0) {
        line_end = window + (size_t)__builtin_ctzll(ends);
        break;
      }
    }
    if (delimiters == 0) {
      // A line of spaces alone is no record.
      size_t from = at;
      while (from < line_end && is_space(base[from])) from++;
      if (from == line_end) {
        at = line_end + 1;
        continue;
      }
    }
    unsigned char flaw = 0;
    rx_field *fields = sink.fields + records * sink.slot_count;
    if (delimiters + 1 != sink.column_count)
      flaw = delimiters + 1 < sink.column_count ? RX_FLAW_TOO_FEW : RX_FLAW_TOO_MANY;
    if (sink.may_hold_nul && memchr(base + at, 0, line_end - at)) flaw |= RX_FLAW_NUL;
    if (delimiters < needed) field_ends[delimiters] = (uint32_t)line_end;
    bool is_for_libcsv = false;
    for (size_t index = 0; index < wanted_count; index++) {
      const rx_wanted wanted = sink.wanted[index];
      if (wanted.column > delimiters) break;
      size_t from = wanted.column == 0 ? at : field_ends[wanted.column - 1] + 1;
      size_t to = field_ends[wanted.column];
      if (__builtin_expect(from < to && (base[from] <= ' ' || base[to - 1] <= ' '), 0)) {
        while (from < to && is_space(base[from])) from++;
        while (from < to && is_space(base[to - 1])) to--;
      }
      if (has_quotes && from < to && base[from] == '"') {
        // Well-formed, so a quote ends it too. Quotes within are doubled, and must be undoubled by libcsv.
        from++;
        to--;
        if (has_doubled_quotes && memchr(base + from, '"', to - from)) is_for_libcsv = true;
      }
      rx_field *field = &fields[wanted.slot];
      field->offset = (uint32_t)from;
      field->count = (uint32_t)(to - from);
      field->value = rx_value(wanted.reading, base + from, to - from);
    }
    if (is_for_libcsv) {
      given->record_end = line_end < end ? line_end + 1 : end;
      break;
    }
    // A flawed record's fields are empty; some may not have been set.
    if (flaw) memset(fields, 0, sink.slot_count * sizeof(rx_field));
    any_flaw |= flaw;
    sink.flaws[records++] = flaw;
    at = line_end + 1;
  }
  given->records = records;
  given->any_flaw = any_flaw;
  return at < end ? at : end;
}
#undef RX_RECORDS
#undef RX_TARGET
#undef RX_MARKS
