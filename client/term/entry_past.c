/*
 * entry_past.c - undo across fields.
 *
 * Inside a field its own undo counts; where that ends, the whole form goes back to how it was
 * when the cursor left a field, down to what it was when it opened.
 */
#include "client/term/entry.h"

#include <stdlib.h>
#include <string.h>

#include "client/words.h"

struct entry_place entry_place(const struct entry *e)
{
    return (struct entry_place){ e->in_grid, e->head.at, e->grid.at, (int)e->grid.col };
}

bool entry_is_at(const struct entry *e, struct entry_place place)
{
    struct entry_place now = entry_place(e);

    return now.in_grid == place.in_grid && now.field == place.field && now.line == place.line &&
           now.col == place.col;
}

struct field *entry_field(struct entry *e)
{
    return e->in_grid ? &grid_line(&e->grid)->cells[e->grid.col]
                      : &e->head.places[e->head.at].field;
}

static struct str state_of(const struct entry *e, struct arena *arena)
{
    struct json_out out;

    json_out_init(&out, arena);
    json_begin_object(&out);
    for (size_t i = 0; i < e->head.count; i++)
        json_field_str(&out, params[e->head.places[i].item.param].name,
                       field_text(&e->head.places[i].field));
    json_key(&out, "lines");
    grid_write(&e->grid, &out);
    json_end_object(&out);
    return json_text(&out);
}

static void forget_from(struct entry *e, size_t from)
{
    for (size_t i = from; i < e->past_count; i++)
        free(e->past[i]);
    e->past_count = from;
}

void entry_forget(struct entry *e)
{
    forget_from(e, 0);
    e->past_at = 0;
}

void entry_remember(struct app *app, struct entry *e)
{
    struct str now = state_of(e, &app->frame);

    if (e->past_count && str_eq(now, str_of(e->past[e->past_at])))
        return;
    forget_from(e, e->past_count ? e->past_at + 1 : 0);
    if (e->past_count == ENTRY_PAST) {
        free(e->past[0]);
        memmove(e->past, e->past + 1, (ENTRY_PAST - 1) * sizeof(e->past[0]));
        e->past_count--;
    }
    e->past[e->past_count] = strndup(now.p, now.n);
    if (!e->past[e->past_count])
        abort();
    e->past_at = e->past_count++;
}

static void restore(struct entry *e, const struct json *state)
{
    for (size_t i = 0; i < e->head.count; i++) {
        struct sheet_place *p = &e->head.places[i];
        struct str text;

        if (json_str(json_member(state, params[p->item.param].name), &text) &&
            !str_eq(text, field_text(&p->field)) && (text.n || !p->is_default))
            sheet_put(&e->head, p->item.param, text);
    }
    grid_put(&e->grid, json_member(state, "lines"));
}

void entry_travel(struct app *app, struct entry *e, bool back)
{
    struct json_doc doc;

    entry_remember(app, e);
    if (back ? !e->past_at : e->past_at + 1 >= e->past_count) {
        app_say(app, LOOK_PLAIN, "%s", _("There is nothing more to take back."));
        return;
    }
    e->past_at += back ? (size_t)-1 : 1;
    if (json_parse(str_of(e->past[e->past_at]), &app->frame, &doc).code)
        return;
    restore(e, doc.root);
    json_release(&doc);
    suggest_close(&e->suggest);
    entry_keep(app, e);
    entry_ask_lines(app, e);
}
