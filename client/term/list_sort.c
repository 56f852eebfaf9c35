/*
 * list_sort.c - rows in the order of a column.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/term/list.h"

/* --- which comes first ------------------------------------------------------------------- */

struct number {
    bool minus;
    struct str whole, part; /* digits without leading zeros; behind the point */
};

/* "-1234.50" taken apart; false: it is no plain number. No floating point touches money. */
static bool number_of(struct str s, struct number *out)
{
    size_t at = 0, from;

    *out = (struct number){ .minus = s.n && s.p[0] == '-' };
    at += out->minus;
    while (at < s.n && s.p[at] == '0')
        at++;
    from = at;
    while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9')
        at++;
    out->whole = (struct str){ s.p + from, at - from };
    if (at < s.n && s.p[at] == '.') {
        from = ++at;
        while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9')
            at++;
        out->part = (struct str){ s.p + from, at - from };
    }
    return s.n > out->minus && at == s.n;
}

static int digits_order(const struct number *a, const struct number *b)
{
    int order;

    if (a->whole.n != b->whole.n)
        return a->whole.n < b->whole.n ? -1 : 1;
    order = str_cmp(a->whole, b->whole);
    return order ? order : str_cmp(a->part, b->part);
}

int list_order(struct str a, struct str b)
{
    struct number x, y;
    bool is_x, is_y;

    if (!a.n || !b.n)
        return (a.n == 0) - (b.n == 0);
    is_x = number_of(a, &x);
    is_y = number_of(b, &y);
    if (!is_x && !is_y)
        return str_cmp(a, b);
    if (is_x != is_y)
        return is_x ? -1 : 1;
    if (x.minus != y.minus)
        return x.minus ? -1 : 1;
    return x.minus ? digits_order(&y, &x) : digits_order(&x, &y);
}

/* --- sorting ----------------------------------------------------------------------------- */

struct entry {
    struct list_line line;
    struct str value; /* the row's, or in `digits` */
    char digits[24];
    bool down;
};

static void entry_fill(struct entry *entry, const char *member)
{
    bool is_whole = !strcmp(member, LIST_VALUE);
    const struct json *value =
        is_whole ? entry->line.row : json_member(entry->line.row, member);
    int64_t number;
    bool flag;

    entry->value = list_text(entry->line.row, member);
    if (entry->value.n || json_str(value, &entry->value))
        return;
    if (json_bool(value, &flag))
        entry->value = flag ? STR("1") : STR("0");
    if (!json_int(value, &number))
        return;
    (void)snprintf(entry->digits, sizeof(entry->digits), "%lld", (long long)number);
    entry->value = str_of(entry->digits);
}

static int entry_order(const void *a, const void *b)
{
    const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;
    int order = list_order(x->value, y->value);

    if (order && x->value.n && y->value.n && x->down)
        order = -order;
    return order ? order : (x->line.came > y->line.came) - (x->line.came < y->line.came);
}

static int came_order(const void *a, const void *b)
{
    const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;

    return (x->line.came > y->line.came) - (x->line.came < y->line.came);
}

void list_sort(struct list *list, size_t column, bool down)
{
    struct entry *entries = calloc(list->count + 1, sizeof(*entries));
    struct entry **order = calloc(list->count + 1, sizeof(*order));
    const char *member = column < list->column_count ? list->columns[column].member : "";

    if (!entries || !order)
        abort();
    list->sort = column < list->column_count ? column : LIST_AS_CAME;
    list->down = down;
    if (!strcmp(member, LIST_LEFT))
        member = "due";
    for (size_t i = 0; i < list->count; i++) {
        entries[i] = (struct entry){ .line = list->lines[i], .down = down };
        entry_fill(&entries[i], member);
        order[i] = &entries[i];
    }
    qsort(order, list->count, sizeof(struct entry *),
          list->sort == LIST_AS_CAME ? came_order : entry_order);
    for (size_t i = 0; i < list->count; i++)
        list->lines[i] = order[i]->line;
    free(order);
    free(entries);
    (void)list_find(list, str_of(list->at_key));
}
