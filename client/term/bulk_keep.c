/*
 * bulk_keep.c - what was sent of an act on many documents, kept on disk.
 */
#include "client/term/bulk_own.h"

#include <stdio.h>
#include <string.h>

#include "client/words.h"

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

void bulk_keep_open(struct app *app, struct bulk *b)
{
    const char *name =
        str_text(&app->frame, str_format(&app->frame, "bulk-%s-%s", catalog[b->op].name,
                                         app->talk.who.user));

    if (b->draft.fd < 0)
        (void)draft_open(&b->draft, name, &app->frame);
}

static void put_texts(struct json_out *out, const struct hand *hand)
{
    json_key(out, "hand");
    json_begin_object(out);
    for (int p = 0; p < PARAM_COUNT; p++)
        if (hand->value[p][0])
            json_field_str(out, params[p].name, str_of(hand->value[p]));
    json_end_object(out);
}

static void put_job(struct json_out *out, const struct job *job)
{
    json_begin_object(out);
    json_field_str(out, "no", str_of(job->item.no));
    if (job->is_begun)
        json_field_str(out, "command", str_of(job->id));
    if (job->fate == FATE_DONE)
        json_field_str(out, "done", str_of(job->text));
    put_texts(out, &job->item.hand);
    json_end_object(out);
}

void bulk_keep(struct app *app, struct bulk *b)
{
    struct json_out out;

    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    json_field_str(&out, "bulk", str_of(catalog[b->op].name));
    json_field_str(&out, "user", str_of(app->talk.who.user));
    json_key(&out, "fields");
    json_begin_object(&out);
    for (size_t i = 0; i < b->sheet.count; i++) {
        const struct sheet_place *p = &b->sheet.places[i];

        if (!p->field.is_secret)
            json_field_str(&out, params[p->item.param].name, field_text(&p->field));
    }
    json_end_object(&out);
    json_key(&out, "jobs");
    json_begin_array(&out);
    for (size_t i = 0; i < b->count; i++)
        put_job(&out, &b->jobs[i]);
    json_end_array(&out);
    json_end_object(&out);
    draft_put(&b->draft, json_text(&out));
}

void bulk_keep_close(struct bulk *b)
{
    for (size_t i = 0; i < b->count; i++)
        if (b->jobs[i].fate == FATE_SENT) {
            draft_close(&b->draft);
            return;
        }
    draft_drop(&b->draft);
}

void bulk_items_read(const struct json *jobs, struct bulk_item *out)
{
    for (const struct json *j = json_first(jobs); j; j = json_next(j), out++) {
        *out = (struct bulk_item){ 0 };
        (void)snprintf(out->no, sizeof(out->no), "%.*s", STR_ARG(member(j, "no")));
        for (const struct json *h = json_first(json_member(j, "hand")); h; h = json_next(h)) {
            int p = param_find(json_name(h));
            struct str text;

            if (p >= 0 && json_str(h, &text))
                hand_put(&out->hand, (enum param)p, text);
        }
    }
}

void bulk_keep_read(struct bulk *b, const struct json *state)
{
    const struct json *fields = json_member(state, "fields");
    const struct json *j = json_first(json_member(state, "jobs"));

    for (size_t i = 0; i < b->sheet.count; i++) {
        enum param p = b->sheet.places[i].item.param;

        sheet_put(&b->sheet, p, member(fields, params[p].name));
    }
    for (size_t i = 0; i < b->count && j; i++, j = json_next(j)) {
        struct job *job = &b->jobs[i];
        struct str done = member(j, "done"), id = member(j, "command");

        job->is_begun = id.n > 0;
        (void)snprintf(job->id, sizeof(job->id), "%.*s", STR_ARG(id));
        job->fate = done.n ? FATE_DONE : id.n ? FATE_WAITS : FATE_REFUSED;
        if (done.n)
            (void)snprintf(job->text, sizeof(job->text), "%.*s", STR_ARG(done));
        else if (!id.n)
            (void)snprintf(job->text, sizeof(job->text), "%s",
                           _("not sent: the terminal ended before"));
    }
}
