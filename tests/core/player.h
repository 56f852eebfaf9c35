/*
 * player.h - plays commands at random, sensible and senseless ones.
 *
 * Parameters are filled by the catalog, so that a new operation is played without a line
 * here; what a document's state suggests is tried more often than the rest. Worlds have
 * tempers: in some everybody does anything, in others a few orders are helped to their end,
 * in others again money comes, goes and comes back. One seed, one game.
 */
#ifndef OSB_TESTS_PLAYER_H
#define OSB_TESTS_PLAYER_H

#include "tests/core/chance.h"
#include "tests/world/world.h"

struct temper {
    unsigned sensible; /* percent: an act that would be refused is thought over */
    unsigned stray;    /* percent: any operation at all */
    unsigned office;   /* percent: master data, administration, go-live */
    unsigned fresh;    /* percent: a new order */
    unsigned loyal;    /* percent: the target before, so that it gets on */
    unsigned spoil;    /* percent: an act that ends or turns back is done when it comes up */
    size_t open;       /* no new orders beyond that many open ones */
};
struct player {
    struct chance chance;
    struct world *world;
    struct temper temper;          /* chosen at the first command when it is all zero */
    int64_t order_id;              /* the target before */
    const struct order_row *order; /* the target of the command, or NULL */
    const struct note_row *note;
    int64_t problem_id; /* the problem record at hand, or 0 */
};

struct play {
    enum op op;
    const char *login;
};
/* Makes this world a little different: parameters, and quota for the month to come. */
void player_vary(struct player *p);
/* Chooses an operation, who does it, and fills world->args. */
struct play player_choose(struct player *p);
/* Time goes on by this many minutes before the command: days sometimes, so that debts fall due,
 * a month now and then, so that holds lapse and slips are deemed. */
int64_t player_minutes(struct player *p, enum op next);

/* --- player_args.c: with which parameters --------------------------------------------------
 */

/* Fills world->args for the operation, about the player's order and note. */
void player_args(struct player *p, enum op op);
/* The state of a shipment suggests the operation. */
bool player_suggests(enum shipment_state state, enum op op);

static inline size_t player_pick(struct player *p, size_t n)
{
    return chance_below(&p->chance, n);
}
/* A row of the table at random, or NULL. */
const void *player_row(struct player *p, enum table table);
/* Its text column. "none" when the table is empty. */
const char *player_code(struct player *p, enum table table, size_t column);

/* Numbers of a receipt, a claim, a carrier's claim that the operation could be meant for. */
struct str player_receipt(struct player *p, enum op op);
struct str player_claim(struct player *p, enum op op);
/* How often, in percent, receipt.record has that option. */
unsigned player_receipt_option(const struct player *p, enum param param);
const char *player_carrier_claim(struct player *p);

/* Does somebody ask to give a debt of the order up? */
bool player_asks_to_give_up(const struct player *p);

/* --- player_returns.c: goods that come back --------------------------------------------------
 */

/* The number of a return of the order that knows the operation, mostly. */
const char *player_return(struct player *p, enum op op);
/* Is one under way, and what does its state suggest? */
bool player_has_return(struct player *p);
enum op player_of_return(struct player *p);
/* player_world.c: a parameter and its value. */
void player_settings(struct player *p);
/* --- player_problem.c: what is done about a problem record at random, or a document that may
 * be late; number of an order, of the record at hand now and then; number of that. --- */
enum op player_problem(struct player *p);
const char *player_late(struct player *p);
const char *player_record(struct player *p);

const char *player_login(const struct player *p, int64_t user_id);

/* --- player_paper.c: printings ---------------------------------------------------------------
 */

/* A printing of the note at hand that is not over, else its newest; NULL without a note. */
const struct print_job_row *player_job(const struct player *p);
/* What it suggests. */
enum op player_paper(struct player *p);
/* Nothing goes on before the note is printed. */
bool player_waits_for_paper(const struct player *p);
/* Who took a printing says mostly what came of it; else somebody at that desk. */
const char *player_printer(struct player *p, enum op op);

#endif
