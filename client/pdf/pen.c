/*
 * pen.c - drawing with Pango on a PDF surface of cairo.
 */
#include "client/pdf/pen.h"

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <stdlib.h>

#include "common/buffer.h"

/* One family for all writings where it is there, so that a paper looks the same everywhere. */
#define FAMILY "WenQuanYi Micro Hei, Noto Sans CJK SC, Droid Sans Fallback, sans-serif"

struct pen {
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoLayout *layout;
    PangoFontDescription *fonts[PEN_STYLES];
    struct buffer file;
    bool red;
    char missing[8]; /* the first character without a font */
};

/* --- the file ----------------------------------------------------------------------------- */

static cairo_status_t take_bytes(void *context, const unsigned char *bytes, unsigned n)
{
    struct pen *pen = context;

    buffer_put(&pen->file, (struct str){ (const char *)bytes, n });
    return CAIRO_STATUS_SUCCESS;
}

/* --- fonts -------------------------------------------------------------------------------- */

static bool has_fonts(void)
{
    FcFontSet *fonts = FcInit() ? FcConfigGetFonts(NULL, FcSetSystem) : NULL;

    return fonts && fonts->nfont > 0;
}

static void set_fonts(struct pen *pen)
{
    static const double sizes[PEN_STYLES] = { 19, 11, 9, 7.5 };

    for (size_t i = 0; i < PEN_STYLES; i++) {
        pen->fonts[i] = pango_font_description_from_string(FAMILY);
        pango_font_description_set_absolute_size(pen->fonts[i], sizes[i] * PANGO_SCALE);
    }
}

