/*
 * print_out.h - a paper's copies as the printer gets them, and paper to a printer.
 *
 * A note's grid is the daemon's (common/paper.h), other grids and all A4 papers are set here of
 * the posted document. What is added is a mark: a reprint says which copy it is, and what did
 * not come out of the queue says that it is no paper.
 */
#ifndef OSB_CLIENT_PRINT_OUT_H
#define OSB_CLIENT_PRINT_OUT_H

#include "common/error.h"
#include "common/json.h"

/* How a paper is wanted. */
struct print_wish {
    const char *copies; /* "1,2,5"; NULL: all */
    bool a4;            /* PDF; else the grid of multi-part paper */
    const char *prices; /* of A4: "auto" (as each copy has them), "with", "without" */
    bool look;          /* marked as not to be used as paper; else as the answer's copy says */
};
struct print_paper {
    struct str bytes;
    struct str name; /* of a file: "DN2611-000001-copy2.pdf" */
};

/* The paper of the answer of note.form, print.form or document.form. ERR_PARAMS, ERR_FORMAT;
 * ERR_PAPER where A4 cannot be set here (print_pdf.h). */
NODISCARD struct error print_make(const struct json *answer, const struct print_wish *wish,
                                  struct arena *arena, struct print_paper *out);

/* What the document of that number is called, "Invoice"; of a note, its outbound order when
 * that is meant. */
struct str print_title(struct str number, bool is_outbound);

/* Gives a paper to a printer: a folder takes it as a file of its own, everything else is a
 * command such as "lp -d dotmatrix", which is waited for; what it says is thrown away when
 * `quiet`. ERR_PAPER when it was not taken. */
NODISCARD struct error print_give(const char *printer, const struct print_paper *paper,
                                  bool quiet, struct arena *arena);
bool print_is_folder(const char *printer);
/* Into that file, whole or not at all. ERR_PAPER. */
NODISCARD struct error print_to_file(const char *path, struct str bytes, struct arena *arena);
/* The same for a print queue, without a shell: `program` -d `queue`, the paper on its standard
 * input. */
NODISCARD struct error print_to_queue(const char *program, const char *queue, struct str text,
                                      struct arena *arena);

#endif
