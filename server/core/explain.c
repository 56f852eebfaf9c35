/*
 * explain.c - facts of today beside those that were stored.
 */
#include "server/core/explain.h"

#include "common/json.h"
#include "server/core/actor.h"
#include "server/core/credit.h"
#include "server/core/ledger.h"
#include "server/core/quota.h"

/* A fact of today; named as the stored one that it stands beside. */
struct fact {
    const char *step, *name;
    struct str id, value;
    bool used;
};
#define FACTS 512
struct today {
    struct arena *arena;
    struct work *w; /* the checks as they ran now */
    struct fact *v;
    size_t n;
};

static void fact(struct today *t, const char *step, const char *name, struct str id,
                 struct str value)
{
    if (t->n < FACTS)
        t->v[t->n++] = (struct fact){ step, name, id, value, false };
}

static void fact_money(struct today *t, const char *name, int64_t fen_now)
{
    fact(t, "CC", name, STR(""), money_text(fen(fen_now), t->arena));
}

static struct str number(struct today *t, int64_t n)
{
    return str_format(t->arena, "%lld", (long long)n);
}

/* --- quota ----------------------------------------------------------------------------------
 */

static bool binds(const struct today *t, const struct order_row *o,
                  const struct quota_cell_row *cell)
{
    for (size_t i = 0; i < t->w->order_line.n; i++)
        if (!t->w->order_line.v[i]->removed &&
            quota_binds(t->w, o, t->w->order_line.v[i], cell))
            return true;
    return false;
}

/* What the order itself has booked on the cell stands aside, then and now. */
static int64_t own_use(const struct today *t, const struct quota_cell_row *cell)
{
    int64_t sum = 0;

    for (size_t i = 0; i < t->w->quota_entry.n; i++)
        if (t->w->quota_entry.v[i]->cell_id == cell->id)
            sum += t->w->quota_entry.v[i]->qty.n;
    return sum;
}

static void quota_facts(struct today *t, const struct order_row *o)
{
    for (size_t i = 0; i < t->w->order_line.n; i++) {
        const struct order_line_row *l = t->w->order_line.v[i];

        if (!l->removed)
            fact(t, "AC", "granted", str_format(t->arena, "line %lld", (long long)l->line_no),
                 number(t, l->granted.n));
    }
    for (size_t i = 0; i < t->w->quota_cell.n; i++) {
        const struct quota_cell_row *cell = t->w->quota_cell.v[i];
        struct str id = number(t, cell->id);

        if (!binds(t, o, cell))
            continue;
        fact(t, "AC", "allotted", id, number(t, cell->allotted.n));
        fact(t, "AC", "used", id, number(t, cell->used.n - own_use(t, cell)));
    }
}

/* --- credit ---------------------------------------------------------------------------------
 */

/* The verdict that CC would have stored, or, where the checks stop before it, what it would
 * have seen. */
static void credit_facts_today(struct today *t, const struct order_row *o)
{
    const struct credit_account_row *a = order_account(t->w, o);
    struct credit_facts f = credit_facts_of(t->w, o);
    struct credit_view view = credit_judge(&f);
    enum credit_result result = view.result;
    int64_t own = o->reserved.fen;

    if (t->w->verdict.n > t->w->verdict.loaded) {
        const struct verdict_row *v = t->w->verdict.v[t->w->verdict.n - 1];

        f.cash_basis = v->cash_basis;
        f.funds = v->funds;
        result = v->result;
    }
    fact_money(t, "limit", a->lim.fen);
    fact_money(t, "exposure", ledger_exposure(a).fen - own);
    fact_money(t, "reserved", a->reserved.fen - own);
    fact_money(t, "shipped", a->shipped.fen);
    fact_money(t, "invoiced", a->invoiced.fen);
    fact_money(t, "deposit", a->deposit.fen);
    fact_money(t, "order", o->total.fen);
    fact_money(t, "overdue", f.overdue.fen);
    fact_money(t, "funds", f.funds.fen);
    fact(t, "CC", "basis", STR(""), f.cash_basis ? STR("CASH") : STR("CREDIT"));
    fact(t, "CC", "over_pct", STR(""), number(t, t->w->pol->over_pct));
    fact(t, "CC", "grace_days", STR(""), number(t, t->w->pol->grace_days));
    fact(t, "CC", "result", STR(""), str_of(enum_name(ENUM_credit_result, result)));
}

/* --- then and now ---------------------------------------------------------------------------
 */

static struct str member(const struct json *object, const char *name)
{
    struct str s = STR("");

    (void)!json_str(json_member(object, name), &s);
    return s;
}

static struct fact *beside(struct today *t, const struct json *then)
{
    struct str step = member(then, "step"), name = member(then, "fact");
    struct str id = member(then, "key");

    for (size_t i = 0; i < t->n; i++) {
        struct fact *f = &t->v[i];

        if (!f->used && str_eq(step, str_of(f->step)) && str_eq(name, str_of(f->name)) &&
            str_eq(id, f->id))
            return f;
    }
    return NULL;
}

static void put_fact(struct json_out *out, struct today *t, const struct json *then)
{
    struct fact *now = beside(t, then);
    struct str was = member(then, "then");

    json_begin_object(out);
    json_field_str(out, "step", member(then, "step"));
    json_field_str(out, "fact", member(then, "fact"));
    json_field_str(out, "of", member(then, "of"));
    json_field_str(out, "then", was);
    if (now) {
        now->used = true;
        json_field_str(out, "now", now->value);
        json_field_bool(out, "changed", !str_eq(was, now->value));
    }
    json_end_object(out);
}

