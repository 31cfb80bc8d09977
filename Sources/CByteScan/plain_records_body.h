// The body of rx_plain_records; included once for each set of instructions, which give RX_MARKS and RX_PUT_ENDS.

// Looks for the end of the record that begins at `start`, window by window, and puts where its fields end, up
// to the last that is wanted, into field_ends: field c lies between field_ends[c] and field_ends[c + 1].
RX_TARGET
RX_INLINE record_line RX_FIND_LINE(const rx_plain_sink *sink, size_t start, size_t end, size_t needed) {
  record_line line = {0};
  quotation quotation = {0};
  sink->field_ends[0] = (uint32_t)start - 1;
  for (size_t window = start;; window += 64) {
    const marks found = RX_MARKS(sink->base + window, sink->delimiter);
    uint64_t delimiters = found.delimiters, ends = found.feeds, own = ~0ULL;
    if (__builtin_expect(window + 64 > end, 0)) {
      // What lies behind the end is somebody else's; the end ends the record.
      own = (1ULL << (end - window)) - 1;
      ends = (ends & own) | ~own;
    }
    uint64_t record = below_lowest(ends);
    if (__builtin_expect((found.odd & record) | quotation.open, 0)) {
      const uint64_t quotes = sink->has_quotes ? found.quotes & own : 0;
      if (sink->may_hold_return) ends |= found.returns;
      if ((quotes | quotation.open) != 0) {
        const uint64_t within = quoted_bytes(&quotation, quotes, own);
        delimiters &= ~within;
        ends &= ~within;
      }
      record = below_lowest(ends);
      line.low |= found.low & record;
    }
    delimiters &= record;
    const size_t count = (size_t)__builtin_popcountll(delimiters);
    if (line.delimiters < needed) RX_PUT_ENDS(sink->field_ends + line.delimiters + 1, delimiters, count, window);
    line.delimiters += count;
    if (ends != 0) {
      line.end = window + (size_t)__builtin_ctzll(ends);
      break;
    }
  }
  line.has_quotes = quotation.is_there;
  line.has_doubled_quotes = quotation.has_doubled;
  if (line.delimiters < needed) sink->field_ends[line.delimiters + 1] = (uint32_t)line.end;
  return line;
}

RX_TARGET
static size_t RX_RECORDS(rx_plain_sink *given, size_t start, size_t end) {
  // A copy that nothing else points to, so that writing fields does not make the compiler read it anew.
  const rx_plain_sink sink = *given;
  wanted_columns wanted;
  const size_t needed = fields_needed(&sink, &wanted);
  rx_field *fields = sink.fields + sink.records * sink.slot_count;
  size_t records = sink.records;
  unsigned char any_flaw = sink.any_flaw;
  size_t at = start;
  while (at < end) {
    if (sink.base[at] == '\n' || sink.base[at] == '\r') {
      at++;
      continue;
    }
    const record_line line = RX_FIND_LINE(&sink, at, end, needed);
    if (__builtin_expect(line.low != 0 && line.delimiters == 0, 0) && is_blank(sink.base, at, line.end)) {
      at = line.end + 1;
      continue;
    }
    const unsigned char flaw = flaw_of(&sink, at, &line);
    if (__builtin_expect(flaw != 0, 0)) {
      // A flawed record's fields are empty.
      memset(fields, 0, sink.slot_count * sizeof(rx_field));
    } else if (__builtin_expect((line.low != 0) | line.has_quotes, 0)) {
      if (!store_fields(&sink, &line, &wanted, fields, true, &given->any_inner_blank)) {
        given->record_end = smaller(line.end + 1, end);
        break;
      }
    } else {
      store_fields(&sink, &line, &wanted, fields, false, NULL);
    }
    any_flaw |= flaw;
    sink.flaws[records++] = flaw;
    fields += sink.slot_count;
    at = line.end + 1;
  }
  given->records = records;
  given->any_flaw = any_flaw;
  return smaller(at, end);
}
#undef RX_FIND_LINE
#undef RX_RECORDS
#undef RX_TARGET
#undef RX_MARKS
#undef RX_PUT_ENDS
