/*
 * pair.h - one world twice: in PostgreSQL behind the daemon, and in the model in memory.
 *
 * Each command goes to the daemon first. The model then decides it at the moment and with the
 * block of ids that the database gave; the answers must be the same bytes. What the daemon does
 * by itself behind a command (held orders judged again) is expected of it in number and order.
 * pair_compare() reads every table back and compares the canonical dumps.
 */
#ifndef OSB_TESTS_DIFF_PAIR_H
#define OSB_TESTS_DIFF_PAIR_H

#include "tests/diff/client.h"
#include "tests/diff/database.h"
#include "tests/diff/guide.h"

#define PAIR_ATTEMPTS 30

struct pair {
    uint64_t seed;
    struct tally *tally;
    struct guide guide;
    struct world *world;
    struct database db;
    struct client client;
    struct arena arena;   /* the model's */
    struct arena command; /* of one step */
    int64_t step_us;      /* when the step began, by the business clock */
    size_t own;           /* commands that the daemon gave itself */
    /* Commands of people who have no right to them, or whose parameters cannot be read, are
     * sent when the world has ended: the daemon notes the first in its own time, with ids that
     * no rehearsal could know. */
    size_t attempts;
    struct attempt {
        struct play play;
        struct str params;
    } attempt[PAIR_ATTEMPTS];
    /* Test of the test: called when the daemon's outcome is known, before the model decides. */
    void (*on_stored)(struct pair *p, const struct args *args,
                      const struct stored_command *stored);
    bool quiet; /* differences are expected: say nothing */
    bool differs;
    /* --- the command at hand, for the report --- */
    struct str id, params;
    struct play play;
};

/* `goal`: how often each pair of state and event is wanted; see guide.h. */
void pair_begin(struct pair *p, const struct rig *rig, uint64_t seed, uint64_t goal,
                struct tally *tally);
void pair_end(struct pair *p);
/* One command of the player and what follows from it. Says where the two differ. */
void pair_step(struct pair *p);
/* Would the model decide the command at hand as the daemon did? Nothing is applied. */
bool pair_decides_alike(struct pair *p, const struct args *args,
                        const struct stored_command *stored);
/* The end of the game: attempts that the door must refuse, none of which leaves a trace. */
void pair_attempts(struct pair *p);
/* Do both hold the same? Says what differs, row by row. */
bool pair_compare(struct pair *p);

#endif
