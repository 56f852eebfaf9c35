/*
 * walk_parts.h - what the files of the walk share: starts, acts, looks, properties, the graph.
 */
#ifndef OSB_TESTS_WALK_PARTS_H
#define OSB_TESTS_WALK_PARTS_H

#include "tests/world/world.h"

/* Stretches of the road. An act belongs to some; a start names those that it walks. */
enum stretch {
    ROAD = 1 << 0, /* the straight road of every order, and its cancellation */
    PLAN = 1 << 1,
    QUOTA = 1 << 2,
    CREDIT = 1 << 3,
    ST = 1 << 4,
    FUNDS = 1 << 5,
    PAPER = 1 << 6,
    GOODS = 1 << 7,
    SLIP = 1 << 8, /* what the customer says about the goods */
    MONEY = 1 << 9,
    CHECKS = 1 << 10, /* amended, returned, sent to the checks again */
    TIME = 1 << 11,   /* days pass, once */
    LIMIT = 1 << 12,  /* the limit is lowered, once */
    HALT = 1 << 13,   /* stop and resume */
    SHORT = 1 << 14,  /* stock comes, remainders are closed */
    PART = 1 << 15,   /* most of the money comes before the goods go */
    PAID = 1 << 16,   /* all of it */
    AWAY = 1 << 17,   /* a secretary signs for her leader */
    DEBT = 1 << 18,   /* a debt is given up */
    LATER = 1 << 19,  /* claims behind the slip */
    REST = 1 << 20,   /* what is not shipped yet is changed */
    PRICE = 1 << 21,  /* what was shipped was priced wrong */
    BILL = 1 << 22,   /* an acceptance bill comes before the goods go */
    BACK = 1 << 23,   /* goods are brought back */
    LATE = 1 << 24,   /* a record is kept of what was late of the order */
    STAY = 1 << 25,   /* and of its note */
    WHOLE = ROAD | CHECKS,
};

#define ACT_WAIT OP_COUNT /* days pass; no operation */
struct act {
    enum op op;
    const char *login;
    unsigned stretches;
    const char *text; /* of the operation's own parameter, see act_args() */
    int64_t n;
};
extern const struct act acts[];
extern const size_t act_count;
/* Fills c->args, from the world as it is; false when the act has no object there. */
bool act_args(struct world *c, const struct act *a);

/* A world and an order to begin with, what may happen to it, and where the walk turns back:
 * most rows of a table, beyond which the same things come again, only more of them. */
struct start {
    const char *name, *customer, *product;
    int64_t qty;
    unsigned stretches;
    bool plan;                      /* born as a draft, not keyed from a paper */
    void (*spoil)(struct world *c); /* the world, before the order is born */
    void (*mar)(struct world *c);   /* the world, afterwards */
    struct bounds {
        size_t versions, notes, shipments, cases, reversed, copies, claims;
    } most;
};
extern const struct start starts[];
extern const size_t start_count;
/* The world of a start with its order. */
struct world *start_world(const struct start *s, struct arena *arena);
/* Beyond the start's bounds? */
bool start_beyond(const struct start *s, const struct model *m);

/* The newest row of a table, or NULL. */
const void *walk_last(const struct model *m, enum table table);

/* --- walk_look.c --- */

/* Equal for two models when no rule and no property of the walk can tell them apart. */
struct look {
    unsigned char bytes[16];
};
/* `late`: the start has acts that read which steps were late; no other act does. */
struct look walk_look(const struct model *m, bool late, struct arena *arena);
/* Master data: the acts of the walk only read them. */
bool walk_stands_still(enum table t);
/* A copy whose rows may change; what stands still is shared with the original. */
void walk_copy(const struct model *m, struct arena *arena, struct model *out);

/* --- walk_truths.c --- */

struct step_made {
    const struct model *before, *after;
    const struct effects *effects;
    enum op op;
    const struct args *args;
    int64_t actor_id;
};
/* The property that one act broke, or NULL: what truths.h cannot see in a state alone. */
const char *walk_breaks(const struct step_made *s, struct arena *arena);
/* QC, AC, CC, ST and MA that happened on the order's version, as bits: part of its look. */
unsigned walk_passed(const struct model *m, const struct order_row *o);

