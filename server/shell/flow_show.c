/*
 * flow_show.c - the flow, told to who draws menus.
 */
#include "server/shell/flow_show.h"

#include <string.h>

#include "server/core/flow.h"
#include "server/shell/request.h"

/* An act that asks two machines has two rows. */
static const struct asked {
    enum op op;
    enum machine machine;
    enum flow_event event;
} asks[] = {
    { OP_ORDER_VERIFY, MACHINE_ORDER, EVENT_VERIFY },
    { OP_ORDER_APPROVE, MACHINE_ORDER, EVENT_APPROVE },
    { OP_ORDER_SEND_BACK, MACHINE_ORDER, EVENT_SEND_BACK },
    { OP_ORDER_DISCARD, MACHINE_ORDER, EVENT_DISCARD },
    { OP_ORDER_AMEND, MACHINE_ORDER, EVENT_AMEND },
    { OP_ORDER_AMEND_REST, MACHINE_NOTE, EVENT_CHANGE_REST },
    { OP_ORDER_AMEND_REST, MACHINE_ORDER, EVENT_CHANGE_REST },
    { OP_ORDER_CONFIRM, MACHINE_ORDER, EVENT_CONFIRM },
    { OP_ORDER_ACCEPT, MACHINE_ORDER, EVENT_ACCEPT },
    { OP_ORDER_RESUBMIT, MACHINE_ORDER, EVENT_RESUBMIT },
    { OP_ORDER_CANCEL, MACHINE_ORDER, EVENT_CANCEL },
    { OP_ORDER_CUT, MACHINE_ORDER, EVENT_CUT },
    { OP_ORDER_ASK_TRANSFER, MACHINE_ORDER, EVENT_ASK_TRANSFER },
    { OP_ORDER_CONSENT, MACHINE_ORDER, EVENT_CONSENT },
    { OP_ORDER_REFUSE_TRANSFER, MACHINE_ORDER, EVENT_REFUSE },
    { OP_ORDER_ASK_SLT, MACHINE_ORDER, EVENT_ASK_SLT },
    { OP_ORDER_SIGN_QUOTA, MACHINE_ORDER, EVENT_SIGN },
    { OP_ORDER_REFUSE_QUOTA, MACHINE_ORDER, EVENT_REFUSE },
    { OP_ORDER_WITHDRAW, MACHINE_ORDER, EVENT_WITHDRAW },
    { OP_ORDER_QUOTA_MONTH, MACHINE_ORDER, EVENT_QUOTA_MONTH },
    { OP_ORDER_SIGN, MACHINE_ORDER, EVENT_SIGN },
    { OP_ORDER_REFUSE, MACHINE_ORDER, EVENT_REFUSE },
    { OP_ORDER_REVOKE, MACHINE_ORDER, EVENT_REVOKE },
    { OP_ORDER_RECHECK, MACHINE_ORDER, EVENT_RECHECK },
    { OP_ORDER_LAPSE, MACHINE_ORDER, EVENT_LAPSE },
    { OP_ST_APPLY, MACHINE_ORDER, EVENT_APPLY_ST },
    { OP_ST_SIGN, MACHINE_ORDER, EVENT_SIGN },
    { OP_ST_REFUSE, MACHINE_ORDER, EVENT_REFUSE },
    { OP_ORDER_SEND, MACHINE_ORDER, EVENT_SEND },
    { OP_ORDER_PRINT, MACHINE_ORDER, EVENT_PRINT },
    { OP_ORDER_REJECT, MACHINE_ORDER, EVENT_REJECT },
    { OP_NOTE_REPRINT, MACHINE_NOTE, EVENT_REPRINT },
    { OP_NOTE_OUTBOUND, MACHINE_NOTE, EVENT_REPRINT },
    { OP_NOTE_VOID, MACHINE_NOTE, EVENT_ASK_VOID },
    { OP_NOTE_KEEP, MACHINE_NOTE, EVENT_KEEP },
    { OP_NOTE_HAND_OVER, MACHINE_NOTE, EVENT_HAND_OVER },
    { OP_NOTE_HAND_OVER, MACHINE_ORDER, EVENT_HAND_OVER },
    { OP_NOTE_ACCEPT, MACHINE_NOTE, EVENT_ACCEPT_NOTE },
    { OP_NOTE_REFUSE, MACHINE_NOTE, EVENT_REFUSE_NOTE },
    { OP_NOTE_REFUSE, MACHINE_ORDER, EVENT_REFUSE_NOTE },
    { OP_NOTE_ALLOCATE, MACHINE_NOTE, EVENT_ALLOCATE },
    { OP_NOTE_RECEIVE, MACHINE_NOTE, EVENT_ACCEPT_NOTE },
    { OP_NOTE_PICK_CHECK, MACHINE_SHIPMENT, EVENT_PICK },
    { OP_NOTE_SHIP, MACHINE_SHIPMENT, EVENT_ISSUE },
    { OP_NOTE_PICK, MACHINE_SHIPMENT, EVENT_PICK },
    { OP_NOTE_CHECK, MACHINE_SHIPMENT, EVENT_CHECK },
    { OP_NOTE_ISSUE, MACHINE_SHIPMENT, EVENT_ISSUE },
    { OP_NOTE_UNISSUE, MACHINE_SHIPMENT, EVENT_UNISSUE },
    { OP_NOTE_DROP, MACHINE_SHIPMENT, EVENT_DROP },
    { OP_NOTE_STATION, MACHINE_SHIPMENT, EVENT_STATION },
    { OP_NOTE_CONSIGN, MACHINE_SHIPMENT, EVENT_CONSIGN },
    { OP_NOTE_WAYBILL, MACHINE_SHIPMENT, EVENT_WAYBILL },
    { OP_NOTE_FEEDBACK, MACHINE_SHIPMENT, EVENT_FEEDBACK },
    { OP_NOTE_CONFIRM, MACHINE_SHIPMENT, EVENT_CONFIRM },
    { OP_NOTE_DEEM, MACHINE_SHIPMENT, EVENT_DEEM },
    { OP_NOTE_REFUSED, MACHINE_SHIPMENT, EVENT_REFUSE },
    { OP_NOTE_LOST, MACHINE_SHIPMENT, EVENT_LOSE },
    { OP_CLAIM_RECORD, MACHINE_SHIPMENT, EVENT_CLAIM },
    { OP_CLAIM_ACCEPT, MACHINE_CLAIM, EVENT_ACCEPT },
    { OP_CLAIM_REFUSE, MACHINE_CLAIM, EVENT_REFUSE },
    { OP_CLAIM_WITHDRAW, MACHINE_CLAIM, EVENT_WITHDRAW },
    { OP_CLAIM_RECEIVE, MACHINE_CLAIM, EVENT_RECEIVE },
    { OP_CLAIM_FOUND, MACHINE_CLAIM, EVENT_FIND },
    { OP_CLAIM_CLOSE_FOUND, MACHINE_CLAIM, EVENT_SETTLE },
    { OP_RETURN_CONFIRM, MACHINE_RETURN, EVENT_CONFIRM },
    { OP_RETURN_VERIFY, MACHINE_RETURN, EVENT_VERIFY },
    { OP_RETURN_EXAMINE, MACHINE_RETURN, EVENT_EXAMINE },
    { OP_RETURN_REVIEW, MACHINE_RETURN, EVENT_REVIEW },
    { OP_RETURN_REFUSE, MACHINE_RETURN, EVENT_REFUSE },
    { OP_RETURN_WITHDRAW, MACHINE_RETURN, EVENT_WITHDRAW },
    { OP_RETURN_ISSUE, MACHINE_RETURN, EVENT_ISSUE },
    { OP_RETURN_RECEIVE, MACHINE_RETURN, EVENT_RECEIVE },
    { OP_RETURN_SETTLE, MACHINE_RETURN, EVENT_SETTLE },
    { OP_CARRIER_CLAIM_SETTLE, MACHINE_CARRIER, EVENT_SETTLE },
    { OP_PROBLEM_EXPLAIN, MACHINE_PROBLEM, EVENT_EXPLAIN },
    { OP_PROBLEM_REVIEW, MACHINE_PROBLEM, EVENT_REVIEW },
    { OP_PROBLEM_ACTION, MACHINE_PROBLEM, EVENT_TAKE_ACTION },
    { OP_PROBLEM_CLOSE, MACHINE_PROBLEM, EVENT_CLOSE },
    { OP_NOTE_STOP, MACHINE_NOTE, EVENT_STOP },
    { OP_NOTE_RESUME, MACHINE_NOTE, EVENT_RESUME },
    { OP_NOTE_SHORT_CLOSE, MACHINE_NOTE, EVENT_SHORT_CLOSE },
    { OP_NOTE_SHORT_CLOSE, MACHINE_ORDER, EVENT_SHORT_CLOSE },
    { OP_ORDER_CLOSE, MACHINE_ORDER, EVENT_CLOSE },
};

