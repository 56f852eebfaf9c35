/*
 * view.c - filter and order of a list.
 */
#include "client/term/view.h"

#include <stdio.h>
#include <string.h>

#include "client/command.h"
#include "client/term/typed.h"
#include "client/term/wording.h"
#include "client/words.h"

void view_init(struct view *view, const struct list_kind *kind)
{
    *view = (struct view){ .sort = LIST_AS_CAME };
    (void)snprintf(view->list, sizeof(view->list), "%s", kind->id);
}

static bool has_filter(const struct view *view)
{
    for (enum param p = 0; p < PARAM_COUNT; p++)
        if (view->filter.value[p][0])
            return true;
    return false;
}

bool view_is_plain(const struct view *view)
{
    return !has_filter(view) && view->sort == LIST_AS_CAME;
}

static const char *fixed_text(const struct list_kind *kind, enum param param)
{
    for (size_t i = 0; i < LIST_FIXED && kind->fixed[i].text; i++)
        if (kind->fixed[i].param == param)
            return kind->fixed[i].text;
    return NULL;
}

bool view_takes(const struct list_kind *kind, enum param param)
{
    return op_takes(kind->op, param) && !fixed_text(kind, param) && param != P_limit_rows &&
           param != P_after && param != P_sort && param != P_down && param != P_behind;
}

/* The column's member, as the daemon knows it. */
static void give_order(const struct view *view, const struct list_kind *kind,
                       const char *given[PARAM_COUNT])
{
    const char *member;

    if (view->sort >= kind->column_count || !op_takes(kind->op, P_sort))
        return;
    member = kind->columns[view->sort].member;
    given[P_sort] = strcmp(member, LIST_LEFT) ? member : "due";
    if (view->down)
        given[P_down] = "yes";
}

bool view_args(const struct view *view, const struct list_kind *kind, struct arena *arena,
               struct str *args, struct str *fault)
{
    return view_page_args(view, kind, STR(""), arena, args, fault);
}

static bool args_of(const struct view *view, const struct list_kind *kind, struct str behind,
                    const char *rows, struct arena *arena, struct str *args, struct str *fault)
{
    const struct op_info *info = &catalog[kind->op];
    const char *given[PARAM_COUNT] = { 0 };
    struct error err;

    for (size_t i = 0; i < info->param_count; i++) {
        enum param p = (enum param)info->params[i].param;
        const char *text = fixed_text(kind, p);

        if (!text && view->filter.value[p][0])
            text = view->filter.value[p];
        if (text)
            given[p] = str_text(arena, typed_plain(p, str_of(text), typed_now(), arena));
    }
    if (op_takes(kind->op, P_limit_rows))
        given[P_limit_rows] = rows;
    give_order(view, kind, given);
    if (behind.n)
        given[P_behind] = str_text(arena, behind);
    err = command_params(kind->op, given, STR(""), arena, args);
    if (err.code)
        *fault = wording_error(err, arena);
    return !err.code;
}

bool view_page_args(const struct view *view, const struct list_kind *kind, struct str behind,
                    struct arena *arena, struct str *args, struct str *fault)
{
    return args_of(view, kind, behind, "500", arena, args, fault);
}

/* The daemon counts what it puts in order. */
bool view_count_args(const struct list_kind *kind, struct arena *arena, struct str *args,
                     struct str *fault)
{
    struct view view;

    view_init(&view, kind);
    view.sort = 0;
    return args_of(&view, kind, STR(""), "1", arena, args, fault);
}

struct str view_text(const struct view *view, struct arena *arena)
{
    struct str text = STR("");

    for (enum param p = 0; p < PARAM_COUNT; p++)
        if (view->filter.value[p][0])
            text = str_format(arena, "%.*s%s%s %.*s", STR_ARG(text), text.n ? ", " : "",
                              words(wording_label(p)),
                              STR_ARG(wording_choice(p, view->filter.value[p], arena)));
    return text;
}

