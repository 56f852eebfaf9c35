/*
 * brief_limit.c - what a proposed limit was computed from, in the form that adjusts it, hands
 * it on or decides about it: the whole formula with its figures, how the customer paid, and
 * what he has of the limit now.
 */
#include "client/term/brief.h"

#include "client/term/wording.h"
#include "client/words.h"

bool brief_limit_wanted(enum op op)
{
    return op == OP_LIMIT_ADJUST || op == OP_LIMIT_SUBMIT || op == OP_LIMIT_ACCEPT ||
           op == OP_LIMIT_REJECT || op == OP_LIMIT_SIGN || op == OP_LIMIT_REFUSE;
}

/* The account's proposal that nobody decided about yet: the rows with a next act come first. */
static const struct json *proposal_of(const struct brief *b)
{
    for (const struct json *r = json_first(json_member(b->proposals.body, "rows")); r;
         r = json_next(r)) {
        struct str account;

        if (json_member(r, "act") && json_str(json_member(r, "account"), &account) &&
            str_eq(account, str_of(b->hand.value[P_account])))
            return r;
    }
    return NULL;
}

void brief_limit_lines(const struct brief *brief, struct arena *arena, brief_put *to,
                       void *context)
{
    const struct json *p = brief_limit_wanted(brief->op) ? proposal_of(brief) : NULL;
    struct arena *a = arena;
    struct str due, reason;

    if (!p)
        return;
#define VALUE(name) STR_ARG(wording_member(p, name, a))
    to(context, LOOK_TITLE,
       str_format(a, _("%.*s  %.*s  quarter %.*s  grade %.*s"), VALUE("account"),
                  VALUE("customer_name"), VALUE("quarter"), VALUE("grade")));
    to(context, LOOK_PLAIN,
       str_format(a, _("S %.*s a month (%.*s in %.*s months)  T %.*s days  b %.*s days"),
                  VALUE("monthly"), VALUE("shipped"), VALUE("months"), VALUE("term_days"),
                  VALUE("buffer_days")));
    to(context, LOOK_PLAIN,
       str_format(a, _("Kc %.*s by the grade  Kg %.*s by the growth of %.*s %%"),
                  VALUE("grade_factor"), VALUE("growth_factor"), VALUE("growth")));
    to(context, LOOK_PLAIN,
       str_format(a, _("S x (T + b)/30 x Kc x Kg = %.*s  and M %.*s = %.*s"), VALUE("formula"),
                  VALUE("manual"), VALUE("limit")));
    due = wording_member(p, "in_time_pct", a);
    to(context, LOOK_PLAIN,
       due.n ? str_format(a, _("paid in time %.*s %% (%.*s of %.*s), bad debt %.*s"),
                          STR_ARG(due), VALUE("in_time"), VALUE("due"), VALUE("bad_debt"))
             : str_of(_("nothing was due in the last year")));
    to(context, LOOK_WARNING,
       str_format(a, _("limit in force %.*s, exposure now %.*s"), VALUE("was"),
                  VALUE("exposure")));
    reason = wording_member(p, "reason", a);
    if (reason.n)
        to(context, LOOK_PLAIN,
           str_format(a, _("adjusted by %.*s: %.*s"), VALUE("adjusted_by"), STR_ARG(reason)));
#undef VALUE
}
