/*
 * claim_duty.h - whose words a claim takes, and who speaks in their stead (App. 4, R-043).
 *
 * The manager of the customer's area consents, his responsible manager accepts. Recorder,
 * consent and acceptance are three people, and in a small house one holds several posts. So
 * where a post's holder has spoken already, the next one up speaks for him: for the area its
 * market's manager and then any leader, for the responsible manager any other leader. Who
 * alone could accept does not use up his word as the area's manager. So a claim waits for
 * nobody for ever while three people who may speak are there (tests/unit/test_claim_duty.c).
 */
#ifndef OSB_CORE_CLAIM_DUTY_H
#define OSB_CORE_CLAIM_DUTY_H

#include "server/core/order_people.h"

/* Needs CUSTOMER and PEOPLE_LOADS. user_id 0: nobody is left. Where several may, it is the
 * actor, if he is one of them. Who has spoken keeps his duty as far as he asks himself: why he
 * may not is said by the guard (RULE_CLAIM_OWN). */
struct duty claim_consents(const struct work *w, const struct claim_row *c,
                           const struct order_row *o);
struct duty claim_accepts(const struct work *w, const struct claim_row *c,
                          const struct order_row *o);
/* Whom to tell that the acceptance is missing, whoever asks. */
struct duty claim_waits_for(const struct work *w, const struct claim_row *c,
                            const struct order_row *o);

#endif
