#pragma once
#include <stddef.h>
#include <stdint.h>

// Counting kernels over bitmaps. They are C because each has one version for every vector width a processor may have,
// chosen when the program runs; Swift has no such choice. Sources/Columns/Bits/BitKernels.swift is the one file that
// calls them, and checks every length. All results are whole numbers, so no version can differ from another.
//
// A bitmap of `rows` rows is (rows + 63) / 64 words; row r is bit r % 64 of word r / 64; bits past the last row are 0.

// Sets `out` to the rows whose code is `value`.
void bits_equal_u8(const uint8_t *codes, size_t rows, uint8_t value, uint64_t *out);

// out = a AND b.
void bits_and(const uint64_t *a, const uint64_t *b, uint64_t *out, size_t words);

// For each i below `count`, with v the bitmap that starts at bitmaps + which[i] * stride:
// rows[i] += |p AND v|, errors[i] += |pe AND v|.
void bits_count_each(const uint64_t *p, const uint64_t *pe, const uint64_t *bitmaps, size_t stride,
                     const uint32_t *which, size_t count, size_t words, uint64_t *rows, uint64_t *errors);

// Adds bit j of masks[r] to lane j of the cell that row r is in, for 32 lanes: cells[cell[r] * 32 + j].
// A lane holds 16 bits: call with at most 65,535 rows between clearing.
void lanes_add(const uint32_t *cell, const uint32_t *masks, size_t rows, uint16_t *cells);

// The 32 bits of each row's mask as 32 bitmaps, in blocks of eight words: word w of lane l is
// out[(w / 8 * 32 + l) * 8 + w % 8]. Words of the last block past the last row are left as they are.
void lanes_spread(const uint32_t *masks, size_t rows, uint64_t *out);

// For each i below `count`, with v as in bits_count_each, and each lane l below `lanes` rounded up to a multiple of 8:
// sums[i * 32 + l] += |p AND v AND spread's lane l|. `lanes` is at most 32.
void lanes_count_each(const uint64_t *p, const uint64_t *bitmaps, size_t stride, const uint32_t *which, size_t count,
                      size_t words, const uint64_t *spread, size_t lanes, uint32_t *sums);

// Whether bits_count_each counts eight words at a time on this processor.
int bits_are_wide(void);
