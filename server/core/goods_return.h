/*
 * goods_return.h - goods that a customer brings back, from his word to the shelf (R-176 ..
 *
 *
 * A return is about lines of one shipment: never more of a line than was shipped, less what
 * came back and what other returns that are not over still bring (T48). What it brings is
 * `accepted` of each line; that only goes down on its way.
 *
 *     APPLIED -> CONFIRMED -> VERIFIED -> REVIEWED -> ISSUED -> RECEIVED -> SETTLED
 *     CONFIRMED -> TO_EXAMINE -> VERIFIED, REFUSED (nothing of it is genuine)
 *     APPLIED, VERIFIED -> REFUSED; all up to ISSUED -> WITHDRAWN
 *
 * The salesperson applies for the customer, the area's manager confirms. The
 * salesperson compares name, specification and quantity. Where quality or doubt is the
 * reason, the technical department says what the goods are. The responsible manager
 * reviews the detail: the same two people as for a claim, with the same stand-ins
 * (claim_duty.h). The clerk issues the red outbound order, a paper of its own (RO) with
 * the amount that the units cost. It moves nothing.
 *
 * All effects come with the goods: the warehouse has what the red order says,
 * it goes into quarantine, the line is returned, its amount comes off the debt; what was
 * invoiced of it goes onto a red invoice, what was paid is free money, and orders that waited
 * for credit are judged again. If other goods come, the return is withdrawn, which reverses
 * the red order, and applied for anew. Then the store sorts: good stock, or scrap.
 *
 * Until the goods are here nothing else is decided about a line: no claim, no correction of
 * its price, no refusal of the shipment. So what the red order says is what is credited. An
 * order does not wait for its returns: a closed one stays closed.
 */
#ifndef OSB_CORE_GOODS_RETURN_H
#define OSB_CORE_GOODS_RETURN_H

#include "server/core/claim.h"

/* The returns of the note in hand, for who applies for one more. */
#define NOTE_RETURN_LOADS                                                                      \
    OWNED(GOODS_RETURN, ANY_OF(BY_FACT(goods_return, note_id, NOTE, note, id))),               \
        OWNED(GOODS_RETURN_LINE,                                                               \
              ANY_OF(BY_FACT(goods_return_line, return_id, GOODS_RETURN, goods_return, id)))
/* The return by its number, with its order, note and shipments. */
#define RETURN_LOADS                                                                           \
    LOCK(CREDIT_ACCOUNT,                                                                       \
         ANY_OF(BY_FACT(credit_account, id, GOODS_RETURN, goods_return, account_id))),         \
        READ(CUSTOMER, ANY_OF(BY_FACT(customer, id, ORDER, order, customer_id))),              \
        OWNED(ORDER, ANY_OF(BY_FACT(order, id, GOODS_RETURN, goods_return, order_id))),        \
        OWNED(ORDER_LINE, ANY_OF(BY_FACT(order_line, order_id, ORDER, order, id))),            \
        OWNED(NOTE, ANY_OF(BY_FACT(note, id, GOODS_RETURN, goods_return, note_id))),           \
        OWNED(NOTE_LINE, ANY_OF(BY_FACT(note_line, note_id, NOTE, note, id))), SHIPMENT_LOADS, \
        OWNED(GOODS_RETURN, ANY_OF(BY_ARG(goods_return, no, P_goods_return))),                 \
        OWNED(GOODS_RETURN_LINE,                                                               \
              ANY_OF(BY_FACT(goods_return_line, return_id, GOODS_RETURN, goods_return, id)))

struct return_at_hand {
    struct goods_return_row *r;
    struct shipping sp;
};
/* The return of P_goods_return; its state knows the event and the actor the customer. */
NODISCARD bool return_ready(struct work *w, enum flow_event event, struct return_at_hand *out);
/* The next line of it: for (l = NULL; (l = return_next(w, r, l));). */
struct goods_return_line_row *return_next(const struct work *w,
                                          const struct goods_return_row *r,
                                          const struct goods_return_line_row *after);
/* Of its line that a row of P_lines means; NULL, and refused, where there is none. */
struct goods_return_line_row *return_line_of(struct work *w, const struct goods_return_row *r,
                                             const struct item *item);
/* Fewer units of the line come; its amount and the return's go down by their share. */
void return_fewer(struct goods_return_row *r, struct goods_return_line_row *l, struct qty q);
/* It is over, by the actor's word. */
void return_over(struct work *w, struct goods_return_row *r, struct str answer);
/* The secretary and the key-account manager learn what became of it. */
void return_tell(struct work *w, const struct return_at_hand *k, const char *what,
                 struct str words);

/* A return that still brings units of the line, or NULL. Needs NOTE_RETURN_READS. */
const struct goods_return_row *return_awaited(const struct work *w,
                                              const struct shipment_line_row *l);
/* False, and refused, when something of the shipment comes or came back by a return. */
NODISCARD bool return_is_none(struct work *w, const struct shipment_row *s);

#endif
