#pragma once
#include <stddef.h>
#include <stdint.h>

// PNG decoding by libpng behind calls that return, never jump: libpng reports errors by longjmp, which must not cross
// Swift frames.

enum misread_png_form {
    misread_png_rgb8 = 0,   // 8-bit R, G, B; transparency laid over white
    misread_png_gray16 = 1, // 16-bit big-endian luminance; colour is refused
};

// Room for libpng's own message.
enum { misread_png_message_size = 160 };

struct misread_png_header {
    uint32_t width;
    uint32_t height;
    int bit_depth;
    // 1 when the picture has colour (a palette counts as colour).
    int is_colour;
    // Bits that a pixel has in the file.
    int pixel_depth;
    // 1 when rows come several times (Adam7).
    int is_interlaced;
};

// Reads only the header (IHDR). Returns 0, or 1 with libpng's message in `message`.
int misread_png_read_header(const uint8_t *bytes, size_t count, struct misread_png_header *header, char *message);

// Decodes into `out`, which holds `out_count` bytes: width * height * 3, or * 2 for gray16. Returns 0, or 1 with
// libpng's message in `message`. `width` and `height` must be those the header gave. Metadata is skipped; of an animated
// picture only the first frame is read.
int misread_png_decode(const uint8_t *bytes, size_t count, enum misread_png_form form, uint32_t width, uint32_t height,
                       uint8_t *out, size_t out_count, char *message);

// Decodes into 8-bit R, G, B with transparency laid over white, each pixel of `out` the mean of `factor` by `factor` pixels
// (fewer at the right and lower edge), rounded to the nearest: ceil(width / factor) * ceil(height / factor) * 3 bytes. One row
// of the picture is in memory at a time; an interlaced picture is refused. Returns as `misread_png_decode` does.
int misread_png_decode_shrunk(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint32_t factor,
                              uint8_t *out, size_t out_count, char *message);
