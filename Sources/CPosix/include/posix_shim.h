#pragma once
// What Swift can't import from the C library: variadic calls, and calls behind _GNU_SOURCE.

/// Opens `path` for reading, close-on-exec. Returns the descriptor or -1 (errno).
int rx_open_read(const char *path);
/// Lets the pipe that `descriptor` reads hold 1 MiB, so that writer and reader take fewer turns. Nothing happens where it is
/// no pipe or the system does not allow it.
void rx_widen_pipe(int descriptor);
/// Opens a file without a name in `folder`, for reading and writing, mode 0600. Descriptor or -1 (errno).
int rx_open_unnamed(const char *folder);
/// Writes everything of the file system that `descriptor` is on through to the disk. 0, or -1 (errno).
int rx_sync_all(int descriptor);
/// Gives a file of `rx_open_unnamed` the name `path`, where there is none yet. 0, or -1 (errno).
int rx_name(int descriptor, const char *path);
/// Opens a file in memory, for reading and writing, which `/proc/self/fd` names. Descriptor or -1 (errno).
int rx_open_memory(void);
/// The bytes of memory that the process holds now; -1 where the system does not tell.
long rx_resident_bytes(void);
/// Creates `path`, which must not exist, for writing with `mode` less the umask. Descriptor or -1 (errno).
int rx_create(const char *path, unsigned mode);
/// Opens the directory `path`, for flock and fsync. Descriptor or -1 (errno).
int rx_open_directory(const char *path);
/// The same where `path` is itself a directory; a link to one is not followed (ENOTDIR or ELOOP).
int rx_open_own_directory(const char *path);
/// Removes all that is in the directory that `folder` is open on, which stays open; links in it are removed and not
/// followed. 0 or -1 (errno) where something could not be removed; the rest then is.
int rx_empty(int folder);
/// Exchanges two directory entries in one step (renameat2 with RENAME_EXCHANGE). 0 or -1 (errno).
int rx_exchange(const char *a, const char *b);
/// True (1) if the folder `path`, which is in `parent`, is one that something is mounted on; else 0.
int rx_is_mount_point(const char *path, const char *parent);
/// True (1) if the process ignores the signal `number`; else 0.
int rx_is_ignored(int number);
/// Opens what of the descriptors 0, 1 and 2 is closed, so that reading or writing there fails and no file gets its place.
void rx_hold_standard_streams(void);
/// Writes `value` with `decimals` decimals into `buffer` as %.*f does in the C locale. The length, or -1 where it
/// does not fit.
int rx_format_fixed(double value, int decimals, char *buffer, int size);

/// A process that outlives a run that is killed, and clears what this leaves behind; -1 in both where there is none.
typedef struct {
  int process;
  int pipe;
} rx_guard;

/// Starts a process that, when this one ends or dismisses it, removes the folder `folder` with all that is in it and
/// the file `file`, and puts the folder `aside` back to `place`, all of them in the folder `parent`, unless somebody
/// holds `folder` by flock or it is not there. Where no process can be started there is none.
rx_guard rx_guard_start(const char *parent, const char *folder, const char *file, const char *aside, const char *place);

/// Has it do so now, and waits until it is gone.
void rx_guard_dismiss(rx_guard guard);
