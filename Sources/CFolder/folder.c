#define _GNU_SOURCE
#include "CFolder.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

int cfolder_exchange(const char *a, const char *b) {
#if defined(__linux__) && defined(RENAME_EXCHANGE)
    return renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE);
#else
    (void)a;
    (void)b;
    errno = ENOSYS;
    return -1;
#endif
}

int cfolder_flush(int descriptor) {
#if defined(__linux__)
    return syncfs(descriptor);
#else
    return fsync(descriptor);
#endif
}

int cfolder_is_mount(const char *path) {
#if defined(__linux__)
#ifndef STATX_ATTR_MOUNT_ROOT
#define STATX_ATTR_MOUNT_ROOT 0x00002000
#endif
    struct statx known;
    // A folder of the same file system that is mounted there is told by this alone.
    if (statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_TYPE, &known) == 0
        && (known.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) != 0) {
        return (known.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
    }
#endif
    struct stat own, above;
    char parent[4096];
    if (snprintf(parent, sizeof parent, "%s/..", path) >= (int)sizeof parent) return 0;
    if (lstat(path, &own) != 0 || !S_ISDIR(own.st_mode) || stat(parent, &above) != 0) return 0;
    return own.st_dev != above.st_dev;
}

static int endings[2] = {-1, -1};

// Runs between any two instructions of the program, so it does nothing but write a byte.
static void note_ending(int number) {
    int kept = errno;
    unsigned char byte = (unsigned char)number;
    if (write(endings[1], &byte, 1) != 1) {
        // Asked often enough to fill a pipe: whoever reads it has been told.
    }
    errno = kept;
}

// Nobody reads what this thread was about to write: it says nothing more, and waits for the end.
static void note_lost_reader(int number) {
    note_ending(number);
    for (;;) pause();
}

static _Atomic(const void *) lost_place;

// A file that is mapped and was cut shorter has nothing behind its new end. Who reads there cannot go on: the other thread says so
// and clears up.
static void note_lost_bytes(int number, siginfo_t *known, void *context) {
    (void)context;
    if (known->si_code != BUS_ADRERR) {
        signal(number, SIG_DFL);
        kill(getpid(), number);
        return;
    }
    lost_place = known->si_addr;
    note_ending(number);
    for (;;) pause();
}

const void *cfolder_lost_place(void) { return lost_place; }

static void *await_endings(void *ended) {
    unsigned char byte;
    for (;;) {
        ssize_t count = read(endings[0], &byte, 1);
        if (count == 1) ((void (*)(int))ended)(byte);
        if (count == 0 || (count < 0 && errno != EINTR)) return NULL;
    }
}

// Every signal that ends a process whatever it does, but for SIGKILL, which nobody sees, and those that say that the program
// itself is broken: it cannot be trusted to clear up.
static int is_ending(int number) {
    switch (number) {
    case SIGHUP:
    case SIGINT:
    case SIGQUIT:
    case SIGPIPE:
    case SIGALRM:
    case SIGTERM:
    case SIGUSR1:
    case SIGUSR2:
    case SIGVTALRM:
    case SIGPROF:
    case SIGXCPU:
#if defined(__linux__)
    case SIGIO:
    case SIGPWR:
    case SIGSTKFLT:
#endif
        return 1;
    default:
#if defined(__linux__)
        return number >= SIGRTMIN && number <= SIGRTMAX;
#else
        return 0;
#endif
    }
}