/* Shapes are those of the font, not of a screen: widths do not depend on the machine. */
static void set_layout(struct pen *pen, const char *language)
{
    cairo_font_options_t *options = cairo_font_options_create();
    PangoContext *context;

    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pen->layout = pango_cairo_create_layout(pen->cr);
    context = pango_layout_get_context(pen->layout);
    pango_cairo_context_set_font_options(context, options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string(language));
    pango_layout_set_wrap(pen->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_ellipsize(pen->layout, PANGO_ELLIPSIZE_END);
    pango_layout_set_single_paragraph_mode(pen->layout, TRUE);
    cairo_font_options_destroy(options);
}

struct error pen_new(const char *title, const char *created, const char *language,
                     struct arena *arena, struct pen **out)
{
    struct pen *pen;

    *out = NULL;
    if (!has_fonts())
        return refuse_with(ERR_NO_FONT, NULL, STR("fontconfig finds none at all"));
    pen = calloc(1, sizeof(*pen));
    if (!pen)
        abort();
    buffer_init(&pen->file, arena);
    pen->surface = cairo_pdf_surface_create_for_stream(take_bytes, pen, PEN_WIDTH, PEN_HEIGHT);
    cairo_pdf_surface_restrict_to_version(pen->surface, CAIRO_PDF_VERSION_1_5);
    cairo_pdf_surface_set_metadata(pen->surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(pen->surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
    pen->cr = cairo_create(pen->surface);
    set_fonts(pen);
    set_layout(pen, language);
    *out = pen;
    return OK;
}

void pen_free(struct pen *pen)
{
    if (!pen)
        return;
    for (size_t i = 0; i < PEN_STYLES; i++)
        pango_font_description_free(pen->fonts[i]);
    g_object_unref(pen->layout);
    cairo_destroy(pen->cr);
    cairo_surface_destroy(pen->surface);
    free(pen);
}

/* --- drawing ------------------------------------------------------------------------------ */

static void colour(struct pen *pen, enum pen_style style)
{
    if (pen->red)
        cairo_set_source_rgb(pen->cr, 0.75, 0, 0);
    else if (style == PEN_LABEL)
        cairo_set_source_rgb(pen->cr, 0.35, 0.35, 0.35);
    else
        cairo_set_source_rgb(pen->cr, 0, 0, 0);
}

/* The first character that is drawn as a box, since no font has it. */
static void look_for_missing(struct pen *pen)
{
    PangoLayoutIter *iter;

    if (pen->missing[0] || !pango_layout_get_unknown_glyphs_count(pen->layout))
        return;
    iter = pango_layout_get_iter(pen->layout);
    do {
        PangoLayoutRun *run = pango_layout_iter_get_run_readonly(iter);

        for (int i = 0; run && i < run->glyphs->num_glyphs && !pen->missing[0]; i++)
            if (run->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG)
                (void)g_unichar_to_utf8(run->glyphs->glyphs[i].glyph &
                                            ~(PangoGlyph)PANGO_GLYPH_UNKNOWN_FLAG,
                                        pen->missing);
    } while (pango_layout_iter_next_run(iter));
    pango_layout_iter_free(iter);
}

double pen_text(struct pen *pen, double x, double y, double width, enum pen_style style,
                enum pen_side side, int lines, bool dry, struct str text)
{
    static const PangoAlignment sides[] = { PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER,
                                            PANGO_ALIGN_RIGHT };
    PangoRectangle taken;

    pango_layout_set_font_description(pen->layout, pen->fonts[style]);
    pango_layout_set_width(pen->layout, (int)(width * PANGO_SCALE));
    pango_layout_set_height(pen->layout, -lines);
    pango_layout_set_alignment(pen->layout, sides[side]);
    pango_layout_set_text(pen->layout, text.n ? text.p : "", (int)text.n);
    pango_layout_get_extents(pen->layout, NULL, &taken);
    if (!dry) {
        look_for_missing(pen);
        colour(pen, style);
        cairo_move_to(pen->cr, x, y);
        pango_cairo_show_layout(pen->cr, pen->layout);
    }
    return (double)taken.height / PANGO_SCALE;
}

void pen_red(struct pen *pen, bool red)
{
    pen->red = red;
}

void pen_rule(struct pen *pen, double x, double y, double width, double weight)
{
    double grey = weight < 0.3 ? 0.7 : 0.2;

    cairo_set_source_rgb(pen->cr, grey, grey, grey);
    cairo_rectangle(pen->cr, x, y, width, weight);
    cairo_fill(pen->cr);
}

void pen_box(struct pen *pen, double x, double y, double width, double height, bool filled)
{
    cairo_rectangle(pen->cr, x, y, width, height);
    if (filled) {
        cairo_set_source_rgb(pen->cr, 0.93, 0.93, 0.93);
        cairo_fill(pen->cr);
        return;
    }
    colour(pen, PEN_BODY);
    cairo_set_line_width(pen->cr, 0.8);
    cairo_stroke(pen->cr);
}

void pen_bars(struct pen *pen, double right, double y, double module, double height,
              const struct code128 *bars)
{
    double x = right - module * bars->modules;

    cairo_set_source_rgb(pen->cr, 0, 0, 0);
    for (size_t i = 0; i < bars->count; i++) {
        if (i % 2 == 0)
            cairo_rectangle(pen->cr, x, y, module * bars->widths[i], height);
        x += module * bars->widths[i];
    }
    cairo_fill(pen->cr);
}

void pen_page(struct pen *pen)
{
    cairo_show_page(pen->cr);
}

struct error pen_end(struct pen *pen, struct arena *arena, struct str *out)
{
    cairo_surface_finish(pen->surface);
    if (pen->missing[0])
        return refuse_with(ERR_NO_FONT, NULL,
                           str_format(arena,
                                      "none has %s (U+%04X); Debian's fonts-wqy-microhei has "
                                      "what Chinese papers need",
                                      pen->missing, (unsigned)g_utf8_get_char(pen->missing)));
    if (cairo_surface_status(pen->surface) != CAIRO_STATUS_SUCCESS)
        return refuse_with(ERR_INTERNAL, NULL,
                           str_of(cairo_status_to_string(cairo_surface_status(pen->surface))));
    *out = buffer_text(&pen->file);
    return OK;
}
