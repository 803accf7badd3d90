// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/canvas_private.h"

#include <png.h>

/* Why not cairo's own writer: it has the encoder try every filter on every row and search long for
 * likenesses, as suits photographs. Charts are flat colour: unfiltered rows and a short search take a
 * third of the time, for files of about the same size. */
enum { COMPRESSION = 3 };

static void take(png_structp png, png_bytep at, size_t size)
{
    if (!bytes_add(png_get_io_ptr(png), at, size))
        png_error(png, "out of memory");
}

static void flush(png_structp png)
{
    (void)png;
}

static void say_nothing(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static void give_up(png_structp png, png_const_charp message)
{
    (void)message;
    png_longjmp(png, 1);
}

/* Pixels are 32 bits in the machine's order: blue first on little-endian ones. */
static void choose_order(png_structp png)
{
    const uint16_t probe = 1;
    bool little = *(const unsigned char *)&probe == 1;
    if (little)
        png_set_bgr(png);
    png_set_filler(png, 0, little ? PNG_FILLER_AFTER : PNG_FILLER_BEFORE);
}

static bool write_rows(png_structp png, png_infop info, cairo_surface_t *surface)
{
    const unsigned char *pixels = cairo_image_surface_get_data(surface);
    int width = cairo_image_surface_get_width(surface);
    int height = cairo_image_surface_get_height(surface);
    ptrdiff_t stride = cairo_image_surface_get_stride(surface);
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_set_compression_level(png, COMPRESSION);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    choose_order(png);
    for (ptrdiff_t y = 0; y < height; y++)
        png_write_row(png, pixels + y * stride);
    png_write_end(png, info);
    return true;
}

enum status png_complete(struct bytes *b, cairo_surface_t *surface)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, give_up, say_nothing);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    bool good = false;
    cairo_surface_flush(surface);
    if (info) {
        png_set_write_fn(png, b, take, flush);
        good = write_rows(png, info, surface);
    }
    png_destroy_write_struct(&png, &info);
    return good ? STATUS_OK : STATUS_MEMORY;
}
