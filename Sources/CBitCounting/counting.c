#include "CBitCounting.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// ---- rows of one value ------------------------------------------------------------------------------------------

static void equal_tail(const uint8_t *codes, size_t from, size_t rows, uint8_t value, uint64_t *out) {
    for (size_t start = from; start < rows; start += 64) {
        uint64_t word = 0;
        size_t end = rows - start < 64 ? rows - start : 64;
        for (size_t bit = 0; bit < end; bit++) word |= (uint64_t)(codes[start + bit] == value) << bit;
        out[start / 64] = word;
    }
}

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512bw"))) static void equal_512(const uint8_t *codes, size_t rows, uint8_t value,
                                                                  uint64_t *out) {
    __m512i wanted = _mm512_set1_epi8((char)value);
    size_t row = 0;
    for (; row + 64 <= rows; row += 64)
        out[row / 64] = _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(codes + row), wanted);
    equal_tail(codes, row, rows, value, out);
}

static void equal_128(const uint8_t *codes, size_t rows, uint8_t value, uint64_t *out) {
    __m128i wanted = _mm_set1_epi8((char)value);
    size_t row = 0;
    for (; row + 64 <= rows; row += 64) {
        uint64_t word = 0;
        for (int part = 0; part < 4; part++) {
            __m128i some = _mm_loadu_si128((const __m128i *)(codes + row + 16 * part));
            word |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(some, wanted)) << (16 * part);
        }
        out[row / 64] = word;
    }
    equal_tail(codes, row, rows, value, out);
}
#endif

void bits_equal_u8(const uint8_t *codes, size_t rows, uint8_t value, uint64_t *out) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw")) equal_512(codes, rows, value, out);
    else equal_128(codes, rows, value, out);
#else
    equal_tail(codes, 0, rows, value, out);
#endif
}

// ---- and --------------------------------------------------------------------------------------------------------

void bits_and(const uint64_t *a, const uint64_t *b, uint64_t *out, size_t words) {
    for (size_t i = 0; i < words; i++) out[i] = a[i] & b[i];
}

// ---- counting ---------------------------------------------------------------------------------------------------

#define COUNT_EACH_BODY                                                                                               \
    for (size_t i = 0; i < count; i++) {                                                                              \
        const uint64_t *v = bitmaps + (size_t)which[i] * stride;                                                       \
        uint64_t n = 0, e = 0;                                                                                        \
        for (size_t w = 0; w < words; w++) {                                                                          \
            n += (uint64_t)__builtin_popcountll(p[w] & v[w]);                                                         \
            e += (uint64_t)__builtin_popcountll(pe[w] & v[w]);                                                        \
        }                                                                                                             \
        rows[i] += n;                                                                                                 \
        errors[i] += e;                                                                                               \
    }

static void count_each_plain(const uint64_t *p, const uint64_t *pe, const uint64_t *bitmaps, size_t stride, const uint32_t *which,
                             size_t count, size_t words, uint64_t *rows, uint64_t *errors) {
    COUNT_EACH_BODY
}

#if defined(__x86_64__)
__attribute__((target("popcnt"))) static void count_each_popcnt(const uint64_t *p, const uint64_t *pe,
                                                                const uint64_t *bitmaps, size_t stride, const uint32_t *which,
                                                                size_t count, size_t words, uint64_t *rows,
                                                                uint64_t *errors) {
    COUNT_EACH_BODY
}

