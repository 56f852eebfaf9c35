/*
 * crash.c - as sudden as a power cut for the process.
 */
#include "server/shell/crash.h"

#ifdef OSB_SWITCHES
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool named(const char *variable, const char *point)
{
    const char *wanted = getenv(variable);

    return wanted && !strcmp(wanted, point);
}

void crash_point(const char *name)
{
    if (named("OSB_CRASH_AT", name))
        (void)kill(getpid(), SIGKILL);
    if (named("OSB_FREEZE_AT", name)) {
        (void)unsetenv("OSB_FREEZE_AT");
        (void)kill(getpid(), SIGSTOP);
    }
}
#else
extern const char crash_is_off;
const char crash_is_off = 0; /* a file must not be empty */
#endif
