/*
 * print_out.h - a form's copies as the printer gets them, and paper to a print command.
 *
 * The bytes are the daemon's (common/paper.h). What is added is a mark in the line that is kept
 * for it: a reprint says which copy it is, and what did not come out of the queue says that it
 * is no paper.
 */
#ifndef OSB_CLIENT_PRINT_OUT_H
#define OSB_CLIENT_PRINT_OUT_H

#include "common/error.h"
#include "common/json.h"

/* The copies that are wanted, of the answer of print.form. ERR_FORMAT. */
NODISCARD struct error print_text(const struct json *answer, unsigned wanted,
                                  struct arena *arena, struct str *out);
/* The same of the answer of note.form, which is to be looked at only. */
NODISCARD struct error print_look(const struct json *answer, unsigned wanted,
                                  struct arena *arena, struct str *out);
/* Gives the text to a command such as "lp -d dotmatrix" and waits for it; what it says is
 * thrown away when `quiet`. ERR_PAPER when it did not take it. */
NODISCARD struct error print_to_command(const char *command, struct str text, bool quiet,
                                        struct arena *arena);

/* The same for a print queue, without a shell: `program` -d `queue`, the paper on its standard
 * input. */
NODISCARD struct error print_to_queue(const char *program, const char *queue, struct str text,
                                      struct arena *arena);

#endif
