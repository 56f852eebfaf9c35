/*
 * worklist_hand.c - what an act on a row begins with, which one is next, and the same of all
 * marked rows.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "client/term/bulk.h"
#include "client/term/worklist.h"
#include "client/words.h"

/* --- what an act begins with ------------------------------------------------------------- */

static void put_member(const struct json *row, const char *member, enum param param,
                       struct hand *hand)
{
    const struct json *value = json_member(row, member);
    int64_t number;

    if (json_int(value, &number))
        (void)snprintf(hand->value[param], sizeof(hand->value[param]), "%lld",
                       (long long)number);
    else
        hand_put(hand, param, list_text(row, member));
}

/* Members of a row that are parameters under the same name, whatever the list. */
static void put_members(const struct json *row, struct hand *hand)
{
    static const enum param known[] = { P_order,    P_note,         P_customer, P_product,
                                        P_message,  P_version,      P_account,  P_part,
                                        P_claim,    P_receivable,   P_receipt,  P_warehouse,
                                        P_proposal, P_goods_return, P_problem };

    for (size_t i = 0; i < COUNT(known); i++)
        put_member(row, params[known[i]].name, known[i], hand);
}

/* "role principal:user": the row's members, and as which parameters an act takes them. */
static void put_named(const struct json *row, const char *puts, struct hand *hand)
{
    while (*puts) {
        size_t n = strcspn(puts, " "), end = strcspn(puts, ": ");
        char member[24];
        struct str name =
            end < n ? (struct str){ puts + end + 1, n - end - 1 } : (struct str){ puts, n };
        int param = param_find(name);

        (void)snprintf(member, sizeof(member), "%.*s", (int)end, puts);
        assert(param >= 0);
        put_member(row, member, (enum param)param, hand);
        puts += n + (puts[n] == ' ');
    }
}

struct str worklist_number(const struct worklist *w, size_t line)
{
    const char *names = worklist_kind(w)->key;
    char key[24];

    (void)snprintf(key, sizeof(key), "%.*s", (int)strcspn(names, ","), names);
    return line < w->list.count ? list_text(w->list.lines[line].row, key) : STR("");
}

/* "hold_days=30", to be typed over: how policy.set takes a parameter. */
static void put_setting(const struct json *row, struct hand *hand)
{
    char *out = hand->value[P_settings];
    struct str name = json_name(row), text = STR("");
    int64_t number = 0;
    bool yes = false;

    if (json_int(row, &number))
        (void)snprintf(out, LIMIT_CODE, "%.*s=%lld", STR_ARG(name), (long long)number);
    else if (json_bool(row, &yes))
        (void)snprintf(out, LIMIT_CODE, "%.*s=%s", STR_ARG(name), yes ? "true" : "false");
    else if (json_str(row, &text))
        (void)snprintf(out, LIMIT_CODE, "%.*s=%.*s", STR_ARG(name), STR_ARG(text));
}

void worklist_hand_of(const struct worklist *w, const struct json *row, struct hand *hand)
{
    const struct list_kind *k = worklist_kind(w);
    char key[24];

    (void)snprintf(key, sizeof(key), "%.*s", (int)strcspn(k->key, ","), k->key);
    if (k->of >= 0)
        hand_put(hand, (enum param)k->of, str_of(w->view.filter.value[k->of]));
    put_members(row, hand);
    put_named(row, k->puts, hand);
    if (k->key_param == P_settings)
        put_setting(row, hand);
    else if (k->key_param != P_code)
        hand_put(hand, k->key_param, list_text(row, key));
}

void worklist_hand(const struct worklist *w, struct hand *hand)
{
    const struct json *row = list_row(&w->list);

    *hand = (struct hand){ 0 };
    if (w->detail_of[0] && w->detail.loaded)
        detail_hand(&w->detail, hand);
    if (!w->found && row)
        worklist_hand_of(w, row, hand);
}

