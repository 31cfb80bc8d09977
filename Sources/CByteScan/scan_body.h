// The body of rx_scan_bytes; included once for each set of instructions, which give RX_MARKS and RX_ODDITIES.

RX_TARGET
static rx_scan RX_SCAN(const unsigned char *base, size_t count, unsigned char delimiter, rx_place place) {
  rx_scan scan = {.is_regular = true, .first_end = count, .after_last_end = 0};
  uint64_t quoted = place == RX_IN_QUOTES ? ~0ULL : 0;
  // Ones in the lowest bit: the byte before is a quote that closes; a CR was before.
  uint64_t closed = place == RX_AFTER_QUOTE, returned = 0;
  bool nul = false, high = false;
  for (size_t at = 0; at < count; at += 64) {
    const unsigned char *p = base + at;
    unsigned char tail[64];
    if (at + 64 > count) {
      // What is no byte of these is a letter, behind which the place is not asked for.
      memset(tail, 'x', 64);
      memcpy(tail, p, count - at);
      p = tail;
    }
    const marks found = RX_MARKS(p, delimiter);
    const oddities odd = RX_ODDITIES(p);
    nul |= odd.has_nul;
    high |= odd.has_high_byte;
    scan.survey.line_feeds += (size_t)__builtin_popcountll(found.feeds);
    uint64_t ends = found.feeds;
    if (__builtin_expect((found.returns | returned) != 0, 0)) {
      ends |= found.returns;
      scan.survey.returns += (size_t)__builtin_popcountll(found.returns);
      scan.survey.pairs += (size_t)__builtin_popcountll((found.returns << 1 | returned) & found.feeds);
      returned = found.returns >> 63;
    }
    if (__builtin_expect((found.quotes | quoted | closed) != 0, 0)) {
      scan.survey.quotes += (size_t)__builtin_popcountll(found.quotes);
      uint64_t within = inside(found.quotes) ^ quoted;
      uint64_t opening = found.quotes & within, closing = found.quotes & ~within;
      uint64_t behind_closing = closing << 1 | closed;
      uint64_t separators = (found.delimiters | ends) & ~within;
      // Whether the byte before could be behind a field's end; it was not looked at where there were no quotes.
      uint64_t opens = at > 0 ? !quoted && is_separator(base[at - 1], delimiter) : place == RX_BETWEEN_FIELDS;
      // A quote opens behind a separator, or is the second of two; behind one that closes comes a separator or it.
      if ((opening & ~(separators << 1 | opens | behind_closing)) != 0) scan.is_regular = false;
      uint64_t own = at + 64 > count ? (1ULL << (count - at)) - 1 : ~0ULL;
      if ((behind_closing & own & ~(separators | opening)) != 0) scan.is_regular = false;
      ends &= ~within;
      closed = at + 64 > count ? (closing >> (count - at - 1)) & 1 : closing >> 63;
      quoted = (at + 64 > count ? within >> (count - at - 1) & 1 : within >> 63) ? ~0ULL : 0;
    }
    if (ends != 0) {
      if (scan.first_end == count) scan.first_end = at + (size_t)__builtin_ctzll(ends);
      scan.after_last_end = at + 64 - (size_t)__builtin_clzll(ends);
    }
  }
  scan.survey.has_nul = nul;
  scan.survey.has_high_byte = high;
  if (count == 0) {
    scan.place = place;
  } else {
    bool is_between = is_separator(base[count - 1], delimiter);
    scan.place = closed ? RX_AFTER_QUOTE : quoted ? RX_IN_QUOTES : is_between ? RX_BETWEEN_FIELDS : RX_IN_FIELD;
  }
  return scan;
}
#undef RX_SCAN
#undef RX_TARGET
#undef RX_MARKS
#undef RX_ODDITIES
