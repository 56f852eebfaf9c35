/*
 * work.h - what a decision sees and what it makes: facts in, verdict and effects out.
 *
 * A command's loads fill the lists of `struct work` with private copies of the rows (the
 * facts). A decision reads them, changes them in place and adds rows; it has no other memory,
 * no clock and no I/O. When the verdict is DONE or HELD, the effects are the difference
 * between each row as it was and as it is now, plus the added rows. When it is REFUSED there
 * are none. So a decision cannot forget to store what it changed, and running it twice on
 * the same facts gives the same effects.
 *
 * A changed row must have been loaded as LOCK or OWNED (load.h), and a LEDGER row is never
 * changed: effects_collect() checks both and stops the program otherwise.
 */
#ifndef OSB_CORE_WORK_H
#define OSB_CORE_WORK_H

#include "common/calendar.h"
#include "common/catalog.h"
#include "server/core/tables.h"
#include "server/core/verdict.h"

/* A list of rows of one table. The first `loaded` came from the load, the others were added
 * by the decision. Rows do not move when the list grows. */
struct rows {
    void **v;
    const void **was; /* the loaded rows as they came */
    size_t n, loaded, room;
    bool mine; /* loaded as LOCK or OWNED: may be changed */
    bool cut;  /* the load's ceiling was reached: there may be more rows */
};
/* Typed view of the same memory: w->order_line.v[i]->granted. */
#define TABLE(name, NAME, sql, kind, COLUMNS)                                                  \
    struct name##_rows {                                                                       \
        struct name##_row **v;                                                                 \
        const struct name##_row **was;                                                         \
        size_t n, loaded, room;                                                                \
        bool mine, cut;                                                                        \
    };
#include "server/core/tables.def"
#undef TABLE

struct work {
    /* --- given by the executor --- */
    struct arena *arena;
    enum op op;
    const struct args *args;
    struct str command_id;
    int64_t actor_id;   /* app_user of the session */
    struct instant now; /* the database's clock, after the locks */
    int64_t id_block;   /* ids of this command: id_block * ID_BLOCK + 1 .. */
    /* --- facts --- */
    union {
        struct rows list[TABLE_COUNT];
        struct {
#define TABLE(name, NAME, sql, kind, COLUMNS) struct name##_rows name;
#include "server/core/tables.def"
#undef TABLE
        };
    };
    /* --- prepared by decide(): see actor.h --- */
    const struct policy_row *pol; /* the parameters in force today */
    struct calendar calendar;
    struct day today; /* business calendar date of now */
    const struct app_user_row *actor;
    role_set roles;   /* that the actor holds today, covered ones included */
    struct capacity { /* in which the actor acts: set by actor_act() */
        enum role role;
        int64_t principal_id; /* whose right it is; the actor's own when not delegated */
        int64_t delegation_id;
    } as;
    /* --- made by the decision --- */
    struct verdict ruling;
    bool frees_nothing; /* of an operation that may free (load.h): this time it did not */
    int64_t next_id;
};

#define ID_BLOCK 4096
/* The account by which the daemon acts of itself; every database begins with it. */
#define SYSTEM_USER_ID 1

/* The next unused id of this command. Over ID_BLOCK the arena is marked failed. */
int64_t work_id(struct work *w);
/* Adds a zeroed row with a fresh id to w->name and returns it. */
void *work_add(struct work *w, enum table table);
#define TABLE(name, NAME, sql, kind, COLUMNS)                                                  \
    static inline struct name##_row *add_##name(struct work *w)                                \
    {                                                                                          \
        return work_add(w, TABLE_##NAME);                                                      \
    }
#include "server/core/tables.def"
#undef TABLE
/* The loaded or added row with that id, or NULL. */
void *work_find(const struct work *w, enum table table, int64_t id);
#define TABLE(name, NAME, sql, kind, COLUMNS)                                                  \
    static inline struct name##_row *find_##name(const struct work *w, int64_t id)             \
    {                                                                                          \
        return work_find(w, TABLE_##NAME, id);                                                 \
    }
#include "server/core/tables.def"
#undef TABLE
/* The only row of the list, or NULL when it is empty. */
#define ONE(rows) ((rows).n ? (rows).v[0] : NULL)

/* Used by loads: puts a copy of a row into the list. */
void work_load(struct work *w, enum table table, const void *row);

/* --- effects ------------------------------------------------------------------------- */

enum effect_kind { EFFECT_INSERT, EFFECT_UPDATE };
struct effect {
    enum effect_kind kind;
    enum table table;
    const void *row;
};
/* Grouped by table in the order of tables.def, inside a table by kind, then by id. */
struct effects {
    struct effect *v;
    size_t n;
};
void effects_collect(struct work *w, struct effects *out);

/* --- deciding ------------------------------------------------------------------------ */

/*
 * Decides the command whose facts are loaded: prepares the actor and the calendar, checks
 * that he may (law 3: every door, and again here as a fact), then calls the operation's
 * decision. The verdict is in w->ruling.
 */
void decide(struct work *w);

#endif
