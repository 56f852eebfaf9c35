/*
 * question.c - order.whatif beside the command.
 */
#include "tests/diff/question.h"

#include <stdio.h>

#include "common/json.h"

static const struct order_row *order_named(const struct pair *p, const struct args *args)
{
    const struct model_table *t = &p->world->model.tables[TABLE_ORDER];

    for (size_t i = 0; args->v[P_order].given && i < t->n; i++) {
        const struct order_row *o = t->rows[i];

        if (str_eq(o->no, args->v[P_order].s))
            return o;
    }
    return NULL;
}

static bool waits(enum order_state s)
{
    return s == ORDER_HOLD_CREDIT || s == ORDER_WAIT_ST || s == ORDER_WAIT_FUNDS;
}

/* The state in which the question means this command. */
static bool means(enum op op, enum order_state s)
{
    return (op == OP_ORDER_ACCEPT && s == ORDER_RECEIVED) ||
           (op == OP_ORDER_RESUBMIT && s == ORDER_RETURNED) ||
           (op == OP_ORDER_CUT && s == ORDER_QUOTA_CHOICE) ||
           (op == OP_ORDER_RECHECK && waits(s)) ||
           (op == OP_ORDER_SIGN && (s == ORDER_WAIT_MA || s == ORDER_WAIT_MGR));
}

static struct str member(const struct json *object, const char *name)
{
    struct str s = STR("");

    (void)!json_str(json_member(object, name), &s);
    return s;
}

static void read_answer(struct pair *p, struct str line, struct question *q)
{
    struct json_doc doc;
    const struct json *acts;

    if (json_parse(line, &p->command, &doc).code)
        return;
    acts = json_member(json_member(doc.root, "result"), "acts");
    for (const struct json *a = json_first(acts); a; a = json_next(a))
        if (str_eq(member(a, "act"), str_of(catalog[p->play.op].name))) {
            q->asked = true;
            q->outcome = str_dup(&p->command, member(a, "outcome"));
            q->rule = str_dup(&p->command, member(a, "rule"));
        }
    json_release(&doc);
}

void question_ask(struct pair *p, const struct args *args, struct question *q)
{
    const struct calendar zone = { .utc_offset_min = p->world->model.utc_offset_min };
    const struct order_row *o = order_named(p, args);
    struct reply reply;
    struct str text;

    *q = (struct question){ 0 };
    if (!o || !means(p->play.op, o->state))
        return;
    text = str_format(
        &p->command, "{\"order\":\"%.*s\"%s%s%s}", STR_ARG(o->no),
        p->play.op == OP_ORDER_CUT ? ",\"cut\":true" : "",
        p->play.op == OP_ORDER_SIGN ? ",\"sign\":true" : "",
        args->v[P_tolerance].given && args->v[P_tolerance].n ? ",\"tolerance\":true" : "");
    reply =
        client_command(&p->client, p->play.login, calendar_today(&zone, p->world->model.now).n,
                       "order.whatif", text, &p->command);
    q->line = reply.line;
    if (!reply.error.n)
        read_answer(p, reply.line, q);
}

bool question_met(struct pair *p, const struct question *q, const struct work *w)
{
    struct str outcome = str_of(enum_name(ENUM_outcome, w->ruling.outcome));

    /* somebody else is supposed to do it, rightly, and with all that has to be said */
    if (!q->asked || w->ruling.outcome == OUTCOME_REFUSED)
        return true;
    p->tally->asked++;
    if (str_eq(q->outcome, outcome) &&
        str_eq(q->rule, str_of(w->ruling.rule ? rules[w->ruling.rule].code : "")))
        return true;
    printf("differ: what-if said %.*s %.*s, and it came to %.*s %s\n  %.*s\n",
           STR_ARG(q->outcome), STR_ARG(q->rule), STR_ARG(outcome),
           rules[w->ruling.rule].code ? rules[w->ruling.rule].code : "", STR_ARG(q->line));
    return false;
}
