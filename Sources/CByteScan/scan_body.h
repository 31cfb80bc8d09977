// The body of rx_scan_bytes; included once for each set of instructions, which give RX_MARKS and RX_ODDITIES.

RX_TARGET
static rx_scan RX_SCAN(const unsigned char *base, size_t count, unsigned char delimiter, rx_place place) {
  rx_scan scan = {.is_regular = true, .first_end = count, .after_last_end = 0};
  uint64_t quoted = place == RX_IN_QUOTES ? ~0ULL : 0;
  // Ones in the lowest bit: the byte before is a quote that closes; a quote may open here; a CR was before.
  uint64_t closed = place == RX_AFTER_QUOTE, opens = place == RX_BETWEEN_FIELDS, returned = 0;
  for (size_t at = 0; at < count; at += 64) {
    const unsigned char *p = base + at;
    unsigned char tail[64];
    if (at + 64 > count) {
      // What is no byte of these is a letter, behind which the place is not asked for.
      memset(tail, 'x', 64);
      memcpy(tail, p, count - at);
      p = tail;
    }
    marks found = RX_MARKS(p, delimiter);
    oddities odd = RX_ODDITIES(p);
    scan.survey.has_nul |= odd.has_nul;
    scan.survey.has_high_byte |= odd.has_high_byte;
    scan.survey.line_feeds += (size_t)__builtin_popcountll(found.feeds);
    if (found.returns | returned) {
      scan.survey.returns += (size_t)__builtin_popcountll(found.returns);
      scan.survey.pairs += (size_t)__builtin_popcountll((found.returns << 1 | returned) & found.feeds);
      returned = found.returns >> 63;
    }
    uint64_t ends = found.feeds | found.returns;
    if (found.quotes | quoted | closed) {
      scan.survey.quotes += (size_t)__builtin_popcountll(found.quotes);
      uint64_t within = inside(found.quotes) ^ quoted;
      uint64_t opening = found.quotes & within, closing = found.quotes & ~within;
      uint64_t behind_closing = closing << 1 | closed;
      uint64_t separators = (found.delimiters | ends) & ~within;
      // A quote opens behind a separator, or is the second of two; behind one that closes comes a separator or it.
      if ((opening & ~(separators << 1 | opens | behind_closing)) != 0) scan.is_regular = false;
      uint64_t own = at + 64 > count ? (1ULL << (count - at)) - 1 : ~0ULL;
      if ((behind_closing & own & ~(separators | opening)) != 0) scan.is_regular = false;
      ends &= ~within;
      closed = closing >> 63;
      opens = separators >> 63;
      quoted = within >> 63 ? ~0ULL : 0;
      if (at + 64 > count) {
        uint64_t last = 1ULL << (count - at - 1);
        scan.place = closing & last        ? RX_AFTER_QUOTE
                     : within & last       ? RX_IN_QUOTES
                     : (separators & last) ? RX_BETWEEN_FIELDS
                                           : RX_IN_FIELD;
      }
    } else {
      uint64_t separators = found.delimiters | ends;
      opens = separators >> 63;
      if (at + 64 > count)
        scan.place = (separators >> (count - at - 1)) & 1 ? RX_BETWEEN_FIELDS : RX_IN_FIELD;
    }
    if (ends != 0) {
      if (scan.first_end == count) scan.first_end = at + (size_t)__builtin_ctzll(ends);
      scan.after_last_end = at + 64 - (size_t)__builtin_clzll(ends);
    }
  }
  if (count % 64 == 0)
    scan.place = count == 0 ? place : closed ? RX_AFTER_QUOTE : quoted ? RX_IN_QUOTES : opens ? RX_BETWEEN_FIELDS : RX_IN_FIELD;
  return scan;
}
#undef RX_SCAN
#undef RX_TARGET
#undef RX_MARKS
#undef RX_ODDITIES
