/*
 * audit.h - audit.verify: every invariant of sql/invariants.sql, by name, on one snapshot.
 */
#ifndef OSB_SHELL_AUDIT_H
#define OSB_SHELL_AUDIT_H

#include "common/str.h"

struct request;

/* One invariant: "I03", its sentence, its query without the semicolon. */
struct invariant {
    struct str name, text, sql;
};
/* sql/invariants.sql; empty when the program has none. */
struct str invariants_text(void);
/* Cuts the file at its "-- Inn sentence" lines; the number of invariants. */
size_t invariants_read(struct str file, struct invariant *out, size_t room);

/* Ends the request: {"rows":[{"invariant","text","broken","first"}],"more":false}; broken is
 * the number of rows that came back, first is one of them. */
void audit_answer(struct request *request);

#endif