__attribute__((target("avx512f,avx512vpopcntdq"))) static void count_each_512(
    const uint64_t *p, const uint64_t *pe, const uint64_t *bitmaps, size_t stride, const uint32_t *which, size_t count, size_t words,
    uint64_t *rows, uint64_t *errors) {
    // Four values at a time, so that a word of p and of pe is loaded once for the four.
    size_t i = 0;
    size_t whole = words & ~(size_t)7;
    __mmask8 rest = (__mmask8)((1u << (words & 7)) - 1);
    for (; i + 4 <= count; i += 4) {
        const uint64_t *v0 = bitmaps + (size_t)which[i] * stride, *v1 = bitmaps + (size_t)which[i + 1] * stride;
        const uint64_t *v2 = bitmaps + (size_t)which[i + 2] * stride, *v3 = bitmaps + (size_t)which[i + 3] * stride;
        __m512i n0 = _mm512_setzero_si512(), n1 = n0, n2 = n0, n3 = n0, e0 = n0, e1 = n0, e2 = n0, e3 = n0;
        for (size_t w = 0; w < whole; w += 8) {
            __m512i a = _mm512_loadu_si512(p + w), b = _mm512_loadu_si512(pe + w);
            __m512i x0 = _mm512_loadu_si512(v0 + w), x1 = _mm512_loadu_si512(v1 + w);
            __m512i x2 = _mm512_loadu_si512(v2 + w), x3 = _mm512_loadu_si512(v3 + w);
            n0 = _mm512_add_epi64(n0, _mm512_popcnt_epi64(_mm512_and_si512(a, x0)));
            e0 = _mm512_add_epi64(e0, _mm512_popcnt_epi64(_mm512_and_si512(b, x0)));
            n1 = _mm512_add_epi64(n1, _mm512_popcnt_epi64(_mm512_and_si512(a, x1)));
            e1 = _mm512_add_epi64(e1, _mm512_popcnt_epi64(_mm512_and_si512(b, x1)));
            n2 = _mm512_add_epi64(n2, _mm512_popcnt_epi64(_mm512_and_si512(a, x2)));
            e2 = _mm512_add_epi64(e2, _mm512_popcnt_epi64(_mm512_and_si512(b, x2)));
            n3 = _mm512_add_epi64(n3, _mm512_popcnt_epi64(_mm512_and_si512(a, x3)));
            e3 = _mm512_add_epi64(e3, _mm512_popcnt_epi64(_mm512_and_si512(b, x3)));
        }
        if (rest) {
            __m512i a = _mm512_maskz_loadu_epi64(rest, p + whole), b = _mm512_maskz_loadu_epi64(rest, pe + whole);
            __m512i x0 = _mm512_maskz_loadu_epi64(rest, v0 + whole), x1 = _mm512_maskz_loadu_epi64(rest, v1 + whole);
            __m512i x2 = _mm512_maskz_loadu_epi64(rest, v2 + whole), x3 = _mm512_maskz_loadu_epi64(rest, v3 + whole);
            n0 = _mm512_add_epi64(n0, _mm512_popcnt_epi64(_mm512_and_si512(a, x0)));
            e0 = _mm512_add_epi64(e0, _mm512_popcnt_epi64(_mm512_and_si512(b, x0)));
            n1 = _mm512_add_epi64(n1, _mm512_popcnt_epi64(_mm512_and_si512(a, x1)));
            e1 = _mm512_add_epi64(e1, _mm512_popcnt_epi64(_mm512_and_si512(b, x1)));
            n2 = _mm512_add_epi64(n2, _mm512_popcnt_epi64(_mm512_and_si512(a, x2)));
            e2 = _mm512_add_epi64(e2, _mm512_popcnt_epi64(_mm512_and_si512(b, x2)));
            n3 = _mm512_add_epi64(n3, _mm512_popcnt_epi64(_mm512_and_si512(a, x3)));
            e3 = _mm512_add_epi64(e3, _mm512_popcnt_epi64(_mm512_and_si512(b, x3)));
        }
        rows[i] += (uint64_t)_mm512_reduce_add_epi64(n0);
        rows[i + 1] += (uint64_t)_mm512_reduce_add_epi64(n1);
        rows[i + 2] += (uint64_t)_mm512_reduce_add_epi64(n2);
        rows[i + 3] += (uint64_t)_mm512_reduce_add_epi64(n3);
        errors[i] += (uint64_t)_mm512_reduce_add_epi64(e0);
        errors[i + 1] += (uint64_t)_mm512_reduce_add_epi64(e1);
        errors[i + 2] += (uint64_t)_mm512_reduce_add_epi64(e2);
        errors[i + 3] += (uint64_t)_mm512_reduce_add_epi64(e3);
    }
    for (; i < count; i++) {
        const uint64_t *v = bitmaps + (size_t)which[i] * stride;
        __m512i n = _mm512_setzero_si512(), e = n;
        for (size_t w = 0; w < words; w += 8) {
            __mmask8 part = w < whole ? 0xFF : rest;
            __m512i x = _mm512_maskz_loadu_epi64(part, v + w);
            n = _mm512_add_epi64(n, _mm512_popcnt_epi64(_mm512_and_si512(_mm512_maskz_loadu_epi64(part, p + w), x)));
            e = _mm512_add_epi64(e, _mm512_popcnt_epi64(_mm512_and_si512(_mm512_maskz_loadu_epi64(part, pe + w), x)));
        }
        rows[i] += (uint64_t)_mm512_reduce_add_epi64(n);
        errors[i] += (uint64_t)_mm512_reduce_add_epi64(e);
    }
}
#endif

