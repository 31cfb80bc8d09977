#define _GNU_SOURCE
#include "posix_shim.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int rx_empty(int folder) {
  int listed = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *entries = listed < 0 ? NULL : fdopendir(listed);
  int code = entries ? 0 : errno;
  while (entries) {
    errno = 0;
    struct dirent *entry = readdir(entries);
    if (!entry) {
      if (!code) code = errno;
      break;
    }
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    int failed = unlinkat(folder, entry->d_name, 0) == 0 ? 0 : errno;
    if (failed == EISDIR || failed == EPERM) {
      int inner = openat(folder, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
      failed = inner >= 0 && rx_empty(inner) == 0 && unlinkat(folder, entry->d_name, AT_REMOVEDIR) == 0 ? 0 : errno;
      if (inner >= 0) close(inner);
    }
    // What somebody else has removed meanwhile is gone all the same.
    if (failed != ENOENT && !code) code = failed;
  }
  if (entries) closedir(entries);
  else if (listed >= 0) close(listed);
  errno = code;
  return code ? -1 : 0;
}

// Puts the folder `aside` back in its place where nothing is there, and removes it where something is. What is no
// folder, such as a link, is none of a run's.
static void restore(int parent, const char *aside, const char *place) {
  int contents = openat(parent, aside, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (contents < 0) return;
  if (faccessat(parent, place, F_OK, AT_SYMLINK_NOFOLLOW) == 0 || renameat(parent, aside, parent, place) != 0) {
    rx_empty(contents);
    unlinkat(parent, aside, AT_REMOVEDIR);
  }
  close(contents);
}

// Whether the folder `name` is the one that `folder` is open on.
static int is_at(int parent, const char *name, int folder) {
  struct stat ours, current;
  return fstat(folder, &ours) == 0 && fstatat(parent, name, &current, AT_SYMLINK_NOFOLLOW) == 0 &&
         ours.st_ino == current.st_ino && ours.st_dev == current.st_dev;
}

// Clears up, where no other run holds the folder, which may be in its place by now. The system takes a moment to give
// back the lock of a run that was killed: as many milliseconds it is tried again.
static void clear(int parent, const char *folder, const char *file, const char *aside, const char *place,
                  int milliseconds) {
  int held = openat(parent, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (held < 0 && faccessat(parent, aside, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
    held = openat(parent, place, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (held < 0) return;
  int locked;
  while ((locked = flock(held, LOCK_EX | LOCK_NB)) != 0 && milliseconds-- > 0) usleep(1000);
  int is_partial = is_at(parent, folder, held);
  if (locked == 0 && (is_partial || is_at(parent, place, held))) {
    unlinkat(parent, file, 0);
    restore(parent, aside, place);
    if (is_partial) {
      rx_empty(held);
      unlinkat(parent, folder, AT_REMOVEDIR);
    }
  }
  close(held);
}

rx_guard rx_guard_start(const char *parent, const char *folder, const char *file, const char *aside,
                        const char *place) {
  rx_guard guard = {-1, -1};
  int pipe_ends[2];
  int beside = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (beside < 0) return guard;
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) {
    close(beside);
    return guard;
  }
  pid_t process = fork();
  if (process == 0) {
    // Out of the reach of signals to the run's group, and holding none of its descriptors: a lock or a pipe that the
    // run has open would else outlive it.
    setpgid(0, 0);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    dup2(pipe_ends[0], STDIN_FILENO);
    dup2(beside, STDOUT_FILENO);
    close_range(STDERR_FILENO, ~0U, 0);
    char word;
    ssize_t got;
    while ((got = read(STDIN_FILENO, &word, 1)) < 0 && errno == EINTR) {}
    // Without a word: it was killed, which takes the system some time.
    clear(STDOUT_FILENO, folder, file, aside, place, got == 0 ? 1000 : 1);
    _exit(0);
  }
  // Here too, so that it is so before anything is created.
  if (process > 0) setpgid(process, process);
  close(beside);
  close(pipe_ends[0]);
  if (process < 0) {
    close(pipe_ends[1]);
    return guard;
  }
  guard.process = process;
  guard.pipe = pipe_ends[1];
  return guard;
}

void rx_guard_dismiss(rx_guard guard) {
  if (guard.pipe < 0) return;
  // Where the guard is gone, the word has no reader.
  struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
  sigaction(SIGPIPE, &ignore, &before);
  while (write(guard.pipe, "", 1) < 0 && errno == EINTR) {}
  sigaction(SIGPIPE, &before, NULL);
  close(guard.pipe);
  while (waitpid(guard.process, NULL, 0) < 0 && errno == EINTR) {}
}
