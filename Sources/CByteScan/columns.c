#include "byte_scan.h"

// Days from 1970-01-01 to the first of March of year y, plus the days since; see Day.swift, which is what is right.
static inline int32_t day_number(int32_t year, int32_t month, int32_t day) {
  int32_t y = month <= 2 ? year - 1 : year;
  int32_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return 365 * y + y / 4 - y / 100 + y / 400 + of_year - 719468;
}

static inline int32_t month_length(int32_t year, int32_t month) {
  static const int8_t lengths[16] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0};
  return lengths[month] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

static inline uint64_t first_bytes(const void *place) {
  uint64_t word;
  memcpy(&word, place, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

void rx_plain_days(const void *base, const rx_field *fields, size_t stride, size_t count, int32_t *days) {
  for (size_t i = 0; i < count; i++) {
    const rx_field field = fields[i * stride];
    const unsigned char *p = (const unsigned char *)base + field.offset;
    days[i] = RX_NO_DAY;
    if (field.count != 10) continue;
    // The year's and the month's digits and both hyphens at once: 0 to 9 where a digit should be, 0 for a hyphen.
    uint64_t digits = first_bytes(p) ^ 0x2D30302D30303030ULL;
    uint64_t excess = (digits + 0x7F76767F76767676ULL) | digits;
    unsigned tens = p[8] - '0', ones = p[9] - '0';
    if ((excess & 0x8080808080808080ULL) != 0 || tens > 9 || ones > 9) continue;
    uint64_t pairs = digits * 10 + (digits >> 8);
    int32_t year = (int32_t)(pairs & 0xFF) * 100 + (int32_t)((pairs >> 16) & 0xFF);
    int32_t month = (int32_t)((pairs >> 40) & 0xFF), day = (int32_t)(tens * 10 + ones);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > month_length(year, month)) continue;
    days[i] = day_number(year, month, day);
  }
}

void rx_plain_numbers(const void *base, const rx_field *fields, size_t stride, size_t count, int32_t *numbers) {
  for (size_t i = 0; i < count; i++) {
    const rx_field field = fields[i * stride];
    numbers[i] = RX_NO_NUMBER;
    if (field.count < 1 || field.count > 8) continue;
    // The digits at the high end, zeros before them.
    unsigned gap = 64 - 8 * field.count;
    uint64_t text = gap == 0 ? first_bytes((const unsigned char *)base + field.offset)
                             : first_bytes((const unsigned char *)base + field.offset) << gap;
    uint64_t digits = text ^ (gap == 0 ? 0x3030303030303030ULL : 0x3030303030303030ULL << gap);
    if ((((digits + 0x7676767676767676ULL) | digits) & 0x8080808080808080ULL) != 0) continue;
    // Pairs of digits, then of pairs, then of fours.
    digits = (digits * 10 + (digits >> 8)) & 0x00FF00FF00FF00FFULL;
    digits = (digits * 100 + (digits >> 16)) & 0x0000FFFF0000FFFFULL;
    numbers[i] = (int32_t)((digits * 10000 + (digits >> 32)) & 0xFFFFFFFFULL);
  }
}
