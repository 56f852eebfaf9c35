/*
 * print_out.h - paper to a print command.
 */
#ifndef OSB_CLIENT_PRINT_OUT_H
#define OSB_CLIENT_PRINT_OUT_H

#include "common/error.h"

/* Gives the text to a command such as "lp -d dotmatrix" and waits for it; what it says is
 * thrown away when `quiet`. ERR_NO_FILE when it did not take it. */
NODISCARD struct error print_to_command(const char *command, struct str text, bool quiet,
                                        struct arena *arena);

/* The same for a print queue, without a shell: `program` -d `queue`, the paper on its standard
 * input. */
NODISCARD struct error print_to_queue(const char *program, const char *queue, struct str text,
                                      struct arena *arena);

#endif
