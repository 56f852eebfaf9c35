/*
 * file_put.c - a file is filed with what it belongs to.
 *
 * Its bytes came before, piece by piece, and are kept once however often they are filed; what a
 * file is called and where it belongs is said here, and stays.
 */
#include "server/core/actor.h"
#include "server/core/flow.h"
#include "server/core/load.h"
#include "server/core/order_common.h"
#include "server/core/order_facts.h"

static const struct load file_loads[] = {
    READ(CUSTOMER, ANY_OF(BY_ARG(customer, code, P_customer),
                          BY_FACT(customer, id, ORDER, order, customer_id),
                          BY_FACT(customer, id, RECEIPT, receipt, customer_id))),
    READ(ORDER, ANY_OF(BY_ARG(order, no, P_order), BY_FACT(order, id, NOTE, note, order_id))),
    READ(NOTE, ANY_OF(BY_ARG(note, no, P_note))),
    READ(SHIPMENT, ANY_OF(BY_FACT(shipment, note_id, NOTE, note, id))),
    READ(RECEIPT, ANY_OF(BY_ARG(receipt, no, P_receipt))),
    PEOPLE_LOADS,
    READ(FILE, ANY_OF(BY_ARG(file, sha256, P_sha256))),
    READ(FILE_LINK, ANY_OF(BY_FACT(file_link, file_id, FILE, file, id))),
};

/* What the command names, which must be one thing: a shipment is named by its note. */
static enum param target_of(const struct args *args, size_t *count)
{
    static const enum param targets[] = { P_order, P_note, P_receipt, P_customer };
    enum param found = P_order;

    *count = 0;
    for (size_t i = 0; i < COUNT(targets); i++)
        if (args->v[targets[i]].given) {
            found = targets[i];
            ++*count;
        }
    return found;
}

static const struct shipment_row *part_named(const struct work *w)
{
    for (size_t i = 0; i < w->shipment.n; i++)
        if (w->shipment.v[i]->part == w->args->v[P_part].n)
            return w->shipment.v[i];
    return NULL;
}

/* Fills what the file is filed with; false, and refused, when it is not there. */
static bool target_found(struct work *w, enum param target, struct file_link_row *out)
{
    const struct arg *part = &w->args->v[P_part];
    const struct order_row *o = ONE(w->order);
    const struct note_row *n = ONE(w->note);
    const struct receipt_row *r = ONE(w->receipt);
    const struct customer_row *c = ONE(w->customer);
    const struct shipment_row *s = part->given ? part_named(w) : NULL;

    if ((target == P_order && !o) || (target == P_note && !n) || (target == P_receipt && !r) ||
        !c) {
        refused_missing(w, params[target].name, w->args->v[target].s);
        return false;
    }
    if (target == P_note && part->given && !s) {
        refused_missing(w, "part", w->args->v[P_note].s);
        return false;
    }
    out->customer_id = c->id;
    out->order_id = o ? o->id : 0;
    out->note_id = n ? n->id : 0;
    out->shipment_id = s ? s->id : 0;
    out->receipt_id = r ? r->id : 0;
    w->ruling.order_id = out->order_id;
    w->ruling.note_id = out->note_id;
    return true;
}

static bool filed_there(const struct work *w, const struct file_link_row *as)
{
    for (size_t i = 0; i < w->file_link.n; i++) {
        const struct file_link_row *l = w->file_link.v[i];

        if (l->customer_id == as->customer_id && l->order_id == as->order_id &&
            l->note_id == as->note_id && l->shipment_id == as->shipment_id &&
            l->receipt_id == as->receipt_id)
            return true;
    }
    return false;
}

static bool file_is_sound(struct work *w, const struct file_row *f,
                          const struct file_link_row *as)
{
    if (BREAKS(RULE_FILE_SIZE, f->size > w->pol->file_bytes)) {
        say_count(w, "size", f->size);
        say_count(w, "most", w->pol->file_bytes);
        refused(w, RULE_FILE_SIZE);
        return false;
    }
    if (BREAKS(RULE_FILE_TWICE, filed_there(w, as))) {
        refused(w, RULE_FILE_TWICE);
        return false;
    }
    return true;
}

static void file_put(struct work *w)
{
    const struct arg *a = w->args->v;
    const struct file_row *f = ONE(w->file);
    struct file_link_row as = { 0 }, *link;
    enum param target;
    size_t count;

    target = target_of(w->args, &count);
    if (BREAKS(RULE_FILE_TARGET, count != 1 || (a[P_part].given && target != P_note))) {
        refused(w, RULE_FILE_TARGET);
        return;
    }
    if (!f) {
        refused_missing(w, "sha256", a[P_sha256].s);
        return;
    }
    if (!target_found(w, target, &as) || !actor_in_scope(w, find_customer(w, as.customer_id)) ||
        !file_is_sound(w, f, &as))
        return;
    link = add_file_link(w);
    as.id = link->id;
    *link = as;
    link->file_id = f->id;
    link->name = a[P_name].s;
    link->added_by = w->actor_id;
    link->at = w->now;
    link->remark = a[P_remark].s;
    say_count(w, "size", f->size);
    plain_event(w, MACHINE_MASTER, link->id, step_none, a[P_name].s);
    done(w);
}
OPERATION(FILE_PUT) = { LOADS(file_loads), .decide = file_put };
