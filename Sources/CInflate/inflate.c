#include "inflate.h"
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <stdlib.h>

// The parts of a gzip member's header (RFC 1952), in their order. ISA-L's own reader refuses headers with a checksum.
enum part { FIXED, EXTRA_LENGTH, EXTRA, NAME, COMMENT, CHECKSUM, BODY };
enum { HAS_CHECKSUM = 2, HAS_EXTRA = 4, HAS_NAME = 8, HAS_COMMENT = 16, RESERVED = 0xE0 };

struct rx_inflater {
  struct inflate_state state;
  enum part part;
  // Bytes of the part so far, and what two bytes of it come to.
  uint32_t count, value;
  uint32_t extra_length;
  // Of the header's bytes before its own checksum.
  uint32_t checksum;
  uint8_t flags;
};

static void begin(rx_inflater *inflater) {
  isal_inflate_init(&inflater->state);
  inflater->state.crc_flag = ISAL_GZIP_NO_HDR_VER;
  inflater->part = FIXED;
  inflater->count = inflater->value = inflater->extra_length = inflater->checksum = 0;
  inflater->flags = 0;
}

static bool is_there(const rx_inflater *inflater, enum part part) {
  switch (part) {
    case EXTRA_LENGTH: return inflater->flags & HAS_EXTRA;
    case EXTRA: return inflater->extra_length > 0;
    case NAME: return inflater->flags & HAS_NAME;
    case COMMENT: return inflater->flags & HAS_COMMENT;
    case CHECKSUM: return inflater->flags & HAS_CHECKSUM;
    default: return true;
  }
}

// Takes one byte of the header; false where it can't be one.
static bool take(rx_inflater *inflater, uint8_t byte) {
  static const uint8_t magic[] = {0x1F, 0x8B, 8};
  uint32_t place = inflater->count++;
  bool ends = false;
  if (inflater->part == EXTRA_LENGTH || inflater->part == CHECKSUM) {
    inflater->value |= (uint32_t)byte << (8 * place);
    ends = place == 1;
  }
  switch (inflater->part) {
    case FIXED:
      if (place < sizeof magic && byte != magic[place]) return false;
      if (place == 3) inflater->flags = byte;
      ends = place == 9;
      break;
    case EXTRA_LENGTH: inflater->extra_length = inflater->value; break;
    case EXTRA: ends = place + 1 == inflater->extra_length; break;
    case NAME:
    case COMMENT: ends = byte == 0; break;
    case CHECKSUM:
      if (ends && inflater->value != (inflater->checksum & 0xFFFF)) return false;
      break;
    case BODY: return false;
  }
  if (inflater->part != CHECKSUM) inflater->checksum = crc32_gzip_refl(inflater->checksum, &byte, 1);
  if (ends) {
    inflater->count = inflater->value = 0;
    do inflater->part++;
    while (!is_there(inflater, inflater->part));
  }
  return !(inflater->flags & RESERVED);
}

rx_inflater *rx_inflater_create(void) {
  rx_inflater *inflater = malloc(sizeof *inflater);
  if (inflater) begin(inflater);
  return inflater;
}

void rx_inflater_free(rx_inflater *inflater) { free(inflater); }

void rx_inflater_restart(rx_inflater *inflater) { begin(inflater); }

rx_inflate_result rx_inflater_step(rx_inflater *inflater, const uint8_t **input, size_t *input_count, uint8_t **output,
                                   size_t *output_count) {
  struct inflate_state *state = &inflater->state;
  while (inflater->part != BODY && *input_count > 0) {
    if (!take(inflater, **input)) return RX_INFLATE_DAMAGED;
    *input += 1;
    *input_count -= 1;
  }
  if (inflater->part != BODY) return RX_INFLATE_GOES_ON;
  const uint32_t most = UINT32_MAX / 2;
  uint32_t given = *input_count < most ? (uint32_t)*input_count : most;
  uint32_t room = *output_count < most ? (uint32_t)*output_count : most;
  state->next_in = (uint8_t *)*input;
  state->avail_in = given;
  state->next_out = *output;
  state->avail_out = room;
  int result = isal_inflate(state);
  *input += given - state->avail_in;
  *input_count -= given - state->avail_in;
  *output += room - state->avail_out;
  *output_count -= room - state->avail_out;
  if (result != ISAL_DECOMP_OK && result != ISAL_END_INPUT) return RX_INFLATE_DAMAGED;
  return state->block_state == ISAL_BLOCK_FINISH ? RX_INFLATE_MEMBER_ENDED : RX_INFLATE_GOES_ON;
}