void bits_count_each(const uint64_t *p, const uint64_t *pe, const uint64_t *bitmaps, size_t stride, const uint32_t *which,
                     size_t count, size_t words, uint64_t *rows, uint64_t *errors) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512vpopcntdq")) count_each_512(p, pe, bitmaps, stride, which, count, words, rows, errors);
    else if (__builtin_cpu_supports("popcnt")) count_each_popcnt(p, pe, bitmaps, stride, which, count, words, rows, errors);
    else count_each_plain(p, pe, bitmaps, stride, which, count, words, rows, errors);
#else
    count_each_plain(p, pe, bitmaps, stride, which, count, words, rows, errors);
#endif
}

// ---- lanes ------------------------------------------------------------------------------------------------------

static void lanes_plain(const uint32_t *cell, const uint32_t *masks, size_t rows, uint16_t *cells) {
    for (size_t r = 0; r < rows; r++) {
        uint16_t *lane = cells + (size_t)cell[r] * 32;
        uint32_t mask = masks[r];
        for (int j = 0; j < 32; j++) lane[j] = (uint16_t)(lane[j] + ((mask >> j) & 1));
    }
}

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512bw"))) static void lanes_512(const uint32_t *cell, const uint32_t *masks,
                                                                  size_t rows, uint16_t *cells) {
    __m512i one = _mm512_set1_epi16(1);
    for (size_t r = 0; r < rows; r++) {
        uint16_t *lane = cells + (size_t)cell[r] * 32;
        __m512i now = _mm512_loadu_si512(lane);
        _mm512_storeu_si512(lane, _mm512_mask_add_epi16(now, masks[r], now, one));
    }
}
#endif

void lanes_add(const uint32_t *cell, const uint32_t *masks, size_t rows, uint16_t *cells) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw")) lanes_512(cell, masks, rows, cells);
    else lanes_plain(cell, masks, rows, cells);
#else
    lanes_plain(cell, masks, rows, cells);
#endif
}

// ---- lanes of bitmaps -------------------------------------------------------------------------------------------

// Both are laid out by blocks of eight words: block b of lane l starts at out[(b * 32 + l) * 8].

static void spread_plain(const uint32_t *masks, size_t from, size_t rows, uint64_t *out) {
    for (size_t start = from; start < rows; start += 64) {
        size_t word = start / 64, end = rows - start < 64 ? rows - start : 64;
        uint64_t *first = out + (word / 8 * 32) * 8 + word % 8;
        for (int lane = 0; lane < 32; lane++) {
            uint64_t bits = 0;
            for (size_t r = 0; r < end; r++) bits |= (uint64_t)((masks[start + r] >> lane) & 1) << r;
            first[lane * 8] = bits;
        }
    }
}

