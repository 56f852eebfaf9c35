/*
 * entry_head.c - the header of each operation that takes an order's lines.
 */
#include "client/term/entry.h"

#include "client/words.h"

static const struct sheet_item key_items[] = {
    { P_customer, N_("Customer"), 0, 1, 9, 12, true, true },
    { P_channel, N_("Channel"), 1, 1, 9, 12, true, true },
    { P_reference, N_("Ref"), 1, 27, 5, 30, true, true },
    { P_approver, N_("Approved"), 2, 1, 9, 12, true, true },
    { P_approved_at, N_("at"), 2, 27, 5, 25, true, true },
    { P_wanted, N_("Wanted"), 3, 1, 9, 12, false, false },
    { P_station, N_("Statn"), 3, 27, 5, 12, false, false },
    { P_verifier, N_("Verified"), 3, 49, 9, 12, false, false },
    { P_origin, N_("Origin"), 4, 1, 9, 12, false, false },
    { P_contract, N_("Contract"), 4, 25, 9, 12, false, false },
    { P_stated, N_("Stated"), 4, 49, 9, 12, false, false },
    { P_arrival, N_("came"), 5, 1, 9, 25, false, false },
    { P_complete, N_("Whole"), 5, 49, 9, 12, false, false },
    { P_ship_to, N_("Ship to"), 6, 1, 9, 64, false, false },
    { P_remark, N_("Remark"), 7, 1, 9, 64, false, false },
};

/* A plan is for a customer; all else may be left to what the customer's record says. */
static const struct sheet_item plan_items[] = {
    { P_customer, N_("Customer"), 0, 1, 9, 12, true, true },
    { P_origin, N_("Origin"), 1, 1, 9, 12, false, false },
    { P_contract, N_("Contract"), 1, 25, 9, 12, false, false },
    { P_stated, N_("Stated"), 1, 49, 9, 12, false, false },
    { P_wanted, N_("Wanted"), 2, 1, 9, 12, false, false },
    { P_station, N_("Station"), 2, 25, 9, 12, false, false },
    { P_complete, N_("Whole"), 2, 49, 9, 12, false, false },
    { P_ship_to, N_("Ship to"), 3, 1, 9, 64, false, false },
    { P_remark, N_("Remark"), 4, 1, 9, 64, false, false },
};

static const struct sheet_item opening_items[] = {
    { P_customer, N_("Customer"), 0, 1, 9, 12, true, true },
    { P_channel, N_("Channel"), 1, 1, 9, 12, true, true },
    { P_reference, N_("Ref"), 1, 27, 5, 30, true, true },
    { P_approver, N_("Approved"), 2, 1, 9, 12, true, true },
    { P_approved_at, N_("at"), 2, 27, 5, 25, true, true },
    { P_batch, N_("Batch"), 3, 1, 9, 12, true, true },
    { P_arrival, N_("came"), 3, 27, 5, 25, true, true },
    { P_signed_by, N_("Signed"), 4, 1, 9, 12, false, false },
    { P_signed_at, N_("at"), 4, 27, 5, 25, false, false },
    { P_origin, N_("Origin"), 5, 1, 9, 12, false, false },
    { P_contract, N_("Contract"), 5, 25, 9, 12, false, false },
    { P_stated, N_("Stated"), 5, 49, 9, 12, false, false },
    { P_wanted, N_("Wanted"), 6, 1, 9, 12, false, false },
    { P_station, N_("Station"), 6, 25, 9, 12, false, false },
    { P_verifier, N_("Verified"), 6, 49, 9, 12, false, false },
    { P_ship_to, N_("Ship to"), 7, 1, 9, 40, false, false },
    { P_complete, N_("Whole"), 7, 53, 7, 12, false, false },
    { P_remark, N_("Remark"), 8, 1, 9, 64, false, false },
};

/* The header of each operation that takes an order's lines. */
static const struct entry_header headers[] = {
    { OP_ORDER_KEY, N_("Orders > New"), key_items, COUNT(key_items), 8 },
    { OP_ORDER_PLAN, N_("Orders > Plan"), plan_items, COUNT(plan_items), 5 },
    { OP_OPENING_ORDER, N_("Orders > Opening"), opening_items, COUNT(opening_items), 9 },
};

const struct entry_header *entry_header(enum op op)
{
    for (size_t i = 0; i < COUNT(headers); i++)
        if (headers[i].op == op)
            return &headers[i];
    return NULL;
}

bool entry_takes(enum op op)
{
    return entry_header(op) != NULL;
}

bool entry_has(enum op op, enum param param)
{
    const struct entry_header *h = entry_header(op);

    for (size_t i = 0; h && i < h->count; i++)
        if (h->items[i].param == param)
            return true;
    return h && param == P_lines;
}
