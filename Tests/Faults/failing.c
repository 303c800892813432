// Makes the Nth call that changes a disk fail: preloaded into the program, it counts calls of open (for writing), write, close,
// fsync, fdatasync, syncfs, rename, renameat2, mkdir, fchmod and ftruncate on files of the folder FAIL_UNDER, and lets call
// number FAIL_AT return -1 with errno FAIL_ERRNO. FAIL_LOG is told which call that was, or after a run of FAIL_AT=0 how many
// there are. A write that fails may have written half; a close that fails has closed.
//
// cc -shared -fPIC -O2 -o failing.so failing.c -ldl
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_long calls;
static long failAt(void) { const char *text = getenv("FAIL_AT"); return text ? atol(text) : 0; }

static void say(const char *words, const char *path) {
    const char *log = getenv("FAIL_LOG");
    if (!log) return;
    char line[PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%s %s\n", words, path);
    int file = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (file >= 0) { syscall(SYS_write, file, line, (size_t)length); syscall(SYS_close, file); }
}

__attribute__((destructor)) static void told(void) {
    if (failAt() != 0) return;
    char text[32];
    snprintf(text, sizeof text, "%ld", (long)calls);
    say("calls", text);
}

// Whether this call is the one that fails.
static int fails(const char *call, const char *path) {
    const char *under = getenv("FAIL_UNDER");
    if (!under || !path || strncmp(path, under, strlen(under)) != 0) return 0;
    if (atomic_fetch_add(&calls, 1) + 1 != failAt()) return 0;
    say(call, path);
    const char *code = getenv("FAIL_ERRNO");
    errno = code ? atoi(code) : EIO;
    return 1;
}

static const char *absolute(const char *path, char *place) {
    if (!path || path[0] == '/') return path;
    if (!getcwd(place, PATH_MAX / 2)) return path;
    strcat(place, "/");
    strncat(place, path, PATH_MAX / 2);
    return place;
}

// The path of a file that may be written through a descriptor; NULL for any other.
static const char *written(int file, char *place) {
    char link[64];
    if (file < 3) return NULL;
    int flags = (int)syscall(SYS_fcntl, file, F_GETFL);
    if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, place, PATH_MAX - 1);
    if (length <= 0) return NULL;
    place[length] = 0;
    return place;
}

// The path of any descriptor.
static const char *named(int file, char *place) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, place, PATH_MAX - 1);
    if (length <= 0) return NULL;
    place[length] = 0;
    return place;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int opening(const char *name, const char *path, int flags) {
    char place[PATH_MAX];
    if ((flags & O_ACCMODE) == O_RDONLY && !(flags & O_CREAT)) return 0;
    return fails(name, absolute(path, place));
}

int open(const char *path, int flags, ...) {
    va_list list; va_start(list, flags); mode_t mode = va_arg(list, mode_t); va_end(list);
    if (opening("open", path, flags)) return -1;
    REAL(open); return real(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    va_list list; va_start(list, flags); mode_t mode = va_arg(list, mode_t); va_end(list);
    if (opening("open", path, flags)) return -1;
    REAL(open64); return real(path, flags, mode);
}
ssize_t write(int file, const void *bytes, size_t count) {
    char place[PATH_MAX];
    REAL(write);
    if (fails("write", written(file, place))) {
        int code = errno;
        if (count > 1) real(file, bytes, count / 2);
        errno = code;
        return -1;
    }
    return real(file, bytes, count);
}
int close(int file) {
    char place[PATH_MAX];
    REAL(close);
    if (fails("close", written(file, place))) { int code = errno; real(file); errno = code; return -1; }
    return real(file);
}
int fsync(int file) {
    char place[PATH_MAX];
    if (fails("fsync", named(file, place))) return -1;
    REAL(fsync); return real(file);
}
int fdatasync(int file) {
    char place[PATH_MAX];
    if (fails("fdatasync", named(file, place))) return -1;
    REAL(fdatasync); return real(file);
}
int syncfs(int file) {
    char place[PATH_MAX];
    if (fails("syncfs", named(file, place))) return -1;
    REAL(syncfs); return real(file);
}
int fchmod(int file, mode_t mode) {
    char place[PATH_MAX];
    if (fails("fchmod", named(file, place))) return -1;
    REAL(fchmod); return real(file, mode);
}
int ftruncate(int file, off_t length) {
    char place[PATH_MAX];
    if (fails("ftruncate", named(file, place))) return -1;
    REAL(ftruncate); return real(file, length);
}
int mkdir(const char *path, mode_t mode) {
    char place[PATH_MAX];
    // A folder that is there already is none of the disk's business.
    struct stat status;
    if (stat(path, &status) != 0 && fails("mkdir", absolute(path, place))) return -1;
    REAL(mkdir); return real(path, mode);
}
int rename(const char *from, const char *to) {
    char place[PATH_MAX];
    if (fails("rename", absolute(to, place))) return -1;
    REAL(rename); return real(from, to);
}
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
    char place[PATH_MAX];
    if (fails("renameat2", absolute(to, place))) return -1;
    REAL(renameat2); return real(a, from, b, to, flags);
}
