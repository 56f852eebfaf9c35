/*
 * claim_tests.h - claims of goods that a customer has: what both test programs begin with.
 */
#ifndef OSB_TESTS_CLAIM_TESTS_H
#define OSB_TESTS_CLAIM_TESTS_H

#include "tests/unit/note_tests.h"

/* 10 of P1 for 100.00, 5 of P2 for 500.00, with the customer. */
static inline struct world *delivered(const char *customer)
{
    struct world *c = note_in_store(memory, customer, GOODS({ "P1", 10, -1 }, { "P2", 5, -1 }));

    shipped(c, 1);
    confirmed(c, 1);
    return c;
}

static inline void about(struct world *c, int64_t line, int64_t n, enum diff_kind kind)
{
    struct item *i = give_item(c, P_lines);

    i->has_line = i->has_qty = true;
    i->line = line;
    i->qty = qty(n);
    i->diff = kind;
}

static inline struct work *record(struct world *c, enum claim_action remedy, const char *login)
{
    give_number(c, P_remedy, remedy);
    give_text(c, P_reason, "found later");
    return on_part(c, OP_CLAIM_RECORD, 1, login);
}

static inline void claimed(struct world *c, int64_t line, int64_t n, enum diff_kind kind,
                           enum claim_action remedy)
{
    about(c, line, n, kind);
    assert_done(record(c, remedy, "csr"));
}

static inline struct work *accept(struct world *c, const char *login)
{
    return on_claim(c, OP_CLAIM_ACCEPT, login);
}

static inline struct work *receive(struct world *c, const char *login)
{
    return on_claim(c, OP_CLAIM_RECEIVE, login);
}

#endif
