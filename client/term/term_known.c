/*
 * term_known.c - asked before newterm, which leaks what it began for a terminal that it does
 * not know.
 */
#include "client/term/term_known.h"

#include <stddef.h>
#include <unistd.h>

#include <curses.h>
#include <term.h>

bool term_is_known(const char *name)
{
    int found = 0;

    if (!name || !name[0] || setupterm(name, STDOUT_FILENO, &found) != OK)
        return false;
    (void)del_curterm(cur_term);
    return true;
}
