/*
 * beside.c - the folder of the running program.
 */
#include "client/beside.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool beside_folder(char out[PATH_MAX])
{
    ssize_t n = readlink("/proc/self/exe", out, PATH_MAX - 1);
    char *slash;

    if (n <= 0)
        return false;
    out[n] = '\0';
    slash = strrchr(out, '/');
    if (slash)
        *slash = '\0';
    return slash != NULL;
}

bool beside_program(const char *name, char out[PATH_MAX])
{
    char own[PATH_MAX];

    return beside_folder(own) && snprintf(out, PATH_MAX, "%s/%s", own, name) < PATH_MAX &&
           access(out, X_OK) == 0;
}
