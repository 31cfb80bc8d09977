#define _GNU_SOURCE
#include "posix_shim.h"
#include <fcntl.h>
#include <stdio.h>

int rx_open_read(const char *path) { return open(path, O_RDONLY | O_CLOEXEC); }
int rx_create(const char *path) { return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666); }
int rx_open_directory(const char *path) { return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC); }
int rx_exchange(const char *a, const char *b) { return renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE); }
int rx_format_fixed(double value, int decimals, char *buffer, int size) {
  int length = snprintf(buffer, (size_t)size, "%.*f", decimals, value);
  return length < size ? length : -1;
}
