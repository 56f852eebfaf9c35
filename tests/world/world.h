/*
 * world.h - a small company in memory for tests: people, two markets, four customers.
 *
 * It stands on the model, so a test runs the real decision over the real loads:
 *
 *     struct world *c = world_new(memory);
 *     struct work *w = world_do(c, OP_ORDER_VERIFY, "kam", give(c, P_order, "SO1"), NULL);
 *     assert_int_equal(w->ruling.outcome, OUTCOME_DONE);
 *
 * Market E (DDIR answers; MM mm, areas E1 with UM um, E2 with UM um2), market N (DIR answers;
 * MM mm2, area N1 with UM um3). Customers: C1 credit, limit 100,000.00, 30 days, area E1,
 * KAM kam; C2 cash-first, area E1; C3 shares C1's credit account, area E2; C4 credit,
 * limit 50,000.00, area N1. Products: P1 10.00; P2 100.00 under quota (March 2026: area E1 50,
 * area E2 40, area N1 1000, customer C1 80); P3 1.00 in packs of 6. Stock in W1: P1 1000,
 * P2 500, P3 6. Now is Wednesday 2026-03-04, 10:00 in Shanghai.
 */
#ifndef OSB_TESTS_WORLD_H
#define OSB_TESTS_WORLD_H

/* A file of five bytes that was handed in. */
#define THE_FILE "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

#include "server/core/model.h"

struct world {
    struct arena *arena;
    struct model model;
    struct args args;       /* of the next command, see give...() */
    unsigned commands;      /* run so far: command ids are "c1", "c2" ... */
    int64_t next_seed;      /* id of the next seed row */
    struct effects effects; /* of the last command */
    /* Test of the tests: changes the effects before they are applied (tests/core/planted.c). */
    void (*spoil)(struct world *c, struct effects *effects);
    void *spoiler;
};

struct world *world_new(struct arena *arena);
/* Id of a user, customer, product, market, area, station or warehouse by its code. */
int64_t world_user(const struct world *c, const char *login);
int64_t world_id(const struct world *c, enum table table, const char *code);
/* Login of the MM of the customer's market, who approves his papers; mm's where it has none. */
const char *world_approver(const struct world *c, const char *customer);
/* Inserts a row under a fresh seed id; the row's own id is overwritten. */
int64_t world_put(struct world *c, enum table table, void *row);
/* A quota cell with the change that set it. */
int64_t world_cell(struct world *c, struct quota_cell_row cell);
/* Changes a row from outside, for "spoil one thing". */
void *world_row(struct world *c, enum table table, int64_t id);

/* Parameters of the next command. */
void give_text(struct world *c, enum param p, const char *text);
void give_number(struct world *c, enum param p,
                 int64_t n); /* MONEY fen, QTY, INT, CHOICE ... */
void give_time(struct world *c, enum param p, const char *iso);
void give_day(struct world *c, enum param p, const char *iso);
/* A row of P_lines: product code NULL for "line" only. price_fen < 0: none given. */
void give_line(struct world *c, int64_t line, const char *product, int64_t qty,
               int64_t price_fen);
/* A row of any ITEMS parameter. */
struct item *give_item(struct world *c, enum param p);

/* Runs the operation as that user with the given parameters, which are then forgotten. The
 * work belongs to the arena and stays readable. */
struct work *world_do(struct world *c, enum op op, const char *login);
/* The two other leaders sign the limit of the account that one proposed; the last work. */
struct work *world_limit_signed(struct world *c, const char *account, const char *second,
                                const char *third);
/* The clock goes on. */
void world_later(struct world *c, int64_t minutes);
/* Finance says that the printing which was queued last came out. */
void paper_came_out(struct world *c);

/* Shorthands on the road of an order; each expects success and returns the work. */
/* Keyed by csr for a customer with one line, accepted by csr: number in *no. */
struct work *world_keyed(struct world *c, const char *customer, const char *product, int64_t n,
                         const char **no);
struct work *world_accepted(struct world *c, const char *customer, const char *product,
                            int64_t n, const char **no);
/* The order row as it is now. */
const struct order_row *world_order(const struct world *c, const char *no);

#endif