/* --- kept ones --------------------------------------------------------------------------- */

static void put_text(char *out, size_t room, const struct json *value)
{
    struct str s;

    if (json_str(value, &s) && s.n < room)
        (void)snprintf(out, room, "%.*s", STR_ARG(s));
}

static size_t column_of(const struct list_kind *kind, struct str member)
{
    for (size_t i = 0; i < kind->column_count; i++)
        if (str_eq(str_of(kind->columns[i].member), member))
            return i;
    return LIST_AS_CAME;
}

static bool read_one(const struct json *line, struct view *out)
{
    const struct list_kind *kind;
    struct str sort;

    *out = (struct view){ .sort = LIST_AS_CAME };
    put_text(out->list, sizeof(out->list), json_member(line, "list"));
    put_text(out->name, sizeof(out->name), json_member(line, "name"));
    if (list_kind_find(str_of(out->list)) == list_kind_count || !out->name[0])
        return false;
    kind = &list_kinds[list_kind_find(str_of(out->list))];
    for (const struct json *m = json_first(json_member(line, "filter")); m; m = json_next(m)) {
        int p = param_find(json_name(m));
        struct str text;

        if (p >= 0 && view_takes(kind, (enum param)p) && json_str(m, &text))
            hand_put(&out->filter, (enum param)p, text);
    }
    if (json_str(json_member(line, "sort"), &sort))
        out->sort = column_of(kind, sort);
    (void)!json_bool(json_member(line, "down"), &out->down);
    return true;
}

/* The next line of a text. */
static bool next_line(struct str *text, struct str *line)
{
    const char *end = text->n ? memchr(text->p, '\n', text->n) : NULL;
    size_t n = end ? (size_t)(end - text->p) : text->n, past = n + (end != NULL);

    *line = (struct str){ text->p, n };
    *text = (struct str){ text->p + past, text->n - past };
    return past > 0;
}

static bool read_line(struct str line, struct view *out, struct arena *arena)
{
    struct json_doc doc = { 0 };
    bool good = !json_parse(line, arena, &doc).code && read_one(doc.root, out);

    json_release(&doc);
    return good;
}

size_t views_read(struct str kept, struct view *out, size_t room, struct arena *arena)
{
    struct str line;
    size_t n = 0;

    while (n < room && next_line(&kept, &line))
        n += line.n && read_line(line, &out[n], arena);
    return n;
}

static struct str line_of(const struct view *view, struct arena *arena)
{
    const struct list_kind *kind = &list_kinds[list_kind_find(str_of(view->list))];
    struct json_out out;

    json_out_init(&out, arena);
    json_begin_object(&out);
    json_field_str(&out, "list", str_of(view->list));
    json_field_str(&out, "name", str_of(view->name));
    json_key(&out, "filter");
    json_begin_object(&out);
    for (enum param p = 0; p < PARAM_COUNT; p++)
        if (view->filter.value[p][0])
            json_field_str(&out, params[p].name, str_of(view->filter.value[p]));
    json_end_object(&out);
    if (view->sort < kind->column_count) {
        json_field_str(&out, "sort", str_of(kind->columns[view->sort].member));
        json_field_bool(&out, "down", view->down);
    }
    json_end_object(&out);
    return json_text(&out);
}

struct str views_put(struct str kept, const struct view *view, bool drop, struct arena *arena)
{
    struct str line, text = STR("");
    struct view other;

    while (next_line(&kept, &line)) {
        bool good = line.n && read_line(line, &other, arena);

        if (!good || (!strcmp(other.name, view->name) && !strcmp(other.list, view->list)))
            continue;
        text = str_format(arena, "%.*s%.*s\n", STR_ARG(text), STR_ARG(line));
    }
    if (drop)
        return text;
    return str_format(arena, "%.*s%.*s\n", STR_ARG(text), STR_ARG(line_of(view, arena)));
}