/* --- walk_right.c: what walk_breaks() asks about right, time and words of an act --- */

struct truths;
void walk_act_holds(struct truths *t, const struct step_made *s, const struct effect *e);
void walk_whole_act_holds(struct truths *t, const struct step_made *s);
/* walk_paper.c: the same of a note that is voided or gives up its rest. */
void walk_paper_holds(struct truths *t, const struct step_made *s, const struct note_row *n);
/* walk_claims.c: the same of claims and corrections, and their lines; and what its acts need.
 */
void walk_claim_holds(struct truths *t, const struct step_made *s, const struct claim_row *c);
void walk_claim_line_holds(struct truths *t, const struct step_made *s,
                           const struct claim_line_row *l);
void walk_slip_args(struct world *c, const struct act *a);
void walk_price_args(struct world *c, const struct act *a);
/* walk_returns.c: the same of goods that are brought back; and what its acts need. */
void walk_return_holds(struct truths *t, const struct step_made *s,
                       const struct goods_return_row *r);
bool walk_return_args(struct world *c, const struct act *a);
/* walk_problem.c: the same of records of what was late; and which clocks ran out, which the
 * events say and a rule reads. */
void walk_problem_holds(struct truths *t, const struct step_made *s,
                        const struct problem_row *p);
bool walk_problem_args(struct world *c, const struct act *a);
const struct problem_row *walk_problem_of(const struct model *m, enum op op);
size_t walk_ran_out(const struct model *m, const struct event_row **out, size_t room);
struct day walk_day(const struct step_made *s, struct instant at);
/* What of the account is overdue after the act. */
int64_t walk_overdue(const struct step_made *s, int64_t account_id);

/* --- walk_tries.c --- */

/* One command against a model that it does not change. */
struct attempt {
    struct work *w;
    struct effects effects;
    struct model after; /* when something changed, other than master data; else empty */
    const char *fault;  /* a truth or property that broke, or NULL */
};
/* c->args are given; the model is c->model. */
void walk_attempt(struct world *c, enum op op, int64_t actor_id, struct arena *scratch,
                  struct attempt *out);
/* Every operation by every person, once for each combination of the machines' states. */
#define EVERYTHING_SLOTS ((size_t)1 << 14)
struct everything {
    uint64_t *seen; /* combinations, an open hash of EVERYTHING_SLOTS */
    size_t n;
    uint64_t tries, refused, by_flow, gone;
    uint8_t state_op[order_state_count][OP_COUNT]; /* bits: gone, refused by FLOW, otherwise */
};
void everything_init(struct everything *e);
void everything_free(struct everything *e);
/* Adds what another walk tried; its combinations lie at seen. */
void everything_join(struct everything *e, const struct everything *other,
                     const uint64_t *seen);
/* NULL, or what broke. */
const char *everything_try(struct everything *e, const struct model *m, struct arena *scratch);

/* --- walk_graph.c --- */

struct tally {
    size_t states, dead, twins, differ;
    uint64_t tries, moves, refused, beyond;
};
struct judge {
    struct everything everything;
    bool reached[order_state_count], note_reached[note_state_count],
        shipment_reached[shipment_state_count];
    bool quiet;    /* a control: the fault alone is printed */
    size_t budget; /* of states, when there may be no end; 0: none */
};
/* Walks everything that a start can reach; false when a property broke. */
bool walk_start(const struct start *s, struct judge *j, struct tally *t);

/* --- walk_controls.c --- */

/* Takes one guard after the other away, those named or all that decide about orders and their
 * money; prints found/total and those not found. 0 when only those were not found that are
 * known not to be. */
int walk_controls(int count, char **names);
/* Ten of them only, each in one start. */
int walk_sample(void);

/* --- walk_money.c --- */
#define ALL_MONEY 0 /* of RECEIPT_RECORD: what is owed */
/* What a record of money takes; false when nothing is owed that the act would pay. */
bool walk_receipt_args(struct world *c, const struct act *a, const struct order_row *o);
/* The receipt that the operation could be about, the newest when none fits; NULL: there is
 * none. */
const struct receipt_row *walk_receipt_of(const struct model *m, enum op op);
/* Money of it for the debt that was given up; false when there is no such debt. */
bool walk_recovery_args(struct world *c, const struct receipt_row *r);

#endif
