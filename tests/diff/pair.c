/*
 * pair.c - a command, twice.
 */
#include "tests/diff/pair.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/diff/explain.h"
#include "tests/diff/question.h"
#include "tests/diff/side.h"

#define PATIENCE 10000 /* looks of a millisecond for what the daemon does by itself */

/* --- a difference --------------------------------------------------------------------------
 */

static void differs(struct pair *p, const char *format, ...) PRINTF_LIKE(2, 3);
static void differs(struct pair *p, const char *format, ...)
{
    va_list values;

    p->differs = true;
    if (p->quiet)
        return;
    printf("differ: world %" PRIu64 ", command %.*s: %s by %s %.*s\n  ", p->seed,
           STR_ARG(p->id), catalog[p->play.op].name, p->play.login, STR_ARG(p->params));
    va_start(values, format);
    vprintf(format, values);
    va_end(values);
    printf("\n");
}

/* --- the model's side ----------------------------------------------------------------------
 */

static struct work *run_model(struct pair *p, enum op op, const char *login,
                              const struct args *args, const struct stored_command *stored)
{
    struct work *w;

    p->world->model.now = stored->at;
    w = side_decides(p->world, op, login, args, stored->id);
    side_applies(p->world, w);
    p->tally->commands++;
    p->tally->outcomes[w->ruling.outcome]++;
    p->tally->ops[op]++;
    if (w->ruling.outcome != OUTCOME_DONE)
        p->tally->rules[w->ruling.rule]++;
    return w;
}

/* --- one command ---------------------------------------------------------------------------
 */

static bool same(struct pair *p, const char *what, struct str model, struct str daemon)
{
    if (str_eq(model, daemon))
        return true;
    differs(p, "%s\n  model:  %.*s\n  daemon: %.*s", what, STR_ARG(model), STR_ARG(daemon));
    return false;
}

/* The stored command against the model's verdict. */
static bool same_outcome(struct pair *p, const struct work *w,
                         const struct stored_command *stored)
{
    return same(p, "operation", str_of(catalog[w->op].name), stored->op) &&
           same(p, "outcome", str_of(enum_name(ENUM_outcome, w->ruling.outcome)),
                stored->outcome) &&
           same(p, "rule", str_of(rules[w->ruling.rule].name), stored->rule) &&
           same(p, "answer", verdict_answer(w), stored->answer) &&
           same(p, "actor", str_format(&p->command, "%" PRId64, w->actor_id),
                str_format(&p->command, "%" PRId64, stored->actor_id));
}

bool pair_decides_alike(struct pair *p, const struct args *args,
                        const struct stored_command *stored)
{
    p->world->model.now = stored->at;
    return same_outcome(p, side_decides(p->world, p->play.op, p->play.login, args, stored->id),
                        stored);
}

/* Sent is what was stored; the event's number stands behind it. */
static bool sent_as_stored(struct pair *p, struct str line, struct str answer)
{
    struct str members = { answer.p, answer.n - 1 }; /* without the closing brace */

    if (memmem(line.p, line.n, members.p, members.n))
        return true;
    differs(p, "what was sent is not what was stored\n  sent:   %.*s\n  stored: %.*s",
            STR_ARG(line), STR_ARG(answer));
    return false;
}

/* --- what the daemon does by itself --------------------------------------------------------
 */

static bool wait_for_own(struct pair *p, struct stored_command *stored)
{
    const struct timespec moment = { 0, 1000000 };

    for (int i = 0; i < PATIENCE; i++) {
        if (database_own_command(&p->db, p->own, &p->command, stored))
            return true;
        nanosleep(&moment, NULL);
    }
    return false;
}

static void judge_again(struct pair *p, const struct work *cause)
{
    size_t room = p->world->model.tables[TABLE_ORDER].n + 1;
    const struct order_row **list = ARENA_ARRAY(&p->command, room, const struct order_row *);
    size_t n = side_judged_again(p->world, cause, list);

    for (size_t i = 0; i < n && !p->differs; i++) {
        struct args *args = ARENA_NEW(&p->command, struct args);
        struct stored_command stored;

        args->v[P_order] =
            (struct arg){ .given = true, .s = str_dup(&p->command, list[i]->no) };
        p->play = (struct play){ OP_ORDER_RECHECK, "SYSTEM" };
        p->params = args_text(OP_ORDER_RECHECK, args, &p->command);
        if (!wait_for_own(p, &stored)) {
            differs(p, "the daemon does not judge this order again");
            return;
        }
        p->id = stored.id;
        p->own++;
        p->tally->own++;
        (void)same_outcome(p, run_model(p, OP_ORDER_RECHECK, "SYSTEM", args, &stored), &stored);
    }
}

/* --- at the door ---------------------------------------------------------------------------
 */

static struct reply send_command(struct pair *p)
{
    struct str text =
        str_format(&p->command, "%.*s%s\"command\":\"%.*s\"}", (int)p->params.n - 1,
                   p->params.p, p->params.n > 2 ? "," : "", STR_ARG(p->id));
    const struct calendar zone = { .utc_offset_min = p->world->model.utc_offset_min };

    return client_command(&p->client, p->play.login,
                          calendar_today(&zone, p->world->model.now).n,
                          catalog[p->play.op].name, text, &p->command);
}

/* No command, no trace. */
static void must_not_be(struct pair *p, const char *why, struct str error)
{
    if (!str_eq(error, str_of(why)) && !str_eq(error, STR("RIGHTS")) &&
        !str_eq(error, STR("LOGIN")))
        differs(p, "model: %s, daemon: %.*s", why, STR_ARG(error));
}

