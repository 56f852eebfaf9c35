/*
 * stops.c - a line for each field whose user chose otherwise than its form: "order.key wanted
 * 1".
 */
#include "client/term/stops.h"

#include "client/term/keep.h"

#define KEPT "stops"

/* Takes the next line of what is left; false: there is none. */
static bool take_line(struct str *left, struct str *line)
{
    size_t n = 0;

    if (!left->n)
        return false;
    while (n < left->n && left->p[n] != '\n')
        n++;
    *line = (struct str){ left->p, n };
    n += n < left->n;
    *left = (struct str){ left->p + n, left->n - n };
    return true;
}

/* The beginning of the field's line. */
static struct str line_head(enum op op, enum param param, struct arena *arena)
{
    return str_format(arena, "%s %s ", catalog[op].name, params[param].name);
}

static bool begins(struct str line, struct str head)
{
    return line.n == head.n + 1 && str_eq((struct str){ line.p, head.n }, head);
}

void stops_take(struct sheet *sheet, enum op op, struct arena *arena)
{
    struct str kept = keep_get(KEPT, arena), line;

    while (take_line(&kept, &line))
        for (size_t i = 0; i < sheet->count; i++)
            if (begins(line, line_head(op, sheet->places[i].item.param, arena)))
                sheet->places[i].item.fast = line.p[line.n - 1] == '1';
}

bool stops_turn(struct sheet *sheet, enum op op, struct arena *arena)
{
    struct sheet_item *item = &sheet->places[sheet->at].item;
    struct str kept = keep_get(KEPT, arena), line, all = STR("");
    struct str head = line_head(op, item->param, arena);

    item->fast = !item->fast;
    while (take_line(&kept, &line))
        if (line.n && !begins(line, head))
            all = str_format(arena, "%.*s%.*s\n", STR_ARG(all), STR_ARG(line));
    keep_put(KEPT, str_format(arena, "%.*s%.*s%d\n", STR_ARG(all), STR_ARG(head), item->fast),
             arena);
    return item->fast;
}
