/*
 * show_order.c - an order with its whole road: who, when, outcome, numbers, and what is next.
 */
#include "client/details.h"
#include "client/show.h"
#include "client/words.h"
#include "common/text.h"

static struct str value(const struct show *show, const struct json *object, const char *name)
{
    return show_value(json_member(object, name), show->arena);
}

/* One line of the road, then its numbers and remark below it. */
static void put_event(const struct show *show, const struct json *e)
{
    struct arena *arena = show->arena;
    struct str from = value(show, e, "from"), to = value(show, e, "to");
    struct str by = value(show, e, "by"), behind = value(show, e, "for");
    struct str rule = value(show, e, "rule"), remark = value(show, e, "remark");
    const struct json *numbers = json_member(e, "numbers");

    if (behind.n && !str_eq(by, behind))
        by = str_format(arena, _("%.*s for %.*s"), STR_ARG(by), STR_ARG(behind));
    fprintf(
        show->out, "  %.*s  %.*s %.*s %.*s %.*s",
        STR_ARG(text_column(value(show, e, "at"), 16, TEXT_LEFT, arena)),
        STR_ARG(text_column(value(show, e, "step"), 4, TEXT_LEFT, arena)),
        STR_ARG(text_column(value(show, e, "act"), 18, TEXT_LEFT, arena)),
        STR_ARG(behind.n && text_cells(by) > 16 ? by : text_column(by, 16, TEXT_LEFT, arena)),
        STR_ARG(value(show, e, "outcome")));
    if (to.n && !str_eq(from, to))
        fprintf(show->out, "  %.*s%s%.*s", STR_ARG(from), from.n ? " -> " : "", STR_ARG(to));
    fprintf(show->out, "\n");
    if (rule.n || json_count(numbers)) {
        fprintf(show->out, "%25s", "");
        if (rule.n)
            fprintf(show->out, _("rule %.*s"), STR_ARG(rule));
        for (const struct json *m = json_first(numbers); m; m = json_next(m))
            fprintf(show->out, "%s%.*s %.*s", rule.n || m != json_first(numbers) ? "   " : "",
                    STR_ARG(show_name(json_name(m), arena)), STR_ARG(show_value(m, arena)));
        fprintf(show->out, "\n");
    }
    if (remark.n)
        fprintf(show->out, "%25s\"%.*s\"\n", "", STR_ARG(details_of(remark, arena)));
}

static void put_next(const struct show *show, const struct json *next)
{
    struct str act = value(show, next, "act"), who = value(show, next, "who");
    struct str due = value(show, next, "due");

    if (json_kind(next) != JSON_OBJECT) {
        fprintf(show->out, "\n%s\n", _("Next: nothing, the order is at its end."));
        return;
    }
    fprintf(show->out, "\n");
    fprintf(show->out, _("Next: %.*s %.*s"), STR_ARG(value(show, next, "step")), STR_ARG(act));
    if (who.n)
        fprintf(show->out, _(", turn of %.*s"), STR_ARG(who));
    if (due.n)
        fprintf(show->out, _(", due %.*s"), STR_ARG(due));
    fprintf(show->out, "\n");
}

static void put_head(const struct show *show, const struct json *order)
{
    static const char *const rest[] = { "total",  "wanted",  "station",   "ship_to",
                                        "origin", "channel", "reference", "csr",
                                        "scr",    "bcr",     "due" };
    bool any = false;

    fprintf(show->out, _("%.*s  %.*s %.*s  %.*s, version %.*s\n"),
            STR_ARG(value(show, order, "no")), STR_ARG(value(show, order, "customer")),
            STR_ARG(value(show, order, "customer_name")), STR_ARG(value(show, order, "state")),
            STR_ARG(value(show, order, "version")));
    for (size_t i = 0; i < COUNT(rest); i++) {
        struct str v = value(show, order, rest[i]);

        if (v.n)
            fprintf(show->out, "%s%.*s %.*s", any ? "   " : "  ",
                    STR_ARG(show_name(str_of(rest[i]), show->arena)), STR_ARG(v));
        any = any || v.n;
    }
    if (any)
        fprintf(show->out, "\n");
}

static void put_table(const struct show *show, const struct json *answer, const char *name)
{
    const struct json *rows = json_member(answer, name);

    if (!json_count(rows))
        return;
    fprintf(show->out, "\n%.*s\n", STR_ARG(show_name(str_of(name), show->arena)));
    show_rows(show, rows);
}

/* Why special treatment was asked for, on what figures, and what was said. */
static void put_special(const struct show *show, const struct json *answer)
{
    const struct json *c = json_first(json_member(answer, "special_treatment"));

    for (; c; c = json_next(c)) {
        fprintf(show->out, "\n");
        fprintf(show->out, _("special treatment %.*s: %.*s, asked for by %.*s %.*s"),
                STR_ARG(value(show, c, "state")), STR_ARG(value(show, c, "why")),
                STR_ARG(value(show, c, "applied_by")), STR_ARG(value(show, c, "applied")));
        fprintf(show->out, "\n  \"%.*s\"\n", STR_ARG(value(show, c, "grounds")));
        if (json_kind(json_member(c, "record")) == JSON_OBJECT)
            show_object(show, json_member(c, "record"));
    }
    put_table(show, answer, "thread");
}

void show_order(const struct show *show, const struct json *answer)
{
    const struct json *order = json_member(answer, "order");

    if (show->form != FORM_HUMAN || json_kind(order) != JSON_OBJECT) {
        show_object(show, answer);
        return;
    }
    put_head(show, order);
    put_table(show, answer, "lines");
    fprintf(show->out, "\n%s\n", _("road"));
    for (const struct json *e = json_first(json_member(answer, "road")); e; e = json_next(e))
        put_event(show, e);
    put_special(show, answer);
    put_table(show, answer, "quota_requests");
    put_table(show, answer, "signatures");
    put_table(show, answer, "notes");
    put_table(show, answer, "claims");
    put_table(show, answer, "carrier_claims");
    put_table(show, answer, "receivables");
    put_table(show, answer, "documents");
    put_next(show, json_member(answer, "next"));
}
