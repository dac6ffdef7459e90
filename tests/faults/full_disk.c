/* A disk that fills up: loaded with LD_PRELOAD, it lets FULL_DISK_AFTER bytes be written to files whose name holds
 * FULL_DISK_NAME, then answers ENOSPC for as long as the process lives. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
is_victim (int fd)
{
  char link[64], path[4096];
  const char *name = getenv ("FULL_DISK_NAME");
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink (link, path, sizeof path - 1);

  if (name == NULL || length <= 0)
    return 0;
  path[length] = '\0';
  return strstr (path, name) != NULL;
}

static int
is_full (int fd, size_t count)
{
  static long long left = -1;

  if (!is_victim (fd))
    return 0;
  if (left < 0)
    left = atoll (getenv ("FULL_DISK_AFTER"));
  if (left < (long long)count)
    return 1;
  left -= (long long)count;
  return 0;
}

ssize_t
pwrite64 (int fd, const void *data, size_t count, off_t offset)
{
  ssize_t (*next) (int, const void *, size_t, off_t) =
      (ssize_t (*) (int, const void *, size_t, off_t))dlsym (RTLD_NEXT, "pwrite64");
  if (!is_full (fd, count))
    return next (fd, data, count, offset);
  errno = ENOSPC;
  return -1;
}

ssize_t
write (int fd, const void *data, size_t count)
{
  ssize_t (*next) (int, const void *, size_t) = (ssize_t (*) (int, const void *, size_t))dlsym (RTLD_NEXT, "write");
  if (!is_full (fd, count))
    return next (fd, data, count);
  errno = ENOSPC;
  return -1;
}
