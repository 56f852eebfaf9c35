/*
 * import_send.c - many commands on their way at once, each answered, refused ones told.
 */
#include "client/import_send.h"

#include <stdio.h>
#include <string.h>

#include "client/details.h"
#include "client/words.h"
#include "common/text.h"

#define BAR_CELLS 30
#define BAR_MS    100

struct flight {
    int64_t id; /* 0: free */
    struct import_job *job;
};
struct sender {
    struct import_run *run;
    struct flight flights[SESSION_OPEN];
    struct arena scratch; /* of one answer */
    int64_t shown_at;
    size_t settled;
};

/* --- progress ---------------------------------------------------------------------------- */

static void clear_bar(const struct sender *s)
{
    if (s->run->progress && s->shown_at)
        fprintf(stderr, "\r%78s\r", "");
}

static void show_bar(struct sender *s)
{
    const struct import_count *c = &s->run->count;
    size_t total = s->run->jobs->n, full = total ? BAR_CELLS * s->settled / total : 0;
    char bar[BAR_CELLS + 1] = "";

    if (!s->run->progress || (link_clock() - s->shown_at < BAR_MS && s->settled < total))
        return;
    for (size_t i = 0; i < BAR_CELLS; i++)
        bar[i] = i < full ? '#' : '.';
    fprintf(stderr, "\r[%s] %zu of %zu, %zu refused", bar, s->settled, total, c->refused);
    s->shown_at = link_clock();
}

/* --- answers ----------------------------------------------------------------------------- */

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

/* "the sentence: what was found (limit 100.00, used 90.00); rule CC 5-4". */
static struct str why(const struct json *answer, struct arena *arena)
{
    struct str text = words_of(member(answer, "text"), arena),
               detail = details_of(member(answer, "detail"), arena);
    struct str rule = member(answer, "rule"), numbers = STR(""), s;

    for (const struct json *m = json_first(json_member(answer, "numbers")); m; m = json_next(m))
        if (json_str(m, &s))
            numbers = str_format(arena, "%.*s%s%.*s %.*s", STR_ARG(numbers),
                                 numbers.n ? ", " : "", STR_ARG(json_name(m)), STR_ARG(s));
    return str_format(arena, "%.*s%s%.*s%s%.*s%s%s%.*s", STR_ARG(text), detail.n ? ": " : "",
                      STR_ARG(detail), numbers.n ? " (" : "", STR_ARG(numbers),
                      numbers.n ? ")" : "", rule.n ? "; rule " : "", STR_ARG(rule));
}

static bool is_code(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c && strchr(".-_/:@", c));
}

/* Does the code stand in the text as a word of its own? */
static bool names(struct str text, const char *code)
{
    size_t n = strlen(code);

    for (size_t at = 0; at + n <= text.n; at++)
        if (!memcmp(text.p + at, code, n) && (at == 0 || !is_code(text.p[at - 1])) &&
            (at + n == text.n || !is_code(text.p[at + n])))
            return true;
    return false;
}

/* The row of the document that a refusal of its lines is about: whose product it names. */
static const struct import_item *item_meant(const struct import_job *job, struct str text)
{
    for (size_t i = 0; i < job->item_count; i++)
        if (names(text, job->items[i].product))
            return &job->items[i];
    return NULL;
}

static void tell(struct sender *s, const struct import_job *job, struct str field,
                 struct str text)
{
    struct import_fault fault = { .line = job->line, .text = text };
    int p = field.n ? param_find(field) : -1;
    const struct import_item *item = p == P_lines ? item_meant(job, text) : NULL;
    int at;

    p = item ? P_product : p;
    at = p >= 0 ? import_column_of(s->run->plan, p) : -1;
    if (item) {
        fault.line = item->line;
        fault.value = str_of(item->product);
    }

    if (at >= 0) {
        fault.column = (size_t)at + 1;
        fault.header = s->run->plan->columns[at].header;
    } else if (field.n) {
        fault.text = str_format(&s->scratch, "%.*s: %.*s", STR_ARG(field), STR_ARG(text));
    }
    clear_bar(s);
    s->run->tell(s->run->context, &fault);
    s->run->count.refused++;
}

