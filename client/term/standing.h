/*
 * standing.h - can an act be tried where its document stands? By what the daemon tells acts
 * need (flow.show); this program knows no state of its own.
 */
#ifndef OSB_CLIENT_TERM_STANDING_H
#define OSB_CLIENT_TERM_STANDING_H

#include "client/term/screens.h"

/* An order, its note, the note's parts, a row of a list. */
#define STANDING_MOST  20
#define STANDING_FACTS 48
struct standing_one {
    char subject[16]; /* "ORDER", "SHIPMENT", "WRITE_OFF": as flow.show names them */
    char number[LIMIT_CODE + 1];
    char state[24];
    char part[24]; /* of a shipment */
    struct standing_fact {
        char member[20];
        bool has; /* not empty, not 0, true */
    } facts[STANDING_FACTS];
    size_t fact_count;
};
struct standing {
    struct standing_one ones[STANDING_MOST];
    size_t count;
};

/* Of an order.show or note.show and of the row of a list, which `list` answered; NULL, or
 * another answer: nothing is known by it. */
void standing_of(const struct json *whole, enum op list, const struct json *row,
                 const struct hand *hand, struct standing *out);
/* False: it cannot be done there; *why says so. What is not known is allowed: the daemon
 * decides. */
bool standing_allows(const struct standing *standing, const struct json *flow, enum op op,
                     struct arena *arena, struct str *why);
/* The first of the note's parts that the act can be tried on; "": none, or it is about none. */
const char *standing_part(const struct standing *standing, const struct json *flow, enum op op);

#endif
