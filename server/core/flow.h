/*
 * flow.h - the state machines: what may follow what, and the road that each document took.
 *
 * Every (state, event) pair has an explicit outcome: a row of flow.def, or a refusal
 * that names the state and the events it allows. Moving a document writes its event row
 * keeps its sequence dense, and sets the due time of the new state (group I).
 */
#ifndef OSB_CORE_FLOW_H
#define OSB_CORE_FLOW_H

#include "server/core/work.h"

/* clang-format off */
#define FLOW_EVENTS(V)                                                                         \
    V(PLAN)                                                                                    \
    V(KEY)                                                                                     \
    V(VERIFY)                                                                                  \
    V(DISCARD) V(AMEND) V(APPROVE) V(SEND_BACK) V(CANCEL) V(ACCEPT) V(RESUBMIT) V(CUT)         \
        V(ASK_TRANSFER) V(ASK_SLT) V(CONSENT) V(REFUSE) V(WITHDRAW) V(QUOTA_MONTH) V(SIGN)     \
            V(RECHECK) V(APPLY_ST) V(LAPSE) V(SEND) V(REVOKE) V(PRINT) V(REJECT) V(HAND_OVER)  \
                V(VOID_MISPRINT) V(VOID_CHANGE) V(VOID_CANCEL) V(REFUSE_NOTE) V(SHORT_CLOSE)   \
                    V(CLOSE) V(REOPEN) V(ACCEPT_NOTE) V(ALLOCATE) V(STOP) V(RESUME)            \
                        V(ALL_DONE) V(PICK) V(CHECK) V(ISSUE) V(UNISSUE) V(DROP) V(CONSIGN)    \
                            V(FEEDBACK) V(CONFIRM) V(DEEM) V(LOSE) V(ARISE) V(SETTLE)          \
                                V(BOUNCE) V(CREDIT) V(INVOICE) V(REPRINT) V(STATION)           \
                                    V(WAYBILL) V(ASK_VOID) V(KEEP) V(WRITE_OFF) V(RECOVER)     \
                                        V(FIND) V(CLAIM) V(RECEIVE) V(CHANGE_REST)    \
                                            V(CORRECT) V(APPLY) V(EXAMINE) V(REVIEW) V(BREACH) V(RAISE) V(EXPLAIN) V(TAKE_ACTION)
/* clang-format on */
enum flow_event {
#define V(name) EVENT_##name,
    FLOW_EVENTS(V)
#undef V
        FLOW_EVENT_COUNT
};
struct flow_row {
    enum machine machine;
    unsigned from;
    enum flow_event event;
    unsigned to;
};
extern const struct flow_row flow_rows[];
extern const size_t flow_row_count;
#ifdef OSB_SWITCHES
/* Test-only: how often each row of flow_rows was taken while counting is on. */
extern uint64_t flow_taken[];
extern bool flow_counting;
#endif
const char *flow_event_name(enum flow_event event);
/* The enumeration of a machine's states. */
enum enum_id flow_states(enum machine machine);

/* Does the state know the event at all? */
bool flow_knows(enum machine machine, unsigned from, enum flow_event event);
/* The guard of every decision: false, and the refusal is said (RULE_FLOW, ERR_STATE, with the
 * events the state allows), when the document's state does not know the event. */
NODISCARD bool flow_ready(struct work *w, enum machine machine, unsigned state,
                          struct str number, enum flow_event event);

/*
 * Moves the document and writes the event; a pair that flow.def does not have stops the
 * program (a promise broken inside). `step` is the business step of the act; remark may be
 * empty. Actor and principal come from w->as. The numbers said so far are stored with it.
 */
void order_move(struct work *w, struct order_row *o, enum flow_event event, enum order_state to,
                enum step step, struct str remark);
void note_move(struct work *w, struct note_row *n, enum flow_event event, enum note_state to,
               enum step step, struct str remark);
void shipment_move(struct work *w, struct shipment_row *s, enum flow_event event,
                   enum shipment_state to, enum step step, struct str remark);
void receivable_move(struct work *w, struct receivable_row *r, enum flow_event event,
                     enum receivable_state to, enum step step, struct str remark);
void claim_move(struct work *w, struct claim_row *c, enum flow_event event, enum claim_state to,
                struct str remark);
void return_move(struct work *w, struct goods_return_row *r, enum flow_event event,
                 enum return_state to, struct str remark);
void carrier_claim_move(struct work *w, struct carrier_claim_row *c, enum flow_event event,
                        enum carrier_state to, struct str remark);
void problem_move(struct work *w, struct problem_row *p, enum flow_event event,
                  enum problem_state to, enum step step, struct str remark);
/* A step that was done without the order's state changing (QC passed inside the checks, a
 * signature of three, a call): the event has equal from and to. */
void order_step(struct work *w, struct order_row *o, enum step step, enum outcome outcome,
                enum rule rule, struct str remark);
/* An act on a master row, a receipt ...: event with machine MASTER or RECEIPT. */
void plain_event(struct work *w, enum machine machine, int64_t entity_id, enum step step,
                 struct str remark);

#endif
