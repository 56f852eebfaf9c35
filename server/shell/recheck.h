/*
 * recheck.h - held orders are judged again when their account had something freed.
 *
 * "HOLD_CREDIT", "WAIT_ST" and "WAIT_FUNDS" orders, oldest arrival first; an order that does
 * not fit is skipped by its own verdict, and the next is judged.
 */
#ifndef OSB_SHELL_RECHECK_H
#define OSB_SHELL_RECHECK_H

#include "common/base.h"

struct executor;
struct work;
struct lane;
struct db_conn;

/* Does this program know how? */
bool recheck_is_known(void);
/* Takes the lane (may be NULL) and the connection over, asks which orders wait, puts their
 * commands in front of the lane, and lets both go on. w is only read during the call. */
void recheck_begin(struct executor *executor, const struct work *w, struct lane *lane,
                   struct db_conn *conn);

#endif
