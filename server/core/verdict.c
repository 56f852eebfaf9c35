/*
 * verdict.c - the explanation of every outcome, as data.
 */
#include "server/core/verdict.h"

#include <string.h>

#include "common/json.h"
#include "server/core/work.h"

const struct rule_info rules[RULE_COUNT] = {
    [RULE_NONE] = { "", "", "", "" },
#define RULE(name, code, source, text) [RULE_##name] = { #name, code, source, text },
#include "server/core/rules.def"
#undef RULE
};

#ifdef OSB_SWITCHES
bool rule_off[RULE_COUNT];
uint64_t rule_bites[RULE_COUNT];
#endif

void done(struct work *w)
{
    w->ruling.outcome = OUTCOME_DONE;
}

void held(struct work *w, enum rule rule)
{
    (void)RULE_BITES(rule);
    w->ruling.outcome = OUTCOME_HELD;
    w->ruling.rule = rule;
}

void refused(struct work *w, enum rule rule)
{
    (void)RULE_BITES(rule);
    w->ruling.outcome = OUTCOME_REFUSED;
    w->ruling.code = ERR_RULE;
    w->ruling.rule = rule;
}

void refused_error(struct work *w, enum error_code code, const char *field, struct str text)
{
    w->ruling.outcome = OUTCOME_REFUSED;
    w->ruling.code = code;
    w->ruling.field = field;
    w->ruling.detail = text;
}

void refused_missing(struct work *w, const char *field, struct str what)
{
    refused_error(w, ERR_NOT_FOUND, field,
                  str_format(w->arena, "there is no %s %.*s", field, STR_ARG(what)));
}

static struct number *number(struct work *w, const char *name, enum number_kind kind)
{
    struct number *n;

    /* said again (a check that ran twice in one act): the later value stands */
    for (size_t i = 0; i < w->ruling.number_count; i++)
        if (!strcmp(w->ruling.numbers[i].name, name)) {
            w->ruling.numbers[i].kind = kind;
            return &w->ruling.numbers[i];
        }
    assert(w->ruling.number_count < VERDICT_NUMBERS);
    n = &w->ruling.numbers[w->ruling.number_count++];
    *n = (struct number){ .name = name, .kind = kind };
    return n;
}

void say_money(struct work *w, const char *name, struct money m)
{
    number(w, name, NUMBER_MONEY)->value = m.fen;
}

void say_qty(struct work *w, const char *name, struct qty q)
{
    number(w, name, NUMBER_QTY)->value = q.n;
}

void say_count(struct work *w, const char *name, int64_t n)
{
    number(w, name, NUMBER_COUNT)->value = n;
}

void say_day(struct work *w, const char *name, struct day d)
{
    number(w, name, NUMBER_DAY)->value = d.n;
}

void say_time(struct work *w, const char *name, struct instant t)
{
    number(w, name, NUMBER_TIME)->value = t.us;
}

void say_name(struct work *w, const char *name, struct str text)
{
    number(w, name, NUMBER_NAME)->text = text;
}

void say_percent(struct work *w, const char *name, struct money part, struct money whole)
{
    if (whole.fen <= 0 || part.fen < 0 || part.fen > (INT64_MAX - whole.fen) / 10000)
        return;
    number(w, name, NUMBER_PERCENT)->value = (part.fen * 10000 + whole.fen - 1) / whole.fen;
}

void detail(struct work *w, struct str text)
{
    w->ruling.detail = text;
}

static struct remedy *remedy(struct work *w, const char *kind, int op)
{
    static struct remedy dropped;
    struct remedy *r = &dropped;

    if (w->ruling.remedy_count < VERDICT_REMEDIES)
        r = &w->ruling.remedies[w->ruling.remedy_count++];
    *r = (struct remedy){ .kind = kind, .op = op };
    return r;
}

void remedy_money(struct work *w, const char *kind, const char *name, struct money m, int op)
{
    remedy(w, kind, op)->what = (struct number){ name, NUMBER_MONEY, m.fen, { NULL, 0 } };
}

void remedy_who(struct work *w, const char *kind, enum role who, int op)
{
    remedy(w, kind, op)->who = who;
}

void remedy_plain(struct work *w, const char *kind, int op)
{
    (void)remedy(w, kind, op);
}

static void put_number(struct json_out *out, const struct number *n, struct arena *arena)
{
    switch (n->kind) {
    case NUMBER_MONEY:
        json_field_money(out, n->name, (struct money){ n->value });
        break;
    case NUMBER_QTY:
    case NUMBER_COUNT:
        json_field_qty(out, n->name, (struct qty){ n->value });
        break;
    case NUMBER_PERCENT:
        json_field_str(out, n->name, money_text((struct money){ n->value }, arena));
        break;
    case NUMBER_DAY:
        json_field_day(out, n->name, (struct day){ (int32_t)n->value });
        break;
    case NUMBER_TIME:
        json_field_instant(out, n->name, (struct instant){ n->value });
        break;
    case NUMBER_NAME:
        json_field_str(out, n->name, n->text);
        break;
    }
}

struct str verdict_numbers(const struct work *w)
{
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    for (size_t i = 0; i < w->ruling.number_count; i++)
        put_number(&out, &w->ruling.numbers[i], w->arena);
    json_end_object(&out);
    return json_text(&out);
}

