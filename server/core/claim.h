/*
 * claim.h - what a customer wants of delivered goods, from the word to the end.
 *
 * A difference on the slip, a loss on the way or something found later is recorded as a claim:
 * which units of which lines, what is wrong, and what is wanted. That posts nothing. The area's
 * manager consents and the customer's responsible manager accepts (App. 4), neither of them who
 * recorded it (claim_duty.h: who speaks where one would have to speak twice); up to policy
 * claim_small a shipment the word of one is enough. Only then papers are posted, money and
 * goods move. A refused claim leaves everything as it was.
 *
 *     OPEN -> CONSENTED -> ACCEPTED (goods are awaited) -> SETTLED
 *     OPEN, CONSENTED -> SETTLED (no goods are awaited), REFUSED, WITHDRAWN (by who recorded
 * it)
 *     SETTLED (a loss) -> FOUND (some turned up) -> SETTLED (claim_found.c)
 *
 * While a claim is open or its goods are awaited, its order does not close (order.claims). One
 * that is accepted later opens note and order again.
 *
 * Where the goods go. What is credited or replaced is no sale any more: it comes back by a
 * movement RETURN into quarantine, whether or not it ever arrives; what does not (short, lost,
 * left at the customer's, missing when the rest arrives) leaves quarantine at once by a
 * WRITE_OFF with its reason; what is missing, by a manager's word. So stock issued less
 * returned is what customers kept. A reduction moves nothing.
 *
 * The house's own correction of a price goes the same road (claim_price.h).
 */
#ifndef OSB_CORE_CLAIM_H
#define OSB_CORE_CLAIM_H

#include "server/core/note_credit.h"

/* The claims of the note in hand, for who records one more. */
#define NOTE_CLAIM_LOADS OWNED(CLAIM, ANY_OF(BY_FACT(claim, note_id, NOTE, note, id)))
#define NOTE_CLAIM_LINE_LOADS                                                                  \
    READ(CLAIM_LINE, ANY_OF(BY_FACT(claim_line, claim_id, CLAIM, claim, id)))
/* Goods that come back by a return (goods_return.h): until they are here nothing is claimed of
 * them, neither are they refused or lost. */
#define NOTE_RETURN_READS                                                                      \
    READ(GOODS_RETURN, ANY_OF(BY_FACT(goods_return, note_id, NOTE, note, id))),                \
        READ(GOODS_RETURN_LINE,                                                                \
             ANY_OF(BY_FACT(goods_return_line, return_id, GOODS_RETURN, goods_return, id)))

/* The claim by its number (P_claim), with its order, note, shipments and goods. */
#define CLAIM_LOADS                                                                            \
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, CLAIM, claim, account_id))),       \
        READ(CUSTOMER, ANY_OF(BY_FACT(customer, id, ORDER, order, customer_id))),              \
        OWNED(ORDER, ANY_OF(BY_FACT(order, id, CLAIM, claim, order_id))),                      \
        OWNED(ORDER_LINE, ANY_OF(BY_FACT(order_line, order_id, ORDER, order, id))),            \
        OWNED(NOTE, ANY_OF(BY_FACT(note, id, CLAIM, claim, note_id))),                         \
        OWNED(NOTE_LINE, ANY_OF(BY_FACT(note_line, note_id, NOTE, note, id))), SHIPMENT_LOADS, \
        OWNED(CLAIM, ANY_OF(BY_ARG(claim, no, P_claim)))

struct case_at_hand {
    struct claim_row *claim;
    struct shipping sp;
};
/* Its state knows the event, and the actor the customer; else the refusal is said. */
NODISCARD bool claim_ready(struct work *w, enum flow_event event, struct case_at_hand *out);

/* A claim about the shipment in sp, without lines, and the order waiting for it. */
struct claim_row *claim_open(struct work *w, const struct shipping *sp,
                             enum claim_action remedy, struct str reason);
/* One line of it; the claim's amount goes up. */
struct claim_line_row *claim_add(struct work *w, struct claim_row *c,
                                 const struct shipment_line_row *l, enum diff_kind kind,
                                 struct qty q, struct money amount);
/* The next line of the claim: for (l = NULL; (l = claim_next(w, c, l));). */
struct claim_line_row *claim_next(const struct work *w, const struct claim_row *c,
                                  const struct claim_line_row *after);
/* The shipment's line of the note's line, or NULL. */
struct shipment_line_row *claim_line_in(const struct work *w, const struct shipment_row *s,
                                        const struct note_line_row *n);
/* Does the claim name the line? */
bool claim_names(const struct work *w, const struct claim_row *c,
                 const struct shipment_line_row *l);
/* False, and refused, while another claim than `but` on the line is undecided. */
NODISCARD bool claim_decided(struct work *w, const struct claim_row *but,
                             const struct shipment_line_row *l);
/* The same, or while goods of the line come back by a return (goods_return.h). */
NODISCARD bool claim_line_free(struct work *w, const struct claim_row *but,
                               const struct shipment_line_row *l);
/* It is whole: it has its event, the CSR and the KAM are told what is claimed, and the area's
 * manager that it waits for him. */
void claim_recorded(struct work *w, struct claim_row *c, const struct shipping *sp);
/* All of that, as P_lines and P_remedy say: a line of the shipment, what is wrong, how many.
 * False, and refused, when something is unsound. */
NODISCARD bool claim_as_said(struct work *w, const struct shipping *sp, struct str reason);

/* What was asked of carriers for the shipments of the note in hand. */
#define CARRIER_CLAIM_LOADS                                                                    \
    OWNED(CARRIER_CLAIM, ANY_OF(BY_FACT(carrier_claim, shipment_id, SHIPMENT, shipment, id)))
/* How much may still be asked of the carrier: what the goods were worth, less the claims on
 * him that are open or paid. Needs CARRIER_CLAIM_LOADS. */
struct money carrier_claim_room(const struct work *w, const struct shipment_row *s);
/* What was asked of the carrier for a shipment; `claim_id` 0 without a customer's claim. */
struct carrier_claim_row *carrier_claim_open(struct work *w, const struct shipment_row *s,
                                             int64_t claim_id, enum diff_kind cause,
                                             struct money amount, struct str reason);

#endif
