#pragma once

// What Swift's Glibc module does not carry: Linux calls, and a signal handler. Unless it is said otherwise they return 0 on
// success, else -1, the calls with errno set.

/// Exchanges two names in one step (renameat2 with RENAME_EXCHANGE).
int cfolder_exchange(const char *a, const char *b);

/// Flushes the file system that holds the open file or folder.
int cfolder_flush(int descriptor);

/// Whether the folder is one in whose place a disk, or a part of one, is mounted: it can neither be moved nor replaced. 0 where
/// that cannot be told.
int cfolder_is_mount(const char *path);

/// From now on a signal that would end the process (interrupt, hang-up, terminate, an alarm, a pipe that nobody reads) is handed to
/// `ended`, on a thread of its own; the second of its kind ends the process at once. One that was ignored or handled before
/// stays so. A file that grows too large is an error of the call that writes it. -1 where no thread can be made: the process
/// ends as it always did. So is SIGBUS where a mapped file was cut shorter; the thread that read there waits for the end.
int cfolder_watch_endings(void (*ended)(int number));

/// From now on a process that breaks down with less than a quarter left of the address space it may have says so on standard error,
/// in one line, and ends with status 3. Nothing where its address space has no limit. Where the stack may have less than 256 KiB the
/// process says that, and ends with status 3 at once.
void cfolder_watch_memory(void);

/// Where a mapped file had nothing any more; NULL before that.
const void *cfolder_lost_place(void);

/// Ends the process as the signal would have; with status 3 for number 0.
void cfolder_end(int number);