/* What acts need besides the flow: guards of server/core that a document's own members tell,
 * as the lists and order.show, note.show say them. */
enum need_way {
    IN,    /* the state is one of these words */
    HAS,   /* the member is there: not empty, not 0, true */
    LACKS, /* it is not */
};
static const struct need {
    enum op op;
    const char *subject;
    enum need_way way;
    const char *what;
} needs[] = {
    { OP_ORDER_ASSIGN, "ORDER", IN,
      "RETURNED QUOTA_CHOICE WAIT_QUOTA_UM WAIT_QUOTA_SLT WAIT_MA WAIT_MGR HOLD_CREDIT WAIT_ST"
      " WAIT_FUNDS APPROVED FIN_QUEUE BILLED HANDED_OVER" },
    { OP_NOTE_HAND_OVER, "NOTE", LACKS, "to_print" },
    { OP_NOTE_HAND_OVER, "NOTE", LACKS, "stopped" },
    { OP_NOTE_ALLOCATE, "NOTE", LACKS, "stopped" },
    { OP_NOTE_RECEIVE, "NOTE", LACKS, "stopped" },
    { OP_NOTE_PICK, "NOTE", LACKS, "stopped" },
    { OP_NOTE_CHECK, "NOTE", LACKS, "stopped" },
    { OP_NOTE_PICK_CHECK, "NOTE", LACKS, "stopped" },
    { OP_NOTE_ISSUE, "NOTE", LACKS, "stopped" },
    { OP_NOTE_SHIP, "NOTE", LACKS, "stopped" },
    { OP_NOTE_CONSIGN, "NOTE", LACKS, "stopped" },
    { OP_NOTE_STOP, "NOTE", LACKS, "stopped" },
    { OP_NOTE_RESUME, "NOTE", HAS, "stopped" },
    { OP_NOTE_KEEP, "NOTE", HAS, "to_void" },
    { OP_NOTE_OUTBOUND, "NOTE", HAS, "two_papers" },
    { OP_INVOICE_ISSUE, "SHIPMENT", IN, "CONSIGNED FED_BACK CONFIRMED CONFIRMED_DIFF" },
    { OP_PRICE_CORRECT, "SHIPMENT", IN, "CONSIGNED FED_BACK CONFIRMED CONFIRMED_DIFF" },
    { OP_RETURN_APPLY, "SHIPMENT", IN, "CONSIGNED FED_BACK CONFIRMED CONFIRMED_DIFF" },
    { OP_CARRIER_CLAIM_RECORD, "SHIPMENT", IN,
      "CONSIGNED FED_BACK CONFIRMED CONFIRMED_DIFF REFUSED LOST" },
    { OP_RECEIVABLE_CALL, "RECEIVABLE", HAS, "open" },
    { OP_RECEIVABLE_URGE, "RECEIVABLE", HAS, "open" },
    { OP_RECEIVABLE_EXEMPT, "RECEIVABLE", HAS, "disputed" },
    { OP_WRITE_OFF_ASK, "RECEIVABLE", HAS, "open" },
    { OP_INVOICE_OPENING, "RECEIVABLE", HAS, "not_invoiced" },
    { OP_RECEIPT_CLAIM, "RECEIPT", HAS, "payer" },
    { OP_RECEIPT_UNCLAIM, "RECEIPT", HAS, "claimed_by" },
    { OP_RECEIPT_CLEAR, "RECEIPT", IN, "TO_CLEAR" },
    { OP_RECEIPT_ALLOCATE, "RECEIPT", IN, "OPEN" },
    { OP_RECEIPT_ALLOCATE, "RECEIPT", HAS, "free" },
    { OP_RECEIPT_EARMARK, "RECEIPT", IN, "OPEN" },
    { OP_RECEIPT_EARMARK, "RECEIPT", HAS, "free" },
    { OP_RECEIPT_RELEASE, "RECEIPT", HAS, "earmarked" },
    { OP_RECEIPT_REVERSE, "RECEIPT", IN, "OPEN TO_CLEAR" },
    { OP_REFUND_ASK, "RECEIPT", IN, "OPEN" },
    { OP_REFUND_ASK, "RECEIPT", HAS, "free" },
    { OP_REFUND_PAY, "REFUND", IN, "ASKED" },
    { OP_REFUND_DROP, "REFUND", IN, "ASKED" },
    { OP_WRITE_OFF_SIGN, "WRITE_OFF", IN, "ASKED" },
    { OP_WRITE_OFF_REFUSE, "WRITE_OFF", IN, "ASKED" },
    { OP_WRITE_OFF_WITHDRAW, "WRITE_OFF", IN, "ASKED" },
    { OP_LIMIT_SIGN, "LIMIT", IN, "PROPOSED" },
    { OP_LIMIT_REFUSE, "LIMIT", IN, "PROPOSED" },
    { OP_LIMIT_WITHDRAW, "LIMIT", IN, "PROPOSED" },
    { OP_POLICY_CONFIRM, "PROPOSAL", IN, "PROPOSED" },
    { OP_POLICY_CONFIRM, "PROPOSAL", LACKS, "outdated" },
    { OP_POLICY_DROP, "PROPOSAL", IN, "PROPOSED" },
    { OP_STOCK_RELEASE, "STOCK", HAS, "quarantine" },
    { OP_STOCK_SCRAP, "STOCK", HAS, "quarantine" },
};

