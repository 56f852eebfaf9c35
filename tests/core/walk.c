/*
 * walk.c - every road of one order in a tiny world, by the real decide and apply.
 *
 *     walk [MAX_STATES]
 *
 * From each starting order (amounts under, at and over each threshold) every act that a person
 * could try is tried in every state that can be reached; states that look the same are
 * visited once. It proves, as far as it went:
 *   - no pair of state and act without an explicit outcome;
 *   - every state of the order machine is reached (over all starts together);
 *   - every reached state that is not final has a way to a final one;
 *   - no note is printed without QC, AC, CC or ST, and MA on that version;
 *   - the invariants of truths.h after every step.
 * With a guard removed (OSB_RULE_OFF) it must fail: tests/core/walk_controls.
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/core/document.h"
#include "tests/core/truths.h"
#include "tests/world/world.h"

/* --- what can be tried -------------------------------------------------------------------- */

struct act {
    enum op op;
    const char *login;
    const char *text; /* of the operation's own parameter, see act_args() */
    int64_t n;
};

static const struct act acts[] = {
    { OP_ORDER_VERIFY, "kam", NULL, 0 },
    { OP_ORDER_VERIFY, "mm", NULL, 0 },
    { OP_ORDER_APPROVE, "mm", NULL, 0 },
    { OP_ORDER_APPROVE, "mm2", NULL, 0 },
    { OP_ORDER_SEND_BACK, "mm", NULL, 0 },
    { OP_ORDER_DISCARD, "kam", NULL, 0 },
    { OP_ORDER_AMEND, "um", "P1", 10 },
    { OP_ORDER_AMEND, "csr", "P1", 100 },
    { OP_ORDER_ACCEPT, "csr", NULL, 0 },
    { OP_ORDER_ACCEPT, "fin", NULL, 0 },
    { OP_ORDER_RESUBMIT, "um", NULL, 0 },
    { OP_ORDER_CANCEL, "csr", NULL, 0 },
    { OP_ORDER_CUT, "csr", NULL, 0 },
    { OP_ORDER_ASK_TRANSFER, "csr", "E2", 0 },
    { OP_ORDER_CONSENT, "um2", NULL, 0 },
    { OP_ORDER_CONSENT, "um", NULL, 0 },
    { OP_ORDER_REFUSE_TRANSFER, "um2", NULL, 0 },
    { OP_ORDER_ASK_SLT, "csr", NULL, 0 },
    { OP_ORDER_SIGN_QUOTA, "gm", NULL, 0 },
    { OP_ORDER_SIGN_QUOTA, "dir", NULL, 0 },
    { OP_ORDER_SIGN_QUOTA, "ddir", NULL, 0 },
    { OP_ORDER_REFUSE_QUOTA, "dir", NULL, 0 },
    { OP_ORDER_WITHDRAW, "csr", NULL, 0 },
    { OP_ORDER_SIGN, "ddir", NULL, 0 },
    { OP_ORDER_SIGN, "ddir", NULL, 1 },
    { OP_ORDER_SIGN, "dir", NULL, 0 },
    { OP_ORDER_SIGN, "csr", NULL, 0 },
    { OP_ORDER_REFUSE, "ddir", NULL, 0 },
    { OP_ORDER_REVOKE, "ddir", NULL, 0 },
    { OP_ORDER_RECHECK, "SYSTEM", NULL, 0 },
    { OP_ORDER_LAPSE, "SYSTEM", NULL, 0 },
    { OP_ST_APPLY, "csr", NULL, 0 },
    { OP_ST_SIGN, "gm", NULL, 0 },
    { OP_ST_SIGN, "dir", NULL, 0 },
    { OP_ST_SIGN, "ddir", NULL, 0 },
    { OP_ST_SIGN, "csr", NULL, 0 },
    { OP_ST_REFUSE, "dir", NULL, 0 },
    { OP_ORDER_SEND, "csr", NULL, 0 },
    { OP_ORDER_PRINT, "fin", NULL, 0 },
    { OP_ORDER_PRINT, "csr", NULL, 0 },
    { OP_ORDER_REJECT, "fin", NULL, 0 },
    { OP_NOTE_VOID, "fin", NULL, VOID_MISPRINT },
    { OP_NOTE_VOID, "fin", NULL, VOID_CHANGE },
    { OP_NOTE_VOID, "fin", NULL, VOID_CANCEL },
    { OP_NOTE_VOID, "csr", NULL, VOID_MISPRINT },
    { OP_NOTE_VOID, "csr", NULL, VOID_CHANGE },
    { OP_NOTE_VOID, "csr", NULL, VOID_CANCEL },
    { OP_NOTE_HAND_OVER, "csr", NULL, 0 },
    { OP_NOTE_ACCEPT, "scr", NULL, 0 },
    { OP_NOTE_REFUSE, "scr", NULL, 0 },
    { OP_NOTE_ALLOCATE, "scr", NULL, 0 },
    { OP_NOTE_PICK, "wh", NULL, 0 },
    { OP_NOTE_CHECK, "wh", NULL, 0 },
    { OP_NOTE_CHECK, "wh2", NULL, 0 },
    { OP_NOTE_ISSUE, "wh", NULL, 0 },
    { OP_NOTE_UNISSUE, "wh", NULL, 0 },
    { OP_NOTE_DROP, "wh", NULL, 0 },
    { OP_NOTE_CONSIGN, "scr", NULL, 0 },
    { OP_NOTE_FEEDBACK, "scr", NULL, 0 },
    { OP_NOTE_CONFIRM, "csr", NULL, 0 },
    { OP_NOTE_REFUSED, "csr", NULL, 0 },
    { OP_NOTE_LOST, "csr", NULL, 0 },
    { OP_NOTE_STOP, "ddir", NULL, 0 },
    { OP_NOTE_RESUME, "ddir", NULL, 0 },
    { OP_NOTE_SHORT_CLOSE, "csr", NULL, 0 },
    { OP_INVOICE_ISSUE, "fin", NULL, 0 },
    { OP_RECEIPT_RECORD, "fin", "B1", 100000 },
    { OP_RECEIPT_RECORD, "fin", "B2", 130000 },
    { OP_RECEIPT_EARMARK, "fin2", NULL, 121000 },
    { OP_RECEIPT_ALLOCATE, "fin2", NULL, 0 },
    { OP_RECEIPT_REVERSE, "fin", NULL, 0 },
    { OP_ORDER_CLOSE, "csr", NULL, 0 },
    { OP_ORDER_REOPEN, "csr", NULL, 0 },
};

