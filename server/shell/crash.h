/*
 * crash.h - test-only: the daemon kills or freezes itself at a named point of a command.
 *
 * OSB_CRASH_AT in the environment names the point where it is killed, OSB_FREEZE_AT where it
 * stops (once) until a SIGCONT: after_load, before_commit, after_commit or before_answer. Only
 * builds with OSB_SWITCHES know them.
 */
#ifndef OSB_SHELL_CRASH_H
#define OSB_SHELL_CRASH_H

#ifdef OSB_SWITCHES
void crash_point(const char *name);
#else
static inline void crash_point(const char *name)
{
    (void)name;
}
#endif

#endif
