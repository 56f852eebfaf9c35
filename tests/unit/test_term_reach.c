/*
 * test_term_reach.c - what can be asked can be asked on a screen: every query of the catalog is
 * reached by a list, or here stands by what else.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "client/term/lists.h"

/* Queries that are no lists. */
static const struct {
    enum op op;
    const char *reached;
} elsewhere[] = {
    { OP_ORDER_SHOW, "the detail of an order's row; / and a number" },
    { OP_NOTE_SHOW, "the detail of a note's row; / and a number; the scan screen" },
    { OP_CUSTOMER_SHOW, "the detail of a customer's row; the palette's c NAME" },
    { OP_USER_SHOW, "the detail of a person's row" },
    { OP_FLOW_SHOW, "the menu: what is dim, and why" },
    { OP_NOTE_FORM, "p on a note: the paper before it is printed" },
    { OP_SWEEP, "F2 on the list of checks" },
    { OP_BACKUP_NOW, "F2 on the list of backups" },
    { OP_DRILL_NOW, "F10 on the list of backups" },
    { OP_DRAFT_PUT, "every form, while one types" },
    { OP_DRAFT_LIST, "every form, when it opens" },
    { OP_DRAFT_DROP, "every form, when it is done" },
    { OP_FILE_GET, "none: a file's bytes go to a disk, osb file get" },
    { OP_FILE_PIECE, "none: a file's bytes come from a disk, osb file put" },
    { OP_DOCUMENT_FORM,
      "none: what a paper says, to print it from the queue, osb document form" },
    { OP_PRINT_FORM, "none: bytes for a printer, osb print run" },
};

static const char *reached_elsewhere(enum op op)
{
    for (size_t i = 0; i < COUNT(elsewhere); i++)
        if (elsewhere[i].op == op)
            return elsewhere[i].reached;
    return NULL;
}

static bool has_list(enum op op)
{
    for (size_t i = 0; i < list_kind_count; i++)
        if (list_kinds[i].op == op)
            return true;
    return false;
}

static void every_query_is_reached(void **state)
{
    (void)state;
    for (enum op op = 0; op < OP_COUNT; op++)
        if (catalog[op].is_query && !has_list(op) && !reached_elsewhere(op))
            fail_msg("no screen asks %s", catalog[op].name);
}

static bool opens(enum op op, role_set roles)
{
    for (size_t i = 0; i < list_kind_count; i++)
        if (list_kinds[i].op == op && list_kind_is_open(i, roles))
            return true;
    return false;
}

static void whoever_may_ask_finds_the_list_and_nobody_else(void **state)
{
    (void)state;
    for (unsigned role = ROLE_SYSTEM + 1; role < enum_count(ENUM_role); role++) {
        role_set roles = role_covers((enum role)role);

        for (enum op op = 0; op < OP_COUNT; op++) {
            bool may = !catalog[op].roles || catalog[op].roles & roles;

            if (has_list(op) && opens(op, roles) != may)
                fail_msg("%s: %s", enum_name(ENUM_role, role), catalog[op].name);
        }
    }
}

/* What a list is about can be told, and what its rows are called is told to the acts. */
static void every_list_opens_and_its_acts_know_their_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < list_kind_count; i++) {
        const struct list_kind *k = &list_kinds[i];
        const struct op_info *info = &catalog[k->op];

        for (size_t n = 0; n < info->param_count; n++)
            if (info->params[n].required && (int)info->params[n].param != k->of)
                fail_msg("%s: nobody says which %s", k->id, params[info->params[n].param].name);
        if (k->of >= 0 && !op_takes(k->op, (enum param)k->of))
            fail_msg("%s: %s takes no such thing", k->id, info->name);
        if (k->next >= 0 && k->key_param != P_code && !op_takes((enum op)k->next, k->key_param))
            fail_msg("%s: %s does not take its row", k->id, catalog[k->next].name);
        for (const char *p = k->puts; *p;) {
            size_t n = strcspn(p, " "), colon = strcspn(p, ": ");
            const char *name = colon < n ? p + colon + 1 : p;

            if (param_find((struct str){ name, n - (size_t)(name - p) }) < 0)
                fail_msg("%s: \"%s\" is no parameter", k->id, p);
            p += n + (p[n] == ' ');
        }
    }
}

/* A tab is a list that its roles may ask. */
static void every_tab_may_be_asked(void **state)
{
    (void)state;
    for (size_t i = 0; i < list_kind_count; i++) {
        role_set may = catalog[list_kinds[i].op].roles;

        if (may && list_kinds[i].who & ~may & ~(role_set)0 &&
            list_kinds[i].who != (role_set)~0u)
            fail_msg("%s is a tab of somebody who may not ask it", list_kinds[i].id);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_query_is_reached),
        cmocka_unit_test(whoever_may_ask_finds_the_list_and_nobody_else),
        cmocka_unit_test(every_list_opens_and_its_acts_know_their_row),
        cmocka_unit_test(every_tab_may_be_asked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
