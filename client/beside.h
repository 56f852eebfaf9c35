/*
 * beside.h - where this program's file lies, and what was installed with it.
 */
#ifndef OSB_CLIENT_BESIDE_H
#define OSB_CLIENT_BESIDE_H

#include <limits.h>

#include "common/base.h"

/* The program's folder, without a slash at the end; false: the system does not tell. */
NODISCARD bool beside_folder(char out[PATH_MAX]);
/* The program of that name in the same folder; false: there is none. */
NODISCARD bool beside_program(const char *name, char out[PATH_MAX]);

#endif
