/*
 * show_fact.c - a fact that an order's checks saw (order.explain), in the user's language.
 */
#include <string.h>

#include "client/details.h"
#include "client/show.h"
#include "client/words.h"
#include "common/enums.h"
#include "common/text.h"

/* What facts say in names: each with its fact in front, for CREDIT is what a claim does, too.
 */
static const char *const said[] = {
    N_("basis CASH"),     N_("basis CREDIT"), N_("result PASS"),
    N_("result MANAGER"), N_("result HOLD"),  N_("result CASH"),
};

static struct str member_text(const struct json *row, const char *member)
{
    struct str s;

    return json_str(json_member(row, member), &s) ? s : STR("");
}

static struct str value_words(struct str fact, const struct json *value, struct arena *arena)
{
    struct str text = show_value(value, arena);
    struct str both = str_format(arena, "%.*s %.*s", STR_ARG(fact), STR_ARG(text));

    for (size_t i = 0; i < COUNT(said); i++)
        if (str_eq(both, str_of(said[i]))) {
            const char *worded = words(said[i]);

            return worded == said[i] ? text : str_of(worded);
        }
    return text;
}

/* Whose quota of what it is: "PX001 AREA WB"; the codes stay. */
static struct str quota_words(struct str of, struct arena *arena)
{
    size_t from = 0, to;

    while (from < of.n && of.p[from] != ' ')
        from++;
    from += from < of.n;
    for (to = from; to < of.n && of.p[to] != ' ';)
        to++;
    struct str what = { of.p, from }, holder = { of.p + from, to - from };
    struct str whose = { of.p + to, of.n - to };

    if (!enum_value(ENUM_holder, holder))
        return of;
    return str_format(arena, "%.*s%.*s%.*s", STR_ARG(what), STR_ARG(words_of(holder, arena)),
                      STR_ARG(whose));
}

static struct str of_words(struct str of, struct arena *arena)
{
    bool is_line = of.n > 5 && str_eq((struct str){ of.p, 5 }, STR("line "));

    return text_show(is_line ? details_of(of, arena) : quota_words(of, arena), arena);
}

bool show_is_fact(const struct json *row)
{
    return json_member(row, "fact") && json_member(row, "step");
}

struct str show_fact(const struct json *row, const char *member, struct arena *arena)
{
    struct str fact = member_text(row, "fact");

    if (!strcmp(member, "fact"))
        return show_name(fact, arena);
    if (!strcmp(member, "of"))
        return of_words(member_text(row, "of"), arena);
    return value_words(fact, json_member(row, member), arena);
}