static void put_new_fact(struct json_out *out, const struct fact *f)
{
    json_begin_object(out);
    json_field_str(out, "step", str_of(f->step));
    json_field_str(out, "fact", str_of(f->name));
    json_field_str(out, "of", f->id);
    json_field_str(out, "now", f->value);
    json_field_bool(out, "changed", true);
    json_end_object(out);
}

static void put_facts(struct json_out *out, struct today *t, const struct json *facts)
{
    json_key(out, "facts");
    json_begin_array(out);
    for (const struct json *f = json_first(facts); f; f = json_next(f))
        put_fact(out, t, f);
    for (size_t i = 0; i < t->n; i++)
        if (!t->v[i].used)
            put_new_fact(out, &t->v[i]);
    json_end_array(out);
}

/* A check that let the order pass was not silent: these rules were asked. */
static const struct asked {
    const char *step, *sources;
} asked[] = {
    { "QC", "R-092, R-093, R-094, R-313" },
    { "AC", "R-096, R-097, R-171" },
    { "CC", "R-100, R-101, R-102, R-107" },
    { "ST", "R-110, R-111" },
    { "MA", "R-115" },
};

/* The rule that spoke: the step names it by its code, or repeats its sentence as a remark. */
static enum rule rule_of(const struct json *step)
{
    struct str code = member(step, "rule"), said = member(step, "remark");

    for (enum rule r = RULE_NONE + 1; r < RULE_COUNT; r++)
        if (code.n ? str_eq(code, str_of(rules[r].code)) : str_eq(said, str_of(rules[r].text)))
            return r;
    return RULE_NONE;
}

static void put_rule(struct json_out *out, const struct json *step)
{
    enum rule r = rule_of(step);

    if (r) {
        json_field_str(out, "rule", str_of(rules[r].code));
        json_field_str(out, "guard", str_of(rules[r].name));
        json_field_str(out, "source", str_of(rules[r].source));
        json_field_str(out, "text", str_of(rules[r].text));
        return;
    }
    for (size_t i = 0; i < COUNT(asked); i++)
        if (str_eq(member(step, "step"), str_of(asked[i].step)))
            json_field_str(out, "source", str_of(asked[i].sources));
}

static void put_step(struct json_out *out, const struct json *step)
{
    json_begin_object(out);
    for (const struct json *m = json_first(step); m; m = json_next(m)) {
        if (json_kind(m) == JSON_NULL || str_eq(json_name(m), STR("rule")))
            continue;
        json_key(out, json_name(m).p);
        json_put_value(out, m);
    }
    put_rule(out, step);
    json_end_object(out);
}

static void put_steps(struct json_out *out, const struct json *steps)
{
    json_key(out, "steps");
    json_begin_array(out);
    for (const struct json *s = json_first(steps); s; s = json_next(s))
        put_step(out, s);
    json_end_array(out);
}

/* Is the order still judged? Not once its goods have left, and not when it has ended. */
static bool is_judged(const struct order_row *o)
{
    return o->state == ORDER_RECEIVED || o->state == ORDER_RETURNED ||
           o->state == ORDER_QUOTA_CHOICE || o->state == ORDER_WAIT_QUOTA_UM ||
           o->state == ORDER_WAIT_QUOTA_SLT || o->state == ORDER_WAIT_MA ||
           o->state == ORDER_WAIT_MGR || o->state == ORDER_HOLD_CREDIT ||
           o->state == ORDER_WAIT_ST || o->state == ORDER_WAIT_FUNDS ||
           o->state == ORDER_APPROVED || o->state == ORDER_FIN_QUEUE ||
           o->state == ORDER_BILLED;
}

static void judge(struct today *t, struct rehearsal *r, struct str no)
{
    const struct order_row *o = rehearsal_order(r, no);

    if (!o || !is_judged(o))
        return;
    t->w = rehearsal_judge(r, no);
    if (!t->w)
        return;
    o = t->w->order.v[0];
    quota_facts(t, o);
    credit_facts_today(t, o);
}

struct str explain_answer(struct work *facts, struct str then, struct arena *arena)
{
    struct today t = { .arena = arena, .v = ARENA_ARRAY(arena, FACTS, struct fact) };
    struct rehearsal r;
    struct json_doc doc;
    struct json_out out;
    const struct json *order;

    actor_today(facts);
    rehearsal_begin(&r, facts, arena);
    judge(&t, &r, facts->args->v[P_order].s);
    if (arena->failed || json_parse(then, arena, &doc).code)
        return STR("");
    order = json_member(doc.root, "order");
    json_out_init(&out, arena);
    json_begin_object(&out);
    json_key(&out, "order");
    json_put_value(&out, order);
    json_field_str(&out, "judged_at", member(doc.root, "judged_at"));
    put_steps(&out, json_member(doc.root, "steps"));
    put_facts(&out, &t, json_member(doc.root, "facts"));
    if (t.w)
        json_field_raw(&out, "now", verdict_answer(t.w));
    json_end_object(&out);
    json_release(&doc);
    return json_text(&out);
}