static const void *last_row(const struct model *m, enum table table)
{
    const struct model_table *t = &m->tables[table];

    return t->n ? t->rows[t->n - 1] : NULL;
}

static void act_lines(struct world *c, const struct act *a)
{
    give_line(c, 1, a->text, a->n, -1);
    if (!strcmp(a->login, "csr"))
        give_text(c, P_requester, "um");
}

/* Parameters that an act needs, from the world as it is. */
static void act_args(struct world *c, const struct act *a)
{
    const struct model *m = &c->model;
    const struct order_row *o = last_row(m, TABLE_ORDER);
    const struct note_row *n = last_row(m, TABLE_NOTE);
    const struct shipment_row *s = last_row(m, TABLE_SHIPMENT);
    const struct receipt_row *r = last_row(m, TABLE_RECEIPT);

    c->args = (struct args){ 0 };
    give_text(c, P_order, str_text(c->arena, o->no));
    give_text(c, P_note, n ? str_text(c->arena, n->no) : "none");
    give_number(c, P_part, s ? s->part : 1);
    give_text(c, P_receipt, r ? str_text(c->arena, r->no) : "none");
    give_text(c, P_reason, "because");
    give_text(c, P_memo, "memo");
    give_text(
        c, P_grounds,
        str_text(c->arena, str_format(c->arena, "grounds %zu", m->tables[TABLE_ST_CASE].n)));
    give_number(c, P_why, REASON_GROWTH);
    give_text(c, P_waybill, "WB1");
    give_text(c, P_carrier, "carrier");
    give_text(c, P_signer, "customer");
    give_number(c, P_claim, CLAIM_CREDIT);
    if (a->op == OP_ORDER_AMEND)
        act_lines(c, a);
    if (a->op == OP_ORDER_ASK_TRANSFER)
        give_text(c, P_area, a->text);
    if (a->op == OP_ORDER_SIGN && a->n)
        give_number(c, P_tolerance, 1);
    if (a->op == OP_NOTE_VOID)
        give_number(c, P_way, a->n);
    if (a->op == OP_RECEIPT_RECORD) {
        give_text(c, P_customer, "C1");
        if (o->account_id != world_id(c, TABLE_CREDIT_ACCOUNT, "A1"))
            give_text(c, P_customer, "C2");
        give_number(c, P_amount, a->n);
        give_number(c, P_pay_method, PAY_TRANSFER);
        give_text(c, P_bank_ref, a->text);
    }
    if (a->op == OP_RECEIPT_EARMARK)
        give_number(c, P_amount, a->n < o->total.fen ? a->n : o->total.fen);
    for (enum param p = 0; p < PARAM_COUNT; p++) { /* only what the operation knows */
        bool known = false;

        for (size_t i = 0; i < catalog[a->op].param_count; i++)
            known |= catalog[a->op].params[i].param == p;
        if (!known)
            c->args.v[p] = (struct arg){ 0 };
    }
}