#if defined(__x86_64__)
__attribute__((target("avx512f"))) static void spread_512(const uint32_t *masks, size_t rows, uint64_t *out) {
    size_t start = 0;
    for (; start + 64 <= rows; start += 64) {
        __m512i a = _mm512_loadu_si512(masks + start), b = _mm512_loadu_si512(masks + start + 16);
        __m512i c = _mm512_loadu_si512(masks + start + 32), d = _mm512_loadu_si512(masks + start + 48);
        size_t word = start / 64;
        uint64_t *first = out + (word / 8 * 32) * 8 + word % 8;
        for (int lane = 0; lane < 32; lane++) {
            __m512i bit = _mm512_set1_epi32((int)(1u << lane));
            first[lane * 8] = (uint64_t)_mm512_test_epi32_mask(a, bit) | (uint64_t)_mm512_test_epi32_mask(b, bit) << 16
                              | (uint64_t)_mm512_test_epi32_mask(c, bit) << 32
                              | (uint64_t)_mm512_test_epi32_mask(d, bit) << 48;
        }
    }
    spread_plain(masks, start, rows, out);
}
#endif

void lanes_spread(const uint32_t *masks, size_t rows, uint64_t *out) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) spread_512(masks, rows, out);
    else spread_plain(masks, 0, rows, out);
#else
    spread_plain(masks, 0, rows, out);
#endif
}

#define LANES_EACH_BODY                                                                                               \
    for (size_t i = 0; i < count; i++) {                                                                              \
        const uint64_t *v = bitmaps + (size_t)which[i] * stride;                                                       \
        uint32_t *sum = sums + i * 32;                                                                                \
        for (size_t w = 0; w < words; w++) {                                                                          \
            uint64_t x = p[w] & v[w];                                                                                 \
            if (!x) continue;                                                                                         \
            const uint64_t *e = spread + (w / 8 * 32) * 8 + w % 8;                                                    \
            for (size_t lane = 0; lane < lanes; lane++)                                                               \
                sum[lane] += (uint32_t)__builtin_popcountll(x & e[lane * 8]);                                         \
        }                                                                                                             \
    }

static void lanes_each_plain(const uint64_t *p, const uint64_t *bitmaps, size_t stride, const uint32_t *which,
                             size_t count, size_t words, const uint64_t *spread, size_t lanes, uint32_t *sums) {
    LANES_EACH_BODY
}

#if defined(__x86_64__)
__attribute__((target("popcnt"))) static void lanes_each_popcnt(const uint64_t *p, const uint64_t *bitmaps,
                                                                size_t stride, const uint32_t *which, size_t count,
                                                                size_t words, const uint64_t *spread, size_t lanes,
                                                                uint32_t *sums) {
    LANES_EACH_BODY
}

// The sums of the eight numbers in each of a[0...7], in one vector.
__attribute__((target("avx512f"))) static inline __m512i sum_eight(const __m512i a[8]) {
    __m512i p0 = _mm512_add_epi64(_mm512_unpacklo_epi64(a[0], a[1]), _mm512_unpackhi_epi64(a[0], a[1]));
    __m512i p1 = _mm512_add_epi64(_mm512_unpacklo_epi64(a[2], a[3]), _mm512_unpackhi_epi64(a[2], a[3]));
    __m512i p2 = _mm512_add_epi64(_mm512_unpacklo_epi64(a[4], a[5]), _mm512_unpackhi_epi64(a[4], a[5]));
    __m512i p3 = _mm512_add_epi64(_mm512_unpacklo_epi64(a[6], a[7]), _mm512_unpackhi_epi64(a[6], a[7]));
    // Each pair of numbers stands in four parts of 128 bits, which are added up two by two.
    __m512i q0 = _mm512_add_epi64(_mm512_shuffle_i64x2(p0, p1, 0x88), _mm512_shuffle_i64x2(p0, p1, 0xDD));
    __m512i q1 = _mm512_add_epi64(_mm512_shuffle_i64x2(p2, p3, 0x88), _mm512_shuffle_i64x2(p2, p3, 0xDD));
    return _mm512_add_epi64(_mm512_shuffle_i64x2(q0, q1, 0x88), _mm512_shuffle_i64x2(q0, q1, 0xDD));
}

