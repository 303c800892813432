#pragma once

// Two Linux calls that Swift's Glibc module does not carry. Both return 0 on success, else -1 with errno set.

/// Exchanges two names in one step (renameat2 with RENAME_EXCHANGE).
int cfolder_exchange(const char *a, const char *b);

/// Flushes the file system that holds the open file or folder.
int cfolder_flush(int descriptor);