/* --- what a state looks like ----------------------------------------------------------------
 */

static struct str join(struct arena *arena, struct str text, const char *name, int64_t n)
{
    return str_format(arena, "%.*s %s=%lld", STR_ARG(text), name, (long long)n);
}

/* What happened before counts only as far as a rule may look back at it. */
static struct str history_of(const struct model *m, const struct order_row *o,
                             struct arena *arena, struct str text)
{
    int64_t steps = 0, signs = 0;

    for (size_t i = 0; i < m->tables[TABLE_EVENT].n; i++) {
        const struct event_row *e = m->tables[TABLE_EVENT].rows[i];

        if (e->order_id == o->id && e->version == o->version && e->outcome == OUTCOME_DONE)
            steps |= INT64_C(1) << e->step;
    }
    for (size_t i = 0; i < m->tables[TABLE_SIGNATURE].n; i++) {
        const struct signature_row *s = m->tables[TABLE_SIGNATURE].rows[i];

        if (!s->void_at.us)
            signs |= INT64_C(1) << (s->kind * 4U + (s->role == ROLE_GM    ? 1U
                                                    : s->role == ROLE_DIR ? 2U
                                                                          : 0U));
    }
    text = join(arena, text, "steps", steps);
    return join(arena, text, "signs", signs);
}

static struct str look(const struct model *m, struct arena *arena)
{
    const struct order_row *o = last_row(m, TABLE_ORDER);
    struct str text = STR("");

    text = join(arena, text, "o", o->state);
    text = join(arena, text, "cash", o->cash_basis);
    text = join(arena, text, "r", o->reserved.fen);
    text = join(arena, text, "e", o->earmarked.fen);
    text = join(arena, text, "tol", o->tolerated.fen);
    text = join(arena, text, "q", o->quota_held);
    text = join(arena, text, "total", o->total.fen);
    text = history_of(m, o, arena, text);
    for (size_t i = 0; i < m->tables[TABLE_NOTE].n; i++) {
        const struct note_row *n = m->tables[TABLE_NOTE].rows[i];

        text = join(arena, text, "n", n->state * 2 + n->stopped);
    }
    for (size_t i = 0; i < m->tables[TABLE_NOTE_LINE].n; i++) {
        const struct note_line_row *n = m->tables[TABLE_NOTE_LINE].rows[i];

        text = join(arena, text, "nl",
                    n->allocated.n * 1000000 + n->issued.n * 1000 + n->closed.n);
        text = join(arena, text, "bo", n->backorder.n);
    }
    for (size_t i = 0; i < m->tables[TABLE_SHIPMENT].n; i++) {
        const struct shipment_row *s = m->tables[TABLE_SHIPMENT].rows[i];

        text = join(arena, text, "s", s->state);
    }
    for (size_t i = 0; i < m->tables[TABLE_RECEIVABLE].n; i++) {
        const struct receivable_row *d = m->tables[TABLE_RECEIVABLE].rows[i];

        text = join(arena, text, "d", d->open_s.fen * 100000000 + d->open_i.fen);
    }
    for (size_t i = 0; i < m->tables[TABLE_RECEIPT].n; i++) {
        const struct receipt_row *r = m->tables[TABLE_RECEIPT].rows[i];

        text = join(arena, text, "f", r->free.fen * 100000000 + r->earmarked.fen);
        text = join(arena, text, "rs", r->state);
    }
    for (size_t i = 0; i < m->tables[TABLE_QUOTA_CELL].n; i++) {
        const struct quota_cell_row *q = m->tables[TABLE_QUOTA_CELL].rows[i];

        text = join(arena, text, "c", q->used.n * 10000 + q->allotted.n);
    }
    for (size_t i = 0; i < m->tables[TABLE_QUOTA_REQUEST].n; i++) {
        const struct quota_request_row *q = m->tables[TABLE_QUOTA_REQUEST].rows[i];

        if (q->state == REQUEST_OPEN)
            text = join(arena, text, "ask", q->qty.n);
    }
    return text;
}

