#include "CPNG.h"
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

struct source {
    const uint8_t *bytes;
    size_t count;
    size_t position;
    char *message;
};

static void read_bytes(png_structp png, png_bytep out, size_t count) {
    struct source *source = png_get_io_ptr(png);
    if (count > source->count - source->position) png_error(png, "the file ends too early");
    memcpy(out, source->bytes + source->position, count);
    source->position += count;
}

static void on_error(png_structp png, png_const_charp message) {
    struct source *source = png_get_error_ptr(png);
    strncpy(source->message, message, misread_png_message_size - 1);
    source->message[misread_png_message_size - 1] = 0;
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static png_structp create(struct source *source) {
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, source, on_error, on_warning);
    if (!png) {
        strcpy(source->message, "libpng cannot start");
        return NULL;
    }
    png_set_read_fn(png, source, read_bytes);
    // One chunk may not make libpng allocate more than this; text and colour profiles are not kept at all.
    png_set_chunk_malloc_max(png, 8 * 1024 * 1024);
    png_set_chunk_cache_max(png, 16);
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
    static const png_byte skipped[] = "tEXt\0zTXt\0iTXt\0iCCP\0eXIf\0sPLT\0hIST\0pCAL\0sCAL\0tIME";
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, skipped, sizeof skipped / 5);
    return png;
}

int misread_png_read_header(const uint8_t *bytes, size_t count, struct misread_png_header *header, char *message) {
    struct source source = {bytes, count, 0, message};
    message[0] = 0;
    png_structp png = create(&source);
    if (!png) return 1;
    png_infop volatile info = NULL;
    if (setjmp(png_jmpbuf(png))) {
        png_infop made = info;
        png_destroy_read_struct(&png, made ? &made : NULL, NULL);
        return 1;
    }
    info = png_create_info_struct(png);
    if (!info) png_error(png, "out of memory");
    png_read_info(png, info);
    header->width = png_get_image_width(png, info);
    header->height = png_get_image_height(png, info);
    header->bit_depth = png_get_bit_depth(png, info);
    header->is_colour = (png_get_color_type(png, info) & PNG_COLOR_MASK_COLOR) != 0;
    header->pixel_depth = header->bit_depth * png_get_channels(png, info);
    header->is_interlaced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
    png_infop made = info;
    png_destroy_read_struct(&png, &made, NULL);
    return 0;
}

