/*
 * print_tables.c - what the program believes the database looks like, for comparison.
 *
 *   print_tables columns    table|place|column|type|null   of every table in tables.def; of a
 *                           view "view" in place of null: its columns know no constraint
 *   print_tables kinds      table|MUTABLE or LEDGER, views left out
 *   print_tables enums      enumeration|place|name
 *   print_tables covers     role|role that it covers, itself included
 *   print_tables flow       machine|from|event|to      as the program fills the table flow
 *   print_tables role_ops   role|operation             as it fills role_op
 *
 * A type is PostgreSQL's; an enumeration has a domain of its own name; a text has one of the
 * two text domains, which is left to the migrations and printed as "text".
 */
#include "common/catalog.h"
#include "server/core/flow.h"
#include "server/core/tables.h"

#include <stdio.h>
#include <string.h>

static const char *type_of(const struct column *column)
{
    switch (column->kind) {
    case COLUMN_ID:
    case COLUMN_REF:
    case COLUMN_INT:
    case COLUMN_MONEY:
    case COLUMN_QTY:
        return "bigint";
    case COLUMN_BOOL:
        return "boolean";
    case COLUMN_DAY:
        return "date";
    case COLUMN_TIME:
        return "timestamp with time zone";
    case COLUMN_TEXT:
        return "text";
    case COLUMN_ENUM:
        return enum_type_name(column->enumeration);
    }
    return "?";
}

static bool may_be_null(const struct column *column)
{
    return column->kind == COLUMN_REF || column->kind == COLUMN_DAY ||
           column->kind == COLUMN_TIME;
}

static void print_columns(void)
{
    for (size_t t = 0; t < TABLE_COUNT; t++) {
        for (size_t c = 0; c < tables[t].column_count; c++) {
            const struct column *column = &tables[t].columns[c];

            printf("%s|%zu|%s|%s|%s\n", tables[t].sql_name, c + 1, column->name,
                   type_of(column),
                   tables[t].kind == TABLE_VIEW ? "view"
                   : may_be_null(column)        ? "null"
                                                : "not null");
        }
    }
}

static void print_kinds(void)
{
    for (size_t t = 0; t < TABLE_COUNT; t++)
        if (tables[t].kind != TABLE_VIEW)
            printf("%s|%s\n", tables[t].sql_name,
                   tables[t].kind == TABLE_LEDGER ? "LEDGER" : "MUTABLE");
}

static void print_enums(void)
{
    for (unsigned e = ENUM_ID_NONE + 1; e < ENUM_ID_COUNT; e++) {
        for (unsigned v = 1; v < enum_count((enum enum_id)e); v++)
            printf("%s|%u|%s\n", enum_type_name((enum enum_id)e), v,
                   enum_name((enum enum_id)e, v));
    }
}

static void print_covers(void)
{
    for (unsigned role = 1; role < role_count; role++) {
        role_set covered = role_covers((enum role)role);

        for (unsigned other = 1; other < role_count; other++)
            if (covered & ROLE_BIT(other))
                printf("%s|%s\n", enum_name(ENUM_role, role), enum_name(ENUM_role, other));
    }
}

static void print_flow(void)
{
    for (size_t i = 0; i < flow_row_count; i++) {
        const struct flow_row *row = &flow_rows[i];
        enum enum_id states = flow_states(row->machine);

        printf("%s|%s|%s|%s\n", enum_name(ENUM_machine, row->machine),
               enum_name(states, row->from), flow_event_name(row->event),
               enum_name(states, row->to));
    }
}

static void print_role_ops(void)
{
    for (unsigned op = 0; op < OP_COUNT; op++) {
        for (unsigned role = 1; role < role_count; role++)
            if (!catalog[op].roles || catalog[op].roles & ROLE_BIT(role))
                printf("%s|%s\n", enum_name(ENUM_role, role), catalog[op].name);
    }
}

static const struct {
    const char *name;
    void (*print)(void);
} lists[] = {
    { "columns", print_columns }, { "kinds", print_kinds }, { "enums", print_enums },
    { "covers", print_covers },   { "flow", print_flow },   { "role_ops", print_role_ops },
};

int main(int argc, char **argv)
{
    for (size_t i = 0; argc == 2 && i < COUNT(lists); i++) {
        if (strcmp(argv[1], lists[i].name) == 0) {
            lists[i].print();
            return 0;
        }
    }
    fputs("usage: print_tables columns|kinds|enums|covers|flow|role_ops\n", stderr);
    return 2;
}