static void put_remedies(struct json_out *out, const struct work *w)
{
    json_key(out, "remedies");
    json_begin_array(out);
    for (size_t i = 0; i < w->ruling.remedy_count; i++) {
        const struct remedy *r = &w->ruling.remedies[i];

        json_begin_object(out);
        json_field_str(out, "kind", str_of(r->kind));
        if (r->what.name)
            put_number(out, &r->what, w->arena);
        if (r->who)
            json_field_str(out, "who", str_of(enum_name(ENUM_role, r->who)));
        if (r->op >= 0)
            json_field_str(out, "op", str_of(catalog[r->op].name));
        json_end_object(out);
    }
    json_end_array(out);
}

/* The row as it stands after the command: as it came, when the command was refused. */
static const void *stands(const struct work *w, enum table table, int64_t id)
{
    const struct rows *list = &w->list[table];

    if (w->ruling.outcome != OUTCOME_REFUSED)
        return work_find(w, table, id);
    for (size_t i = 0; i < list->loaded; i++)
        if (row_id(list->was[i]) == id)
            return list->was[i];
    return NULL;
}

static void put_order(struct json_out *out, const struct work *w)
{
    const struct order_row *o = stands(w, TABLE_ORDER, w->ruling.order_id);
    const struct customer_row *c = o ? find_customer(w, o->customer_id) : NULL;

    if (!o)
        return;
    json_key(out, "order");
    json_begin_object(out);
    json_field_str(out, "no", o->no);
    json_field_str(out, "state", str_of(enum_name(ENUM_order_state, o->state)));
    json_field_int(out, "version", o->version);
    json_field_money(out, "total", o->total);
    if (c)
        json_field_str(out, "customer", c->code);
    if (o->due_at.us)
        json_field_instant(out, "due", o->due_at);
    json_end_object(out);
}

static void put_note(struct json_out *out, const struct work *w)
{
    const struct note_row *n = stands(w, TABLE_NOTE, w->ruling.note_id);

    if (!n)
        return;
    json_key(out, "note");
    json_begin_object(out);
    json_field_str(out, "no", n->no);
    json_field_str(out, "state", str_of(enum_name(ENUM_note_state, n->state)));
    if (w->shipment.n && w->ruling.outcome != OUTCOME_REFUSED) {
        const struct shipment_row *s = w->shipment.v[w->shipment.n - 1];

        json_field_int(out, "part", s->part);
        json_field_str(out, "shipment", str_of(enum_name(ENUM_shipment_state, s->state)));
    }
    if (w->print_job.n > w->print_job.loaded) /* what is to be printed now */
        json_field_str(
            out, "job",
            str_format(w->arena, "%lld", (long long)w->print_job.v[w->print_job.loaded]->id));
    json_end_object(out);
}

/* What a command made that the next one must name. */
static void put_made(struct json_out *out, const struct work *w)
{
    json_key(out, "made");
    json_begin_object(out);
    if (w->receipt.n > w->receipt.loaded)
        json_field_str(out, "receipt", w->receipt.v[w->receipt.loaded]->no);
    if (w->receivable.n > w->receivable.loaded)
        json_field_str(out, "receivable", w->receivable.v[w->receivable.loaded]->no);
    if (w->invoice.n > w->invoice.loaded)
        json_field_str(out, "invoice", w->invoice.v[w->invoice.loaded]->no);
    if (w->claim.n > w->claim.loaded)
        json_field_str(out, "claim", w->claim.v[w->claim.loaded]->no);
    if (w->goods_return.n > w->goods_return.loaded)
        json_field_str(out, "goods_return", w->goods_return.v[w->goods_return.loaded]->no);
    if (w->carrier_claim.n > w->carrier_claim.loaded)
        json_field_str(out, "carrier_claim", w->carrier_claim.v[w->carrier_claim.loaded]->no);
    if (w->problem.n > w->problem.loaded)
        json_field_str(out, "problem", w->problem.v[w->problem.loaded]->no);
    json_key(out, "documents");
    json_begin_array(out);
    for (size_t i = w->document.loaded; i < w->document.n; i++)
        json_put_str(out, w->document.v[i]->number);
    json_end_array(out);
    json_end_object(out);
}

struct str verdict_answer(const struct work *w)
{
    const struct verdict *v = &w->ruling;
    const struct rule_info *rule = &rules[v->rule];
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_field_str(&out, "outcome", str_of(enum_name(ENUM_outcome, v->outcome)));
    if (v->rule) {
        json_field_str(&out, "rule", str_of(rule->code));
        json_field_str(&out, "guard", str_of(rule->name));
        json_field_str(&out, "source", str_of(rule->source));
    }
    if (v->outcome == OUTCOME_REFUSED)
        json_field_str(&out, "code", str_of(error_name(v->code)));
    if (v->rule || v->code)
        json_field_str(&out, "text", str_of(v->rule ? rule->text : error_sentence(v->code)));
    if (v->detail.n)
        json_field_str(&out, "detail", v->detail);
    if (v->field)
        json_field_str(&out, "field", str_of(v->field));
    json_key(&out, "numbers");
    json_put_raw(&out, verdict_numbers(w));
    put_remedies(&out, w);
    put_order(&out, w);
    put_note(&out, w);
    if (v->outcome != OUTCOME_REFUSED)
        put_made(&out, w);
    json_end_object(&out);
    return json_text(&out);
}