static void put_row(struct json_out *out, const struct asked *a)
{
    enum enum_id states = flow_states(a->machine);

    json_begin_object(out);
    json_field_str(out, "op", str_of(catalog[a->op].name));
    json_field_str(out, "machine", str_of(enum_name(ENUM_machine, a->machine)));
    json_key(out, "states");
    json_begin_array(out);
    for (unsigned state = 1; state < enum_count(states); state++)
        if (flow_knows(a->machine, state, a->event))
            json_put_str(out, str_of(enum_name(states, state)));
    json_end_array(out);
    json_end_object(out);
}

static void put_states(struct json_out *out, const char *states)
{
    json_key(out, "states");
    json_begin_array(out);
    while (*states) {
        size_t n = strcspn(states, " ");

        json_put_str(out, (struct str){ states, n });
        states += n + (states[n] == ' ');
    }
    json_end_array(out);
}

static void put_need(struct json_out *out, const struct need *n)
{
    json_begin_object(out);
    json_field_str(out, "op", str_of(catalog[n->op].name));
    json_field_str(out, "machine", str_of(n->subject));
    if (n->way == IN) {
        put_states(out, n->what);
    } else {
        json_field_str(out, "member", str_of(n->what));
        json_field_bool(out, "has", n->way == HAS);
    }
    json_end_object(out);
}

void flow_show_answer(struct request *request)
{
    struct json_out out;

    json_out_init(&out, &request->arena);
    json_begin_object(&out);
    json_key(&out, "rows");
    json_begin_array(&out);
    for (size_t i = 0; i < COUNT(asks); i++)
        put_row(&out, &asks[i]);
    for (size_t i = 0; i < COUNT(needs); i++)
        put_need(&out, &needs[i]);
    json_end_array(&out);
    json_field_bool(&out, "more", false);
    json_end_object(&out);
    request_answer(request, json_text(&out));
}