/* Beyond this the same things come again, only more of them. */
static bool beyond(const struct model *m)
{
    const struct order_row *o = last_row(m, TABLE_ORDER);

    return o->version > 2 || m->tables[TABLE_NOTE].n > 2 || m->tables[TABLE_SHIPMENT].n > 2 ||
           m->tables[TABLE_ST_CASE].n > 2 || m->tables[TABLE_QUOTA_REQUEST].n > 3;
}

/* --- the walk -------------------------------------------------------------------------------
 */

struct node {
    unsigned char key[16];
    enum order_state state;
    struct model *model; /* until it was expanded */
    struct arena *arena;
    bool ends;      /* a final state is reached from here */
    uint32_t *next; /* nodes that acts lead to */
    size_t next_count;
};
struct walk {
    struct node *nodes;
    size_t n, room, max;
    uint32_t *table; /* open hash: node + 1 */
    size_t slots;
    uint64_t tries, moves, refused;
    bool reached[order_state_count];
    const char *fault;
    char fault_text[512];
};

static void key_of(struct str text, unsigned char key[16])
{
    crypto_generichash(key, 16, (const unsigned char *)text.p, text.n, NULL, 0);
}

static uint32_t find_slot(const struct walk *k, const unsigned char key[16])
{
    uint64_t h;
    uint32_t slot;

    memcpy(&h, key, sizeof h);
    for (slot = (uint32_t)(h % k->slots); k->table[slot];
         slot = (slot + 1) % (uint32_t)k->slots)
        if (!memcmp(k->nodes[k->table[slot] - 1].key, key, 16))
            break;
    return slot;
}

/* The node of that model; made when it is new. The model is copied then. */
static uint32_t node_of(struct walk *k, const struct model *m, struct arena *scratch)
{
    unsigned char key[16];
    uint32_t slot;
    struct node *node;

    key_of(look(m, scratch), key);
    slot = find_slot(k, key);
    if (k->table[slot])
        return k->table[slot] - 1;
    if (k->n == k->room) {
        k->room = k->room ? 2 * k->room : 1024;
        k->nodes = realloc(k->nodes, k->room * sizeof *k->nodes);
        if (!k->nodes)
            abort();
    }
    node = &k->nodes[k->n];
    *node =
        (struct node){ .state = ((const struct order_row *)last_row(m, TABLE_ORDER))->state };
    memcpy(node->key, key, 16);
    node->arena = malloc(sizeof *node->arena);
    arena_init(node->arena, SIZE_MAX);
    node->model = ARENA_NEW(node->arena, struct model);
    model_copy(m, node->arena, node->model);
    k->reached[node->state] = true;
    k->table[slot] = (uint32_t)++k->n;
    return (uint32_t)(k->n - 1);
}

static bool has_step(const struct model *m, const struct order_row *o, enum step step)
{
    for (size_t i = 0; i < m->tables[TABLE_EVENT].n; i++) {
        const struct event_row *e = m->tables[TABLE_EVENT].rows[i];

        if (e->order_id == o->id && e->step == step && e->outcome == OUTCOME_DONE &&
            e->version == o->version)
            return true;
    }
    return false;
}

static bool has_signature(const struct model *m, const struct order_row *o, enum sign_kind kind,
                          unsigned wanted)
{
    unsigned n = 0;

    for (size_t i = 0; i < m->tables[TABLE_SIGNATURE].n; i++) {
        const struct signature_row *s = m->tables[TABLE_SIGNATURE].rows[i];

        n += s->order_id == o->id && s->kind == kind && s->version == o->version &&
             !s->void_at.us;
    }
    return n >= wanted;
}

/* Printed only on QC, AC, CC or ST, and MA, of which ST's signatures are one form (R-081,
 * */