/* Of a printing, which paper of the note it is. */
static bool is_outbound(const struct json *row)
{
    return str_eq(list_text(row, "form"), str_of(enum_name(ENUM_paper_form, PAPER_OUTBOUND)));
}

void worklist_papers(struct app *app, const struct worklist *w, struct paper_refs *papers)
{
    const struct json *row = w->found ? NULL : list_row(&w->list);
    const struct list_kind *k = worklist_kind(w);
    struct str number = row ? worklist_number(w, w->list.at) : STR("");
    struct hand hand;

    *papers = (struct paper_refs){ 0 };
    worklist_hand(w, &hand);
    if (!app_may(app, OP_DOCUMENT_FORM)) {
        paper_add(papers, str_of(hand.value[P_note]), false);
        return;
    }
    if (k->op == OP_PRINT_LIST && row) {
        paper_add(papers, list_text(row, "note"), is_outbound(row));
        return;
    }
    paper_add(papers, number, false);
    if (papers->count && k->key_param != P_note)
        return; /* the row is the document */
    paper_add(papers, str_of(hand.value[P_note]), false);
    paper_collect(papers, row);
    if (!w->detail_of[0] || !w->detail.loaded)
        return;
    paper_collect(papers, json_member(w->detail.reply.body, "documents")); /* as they came */
    paper_collect(papers, w->detail.reply.body);
}

int worklist_next_of(const struct worklist *w, const struct json *row)
{
    struct str act = list_text(row, "act");
    int op;

    if (str_eq(list_text(row, "kind"), STR("AWAY"))) /* of the substitutes' list */
        return OP_USER_AWAY;
    op = worklist_kind(w)->next;
    if (op >= 0 && (row || !catalog[op].param_count)) /* a backup is of no row */
        return op;
    return act.n ? catalog_find(act) : -1;
}

bool worklist_row_leads(const struct worklist *w)
{
    const struct json *row = w->found ? NULL : list_row(&w->list);
    enum param key = worklist_kind(w)->key_param;

    return row && key != P_order && key != P_note && list_text(row, "act").n;
}

int worklist_next(const struct worklist *w)
{
    int op = worklist_next_of(w, w->found ? NULL : list_row(&w->list));
    struct str act = detail_text(&w->detail, "next", "act");

    if (worklist_row_leads(w))
        return op;
    /* the document knows more than its row, a paper that did not come out, say; what was looked
     * up is no row of this list */
    return act.n && (w->found || worklist_kind(w)->next < 0) ? catalog_find(act) : op;
}

/* --- what is marked ---------------------------------------------------------------------- */

static void put_amount(const struct json *row, struct bulk_item *item)
{
    static const char *const names[] = { "total", "open", "free", "amount", "limit" };

    for (size_t i = 0; i < COUNT(names) && !item->has_amount; i++)
        item->has_amount = money_parse(list_text(row, names[i]), &item->amount);
}

struct screen *worklist_bulk(struct app *app, struct worklist *w)
{
    struct bulk_item *items =
        ARENA_ARRAY(&app->frame, list_picked(&w->list) + 1, struct bulk_item);
    size_t n = 0, left_out = 0;
    int op = -1;

    for (size_t i = 0; i < w->list.count; i++) {
        const struct json *row = w->list.lines[i].row;
        int next = worklist_next_of(w, row);

        if (!w->list.lines[i].picked)
            continue;
        if (op < 0 && next >= 0 && app_may(app, (enum op)next))
            op = next;
        if (op < 0 || next != op) {
            left_out++;
            continue;
        }
        items[n] = (struct bulk_item){ 0 };
        worklist_hand_of(w, row, &items[n].hand);
        (void)snprintf(items[n].no, sizeof(items[n].no), "%.*s",
                       STR_ARG(list_text(row, w->list.key)));
        put_amount(row, &items[n++]);
    }
    return n ? bulk_new(app, (enum op)op, items, n, left_out) : NULL;
}
