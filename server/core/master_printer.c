/*
 * master_printer.c - printers: by which queue of the print system a seat prints, and which
 * warehouse's papers it gets.
 *
 * A printer's code is what the settings of a seat call `seat` and what a printing is queued
 * for. The queue is a name and never a command: who could change the row would otherwise run
 * programs at every seat that prints.
 */
#include "server/core/master.h"

#include <string.h>

static const struct load printer_loads[] = {
    LOCK(PRINTER, ANY_OF(BY_ARG(printer, code, P_printer))),
    READ(WAREHOUSE, ANY_OF(BY_ARG(warehouse, code, P_warehouse))),
};

/* As print systems name queues, and nothing that a program could take for an option. */
static bool is_queue(struct str text)
{
    static const char signs[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

    for (size_t i = 0; i < text.n; i++)
        if (!memchr(signs, text.p[i], sizeof(signs) - 1))
            return false;
    return text.n && text.p[0] != '-';
}

static void printer_put(struct work *w)
{
    struct printer_row *p = ONE(w->printer);
    const struct warehouse_row *h = ONE(w->warehouse);
    const struct arg *of = &w->args->v[P_warehouse];
    struct str queue = p ? p->queue : w->args->v[P_printer].s;

    take_text(w, P_queue, &queue);
    if (of->s.n && !h) {
        refused_missing(w, "warehouse", of->s);
        return;
    }
    if (BREAKS(RULE_PRINTER_QUEUE, !is_queue(queue))) {
        refused_at(w, RULE_PRINTER_QUEUE, "queue", queue);
        return;
    }
    if (!p) {
        p = add_printer(w);
        p->code = p->name = w->args->v[P_printer].s;
        p->active = true;
    }
    p->queue = queue;
    take_text(w, P_name, &p->name);
    take_bool(w, P_active, &p->active);
    if (of->given) /* given empty: of none */
        p->warehouse_id = h ? h->id : 0;
    say_name(w, "printer", p->code);
    say_name(w, "queue", p->queue);
    if (of->s.n)
        say_name(w, "warehouse", of->s);
    master_event(w, p->id, STR(""));
    done(w);
}

OPERATION(PRINTER_PUT) = { LOADS(printer_loads), .decide = printer_put };
