/*
 * verdict.h - DONE, HELD or REFUSED, with the rule, the numbers it saw and the ways out.
 *
 * Only REFUSED changes nothing; HELD is an outcome like any other and has its effects.
 * A refusal explains itself (law 7): rule id, numbers, remedies. The same verdict is stored
 * with the command, sent as data, and worded by the client in the person's language.
 */
#ifndef OSB_CORE_VERDICT_H
#define OSB_CORE_VERDICT_H

#include "common/day.h"
#include "common/enums.h"
#include "common/error.h"
#include "common/money.h"
#include "common/qty.h"

struct work;

enum rule {
    RULE_NONE = 0,
#define RULE(name, code, source, text) RULE_##name,
#include "server/core/rules.def"
#undef RULE
    RULE_COUNT
};
struct rule_info {
    const char *name;   /* "CC_FAR_OVER": stable name of the guard */
    const char *code;   /* what people know: "CC 5-4" */
    const char *source; /* "R-105" */
    const char *text;   /* English sentence */
};
extern const struct rule_info rules[RULE_COUNT];

#ifdef OSB_SWITCHES
/* Test-only: a guard that is switched off never bites (decisions.md 5). */
extern bool rule_off[RULE_COUNT];
#define RULE_LIVE(rule) (!rule_off[rule])
/* How often each guard bit: where it never did, nothing changes without it. */
extern uint64_t rule_bites[RULE_COUNT];
#define RULE_BITES(rule) (rule_bites[rule]++, true)
#else
#define RULE_LIVE(rule)  true
#define RULE_BITES(rule) true
#endif
/* if (BREAKS(RULE_X, condition)) return refused(w, RULE_X); - every guard is written so. */
#define BREAKS(rule, condition) (RULE_LIVE(rule) && (condition) && RULE_BITES(rule))

enum number_kind {
    NUMBER_MONEY,
    NUMBER_QTY,
    NUMBER_COUNT,
    NUMBER_PERCENT, /* hundredths of a percent, rounded up */
    NUMBER_DAY,
    NUMBER_TIME,
    NUMBER_NAME, /* text: a code, state or login */
};
struct number {
    const char *name; /* static: "limit", "exposure", "order", "excess" */
    enum number_kind kind;
    int64_t value;
    struct str text; /* NUMBER_NAME */
};
/* A way out, offered as a choice. The operation says what opens when it is chosen. */
struct remedy {
    const char *kind;   /* static: "pay", "cut_to", "apply_st", "ask", "amend", "wait" */
    struct number what; /* name NULL when there is none */
    enum role who;      /* whom to ask; role_none otherwise */
    int op;             /* enum op that does it, or -1 */
};

#define VERDICT_NUMBERS  16
#define VERDICT_REMEDIES 6
struct verdict {
    enum outcome outcome;
    enum error_code code; /* REFUSED: ERR_RULE, ERR_STATE, ERR_RIGHTS, ERR_NOT_FOUND ... */
    enum rule rule;
    const char *field; /* parameter at fault, or NULL */
    struct str detail; /* what is not a number: "SO12 is CANCELLED"; arena */
    struct number numbers[VERDICT_NUMBERS];
    size_t number_count;
    struct remedy remedies[VERDICT_REMEDIES];
    size_t remedy_count;
    int64_t order_id, note_id; /* the documents it is about, or 0 */
};

/* Each sets w->ruling; `refused...` and `held` return nothing but read well in a return. */
void done(struct work *w);
/* Something was stored, but the document now waits: `rule` says why. */
void held(struct work *w, enum rule rule);
void refused(struct work *w, enum rule rule);
/* Refused for a reason that is no business rule: code with the parameter at fault. */
void refused_error(struct work *w, enum error_code code, const char *field, struct str text);
/* No such row: ERR_NOT_FOUND with what was asked for. */
void refused_missing(struct work *w, const char *field, struct str what);

/* Numbers for the explanation; over VERDICT_NUMBERS is a fault of the program. They may be
 * given before or after the outcome. */
void say_money(struct work *w, const char *name, struct money m);
void say_qty(struct work *w, const char *name, struct qty q);
void say_count(struct work *w, const char *name, int64_t n);
void say_day(struct work *w, const char *name, struct day d);
void say_time(struct work *w, const char *name, struct instant t);
void say_name(struct work *w, const char *name, struct str text);
/* part / whole in hundredths of a percent, rounded up; whole 0 says nothing. */
void say_percent(struct work *w, const char *name, struct money part, struct money whole);
void detail(struct work *w, struct str text);

/* Ways out; over VERDICT_REMEDIES the later ones are dropped. */
void remedy_money(struct work *w, const char *kind, const char *name, struct money m, int op);
void remedy_who(struct work *w, const char *kind, enum role who, int op);
void remedy_plain(struct work *w, const char *kind, int op);

/* The verdict's numbers as a JSON object, as events store them. */
struct str verdict_numbers(const struct work *w);
/* The whole answer as JSON: outcome, rule, code, text, numbers, remedies, and the order or
 * note with its state, version, due time and next step. What is stored and sent. */
struct str verdict_answer(const struct work *w);

#endif