static void lay_over_white(const uint8_t *rgba, uint8_t *rgb, size_t pixels) {
    for (size_t i = 0; i < pixels; i++) {
        unsigned alpha = rgba[4 * i + 3];
        for (int c = 0; c < 3; c++)
            rgb[3 * i + c] = (uint8_t)((rgba[4 * i + c] * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}

int misread_png_decode(const uint8_t *bytes, size_t count, enum misread_png_form form, uint32_t width, uint32_t height,
                       uint8_t *out, size_t out_count, char *message) {
    struct source source = {bytes, count, 0, message};
    message[0] = 0;
    png_structp png = create(&source);
    if (!png) return 1;
    png_infop volatile info = NULL;
    uint8_t *volatile layered = NULL;
    if (setjmp(png_jmpbuf(png))) {
        png_infop made = info;
        png_destroy_read_struct(&png, made ? &made : NULL, NULL);
        free(layered);
        return 1;
    }
    info = png_create_info_struct(png);
    if (!info) png_error(png, "out of memory");
    png_read_info(png, info);
    if (png_get_image_width(png, info) != width || png_get_image_height(png, info) != height)
        png_error(png, "the header changed");

    if (form == misread_png_rgb8) {
        png_set_expand(png);
        png_set_scale_16(png);
        png_set_gray_to_rgb(png);
    } else {
        if (png_get_color_type(png, info) & PNG_COLOR_MASK_COLOR) png_error(png, "a grey picture was expected");
        png_set_expand_gray_1_2_4_to_8(png);
        png_set_strip_alpha(png);
        png_set_expand_16(png);
    }
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);

    size_t pixel = form == misread_png_rgb8 ? 3 : 2;
    size_t stride = (size_t)width * pixel;
    if (out_count / stride < height) png_error(png, "unexpected size");
    int has_alpha = form == misread_png_rgb8 && png_get_channels(png, info) == 4;
    size_t read_stride = png_get_rowbytes(png, info);
    if (read_stride != (has_alpha ? (size_t)width * 4 : stride)) png_error(png, "unexpected row length");
    // Row by row: a list of rows would take more memory than a picture of a million rows. With transparency a row is laid over
    // white as it comes; only where rows come several times all of them are held.
    int is_held = has_alpha && passes > 1;
    if (has_alpha) {
        layered = malloc(is_held ? read_stride * height : read_stride);
        if (!layered) png_error(png, "out of memory");
    }
    for (int pass = 0; pass < passes; pass++) {
        for (uint32_t y = 0; y < height; y++) {
            uint8_t *row = out + y * stride;
            if (!has_alpha) {
                png_read_row(png, row, NULL);
            } else if (is_held) {
                png_read_row(png, layered + y * read_stride, NULL);
            } else {
                png_read_row(png, layered, NULL);
                lay_over_white(layered, row, width);
            }
        }
    }
    if (is_held) lay_over_white(layered, out, (size_t)width * height);
    // Reads to IEND, so that a picture cut short or followed by a damaged chunk is noticed.
    png_read_end(png, NULL);
    png_infop made = info;
    png_destroy_read_struct(&png, &made, NULL);
    free(layered);
    return 0;
}

// What is needed to average rows of a picture while they are read.
struct shrinking {
    uint8_t *read;    // a row as libpng gives it
    uint8_t *layered; // the same as R, G, B
    uint64_t *sums;   // of the rows that a row of the result stands for
};

static void add_row(uint64_t *sums, const uint8_t *rgb, uint32_t width, uint32_t factor) {
    for (uint32_t x = 0, within = 0; x < width; x++, rgb += 3) {
        sums[0] += rgb[0];
        sums[1] += rgb[1];
        sums[2] += rgb[2];
        if (++within == factor) {
            within = 0;
            sums += 3;
        }
    }
}

static void write_means(uint64_t *sums, uint8_t *out, uint32_t width, uint32_t factor, uint32_t rows) {
    for (uint32_t x = 0; x < width; x += factor) {
        uint64_t columns = width - x < factor ? width - x : factor;
        uint64_t pixels = columns * rows;
        for (int c = 0; c < 3; c++, sums++) {
            *out++ = (uint8_t)((*sums + pixels / 2) / pixels);
            *sums = 0;
        }
        if (width - x <= factor) break;
    }
}

int misread_png_decode_shrunk(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint32_t factor,
                              uint8_t *out, size_t out_count, char *message) {
    struct source source = {bytes, count, 0, message};
    message[0] = 0;
    png_structp png = create(&source);
    if (!png) return 1;
    png_infop volatile info = NULL;
    struct shrinking *volatile kept = NULL;
    volatile int failed = 1;
    if (setjmp(png_jmpbuf(png)) == 0) {
        info = png_create_info_struct(png);
        struct shrinking *all = kept = calloc(1, sizeof *all);
        if (!info || !all) png_error(png, "out of memory");
        png_read_info(png, info);
        if (png_get_image_width(png, info) != width || png_get_image_height(png, info) != height)
            png_error(png, "the header changed");
        if (png_get_interlace_type(png, info) != PNG_INTERLACE_NONE) png_error(png, "an interlaced picture");
        png_set_expand(png);
        png_set_scale_16(png);
        png_set_gray_to_rgb(png);
        png_read_update_info(png, info);

        int has_alpha = png_get_channels(png, info) == 4;
        size_t across = width / factor + (width % factor != 0);
        size_t down = height / factor + (height % factor != 0);
        if (png_get_rowbytes(png, info) != (size_t)width * (has_alpha ? 4 : 3)) png_error(png, "unexpected row length");
        if (out_count / 3 / across < down) png_error(png, "unexpected size");
        all->read = malloc((size_t)width * 4);
        all->layered = malloc((size_t)width * 3);
        all->sums = calloc(across * 3, sizeof *all->sums);
        if (!all->read || !all->layered || !all->sums) png_error(png, "out of memory");
        for (uint32_t y = 0, within = 0; y < height; y++) {
            png_read_row(png, all->read, NULL);
            if (has_alpha) lay_over_white(all->read, all->layered, width);
            add_row(all->sums, has_alpha ? all->layered : all->read, width, factor);
            if (++within == factor || y + 1 == height) {
                write_means(all->sums, out, width, factor, within);
                out += across * 3;
                within = 0;
            }
        }
        png_read_end(png, NULL);
        failed = 0;
    }
    png_infop made = info;
    png_destroy_read_struct(&png, made ? &made : NULL, NULL);
    if (kept) {
        free(kept->read);
        free(kept->layered);
        free(kept->sums);
        free(kept);
    }
    return failed;
}
