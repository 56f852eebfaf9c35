/*
 * paper_pick.h - which paper is meant: a note has one or two, its order has more.
 */
#ifndef OSB_CLIENT_TERM_PAPER_PICK_H
#define OSB_CLIENT_TERM_PAPER_PICK_H

#include "client/term/app.h"
#include "common/json.h"

/* More than an order's papers that somebody looks through. */
#define PAPERS_MOST 30

struct paper_ref {
    char number[LIMIT_CODE + 1];
    bool is_outbound; /* of a note with two papers: the outbound order */
};
struct paper_refs {
    struct paper_ref refs[PAPERS_MOST];
    size_t count;
};

/* Is that the number of a document that has a paper: two letters of a series, month, number? */
bool paper_is_number(struct str text);
/* Adds a paper that is not among them; what has no room is left out. */
void paper_add(struct paper_refs *papers, struct str number, bool is_outbound);
/* Adds the papers that are named in a row or document, in the order in which it names them. */
void paper_collect(struct paper_refs *papers, const struct json *value);
/* The printing of the only one; of several, first the box that asks which; of none, of the
 * screen as it is. */
struct screen *paper_open(struct app *app, const struct paper_refs *papers);

#endif
