#pragma once
// What Swift can't import from the C library: variadic calls, and calls behind _GNU_SOURCE.

/// Opens `path` for reading, close-on-exec. Returns the descriptor or -1 (errno).
int rx_open_read(const char *path);
/// Opens a file without a name in `folder`, for reading and writing, mode 0600. Descriptor or -1 (errno).
int rx_open_unnamed(const char *folder);
/// How many bytes of memory the process holds now; -1 where the system does not tell.
long rx_resident_bytes(void);
/// Creates `path`, which must not exist, for writing with `mode` less the umask. Descriptor or -1 (errno).
int rx_create(const char *path, unsigned mode);
/// Opens the directory `path`, for flock and fsync. Descriptor or -1 (errno).
int rx_open_directory(const char *path);
/// Exchanges two directory entries in one step (renameat2 with RENAME_EXCHANGE). 0 or -1 (errno).
int rx_exchange(const char *a, const char *b);
/// Writes `value` with `decimals` decimals into `buffer` as %.*f does in the C locale. The length, or -1 where it
/// does not fit.
int rx_format_fixed(double value, int decimals, char *buffer, int size);
