#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
// Inflating gzip data with ISA-L, whose state is too large a struct for Swift to import.

typedef struct rx_inflater rx_inflater;

/// The outcome of an inflater's step.
typedef enum { RX_INFLATE_GOES_ON, RX_INFLATE_MEMBER_ENDED, RX_INFLATE_DAMAGED } rx_inflate_result;

/// An inflater at the beginning of a gzip member, or NULL where there is no memory.
rx_inflater *rx_inflater_create(void);
void rx_inflater_free(rx_inflater *inflater);
/// Goes to the beginning of another member.
void rx_inflater_restart(rx_inflater *inflater);
/// Inflates from `*input` into `*output`, and takes what was read and written off both. A member's checksum is checked.
rx_inflate_result rx_inflater_step(rx_inflater *inflater, const uint8_t **input, size_t *input_count, uint8_t **output,
                                   size_t *output_count);
