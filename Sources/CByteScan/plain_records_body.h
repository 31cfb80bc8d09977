// The body of rx_plain_records; included once for each set of instructions, which give RX_MARKS.

// Looks for the end of the record that begins at `start`, window by window, and puts where its fields end, up
// to the last that is wanted, into field_ends: field c lies between field_ends[c] and field_ends[c + 1].
RX_TARGET
RX_INLINE record_line RX_FIND_LINE(const rx_plain_sink *sink, size_t start, size_t end, size_t needed) {
  record_line line = {0};
  quotation quotation = {0};
  sink->field_ends[0] = (uint32_t)start - 1;
  for (size_t window = start;; window += 64) {
    const marks found = RX_MARKS(sink->base + window, sink->delimiter);
    uint64_t delimiters = found.delimiters, quotes = sink->has_quotes ? found.quotes : 0, ends = found.feeds;
    if (sink->may_hold_return) ends |= found.returns;
    uint64_t own = ~0ULL;
    if (__builtin_expect(window + 64 > end, 0)) {
      // What lies behind the end is somebody else's; the end ends the record.
      own = (1ULL << (end - window)) - 1;
      delimiters &= own;
      quotes &= own;
      ends = (ends & own) | ~own;
    }
    if (__builtin_expect((quotes | quotation.open) != 0, 0)) {
      const uint64_t within = quoted_bytes(&quotation, quotes, own);
      delimiters &= ~within;
      ends &= ~within;
    }
    const uint64_t record = below_lowest(ends);
    delimiters &= record;
    line.low |= found.low & record;
    size_t known = line.delimiters;
    line.delimiters += (size_t)__builtin_popcountll(delimiters);
    for (size_t stop = smaller(line.delimiters, needed); known < stop; delimiters &= delimiters - 1)
      sink->field_ends[++known] = (uint32_t)(window + (size_t)__builtin_ctzll(delimiters));
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
  const size_t needed = sink.wanted_count > 0 ? sink.wanted[sink.wanted_count - 1].column + 1 : 0;
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
    if (__builtin_expect(!store_fields(&sink, &line, fields), 0)) {
      given->record_end = smaller(line.end + 1, end);
      break;
    }
    // A flawed record's fields are empty; some may not have been set.
    if (__builtin_expect(flaw != 0, 0)) memset(fields, 0, sink.slot_count * sizeof(rx_field));
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
