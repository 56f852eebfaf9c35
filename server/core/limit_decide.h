/*
 * limit_decide.h - what the ways to a new limit share: account.limit (limit_decide.c) and the
 * acceptance of what the formula proposed (limit_accept.c).
 */
#ifndef OSB_CORE_LIMIT_DECIDE_H
#define OSB_CORE_LIMIT_DECIDE_H

#include "server/core/order_facts.h"

/* The account named by P_account with its debts, decisions and proposals; who may decide. */
#define LIMIT_LOADS                                                                            \
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_ARG(credit_account, code, P_account))),                     \
        LOCK(CUSTOMER,                                                                         \
             ANY_OF(BY_FACT(customer, account_id, CREDIT_ACCOUNT, credit_account, id))),       \
        RECEIVABLE_LOADS(READ_FIRST),                                                          \
        { .table = TABLE_LIMIT_DECISION,                                                       \
          .hold = HOLD_OWNED,                                                                  \
          .limit = 1000,                                                                       \
          .newest = true,                                                                      \
          .matches = { ANY_OF(                                                                 \
              BY_FACT(limit_decision, account_id, CREDIT_ACCOUNT, credit_account, id)) } },    \
        PROPOSAL_LOAD
#define PROPOSAL_LOAD                                                                          \
    {                                                                                          \
        .table = TABLE_LIMIT_PROPOSAL, .hold = HOLD_OWNED, .limit = 40, .newest = true,        \
        .matches = {                                                                           \
            ANY_OF(BY_FACT(limit_proposal, account_id, CREDIT_ACCOUNT, credit_account, id))    \
        }                                                                                      \
    }
#define LIMIT_PEOPLE                                                                           \
    READ(ASSIGNMENT, ANY_OF(BY_FACT(assignment, unit_id, CUSTOMER, customer, market_id),       \
                            BY_FACT(assignment, unit_id, CUSTOMER, customer, id))),            \
        READ(LIMIT_SIGNATURE,                                                                  \
             ANY_OF(BY_FACT(limit_signature, limit_id, LIMIT_DECISION, limit_decision, id)))

/* A limit that somebody wants, from P_valid_from on. */
struct limit_wish {
    struct money lim;
    struct money base; /* from which one leader's room is counted */
    struct str reason;
    int64_t proposal_id; /* of the formula; 0: none */
    struct day until;    /* the last day of a temporary one; 0: it stays */
};

/* The account of P_account; NULL and refused where there is none. */
struct credit_account_row *limit_account(struct work *w);
/* the GM, or the leader who answers for one of the account's customers. An account for
 * which nobody answers yet is any leader's. Refuses LIMIT_LEADER. */
NODISCARD bool limit_leader_ok(struct work *w);
/* What the account has, or will have by what was announced: the lower of the two. */
struct money limit_stands_at(const struct work *w, const struct credit_account_row *a);
/* Does a decision about that proposal wait for signatures? */
bool limit_waits(const struct work *w, int64_t proposal_id);
/* The numbers that every answer about a limit has. */
void limit_said(struct work *w, const struct credit_account_row *a, struct money base,
                struct money lim);
/* One leader's word: it is in force from its day on. Sets the verdict. */
void limit_put(struct work *w, struct credit_account_row *a, const struct limit_wish *wish);
/* It takes three: the actor's signature is the first. HELD by LIMIT_THREE, or refused by
 * LIMIT_WAITS. */
void limit_asked(struct work *w, const struct credit_account_row *a,
                 const struct limit_wish *wish);

/* --- limit_until.c: a limit raised until a day (R-167) ------------------------------------ */

/* What stands without the temporary limit: what will follow it, or the limit itself. */
struct money limit_lasting(const struct credit_account_row *a);
/* May that limit begin on `from`, and end on `until` if that is given? Refuses LIMIT_UNTIL and
 * LIMIT_ENDS. */
NODISCARD bool limit_until_ok(struct work *w, const struct credit_account_row *a,
                              struct money lim, struct day from, struct day until);
/* The account has the decision's limit from today on, and where it ends what follows it. */
void limit_begins(struct work *w, struct credit_account_row *a,
                  const struct limit_decision_row *d);

#endif
