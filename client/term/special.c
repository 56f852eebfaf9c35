/*
 * special.c - the newest case with its record, and the thread.
 */
#include "client/term/special.h"

#include "client/show.h"
#include "client/term/wording.h"
#include "client/words.h"

struct lines {
    struct arena *arena;
    special_put *put;
    void *context;
};

static struct str value(const struct lines *l, const struct json *object, const char *name)
{
    return wording_member(object, name, l->arena);
}

static void put(const struct lines *l, enum look look, struct str text)
{
    l->put(l->context, look, text);
}

/* "name value   name value" of an object's amounts. */
static struct str pairs(const struct lines *l, const struct json *object)
{
    struct str line = STR("");

    for (const struct json *m = json_first(object); m; m = json_next(m))
        line = str_format(l->arena, "%.*s%s%.*s %.*s", STR_ARG(line), line.n ? "   " : "",
                          STR_ARG(show_name(json_name(m), l->arena)),
                          STR_ARG(show_value(m, l->arena)));
    return line;
}

/* What was delivered in the twelve months of the record, of which in the last three. */
static void put_sales(const struct lines *l, const struct json *months)
{
    size_t left = json_count(months);
    struct money all = { 0 }, late = { 0 };

    for (const struct json *m = json_first(months); m; m = json_next(m), left--) {
        struct money amount;
        struct str text;

        if (!json_str(json_member(m, "amount"), &text) || !money_parse(text, &amount))
            continue;
        all.fen += amount.fen;
        late.fen += left <= 3 ? amount.fen : 0;
    }
    put(l, LOOK_PLAIN,
        str_format(l->arena, _("  delivered in 12 months %.*s, in the last three %.*s"),
                   STR_ARG(show_text(money_text(all, l->arena), l->arena)),
                   STR_ARG(show_text(money_text(late, l->arena), l->arena))));
}

static void put_record(const struct lines *l, const struct json *record)
{
    if (json_kind(record) != JSON_OBJECT)
        return;
    put_sales(l, json_member(record, "delivered"));
    put(l, LOOK_PLAIN,
        str_format(l->arena, "  %s: %.*s", _("owed then"),
                   STR_ARG(pairs(l, json_member(record, "ageing")))));
}

static void put_case(const struct lines *l, const struct json *c)
{
    put(l, LOOK_WARNING,
        str_format(l->arena, _("special treatment %.*s: %.*s, asked for by %.*s %.*s"),
                   STR_ARG(value(l, c, "state")), STR_ARG(value(l, c, "why")),
                   STR_ARG(value(l, c, "applied_by")), STR_ARG(value(l, c, "applied"))));
    put(l, LOOK_PLAIN, str_format(l->arena, "  \"%.*s\"", STR_ARG(value(l, c, "grounds"))));
    put_record(l, json_member(c, "record"));
}

static void put_said(const struct lines *l, const struct json *t)
{
    struct str file = value(l, t, "file");

    put(l, LOOK_PLAIN,
        str_format(l->arena, "  %.*s %.*s: %.*s%s%.*s%s", STR_ARG(value(l, t, "at")),
                   STR_ARG(value(l, t, "by")), STR_ARG(value(l, t, "text")), file.n ? " [" : "",
                   STR_ARG(file), file.n ? "]" : ""));
}

void special_lines(const struct json *whole, struct arena *arena, special_put *put_line,
                   void *context)
{
    const struct lines l = { arena, put_line, context };
    const struct json *newest = json_first(json_member(whole, "special_treatment"));

    if (newest)
        put_case(&l, newest);
    for (const struct json *t = json_first(json_member(whole, "thread")); t; t = json_next(t))
        put_said(&l, t);
}