/* Would any other row fare better? */
static bool is_fatal(enum error_code code)
{
    return code == ERR_LOGIN || code == ERR_RIGHTS || code == ERR_METHOD ||
           code == ERR_READ_ONLY;
}

static struct error send_job(struct sender *s, struct import_job *job)
{
    struct json_out out;
    struct flight *f = s->flights;

    while (f->id)
        f++;
    json_out_init(&out, &s->scratch);
    json_begin_object(&out);
    json_put_members(&out, job->params);
    json_field_str(&out, "command", import_id(s->run->plan, job, &s->scratch));
    json_end_object(&out);
    f->job = job;
    return session_put(s->run->session, catalog[s->run->plan->kind->op].name, true,
                       json_text(&out), &s->scratch, &f->id);
}

/* A refusal that an earlier run got is stored under its id; the row may be right by now, so it
 * is asked once more under the next id. *open: it was sent again. */
static struct error judge(struct sender *s, struct import_job *job, const struct json *answer,
                          bool *open)
{
    struct import_count *c = &s->run->count;
    struct str outcome = member(answer, "outcome");
    bool again = false;

    if (!json_bool(json_member(answer, "again"), &again))
        again = false;
    if (!str_eq(outcome, STR("REFUSED"))) {
        c->again += again;
        c->done += !again;
        c->held += !again && str_eq(outcome, STR("HELD"));
        return OK;
    }
    if (again && job->attempt + 1 < IMPORT_ATTEMPTS) {
        job->attempt++;
        *open = true;
        return send_job(s, job);
    }
    tell(s, job, member(answer, "field"), why(answer, &s->scratch));
    return OK;
}

static struct error settle(struct sender *s, const struct rpc_reply *reply)
{
    struct flight *f = s->flights;
    struct import_job *job;
    struct error err = session_error(reply, &s->scratch);
    bool open = false;

    while (f->id != reply->id.n)
        f++;
    job = f->job;
    f->id = 0;
    if (!err.code) {
        err = judge(s, job, reply->body, &open);
    } else if (!is_fatal(err.code)) {
        tell(s, job, str_of(err.field),
             str_format(&s->scratch, "%s%s%.*s", words(error_sentence(err.code)),
                        err.detail.n ? ": " : "",
                        STR_ARG(details_of(err.detail, &s->scratch))));
        err = OK;
    }
    s->settled += !open;
    return err;
}

static struct error take(struct sender *s, struct arena *arena)
{
    struct rpc_reply reply;
    struct error err;

    arena_reset(&s->scratch);
    err = session_take(s->run->session, &s->scratch, &reply);
    if (!err.code) {
        err = settle(s, &reply);
        rpc_reply_release(&reply);
    }
    if (err.code) /* its texts live in the scratch */
        err = refuse_with(err.code, NULL, str_dup(arena, err.detail));
    show_bar(s);
    return err;
}

/* Is a job of that key on its way? Two rows about one customer keep their order. */
static bool key_is_out(const struct sender *s, struct str key)
{
    for (size_t i = 0; i < SESSION_OPEN; i++)
        if (s->flights[i].id && str_eq(s->flights[i].job->key, key))
            return true;
    return false;
}

struct error import_send(struct import_run *run, struct arena *arena)
{
    struct sender s = { .run = run };
    struct error err = OK;

    arena_init(&s.scratch, LIMIT_ARENA_BYTES);
    for (size_t i = 0; !err.code && i < run->jobs->n; i++) {
        struct import_job *job = &run->jobs->v[i];

        while (!err.code && (!session_has_room(run->session) || key_is_out(&s, job->key)))
            err = take(&s, arena);
        if (!err.code && link_stop_asked())
            err = refuse_with(ERR_CONNECTION, NULL, STR("interrupted"));
        if (!err.code)
            err = send_job(&s, job);
    }
    while (!err.code && session_waiting(run->session))
        err = take(&s, arena);
    clear_bar(&s);
    arena_release(&s.scratch);
    return err;
}