static bool has_no_right(struct pair *p, const struct args *args)
{
    const struct work *w = side_decides(p->world, p->play.op, p->play.login, args, p->id);

    p->world->model.next_block--;
    return side_has_no_right(w);
}

static void keep_attempt(struct pair *p)
{
    struct attempt *a = &p->attempt[p->attempts];

    if (p->attempts == PAIR_ATTEMPTS)
        return;
    p->attempts++;
    a->play = p->play;
    a->play.login = str_text(&p->arena, str_of(p->play.login));
    a->params = str_dup(&p->arena, p->params);
}

static void same_blocks(struct pair *p)
{
    int64_t daemon = database_last_block(&p->db), model = p->world->model.next_block - 1;

    if (daemon != model)
        differs(p, "blocks of ids: the daemon took %" PRId64 ", the model %" PRId64, daemon,
                model);
}

/* Parameters that cannot be read, and people without the right, stay outside. */
static bool comes_in(struct pair *p, struct args *args)
{
    if (side_reads(p->play.op, p->params, &p->command, args) && !has_no_right(p, args))
        return true;
    keep_attempt(p);
    return false;
}

static void both(struct pair *p)
{
    struct args args = { 0 };
    struct stored_command stored;
    struct question question;
    struct reply reply;
    struct work *w;

    if (!comes_in(p, &args))
        return;
    question_ask(p, &args, &question);
    reply = send_command(p);
    if (reply.error.n) {
        differs(p, "the daemon says %.*s", STR_ARG(reply.error));
    } else if (!database_command(&p->db, p->id, &p->command, &stored)) {
        differs(p, "answered, but not stored: %.*s", STR_ARG(reply.line));
    } else {
        if (p->on_stored)
            p->on_stored(p, &args, &stored);
        w = run_model(p, p->play.op, p->play.login, &args, &stored);
        if (!question_met(p, &question, w))
            differs(p, "what-if was answered otherwise");
        if (same_outcome(p, w, &stored) && sent_as_stored(p, reply.line, stored.answer))
            judge_again(p, w);
        if (w->op == OP_USER_ROLE || w->op == OP_USER_PUT)
            client_forget(&p->client);
    }
    if (!p->differs)
        same_blocks(p);
}

static void attempt(struct pair *p)
{
    struct args *args = ARENA_NEW(&p->command, struct args);

    if (!side_reads(p->play.op, p->params, &p->command, args)) {
        p->tally->malformed++;
        must_not_be(p, "PARAMS", send_command(p).error);
    } else if (has_no_right(p, args)) { /* or he came by it since */
        p->tally->rights++;
        must_not_be(p, "RIGHTS", send_command(p).error);
    }
}

void pair_attempts(struct pair *p)
{
    arena_init(&p->command, SIZE_MAX);
    p->world->arena = &p->command;
    database_set_clock(&p->db, p->world->model.now);
    for (size_t i = 0; i < p->attempts && !p->differs; i++) {
        p->play = p->attempt[i].play;
        p->params = p->attempt[i].params;
        p->id = str_format(&p->command, "attempt%zu", i);
        attempt(p);
    }
    arena_release(&p->command);
}

/* --- steps ---------------------------------------------------------------------------------
 */

/* Whole minutes, so that a slow machine plays the same game. */
static void time_goes_on(struct pair *p, int64_t minutes)
{
    p->step_us += minutes * INSTANT_MINUTE;
    while (p->step_us <= p->world->model.now.us)
        p->step_us += INSTANT_MINUTE;
    p->world->model.now.us = p->step_us;
}

void pair_step(struct pair *p)
{
    const struct guide_step *step = guide_next(&p->guide);
    struct world *c = p->world;

    arena_init(&p->command, SIZE_MAX);
    c->arena = &p->command;
    p->play = step->play;
    p->id = str_format(&p->command, "c%u", ++c->commands);
    p->params = args_text(p->play.op, &step->args, &p->command);
    database_set_clock(&p->db, c->model.now);
    both(p);
    time_goes_on(p, step->minutes);
    arena_release(&p->command);
}

bool pair_compare(struct pair *p)
{
    struct model theirs;
    struct arena arena;
    bool equal;

    arena_init(&arena, SIZE_MAX);
    model_init(&theirs, &arena);
    database_read(&p->db, &theirs);
    p->tally->dumps++;
    for (enum table t = 0; t < TABLE_COUNT; t++)
        p->tally->rows += theirs.tables[t].n;
    equal = str_eq(model_dump(&p->world->model, &arena), model_dump(&theirs, &arena));
    if (!equal) {
        p->differs = true;
        if (!p->quiet)
            explain(&p->world->model, &theirs);
    }
    arena_release(&arena);
    return equal;
}

void pair_begin(struct pair *p, const struct rig *rig, uint64_t seed, uint64_t goal,
                struct tally *tally)
{
    char name[40];

    *p = (struct pair){ .seed = seed, .tally = tally };
    arena_init(&p->arena, SIZE_MAX);
    guide_begin(&p->guide, &p->arena, seed, goal, tally);
    p->world = p->guide.world;
    p->step_us = p->world->model.now.us;
    snprintf(name, sizeof name, "diff_%d_%" PRIu64, (int)getpid(), seed);
    database_make(&p->db, rig, name, &p->world->model);
    client_begin(&p->client, rig, name);
    tally->worlds++;
}

void pair_end(struct pair *p)
{
    client_end(&p->client);
    database_drop(&p->db);
    guide_end(&p->guide);
    arena_release(&p->arena);
}
