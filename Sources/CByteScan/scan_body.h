// The body of rx_scan_bytes; included once for each set of instructions, which give RX_MARKS, and RX_ODDITIES
// with what notes them and tells them.

RX_TARGET
static rx_scan RX_SCAN(const unsigned char *base, size_t count, unsigned char delimiter, bool has_quotes,
                       rx_place place) {
  rx_scan scan = {.first_end = count, .after_last_end = 0};
  quote_state state = {place == RX_IN_QUOTES ? ~0ULL : 0, place == RX_AFTER_QUOTE, true};
  // 1 where the byte before the window is a CR.
  uint64_t returned = 0;
  RX_ODDITIES noted;
  memset(&noted, 0, sizeof noted);
  for (size_t at = 0; at < count; at += 64) {
    const unsigned char *p = base + at;
    unsigned char copy[65];
    uint64_t own = ~0ULL;
    if (at == 0 || at + 64 > count) {
      // What is no byte of these is a letter, behind which the place is not asked for; before the first may be any byte.
      const size_t left = count - at < 64 ? count - at : 64;
      memset(copy, 'x', sizeof copy);
      copy[0] = at == 0 ? 'e' : p[-1];
      memcpy(copy + 1, p, left);
      p = copy + 1;
      if (left < 64) own = (1ULL << left) - 1;
    }
    marks found = RX_MARKS(p, delimiter);
    if (__builtin_expect(!has_quotes, 0)) found.quotes = 0;
    RX_NOTE(&noted, p);
    scan.counts.line_feeds += (size_t)__builtin_popcountll(found.feeds);
    uint64_t ends = found.feeds;
    if (__builtin_expect((found.returns | returned) != 0, 0)) {
      ends |= found.returns;
      scan.counts.returns += (size_t)__builtin_popcountll(found.returns);
      scan.counts.pairs += (size_t)__builtin_popcountll((found.returns << 1 | returned) & found.feeds);
      returned = found.returns >> 63;
    }
    if (__builtin_expect((found.quotes | state.open | state.closed) != 0, 0)) {
      scan.counts.quotes += (size_t)__builtin_popcountll(found.quotes);
      // Whether the byte before ends a field; it was not looked at where there were no quotes.
      const bool is_between =
          at > 0 ? !state.open && is_separator(base[at - 1], delimiter) : place == RX_BETWEEN_FIELDS;
      ends &= ~scan_quotes(&state, &found, ends, is_between, own);
    }
    if (ends != 0) {
      if (scan.first_end == count) scan.first_end = at + (size_t)__builtin_ctzll(ends);
      scan.after_last_end = at + 64 - (size_t)__builtin_clzll(ends);
    }
  }
  const oddities odd = RX_NOTED(&noted);
  scan.counts.has_nul = odd.has_nul;
  scan.counts.has_high_byte = odd.has_high_byte;
  scan.counts.has_exponent = odd.has_exponent;
  scan.is_regular = state.is_regular;
  if (count == 0) {
    scan.place = place;
  } else if (state.closed) {
    scan.place = RX_AFTER_QUOTE;
  } else if (state.open) {
    scan.place = RX_IN_QUOTES;
  } else {
    scan.place = is_separator(base[count - 1], delimiter) ? RX_BETWEEN_FIELDS : RX_IN_FIELD;
  }
  return scan;
}
#undef RX_SCAN
#undef RX_TARGET
#undef RX_MARKS
#undef RX_ODDITIES
#undef RX_NOTE
#undef RX_NOTED
