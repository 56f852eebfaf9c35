/*
 * actor.h - who acts, in which capacity, and whether he may.
 *
 * Roles, delegations and absences are facts of the same transaction (law 3). Every function
 * that can refuse says the refusal itself and returns false.
 */
#ifndef OSB_CORE_ACTOR_H
#define OSB_CORE_ACTOR_H

#include "server/core/work.h"

/* Called by decide(): fills actor, roles, policy, calendar, today; refuses the inactive and
 * whoever holds none of the operation's roles. */
NODISCARD bool actor_prepare(struct work *w);
/* The part of it that asks for no right: parameters, calendar, today. */
void actor_today(struct work *w);
/* Roles that this user holds today, a vacant post that he holds for a while included.
 */
role_set roles_held(const struct work *w, int64_t user_id);

/* Is that user's assignment to the unit in that role live today? (market: MM, BCR, DIR/DDIR;
 * area: UM; customer: DIR/DDIR override) */
int64_t assigned_user(const struct work *w, int64_t unit_id, enum role role);
/* The customer's responsible SLT role now: override at the customer, else the market's
 * assignment. role_none when vacant. *user_id: its holder, or the
 * acting holder of a vacant post (delegation ACTING). */
enum role responsible_slt(const struct work *w, const struct customer_row *c, int64_t *user_id);
/* The one active holder of GM, DIR or DDIR, or 0. */
int64_t holder_of(const struct work *w, enum role role);

/* May the actor touch this customer's documents? SSG, FIN, STORE, SLT, SYSTEM: all; MM, UM,
 * KAM, SR: their market, area, own customers. Refuses with RULE_SCOPE. */
NODISCARD bool actor_in_scope(struct work *w, const struct customer_row *c);

/*
 * The capacity of an act that only `user_id` may do in `role` (a signature, a consent, a
 * verification): the person himself; a SUBSTITUTE with live dates (field roles, R-373); or,
 * when `secretary` is set, his secretary while he is marked away, with consent time and
 * caller given as parameters. Sets w->as. When P_principal is given it must
 * name that person. Refuses RULE_SIGNER (not the right person; names who is), ROLE_GONE,
 * DELEGATION, DELEGATE_CONSENT, PRINCIPAL_HERE.
 */
NODISCARD bool actor_act_for(struct work *w, int64_t user_id, enum role role, bool secretary);
/* Is the actor that person, or named to act for him in `role`? Asks only; the act itself goes
 * through actor_act_for(). */
bool actor_stands_for(const struct work *w, int64_t user_id, enum role role, bool secretary);
/* The same as actor_act_for() when one of three may sign next: finds which of GM, DIR, DDIR the
 * actor signs for (own right first, else P_principal). Used by ST and over-quota. */
NODISCARD bool actor_act_slt(struct work *w);
/* In his own name, under the first of `roles` that he holds. */
void actor_act_own(struct work *w, role_set allowed);
/* Did this user write what the order says: key or check it, or amend, cut or submit again any
 * of its versions? Needs AUTHOR_LOADS (order_facts.h). */
bool actor_touched(const struct work *w, const struct order_row *o, int64_t user_id);

#endif
