/*
 * signing.h - what every signature on an order shares (law 5, R-043, R-112, R-115).
 *
 * Needs ORDER_LOADS, SIGNATURE_LOADS, PEOPLE_LOADS, AUTHOR_LOADS.
 */
#ifndef OSB_CORE_SIGNING_H
#define OSB_CORE_SIGNING_H

#include "server/core/flow.h"

#define KIND_BIT(kind) (1u << (kind))
/* What one responsible manager signs for one order. */
#define MANAGER_KINDS (KIND_BIT(SIGN_MA) | KIND_BIT(SIGN_CC53) | KIND_BIT(SIGN_TOLERANCE))

/* One operation serves some of the states that know an event; the others have one of their
 * own. Refuses RULE_OTHER_OPERATION, naming it. */
NODISCARD bool order_state_served(struct work *w, const struct order_row *o, bool served,
                                  enum op instead);
/* The actor signs as the customer's responsible manager, himself or by his secretary; and did
 * not write what the order says when he signs in his own right. Where that manager
 * wrote it, another leader signs in his stead. */
NODISCARD bool sign_as_leader(struct work *w, const struct order_row *o);
/* The same as one of the three leaders. */
NODISCARD bool sign_as_one_of_three(struct work *w, const struct order_row *o);

/* A signature in the capacity of w->as, on this version and content. */
struct signature_row *signature_write(struct work *w, const struct order_row *o,
                                      enum sign_kind kind, int64_t case_id);
bool signature_live(const struct signature_row *s, const struct order_row *o,
                    enum sign_kind kind);
/* Voids the live ones of these kinds; by one principal only, unless 0. How many there were. */
size_t signatures_end(struct work *w, const struct order_row *o, unsigned kinds,
                      int64_t principal_id);

/*
 * A decision that needs three: the actor's signature of that kind is written unless his
 * post has signed already (RULE_SIGNED_ALREADY) or he himself has signed for another
 * (RULE_THREE_PERSONS). Returns how many of the three have signed now, 0 when refused.
 */
NODISCARD
size_t three_sign(struct work *w, const struct order_row *o, enum sign_kind kind,
                  int64_t case_id);

/* The order in WAIT_MA or WAIT_MGR is signed by what its leader signed on paper: on to
 * finance, or to where its money is awaited. */
void order_sign_by_paper(struct work *w, struct order_row *o,
                         const struct signature_row *paper);

/* What was seen when it was signed; the print compares with it. */
void order_signed(struct work *w, struct order_row *o, struct money excess,
                  struct money overdue, struct money limit);
/* What was signed does not hold any more: the signatures of MA and ST, a granted case, and what
 * they had seen. */
void order_unsigned(struct work *w, struct order_row *o);
/* APPROVED by `event`; with op.auto_send on to finance in the same act. */
void order_approved(struct work *w, struct order_row *o, enum flow_event event, enum step step,
                    struct str remark);

#endif