static const char *printed_rightly(const struct model *m)
{
    const struct order_row *o = last_row(m, TABLE_ORDER);

    if (o->state != ORDER_BILLED && o->state != ORDER_HANDED_OVER)
        return NULL;
    if (!has_step(m, o, STEP_QC) || !has_step(m, o, STEP_AC))
        return "a note was printed without QC or AC";
    if (!has_step(m, o, STEP_CC) && !has_step(m, o, STEP_ST))
        return "a note was printed without CC or ST";
    if (!has_signature(m, o, SIGN_MA, 1) && !has_signature(m, o, SIGN_ST, 3))
        return "a note was printed without MA";
    return NULL;
}

static void blame(struct walk *k, const char *fault, const struct act *a, struct str look_text)
{
    if (k->fault)
        return;
    snprintf(k->fault_text, sizeof k->fault_text, "%s; after %s by %s in%.*s", fault,
             catalog[a->op].name, a->login, STR_ARG(look_text));
    k->fault = k->fault_text;
}

/* Tries one act on a node's model; follows it when it changed something. */
static void try_act(struct walk *k, uint32_t from, const struct act *a, struct arena *scratch)
{
    struct world *c = ARENA_NEW(scratch, struct world);
    struct work *w = ARENA_NEW(scratch, struct work);
    struct effects effects;
    struct model after;
    const char *fault;
    uint32_t to;

    c->arena = scratch;
    c->model = *k->nodes[from].model;
    act_args(c, a);
    w->arena = scratch;
    w->op = a->op;
    w->args = &c->args;
    w->command_id = STR("walk");
    w->actor_id = world_user(c, a->login);
    model_load(&c->model, w);
    decide(w);
    effects_collect(w, &effects);
    k->tries++;
    if (effects.n == 0) {
        k->refused++;
        return;
    }
    model_copy(k->nodes[from].model, scratch, &after);
    after.next_block = c->model.next_block;
    after.now.us += INSTANT_SECOND;
    model_apply(&after, &effects);
    fault = truths_broken(&after, scratch);
    fault = fault ? fault : printed_rightly(&after);
    if (fault)
        blame(k, fault, a, look(k->nodes[from].model, scratch));
    if (beyond(&after))
        return;
    to = node_of(k, &after, scratch);
    k->moves++;
    k->nodes[from].next =
        realloc(k->nodes[from].next, (k->nodes[from].next_count + 1) * sizeof(uint32_t));
    k->nodes[from].next[k->nodes[from].next_count++] = to;
}

static void expand(struct walk *k, uint32_t at)
{
    struct arena scratch;

    for (size_t i = 0; i < COUNT(acts) && !k->fault; i++) {
        arena_init(&scratch, SIZE_MAX);
        try_act(k, at, &acts[i], &scratch);
        arena_release(&scratch);
    }
    arena_release(k->nodes[at].arena);
    free(k->nodes[at].arena);
    k->nodes[at].arena = NULL;
    k->nodes[at].model = NULL;
}

static bool is_final(enum order_state s)
{
    return s == ORDER_CLOSED || s == ORDER_CANCELLED || s == ORDER_REJECTED;
}

/* Walks back from the final states. Nodes that were not expanded are not judged. */
static size_t dead_ends(struct walk *k)
{
    bool changed = true;
    size_t dead = 0;

    for (size_t i = 0; i < k->n; i++)
        k->nodes[i].ends = is_final(k->nodes[i].state) || k->nodes[i].model;
    while (changed) {
        changed = false;
        for (size_t i = k->n; i-- > 0;)
            for (size_t j = 0; !k->nodes[i].ends && j < k->nodes[i].next_count; j++)
                if (k->nodes[k->nodes[i].next[j]].ends)
                    k->nodes[i].ends = changed = true;
    }
    for (size_t i = 0; i < k->n; i++)
        if (!k->nodes[i].ends && dead++ < 5)
            printf("walk: no way to an end from a node in %s\n",
                   enum_name(ENUM_order_state, k->nodes[i].state));
    return dead;
}

/* --- the starts ------------------------------------------------------------------------------
 */

/* The tiny world: limit 1,000.00, tolerance 100.00, P2 costs 1.00; GM is away (csr signs). */
static struct world *tiny(struct arena *arena)
{
    struct world *c = world_new(arena);
    struct credit_account_row *a =
        world_row(c, TABLE_CREDIT_ACCOUNT, world_id(c, TABLE_CREDIT_ACCOUNT, "A1"));

