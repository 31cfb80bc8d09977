#include "byte_scan.h"

rx_survey rx_survey_bytes(const void *bytes, size_t count) {
  const unsigned char *p = bytes;
  rx_survey survey = {0};
  unsigned char high = 0, returns = 0, nul = 0;
  // An eight-bit lane counts to 255, so the lanes are summed after that many steps.
  while (count > 0) {
    size_t stretch = count < 255 * 32 ? count : 255 * 32;
    unsigned char feeds[32] = {0}, quotes[32] = {0}, seen[32] = {0}, cr[32] = {0}, zero[32] = {0};
    size_t i = 0;
    for (; i + 32 <= stretch; i += 32)
      for (int lane = 0; lane < 32; lane++) {
        unsigned char byte = p[i + lane];
        feeds[lane] += byte == '\n';
        quotes[lane] += byte == '"';
        seen[lane] |= byte;
        cr[lane] |= byte == '\r';
        zero[lane] |= byte == 0;
      }
    for (int lane = 0; lane < 32; lane++) {
      survey.line_feeds += feeds[lane];
      survey.quotes += quotes[lane];
      high |= seen[lane];
      returns |= cr[lane];
      nul |= zero[lane];
    }
    for (; i < stretch; i++) {
      survey.line_feeds += p[i] == '\n';
      survey.quotes += p[i] == '"';
      high |= p[i];
      returns |= p[i] == '\r';
      nul |= p[i] == 0;
    }
    p += stretch;
    count -= stretch;
  }
  survey.has_high_byte = high >> 7;
  survey.has_carriage_return = returns != 0;
  survey.has_nul = nul != 0;
  return survey;
}
