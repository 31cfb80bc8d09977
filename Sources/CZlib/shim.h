#include <zlib.h>

// inflateInit2 is a macro, which Swift does not import. 15 + 16: the gzip format only.
static inline int rx_inflate_init_gzip(z_streamp stream) { return inflateInit2(stream, 15 + 16); }
