/*
 * note_copies.c - copies that change hands.
 */
#include "server/core/note_copies.h"

#include "server/core/form_note.h"
#include "server/core/print_job.h"

enum { COPY_FILE = 1, COPY_WAREHOUSE, COPY_FINANCE, COPY_CUSTOMER, COPY_CARRIER };

static void put(struct work *w, struct note_copy_row *c, enum copy_place place, int64_t held_by,
                struct str holder)
{
    if (c->place == place && c->held_by == held_by && str_eq(c->holder, holder))
        return;
    c->place = place;
    c->held_by = held_by;
    c->holder = holder;
    c->since = w->now;
}

void copies_born(struct work *w, const struct note_row *n, enum paper_form form,
                 int64_t copy_no)
{
    unsigned set = form_copies(form, n->two_papers);

    for (int copy = COPY_FILE; copy <= COPY_CARRIER; copy++) {
        struct note_copy_row *c;

        if (!(set & (1u << (copy - 1))))
            continue;
        c = add_note_copy(w);
        c->note_id = n->id;
        c->form = form;
        c->copy = copy;
        c->copy_no = copy_no;
        put(w, c, form == PAPER_OUTBOUND ? PLACE_OFFICE : PLACE_FINANCE, w->actor_id, STR(""));
    }
}

/* Those of the note, one after the other: for (size_t at = 0; (c = next(w, n, &at));). */
static struct note_copy_row *next(const struct work *w, const struct note_row *n, size_t *at)
{
    while (*at < w->note_copy.n) {
        struct note_copy_row *c = w->note_copy.v[(*at)++];

        if (c->note_id == n->id)
            return c;
    }
    return NULL;
}

void copies_hand_over(struct work *w, const struct note_row *n)
{
    struct note_copy_row *c;

    for (size_t at = 0; (c = next(w, n, &at));) {
        if (c->copy_no != print_out(w, n, c->form) || c->copy == COPY_FINANCE)
            continue;
        if (c->copy == COPY_FILE)
            put(w, c, PLACE_SALES_FILE, w->actor_id, STR(""));
        else
            put(w, c, PLACE_STORE, 0, STR(""));
    }
}

void copies_accepted(struct work *w, const struct note_row *n)
{
    struct note_copy_row *c;

    for (size_t at = 0; (c = next(w, n, &at));)
        if (c->place == PLACE_STORE)
            put(w, c, PLACE_STORE, w->actor_id, STR(""));
}

void copies_refused(struct work *w, const struct note_row *n, int64_t csr_id)
{
    struct note_copy_row *c;

    for (size_t at = 0; (c = next(w, n, &at));)
        if (c->place == PLACE_STORE)
            put(w, c, PLACE_OFFICE, csr_id, STR(""));
}

void copies_consigned(struct work *w, const struct shipping *sp)
{
    struct note_copy_row *c;

    for (size_t at = 0; (c = next(w, sp->n, &at));) {
        if (c->place != PLACE_STORE)
            continue;
        if (c->copy == COPY_CUSTOMER)
            put(w, c, PLACE_CUSTOMER, 0, sp->c->name);
        else if (c->copy == COPY_CARRIER)
            put(w, c, PLACE_CARRIER, 0, sp->s->carrier);
        else
            continue;
        c->shipment_id = sp->s->id;
    }
}

/* The customer's copy that went with these goods. */
static struct note_copy_row *customers_copy(const struct work *w, const struct shipment_row *s)
{
    for (size_t i = 0; i < w->note_copy.n; i++)
        if (w->note_copy.v[i]->place == PLACE_CUSTOMER &&
            w->note_copy.v[i]->shipment_id == s->id)
            return w->note_copy.v[i];
    return NULL;
}

void copies_signed(struct work *w, const struct shipment_row *s)
{
    struct note_copy_row *c = customers_copy(w, s);

    if (c)
        put(w, c, PLACE_SALES_FILE, w->actor_id, STR(""));
}

/* It may go with another part now. */
void copies_came_back(struct work *w, const struct shipment_row *s)
{
    struct note_copy_row *c = customers_copy(w, s);

    if (!c)
        return;
    put(w, c, PLACE_STORE, w->actor_id, STR(""));
    c->shipment_id = 0;
}

void copies_void(struct work *w, const struct note_row *n)
{
    struct note_copy_row *c;

    for (size_t at = 0; (c = next(w, n, &at));)
        put(w, c, PLACE_CALLED_BACK, w->actor_id, STR(""));
}
