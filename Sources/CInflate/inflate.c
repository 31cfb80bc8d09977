#include "inflate.h"
#include <isa-l/igzip_lib.h>
#include <stdlib.h>

struct rx_inflater {
  struct inflate_state state;
};

static void begin(rx_inflater *inflater) {
  isal_inflate_init(&inflater->state);
  inflater->state.crc_flag = ISAL_GZIP;
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
