/*
 * list.c - the rows of a list and the cursor in them.
 */
#include "client/term/list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Answers stay as long as a row points into them: a row that left is still shown. */
struct list_answer {
    struct rpc_reply reply;
    size_t users;
};

void list_init(struct list *list, const struct column *columns, size_t count, const char *key)
{
    *list = (struct list){
        .columns = columns, .column_count = count, .key = key, .sort = LIST_AS_CAME
    };
    list->rows = LIST_ROWS;
}

static void answer_drop(struct list_answer *answer)
{
    if (--answer->users)
        return;
    rpc_reply_release(&answer->reply);
    free(answer);
}

static void drop_lines(struct list *list)
{
    for (size_t i = 0; i < list->count; i++)
        answer_drop(list->lines[i].of);
    free(list->lines);
    list->lines = NULL;
    list->count = 0;
}

void list_release(struct list *list)
{
    drop_lines(list);
    *list = (struct list){ 0 };
}

struct str list_text(const struct json *row, const char *member)
{
    struct str s;

    if (row && !strcmp(member, LIST_NAME))
        return json_name(row);
    return json_str(json_member(row, member), &s) ? s : STR("");
}

/* What names a row, written into `room`: the key's members, parted by blanks. */
static struct str key_of(const struct list *list, const struct json *row, char room[LIST_KEY])
{
    const char *name = list->key;
    size_t n = 0;

    while (row && *name && n < LIST_KEY) {
        size_t end = strcspn(name, ",");
        char member[24];
        int64_t number = 0;
        struct str text;

        (void)snprintf(member, sizeof(member), "%.*s", (int)end, name);
        text = list_text(row, member);
        if (json_int(json_member(row, member), &number))
            n += (size_t)snprintf(room + n, LIST_KEY - n, "%s%lld", n ? " " : "",
                                  (long long)number);
        else if (text.n)
            n +=
                (size_t)snprintf(room + n, LIST_KEY - n, "%s%.*s", n ? " " : "", STR_ARG(text));
        name += end + (name[end] == ',');
    }
    return (struct str){ room, n < LIST_KEY ? n : LIST_KEY - 1 };
}

/* The line of that key; NULL: there is none. */
static struct list_line *line_of(const struct list *list, struct str key)
{
    char room[LIST_KEY];

    for (size_t i = 0; i < list->count; i++)
        if (key.n && str_eq(key_of(list, list->lines[i].row, room), key))
            return &list->lines[i];
    return NULL;
}

const struct json *list_row(const struct list *list)
{
    return list->at < list->count ? list->lines[list->at].row : NULL;
}

bool list_has(const struct list *list, const char *name, struct str value)
{
    for (size_t i = 0; i < list->count; i++)
        if (value.n && str_eq(list_text(list->lines[i].row, name), value))
            return true;
    return false;
}

static void keep_key(struct list *list)
{
    struct str key = key_of(list, list_row(list), list->at_key);

    list->at_key[key.n] = '\0';
}

/* --- answers ----------------------------------------------------------------------------- */

/* The answer with one user, who is to drop it. */
static struct list_answer *answer_new(struct rpc_reply *reply)
{
    struct list_answer *answer = calloc(1, sizeof(*answer));

    if (!answer)
        abort();
    *answer = (struct list_answer){ *reply, 1 };
    *reply = (struct rpc_reply){ 0 };
    return answer;
}

static const struct json *rows_of(const struct list *list, const struct list_answer *answer)
{
    const struct json *body = answer->reply.body;

    return *list->rows ? json_member(body, list->rows) : body;
}

static void read_more(struct list *list, const struct json *body)
{
    if (!json_bool(json_member(body, "more"), &list->more))
        list->more = false;
    if (!json_int(json_member(body, "count"), &list->whole))
        list->whole = 0;
}

void list_load(struct list *list, struct rpc_reply *reply)
{
    struct list_answer *answer = answer_new(reply);
    struct list fresh = *list;
    char room[LIST_KEY];
    size_t n = 0;

    fresh.count = json_count(rows_of(list, answer));
    fresh.lines = calloc(fresh.count + 1, sizeof(*fresh.lines));
    if (!fresh.lines)
        abort();
    for (const struct json *r = json_first(rows_of(list, answer)); r; r = json_next(r)) {
        const struct list_line *was = line_of(list, key_of(list, r, room));

        fresh.lines[n] = (struct list_line){ .row = r, .of = answer, .came = n };
        fresh.lines[n].mark = list->loaded && !was ? MARK_NEW : MARK_NONE;
        fresh.lines[n++].picked = was && was->picked;
        answer->users++;
    }
    read_more(&fresh, answer->reply.body);
    drop_lines(list);
    answer_drop(answer);
    fresh.loaded = true;
    fresh.fresh = 0;
    *list = fresh;
    if (list->sort != LIST_AS_CAME)
        list_sort(list, list->sort, list->down);
    if (list_find(list, str_of(list->at_key)))
        return;
    if (list->at >= list->count)
        list->at = list->count ? list->count - 1 : 0;
    keep_key(list);
}

static size_t came_last(const struct list *list)
{
    size_t last = 0;

    for (size_t i = 0; i < list->count; i++)
        if (list->lines[i].came > list->lines[last].came)
            last = i;
    return last;
}

