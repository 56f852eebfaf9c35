/*
 * print_rules.c - one line a guard: name, code, source, sentence.
 */
#include <stdio.h>

#include "server/core/verdict.h"

int main(void)
{
    for (unsigned r = 1; r < RULE_COUNT; r++)
        printf("%s|%s|%s|%s\n", rules[r].name, rules[r].code, rules[r].source, rules[r].text);
    return 0;
}