int cfolder_watch_endings(void (*ended)(int number)) {
    pthread_t thread;
    // A file that would grow beyond what this user may write is refused by the system in words, as a full disk is.
    signal(SIGXFSZ, SIG_IGN);
    if (pipe(endings) != 0) return -1;
    for (int i = 0; i < 2; i++) fcntl(endings[i], F_SETFD, FD_CLOEXEC);
    fcntl(endings[1], F_SETFL, O_NONBLOCK);
    if (pthread_create(&thread, NULL, await_endings, (void *)ended) != 0) {
        close(endings[0]);
        close(endings[1]);
        return -1;
    }
    pthread_detach(thread);
#if defined(__linux__)
    int most = SIGRTMAX;
#else
    int most = NSIG - 1;
#endif
    for (int number = 1; number <= most; number++) {
        struct sigaction before, now;
        if (!is_ending(number)) continue;
        memset(&now, 0, sizeof now);
        now.sa_handler = number == SIGPIPE ? note_lost_reader : note_ending;
        // These two come again and again until the process is over.
        now.sa_flags = SA_RESTART | (number == SIGPIPE || number == SIGXCPU ? 0 : SA_RESETHAND);
        if (sigaction(number, NULL, &before) != 0 || before.sa_handler != SIG_DFL) continue;
        sigaction(number, &now, NULL);
    }
    struct sigaction lost;
    memset(&lost, 0, sizeof lost);
    lost.sa_sigaction = note_lost_bytes;
    lost.sa_flags = SA_SIGINFO;
    sigaction(SIGBUS, &lost, NULL);
    return 0;
}

// The address space this process may have, in bytes, and what is said where it ran out.
static size_t most_memory;
static char no_memory[192];
// How far the stack of the first thread may grow, and from where.
static size_t most_stack;
static char *stack_top;
// Where a signal is met that came because the stack could not grow.
static char signal_stack[64 * 1024];
// Least stack of the first thread; with less nothing can be read.
static const rlim_t least_stack = 256 * 1024;

// An allocation that the system refused ends in an access near address 0, below the stack, or in what the runtime stops a program with. Where
// a quarter of what this process may have is not to be had any more, that is the likely reason, and what is said; otherwise the
// program ends as a broken one does.
static void tell_no_memory(int number, siginfo_t *known, void *context) {
    (void)context;
    size_t below = (size_t)(stack_top - (char *)known->si_addr);
    // A stack that may grow and could not is memory that ran out, too.
    int may_be = number != SIGSEGV || (size_t)known->si_addr < 65536 || below < most_stack;
    if (may_be && mmap(NULL, most_memory / 4, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED) {
        if (write(2, no_memory, strlen(no_memory)) < 0) _exit(3);
        _exit(3);
    }
    signal(number, SIG_DFL);
    kill(getpid(), number);
}

void cfolder_watch_memory(void) {
    struct rlimit most;
    char here;
    if (getrlimit(RLIMIT_STACK, &most) == 0) {
        if (most.rlim_cur < least_stack) {
            static const char words[] =
                "memory: error: this process may have less than 256 KiB of stack; allow it more (ulimit -s)\n";
            if (write(2, words, sizeof words - 1) < 0) _exit(3);
            _exit(3);
        }
        // Of a stack without a limit as much as anybody gives one.
        most_stack = most.rlim_cur == RLIM_INFINITY ? (size_t)1 << 30 : (size_t)most.rlim_cur;
    }
    stack_top = &here;
    if (getrlimit(RLIMIT_AS, &most) != 0 || most.rlim_cur == RLIM_INFINITY) return;
    most_memory = (size_t)most.rlim_cur;
    snprintf(no_memory, sizeof no_memory,
             "memory: error: ended with little left of the %zu MiB of address space that this process may have; allow it more "
             "(ulimit -v)\n",
             most_memory >> 20);
    struct sigaction now;
    memset(&now, 0, sizeof now);
    now.sa_sigaction = tell_no_memory;
    stack_t other;
    memset(&other, 0, sizeof other);
    other.ss_sp = signal_stack;
    other.ss_size = sizeof signal_stack;
    now.sa_flags = SA_SIGINFO | (sigaltstack(&other, NULL) == 0 ? SA_ONSTACK : 0);
    int numbers[] = {SIGSEGV, SIGABRT, SIGILL, SIGTRAP};
    for (int i = 0; i < 4; i++) sigaction(numbers[i], &now, NULL);
}

void cfolder_end(int number) {
    if (number == 0) _exit(3);
    signal(number, SIG_DFL);
    kill(getpid(), number);
}
