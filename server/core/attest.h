/*
 * attest.h - who could verify and approve a paper that the secretaries key.
 *
 * A paper is approved by the manager of the customer's market on the day that it says, and
 * verified by the customer's key-account manager or his responsible manager; each of them may
 * have had a substitute then. The secretary attests it by the person's login.
 */
#ifndef OSB_CORE_ATTEST_H
#define OSB_CORE_ATTEST_H

#include "server/core/order_facts.h"

/* In place of the common loads of these tables: the named persons, those who should have been
 * named, and who stood in for them. Needs CUSTOMER and PEOPLE_LOADS. */
#define ATTEST_LOADS                                                                           \
    READ(DELEGATION,                                                                           \
         ANY_OF(BY_ACTOR(delegation, delegate_id),                                             \
                BY_CONST(delegation, kind, DELEGATION_ACTING),                                 \
                BY_FACT(delegation, principal_id, ASSIGNMENT, assignment, user_id),            \
                BY_FACT(delegation, principal_id, CUSTOMER, customer, kam_id),                 \
                BY_FACT(delegation, principal_id, CUSTOMER, customer, manager_id),             \
                BY_FACT(delegation, principal_id, CUSTOMER, customer, next_manager_id))),      \
        READ(APP_USER,                                                                         \
             ANY_OF(BY_ACTOR(app_user, id),                                                    \
                    BY_FACT(app_user, id, USER_ROLE, user_role, user_id),                      \
                    BY_FACT(app_user, id, DELEGATION, delegation, principal_id),               \
                    BY_FACT(app_user, id, ASSIGNMENT, assignment, user_id),                    \
                    BY_FACT(app_user, id, CUSTOMER, customer, kam_id),                         \
                    BY_FACT(app_user, id, CUSTOMER, customer, manager_id),                     \
                    BY_FACT(app_user, id, CUSTOMER, customer, next_manager_id),                \
                    BY_ARG(app_user, login, P_approver), BY_ARG(app_user, login, P_verifier),  \
                    BY_ARG(app_user, login, P_signed_by)))

/* A plan of the field names its verifier; what the customer gave directly has none. */
NODISCARD bool verifier_named(struct work *w, const struct order_row *o);
/* The person whom the parameter names by his login, active or not; 0 when there is none. */
int64_t person_named(const struct work *w, enum param p);
/* The post in which that person answered for the customer among the leaders at that time: by
 * the customer's own assignment, else by his market's, or acting in that post;
 * role_none when another did. */
enum role leader_then(const struct work *w, const struct customer_row *c, int64_t user_id,
                      struct instant at);
/* Are the command's approver and, where given, verifier the right persons for that customer at
 * that time, and two? Says the refusal, with the name of who it is. */
NODISCARD bool attested_rightly(struct work *w, const struct customer_row *c,
                                struct instant approved_at);

#endif
