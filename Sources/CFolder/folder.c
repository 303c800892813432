#define _GNU_SOURCE
#include "CFolder.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
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

static void *await_endings(void *ended) {
    unsigned char byte;
    for (;;) {
        ssize_t count = read(endings[0], &byte, 1);
        if (count == 1) ((void (*)(int))ended)(byte);
        if (count == 0 || (count < 0 && errno != EINTR)) return NULL;
    }
}

int cfolder_watch_endings(void (*ended)(int number)) {
    static const int numbers[] = {SIGINT, SIGHUP, SIGTERM};
    pthread_t thread;
    if (pipe(endings) != 0) return -1;
    for (int i = 0; i < 2; i++) fcntl(endings[i], F_SETFD, FD_CLOEXEC);
    fcntl(endings[1], F_SETFL, O_NONBLOCK);
    if (pthread_create(&thread, NULL, await_endings, (void *)ended) != 0) {
        close(endings[0]);
        close(endings[1]);
        return -1;
    }
    pthread_detach(thread);
    for (int i = 0; i < 3; i++) {
        struct sigaction before, now;
        memset(&now, 0, sizeof now);
        now.sa_handler = note_ending;
        now.sa_flags = SA_RESTART | SA_RESETHAND;
        if (sigaction(numbers[i], NULL, &before) != 0 || before.sa_handler == SIG_IGN) continue;
        sigaction(numbers[i], &now, NULL);
    }
    return 0;
}

void cfolder_end(int number) {
    signal(number, SIG_DFL);
    kill(getpid(), number);
}