    a->lim = yuan(1000);
    ((struct policy_row *)c->model.tables[TABLE_POLICY].rows[0])->tolerance = yuan(100);
    for (size_t i = 0; i < c->model.tables[TABLE_PRICE].n; i++) {
        struct price_row *p = c->model.tables[TABLE_PRICE].rows[i];

        if (p->product_id == world_id(c, TABLE_PRODUCT, "P2"))
            p->price = p->floor = fen(100);
    }
    return c;
}

static const struct start {
    const char *name, *customer, *product;
    int64_t qty;
    bool plan, no_auto_send, no_quota;
} starts[] = {
    { "draft under the limit", "C1", "P1", 40, true, false, false },
    { "credit exactly at the limit", "C1", "P1", 100, false, true, false },
    { "credit exactly 20 % over", "C1", "P1", 120, false, false, false },
    { "credit beyond 20 %", "C1", "P1", 121, false, false, false },
    { "cash-first", "C2", "P1", 105, false, false, false },
    { "short by quota", "C1", "P2", 60, false, false, false },
    { "no quota at all", "C1", "P2", 60, false, false, true },
    { "short by stock", "C1", "P3", 12, false, false, false },
};

static void begin(struct walk *k, const struct start *s)
{
    struct arena arena;
    struct world *c;
    const char *no;

    arena_init(&arena, SIZE_MAX);
    c = tiny(&arena);
    if (s->no_auto_send)
        ((struct policy_row *)c->model.tables[TABLE_POLICY].rows[0])->auto_send = false;
    for (size_t i = 0; s->no_quota && i < c->model.tables[TABLE_QUOTA_CELL].n; i++)
        ((struct quota_cell_row *)c->model.tables[TABLE_QUOTA_CELL].rows[i])->allotted = qty(0);
    if (s->plan) {
        give_text(c, P_customer, s->customer);
        give_line(c, 0, s->product, s->qty, -1);
        world_do(c, OP_ORDER_PLAN, "kam");
    } else {
        world_keyed(c, s->customer, s->product, s->qty, &no);
    }
    (void)node_of(k, &c->model, &arena);
    arena_release(&arena);
}

static void walk_free(struct walk *k)
{
    for (size_t i = 0; i < k->n; i++) {
        if (k->nodes[i].arena) {
            arena_release(k->nodes[i].arena);
            free(k->nodes[i].arena);
        }
        free(k->nodes[i].next);
    }
    free(k->nodes);
    free(k->table);
}

/* Returns true when the start's roads hold. */
static bool walk_start(const struct start *s, size_t max, bool reached[order_state_count])
{
    struct walk k = { .max = max, .slots = 4 * max + 64 };
    size_t dead = 0, done = 0;

    k.table = calloc(k.slots, sizeof *k.table);
    if (!k.table)
        abort();
    begin(&k, s);
    for (; done < k.n && done < max && k.n < 3 * max && !k.fault; done++)
        expand(&k, (uint32_t)done);
    if (!k.fault)
        dead = dead_ends(&k);
    printf("walk: %-28s %zu states%s, %" PRIu64 " acts tried, %" PRIu64 " moved, %" PRIu64
           " refused\n",
           s->name, k.n, done < k.n ? " (bounded)" : "", k.tries, k.moves, k.refused);
    if (k.fault)
        printf("walk: BROKEN: %s\n", k.fault);
    for (size_t i = 0; i < order_state_count; i++)
        reached[i] |= k.reached[i];
    walk_free(&k);
    return !k.fault && dead == 0;
}

int main(int argc, char **argv)
{
    size_t max = argc > 1 ? strtoul(argv[1], NULL, 10) : 3000;
    bool reached[order_state_count] = { false };
    unsigned passed = 0, failed = 0;

    if (sodium_init() < 0)
        return 1;
    for (size_t i = 0; i < COUNT(starts); i++)
        walk_start(&starts[i], max, reached) ? passed++ : failed++;
    for (unsigned s = 1; s < order_state_count; s++)
        if (!reached[s]) {
            printf("walk: %s was not reached\n", enum_name(ENUM_order_state, s));
            failed++;
        }
    printf("%u passed, %u failed\n", passed, failed);
    return failed != 0;
}
