/*
 * rows_kind.c - which operations have rows, and what stands in them.
 */
#include "client/term/rows.h"

#include <string.h>

#include "client/show.h"
#include "client/term/wording.h"
#include "client/words.h"

#define NONE PARAM_COUNT
#define LINE                                                                                   \
    {                                                                                          \
        N_("#"), "line", 3, true                                                               \
    }
#define CODE                                                                                   \
    {                                                                                          \
        N_("Product"), "product", 12, false                                                    \
    }
#define DIFFERS                                                                                \
    { "qty", P_qty, N_("Qty"), 8, NULL }, { "diff", P_cause, N_("How"), 8, NULL },             \
    {                                                                                          \
        "amount", P_amount, N_("Amount"), 11, NULL                                             \
    }
#define SHIPPED                                                                                \
    {                                                                                          \
        LINE, CODE, { N_("Shipped"), "qty", 8, true },                                         \
        {                                                                                      \
            N_("Amount"), "worth", 11, true                                                    \
        }                                                                                      \
    }
#define NOTED                                                                                  \
    {                                                                                          \
        LINE, CODE, { N_("Qty"), "qty", 8, true },                                             \
        {                                                                                      \
            N_("Open"), "backorder", 8, true                                                   \
        }                                                                                      \
    }
#define QTY                                                                                    \
    {                                                                                          \
        "qty", P_qty, N_("Qty"), 8, NULL                                                       \
    }

static const struct rows_kind kinds[] = {
    { OP_RECEIPT_ALLOCATE,
      OP_RECEIVABLE_LIST,
      P_customer,
      "rows",
      NONE,
      "ref",
      "no",
      { { N_("Receivable"), "no", 14, false },
        { N_("Order"), "order", 9, false },
        { N_("Due"), "due", 10, false },
        { N_("Open"), "open", 13, true } },
      { { "amount", P_amount, N_("Pays"), 13, NULL } } },
    { OP_NOTE_CONFIRM,
      OP_NOTE_SHOW,
      P_note,
      "shipment_lines",
      P_part,
      "line",
      "line",
      SHIPPED,
      { DIFFERS } },
    { OP_CLAIM_RECORD,
      OP_NOTE_SHOW,
      P_note,
      "shipment_lines",
      P_part,
      "line",
      "line",
      SHIPPED,
      { DIFFERS } },
    { OP_PRICE_CORRECT,
      OP_NOTE_SHOW,
      P_note,
      "shipment_lines",
      P_part,
      "line",
      "line",
      SHIPPED,
      { { "price", P_price, N_("Price"), 11, NULL },
        { "amount", P_amount, N_("Amount"), 11, NULL } } },
    { OP_CLAIM_RECEIVE,
      OP_NOTE_SHOW,
      P_note,
      "shipment_lines",
      P_part,
      "line",
      "line",
      SHIPPED,
      { QTY } },
    { OP_CLAIM_FOUND,
      OP_NOTE_SHOW,
      P_note,
      "shipment_lines",
      P_part,
      "line",
      "line",
      SHIPPED,
      { QTY } },
    { OP_RETURN_APPLY,
      OP_NOTE_SHOW,
      P_note,
      "shipment_lines",
      P_part,
      "line",
      "line",
      SHIPPED,
      { QTY } },
    { OP_RETURN_VERIFY,
      OP_NOTE_SHOW,
      P_note,
      "shipment_lines",
      P_part,
      "line",
      "line",
      SHIPPED,
      { QTY } },
    { OP_RETURN_EXAMINE,
      OP_NOTE_SHOW,
      P_note,
      "shipment_lines",
      P_part,
      "line",
      "line",
      SHIPPED,
      { QTY } },
    { OP_RETURN_SETTLE,
      OP_NOTE_SHOW,
      P_note,
      "shipment_lines",
      P_part,
      "line",
      "line",
      SHIPPED,
      { QTY } },
    { OP_NOTE_ALLOCATE, OP_NOTE_SHOW, P_note, "lines", NONE, "line", "line", NOTED, { QTY } },
    { OP_NOTE_RECEIVE, OP_NOTE_SHOW, P_note, "lines", NONE, "line", "line", NOTED, { QTY } },
    { OP_NOTE_SHORT_CLOSE,
      OP_NOTE_SHOW,
      P_note,
      "lines",
      NONE,
      "line",
      "line",
      NOTED,
      { QTY } },
    { OP_ORDER_SIGN_QUOTA,
      OP_ORDER_SHOW,
      P_order,
      "quota_requests",
      NONE,
      "line",
      "line",
      { LINE, CODE, { N_("Asked"), "qty", 8, true }, { N_("by"), "asked_by", 12, false } },
      { QTY } },
    { OP_POLICY_SET,
      OP_POLICY_SHOW,
      NONE,
      NULL,
      NONE,
      "name",
      ".",
      { { N_("Parameter"), ".", 22, false } },
      { { "value", P_reference, N_("Value"), 24, "" } } },
};

/* What policy.show says beside the parameters. */
static const char *const no_parameters[] = { "id",      "valid_from",   "made_by",
                                             "made_at", "reason",       "today",
                                             "now",     "confirmed_by", "at" };

const struct rows_kind *rows_kind_of(enum op op)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (kinds[i].op == op)
            return &kinds[i];
    return NULL;
}

struct str rows_text(const struct json *row, const char *member, struct arena *arena)
{
    if (!strcmp(member, "."))
        return json_name(row);
    return show_value(*member ? json_member(row, member) : row, arena);
}

bool rows_kind_has(const struct rows_kind *kind, const struct json *row,
                   const struct hand *hand)
{
    struct str wanted = kind->only < NONE ? str_of(hand->value[kind->only]) : STR("");
    const struct json *has =
        kind->only < NONE ? json_member(row, params[kind->only].name) : NULL;
    struct str text;
    int64_t number, asked;

    if (!kind->list)
        for (size_t i = 0; i < COUNT(no_parameters); i++)
            if (str_eq(json_name(row), str_of(no_parameters[i])))
                return false;
    if (!wanted.n || !has)
        return true;
    if (json_int(has, &number))
        return str_int(wanted, &asked) && asked == number;
    return json_str(has, &text) && str_eq(text, wanted);
}

struct money rows_oldest_first(struct money open, struct money *free_money)
{
    struct money pays = open.fen < free_money->fen ? open : *free_money;

    free_money->fen -= pays.fen;
    return pays;
}
