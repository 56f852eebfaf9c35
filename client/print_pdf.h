/*
 * print_pdf.h - a document's paper on A4, set by the program osb-pdf.
 *
 * It lies beside osb and is started only here: Pango, cairo and the fonts never cost the start
 * of the screens anything, and a machine without them loses A4 papers alone.
 */
#ifndef OSB_CLIENT_PRINT_PDF_H
#define OSB_CLIENT_PRINT_PDF_H

#include "common/error.h"
#include "common/json.h"

struct pdf_wish {
    const char *copies; /* "1,2,5"; NULL: all */
    const char *prices; /* "auto", "with", "without" */
    struct str mark;    /* across each page, or "" */
};

/* The file's bytes, of the answer of note.form, print.form or document.form. ERR_PAPER: what is
 * missing, such as the program or a font. */
NODISCARD struct error print_pdf(const struct json *answer, const struct pdf_wish *wish,
                                 struct arena *arena, struct str *out);

#endif