__attribute__((target("avx512f,avx512vl,avx512vpopcntdq"))) static void lanes_each_512(
    const uint64_t *p, const uint64_t *bitmaps, size_t stride, const uint32_t *which, size_t count, size_t words,
    const uint64_t *spread, size_t lanes, uint32_t *sums) {
    // Eight lanes of two values at a time, so that the errors are loaded once for the two.
    size_t blocks = words / 8;
    __mmask8 rest = (__mmask8)((1u << (words & 7)) - 1);
    for (size_t i = 0; i < count; i += 2) {
        const uint64_t *v0 = bitmaps + (size_t)which[i] * stride;
        const uint64_t *v1 = i + 1 < count ? bitmaps + (size_t)which[i + 1] * stride : v0;
        for (size_t lane = 0; lane < lanes; lane += 8) {
            __m512i a[8], b[8];
            for (int j = 0; j < 8; j++) a[j] = b[j] = _mm512_setzero_si512();
            for (size_t block = 0; block < blocks + (rest != 0); block++) {
                __mmask8 part = block < blocks ? 0xFF : rest;
                __m512i shared = _mm512_maskz_loadu_epi64(part, p + block * 8);
                __m512i x = _mm512_and_si512(shared, _mm512_maskz_loadu_epi64(part, v0 + block * 8));
                __m512i y = _mm512_and_si512(shared, _mm512_maskz_loadu_epi64(part, v1 + block * 8));
                const uint64_t *e = spread + (block * 32 + lane) * 8;
#pragma clang loop unroll(full)
                for (int j = 0; j < 8; j++) {
                    __m512i wrong = _mm512_loadu_si512(e + j * 8);
                    a[j] = _mm512_add_epi64(a[j], _mm512_popcnt_epi64(_mm512_and_si512(x, wrong)));
                    b[j] = _mm512_add_epi64(b[j], _mm512_popcnt_epi64(_mm512_and_si512(y, wrong)));
                }
            }
            __m256i *first = (__m256i *)(sums + i * 32 + lane);
            _mm256_storeu_si256(
                first, _mm256_add_epi32(_mm256_loadu_si256(first), _mm512_cvtepi64_epi32(sum_eight(a))));
            if (i + 1 < count) {
                __m256i *second = (__m256i *)(sums + (i + 1) * 32 + lane);
                _mm256_storeu_si256(
                    second, _mm256_add_epi32(_mm256_loadu_si256(second), _mm512_cvtepi64_epi32(sum_eight(b))));
            }
        }
    }
}
#endif

void lanes_count_each(const uint64_t *p, const uint64_t *bitmaps, size_t stride, const uint32_t *which, size_t count,
                      size_t words, const uint64_t *spread, size_t lanes, uint32_t *sums) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512vpopcntdq") && __builtin_cpu_supports("avx512vl"))
        lanes_each_512(p, bitmaps, stride, which, count, words, spread, lanes, sums);
    else if (__builtin_cpu_supports("popcnt"))
        lanes_each_popcnt(p, bitmaps, stride, which, count, words, spread, lanes, sums);
    else lanes_each_plain(p, bitmaps, stride, which, count, words, spread, lanes, sums);
#else
    lanes_each_plain(p, bitmaps, stride, which, count, words, spread, lanes, sums);
#endif
}

int bits_are_wide(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512vpopcntdq") != 0;
#else
    return 0;
#endif
}
