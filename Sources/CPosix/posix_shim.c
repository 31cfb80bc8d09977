#define _GNU_SOURCE
#include "posix_shim.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int rx_open_read(const char *path) { return open(path, O_RDONLY | O_CLOEXEC); }
void rx_widen_pipe(int descriptor) { (void)fcntl(descriptor, F_SETPIPE_SZ, 1 << 20); }
int rx_create(const char *path, unsigned mode) { return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode); }
int rx_open_directory(const char *path) { return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC); }
int rx_open_own_directory(const char *path) { return open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC); }
int rx_exchange(const char *a, const char *b) { return renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE); }
int rx_is_mount_point(const char *path, const char *parent) {
  struct statx own, above;
  if (statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &own) != 0) return 0;
  // Of a folder that is mounted from elsewhere on the same file system this alone tells; before Linux 5.8 nothing does.
  if (own.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) return (own.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
  if (statx(AT_FDCWD, parent, 0, STATX_BASIC_STATS, &above) != 0) return 0;
  return own.stx_dev_major != above.stx_dev_major || own.stx_dev_minor != above.stx_dev_minor;
}
int rx_is_ignored(int number) {
  struct sigaction action;
  return sigaction(number, NULL, &action) == 0 && !(action.sa_flags & SA_SIGINFO) && action.sa_handler == SIG_IGN;
}

void rx_hold_standard_streams(void) {
  for (int stream = 0; stream < 3; stream++) {
    if (fcntl(stream, F_GETFD) >= 0) continue;
    // The lowest that is free is given. What is opened for reading can't be written, and the other way round.
    if (open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY) != stream) return;
  }
}

int rx_format_fixed(double value, int decimals, char *buffer, int size) {
  int length = snprintf(buffer, (size_t)size, "%.*f", decimals, value);
  return length < size ? length : -1;
}

int rx_sync_all(int descriptor) { return syncfs(descriptor); }
int rx_name(int descriptor, const char *path) {
  char unnamed[64];
  snprintf(unnamed, sizeof unnamed, "/proc/self/fd/%d", descriptor);
  return linkat(AT_FDCWD, unnamed, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
}
int rx_open_memory(void) { return memfd_create("rxuse", MFD_CLOEXEC); }
int rx_open_unnamed(const char *folder) {
  int descriptor = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return descriptor;
  // A file system without such files: a name that is taken away at once.
  char path[4096];
  int length = snprintf(path, sizeof path, "%s/.rxuse-XXXXXX", folder);
  if (length < 0 || length >= (int)sizeof path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  descriptor = mkostemp(path, O_CLOEXEC);
  if (descriptor >= 0) unlink(path);
  return descriptor;
}

long rx_resident_bytes(void) {
  // Opened once: it is asked for each block. Who loses a race to open it closes its own.
  static int opened = -1;
  int descriptor = __atomic_load_n(&opened, __ATOMIC_ACQUIRE);
  if (descriptor < 0) {
    int own = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (own < 0) return -1;
    int none = -1;
    if (__atomic_compare_exchange_n(&opened, &none, own, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
      descriptor = own;
    } else {
      close(own);
      descriptor = none;
    }
  }
  char text[128];
  ssize_t count = pread(descriptor, text, sizeof text - 1, 0);
  if (count <= 0) return -1;
  text[count] = 0;
  long pages = -1;
  if (sscanf(text, "%*d %ld", &pages) != 1) return -1;
  return pages * sysconf(_SC_PAGESIZE);
}
