/*
 * switch.c - OSB_RULE_OFF=NAME,... switches guards off in a test program (decisions.md 5).
 */
#include <stdlib.h>
#include <string.h>

#include "server/core/verdict.h"

__attribute__((constructor)) static void rules_off(void)
{
#ifdef OSB_SWITCHES
    const char *names = getenv("OSB_RULE_OFF");

    for (unsigned r = 1; names && r < RULE_COUNT; r++) {
        const char *at = strstr(names, rules[r].name);
        size_t n = strlen(rules[r].name);

        if (at && (at == names || at[-1] == ',') && (at[n] == 0 || at[n] == ','))
            rule_off[r] = true;
    }
#endif
}
