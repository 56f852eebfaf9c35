/*
 * act_hand.c - what is at hand where an act begins: does it suffice, and what of it may be
 * typed over.
 */
#include "client/term/act.h"

/* Of what ties two documents together one is at hand, the other is typed or looked up. */
static bool is_tie(const struct hand *hand, enum op op)
{
    return (op == OP_RECEIPT_EARMARK || op == OP_RECEIPT_RELEASE) &&
           (hand->value[P_receipt][0] || hand->value[P_order][0]);
}

bool hand_fits(const struct hand *hand, enum op op)
{
    static const enum param names[] = { P_order,   P_note,     P_receivable,   P_receipt,
                                        P_message, P_part,     P_claim,        P_carrier_claim,
                                        P_job,     P_proposal, P_goods_return, P_problem };

    if (op == OP_ORDER_WHATIF) /* of one not keyed yet it is asked where that is typed */
        return hand->value[P_order][0];
    if (is_tie(hand, op))
        return true;
    for (size_t i = 0; i < catalog[op].param_count; i++)
        for (size_t n = 0; n < COUNT(names); n++)
            if (catalog[op].params[i].required && catalog[op].params[i].param == names[n] &&
                !hand->value[names[n]][0])
                return false;
    return true;
}

bool hand_names(const struct hand *hand, enum op op)
{
    static const enum param names[] = { P_user,     P_proposal, P_job,     P_day,    P_station,
                                        P_settings, P_batch,    P_account, P_printer };

    for (size_t i = 0; i < catalog[op].param_count; i++)
        for (size_t n = 0; n < COUNT(names); n++)
            if (catalog[op].params[i].required && catalog[op].params[i].param == names[n] &&
                hand->value[names[n]][0])
                return true;
    return false;
}

bool op_is_act(enum op op)
{
    /* the daemon's, and what nobody does in passing: both are typed, osb problem open ... */
    if (op == OP_PROBLEM_BREACH || op == OP_PROBLEM_OPEN)
        return false;
    return !catalog[op].is_query || op == OP_SWEEP || op == OP_BACKUP_NOW ||
           op == OP_DRILL_NOW || op == OP_ORDER_EXPLAIN || op == OP_ORDER_WHATIF;
}

void act_offer(struct act *a, const struct hand *hand)
{
    for (enum param p = 0; p < PARAM_COUNT; p++)
        if (op_takes(a->op, p) && hand->value[p][0] && !a->hand.value[p][0] && p != P_version &&
            p != P_account)
            (p == P_settings ? sheet_put : sheet_default)(&a->sheet, p, str_of(hand->value[p]));
    while (a->op != OP_CUSTOMER_PUT && a->sheet.at + 1 < a->sheet.count &&
           a->sheet.places[a->sheet.at].is_default &&
           a->sheet.places[a->sheet.at].item.param != P_customer)
        sheet_go(&a->sheet, a->sheet.at + 1);
}
