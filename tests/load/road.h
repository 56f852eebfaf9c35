/*
 * road.h - the steps of an order as the load generator sends and checks them.
 *
 * Who does what follows the company that seed.py makes: see there for logins and codes.
 */
#ifndef OSB_TESTS_LOAD_ROAD_H
#define OSB_TESTS_LOAD_ROAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum seat { SEAT_CSR, SEAT_DIR, SEAT_FIN, SEAT_STO, SEAT_PICKER, SEAT_CHECKER, SEAT_BCR };
#define SEATS (SEAT_BCR + 1)

/* The seed's company: customers L0001.. are spread evenly over the markets. */
#define MARKETS       4
#define ORDER_LINES   5
#define REQUEST_BYTES 2048

struct step {
    const char *op;
    enum seat seat;
    const char *params; /* a template, see road.c */
    const char *entity; /* "order" or "note"; NULL: the outcome alone is looked at */
    const char *field;  /* of it */
    const char *wanted; /* its value behind the step */
};

struct road {
    const char *name;
    const struct step *steps;
    size_t count;
};

/* Intake: keyed and accepted, all checks run. Life: on to CLOSED. */
extern const struct road road_intake, road_life;
/* By name, or NULL. */
const struct road *road_of(const char *name);

/* An order under way. Zeroed but for the first part. */
struct journey {
    unsigned customer; /* 1.. */
    unsigned products; /* in the catalogue */
    uint64_t number;   /* of the order, unlike any other of the run */
    const char *run;   /* unlike any other run's on the same database */
    /* --- learnt from answers --- */
    char order[40], note[40], job[40], receipt[40], total[40];
};

/* A worker serves one market, with the director and a login of each other role. */
void road_login(enum seat seat, unsigned worker, char *out, size_t room);
/* The customer of that worker's order: every one of his market is as likely. */
unsigned road_customer(unsigned worker, uint64_t number, unsigned customers);
/* The request line with its newline; gives its length. */
size_t road_request(const struct road *road, size_t step, const struct journey *journey,
                    char out[REQUEST_BYTES]);
/* Is the answer DONE with the state that the step asks for? Learns numbers from it. */
bool road_answer(const struct road *road, size_t step, struct journey *journey,
                 const char *answer);

#endif
