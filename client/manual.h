/*
 * manual.h - everything that is said about operations, made from the catalog: help texts,
 * docs/OPERATIONS.md and the completion of the shell.
 */
#ifndef OSB_CLIENT_MANUAL_H
#define OSB_CLIENT_MANUAL_H

#include "common/catalog.h"

/* osb --help. */
struct str manual_usage(struct arena *arena);
/* osb catalog: one operation a line. */
struct str manual_list(struct arena *arena);
/* osb help OP. */
struct str manual_operation(enum op op, struct arena *arena);
/* docs/OPERATIONS.md. */
struct str manual_markdown(struct arena *arena);
/* A script for bash: source <(osb completion). */
struct str manual_completion(struct arena *arena);

#endif
