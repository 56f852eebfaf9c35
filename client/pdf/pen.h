/*
 * pen.h - texts, rules and bars on A4 pages: the only file that knows cairo and Pango.
 *
 * Places are points from the left upper corner. Every text has a box as wide as it is told and
 * as high as it needs, up to so many lines; the rest is cut with an ellipsis, so nothing leaves
 * its box. A character that no font of this machine has is remembered: such a paper must not
 * leave.
 */
#ifndef OSB_CLIENT_PDF_PEN_H
#define OSB_CLIENT_PDF_PEN_H

#include "common/code128.h"
#include "common/error.h"

#define PEN_WIDTH  595.28
#define PEN_HEIGHT 841.89

enum pen_style {
    PEN_TITLE,
    PEN_STRONG, /* the name of a copy, the total */
    PEN_BODY,
    PEN_LABEL, /* small and grey */
    PEN_STYLES
};
enum pen_side { PEN_LEFT, PEN_MIDDLE, PEN_RIGHT };

struct pen;

/* *out is empty when it fails: ERR_NO_FONT where this machine has no font at all. `language`
 * is that of the texts, "zh-tw"; `created` the document's own time, "2026-11-22T14:05:00". */
NODISCARD struct error pen_new(const char *title, const char *created, const char *language,
                               struct arena *arena, struct pen **out);
void pen_free(struct pen *pen);

/* Ends the page; the next text begins another. */
void pen_page(struct pen *pen);
/* Draws (or, `dry`, only measures) and gives the height that was taken. */
double pen_text(struct pen *pen, double x, double y, double width, enum pen_style style,
                enum pen_side side, int lines, bool dry, struct str text);
/* All that follows in red, or in black again. */
void pen_red(struct pen *pen, bool red);
/* A line across, `weight` points thick. */
void pen_rule(struct pen *pen, double x, double y, double width, double weight);
/* A rectangle: filled light grey, or only its edge. */
void pen_box(struct pen *pen, double x, double y, double width, double height, bool filled);
/* Bars as high as `height`, a module wide `module`, ending at x on the right. */
void pen_bars(struct pen *pen, double right, double y, double module, double height,
              const struct code128 *bars);

/* Ends the file and gives its bytes. ERR_NO_FONT, naming the character that no font has. */
NODISCARD struct error pen_end(struct pen *pen, struct arena *arena, struct str *out);

#endif