bool list_append(struct list *list, struct rpc_reply *reply)
{
    struct list_answer *answer = answer_new(reply);
    size_t came = list->count ? list->lines[came_last(list)].came + 1 : 0;
    struct list_line *longer = realloc(
        list->lines, (list->count + json_count(rows_of(list, answer)) + 1) * sizeof(*longer));
    bool lost = false;
    char room[LIST_KEY];

    if (!longer)
        abort();
    list->lines = longer;
    for (const struct json *r = json_first(rows_of(list, answer)); r; r = json_next(r)) {
        if (line_of(list, key_of(list, r, room)))
            continue; /* it came down to this page meanwhile */
        longer[list->count++] =
            (struct list_line){ .row = r, .of = answer, .came = came++, .mark = MARK_NONE };
        answer->users++;
    }
    read_more(list, answer->reply.body);
    (void)!json_bool(json_member(answer->reply.body, "lost"), &lost);
    answer_drop(answer);
    return !lost;
}

struct str list_behind(const struct list *list, struct arena *arena)
{
    const struct json *row = list->count ? list->lines[came_last(list)].row : NULL;
    struct json_out out;
    const char *name = list->key;

    if (!row)
        return STR("");
    json_out_init(&out, arena);
    json_begin_object(&out);
    while (*name) {
        size_t end = strcspn(name, ",");
        const char *member = str_text(arena, (struct str){ name, end });
        const struct json *value = json_member(row, member);
        int64_t number;
        struct str text;

        if (json_str(value, &text))
            json_field_str(&out, member, text);
        else if (json_int(value, &number))
            json_field_int(&out, member, number);
        name += end + (name[end] == ',');
    }
    json_end_object(&out);
    return json_text(&out);
}

static bool same_row(const struct json *a, const struct json *b)
{
    const struct json *y = json_first(b);

    for (const struct json *x = json_first(a); x; x = json_next(x), y = json_next(y)) {
        struct str p = STR(""), q = STR("");
        int64_t m = 0, n = 0;

        if (!y || json_kind(x) != json_kind(y))
            return false;
        if (json_str(x, &p) && json_str(y, &q) && !str_eq(p, q))
            return false;
        if (json_int(x, &m) && json_int(y, &n) && m != n)
            return false;
    }
    return !y;
}

/* The line goes over to the row of a newer answer; NULL: it left. */
static void renew(struct list_line *line, const struct json *row, struct list_answer *answer)
{
    if (!row) {
        line->mark = MARK_GONE;
        line->picked = false;
        return;
    }
    if (line->mark == MARK_GONE || !same_row(line->row, row))
        line->mark = MARK_CHANGED;
    answer_drop(line->of);
    line->row = row;
    line->of = answer;
    answer->users++;
}

void list_merge(struct list *list, struct rpc_reply *reply)
{
    struct list_answer *answer;
    char room[LIST_KEY], other[LIST_KEY];

    if (!list->loaded) {
        list_load(list, reply);
        return;
    }
    answer = answer_new(reply);
    for (size_t i = 0; i < list->count; i++) {
        struct str key = key_of(list, list->lines[i].row, room);
        const struct json *r = json_first(rows_of(list, answer));

        while (r && !str_eq(key_of(list, r, other), key))
            r = json_next(r);
        renew(&list->lines[i], r, answer);
    }
    list->fresh = 0;
    for (const struct json *r = json_first(rows_of(list, answer)); r; r = json_next(r))
        list->fresh += !line_of(list, key_of(list, r, room));
    answer_drop(answer);
}

/* --- the cursor -------------------------------------------------------------------------- */

bool list_find(struct list *list, struct str key)
{
    const struct list_line *line = line_of(list, key);

    if (!line)
        return false;
    list->at = (size_t)(line - list->lines);
    keep_key(list);
    return true;
}

static size_t moved(const struct list *list, const struct key *key, size_t page)
{
    size_t last = list->count ? list->count - 1 : 0, at = list->at, step = 1;

    if (key->action == ACT_PREV || key->action == ACT_NEXT)
        step = page ? page : 1;
    if (key->action == ACT_WHEEL_UP || key->action == ACT_WHEEL_DOWN)
        step = 3;
    switch ((int)key->action) {
    case ACT_UP:
    case ACT_PREV:
    case ACT_WHEEL_UP:
        return at > step ? at - step : 0;
    case ACT_DOWN:
    case ACT_NEXT:
    case ACT_WHEEL_DOWN:
        return at + step < last ? at + step : last;
    case ACT_START:
        return 0;
    case ACT_END:
        return last;
    case ACT_TO_ROW:
        return key->code < list->count ? key->code : at;
    }
    return (size_t)-1;
}

bool list_key(struct list *list, const struct key *key, size_t page)
{
    size_t to = moved(list, key, page);

    if (to == (size_t)-1)
        return false;
    list->at = to;
    keep_key(list);
    return true;
}

/* --- picking for a bulk act -------------------------------------------------------------- */

void list_pick(struct list *list)
{
    struct list_line *line = &list->lines[list->at];

    if (list->at < list->count && line->mark != MARK_GONE)
        line->picked = !line->picked;
}

void list_pick_none(struct list *list)
{
    for (size_t i = 0; i < list->count; i++)
        list->lines[i].picked = false;
}

size_t list_picked(const struct list *list)
{
    size_t n = 0;

    for (size_t i = 0; i < list->count; i++)
        n += list->lines[i].picked;
    return n;
}

void list_pick_all(struct list *list)
{
    size_t all = 0;

    for (size_t i = 0; i < list->count; i++)
        all += list->lines[i].mark != MARK_GONE;
    if (all == list_picked(list)) {
        list_pick_none(list);
        return;
    }
    for (size_t i = 0; i < list->count; i++)
        list->lines[i].picked = list->lines[i].mark != MARK_GONE;
}
