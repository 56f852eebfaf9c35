/*
 * palette.c - the command palette (SCREENS.md 10).
 */
#include "client/term/palette.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/term/fuzzy.h"
#include "client/term/keep.h"
#include "client/term/tell.h"
#include "client/words.h"

#define KEPT      "palette"
#define RECENT    12
#define LINES_MAX 200
#define BOX_COLS  74
/* Fewer cells have no room for an act's name beside its sentence. */
#define NAMED_CELLS 60
#define NAME_CELLS  22
#define MOST_BACK   30 /* what a recent choice is worth */

enum leads { TO_LIST, TO_VIEW, TO_ACT, TO_DOCUMENT, TO_CUSTOMER, TO_TOUR };
struct line {
    enum leads leads;
    size_t number;             /* of the list, the kept view, the operation */
    char code[LIMIT_CODE + 1]; /* of a document or customer */
    char id[48];               /* what is remembered */
    char text[160];
    const char *name; /* of an act, by which it is typed; else NULL */
    const char *key;  /* the way without the palette; "" */
    int score;
};
struct palette {
    struct screen screen;
    struct worklist *worklist;
    struct hand hand;
    struct field find;
    struct line *lines; /* heap */
    size_t count, at, top;
    struct view *views; /* heap; the kept ones */
    size_t view_count;
    struct rpc_reply customers; /* owned */
    bool asks_again;
    bool enter; /* came before the customers did */
    char recent[RECENT][48];
    size_t recent_count;
};

static struct palette *self(struct screen *s)
{
    return (struct palette *)s;
}

/* --- short codes ------------------------------------------------------------------------- */

/* Words that stand before every match. */
static const struct {
    const char *code, *list; /* the list, or */
    int op;                  /* the act */
} codes[] = {
    { "oe", NULL, OP_ORDER_KEY }, { "oe", NULL, OP_ORDER_PLAN },
    { "sign", "sign", -1 },       { "ship", "received", -1 },
    { "ship", "notes", -1 },      { "bill", "print", -1 },
    { "bill", "notes", -1 },      { "rcpt", NULL, OP_RECEIPT_RECORD },
    { "inv", "invoice", -1 },     { "call", "overdue", -1 },
};

static int code_score(struct str find, const char *list, int op)
{
    for (size_t i = 0; i < COUNT(codes); i++)
        if (str_eq(find, str_of(codes[i].code)) &&
            (list ? codes[i].list && !strcmp(codes[i].list, list)
                  : !codes[i].list && codes[i].op == op))
            return 1000;
    return 0;
}

/* --- lines ------------------------------------------------------------------------------- */

static int recent_score(const struct palette *p, const char *id)
{
    for (size_t i = 0; i < p->recent_count; i++)
        if (!strcmp(p->recent[i], id))
            return MOST_BACK - (int)i;
    return 0;
}

/* "c SHHT": only customers are meant. */
static bool wants_customer(const struct palette *p)
{
    struct str find = field_text(&p->find);

    return find.n >= 2 && (find.p[0] == 'c' || find.p[0] == 'C') && find.p[1] == ' ';
}

static void put(struct palette *p, struct line line, struct str searched, int code)
{
    struct str find = str_trim(field_text(&p->find));
    int fits = fuzzy_fits(searched, find);

    if ((!fits && !code) || p->count == LINES_MAX || wants_customer(p))
        return;
    /* what was chosen lately comes first, but never before what fits better */
    line.score += fits + code + recent_score(p, line.id) / (find.n ? 6 : 1);
    p->lines[p->count++] = line;
}

/* Its whole name was typed: then it is meant, whatever else begins like that. */
static int name_score(struct str find, const struct list_kind *kind)
{
    const char *const names[] = { words(kind->title), kind->title, kind->id };

    for (size_t i = 0; i < COUNT(names); i++)
        if (find.n && strlen(names[i]) == find.n && !strncasecmp(names[i], find.p, find.n))
            return 900;
    return code_score(find, kind->id, -1);
}

static void put_lists(struct app *app, struct palette *p)
{
    struct str find = str_trim(field_text(&p->find));
    struct arena *a = &app->frame;

    for (size_t i = 0; i < list_kind_count; i++) {
        const struct list_kind *k = &list_kinds[i];
        bool tab = k->who & app_roles(app);
        struct line line = { .leads = TO_LIST, .number = i, .key = tab ? "Tab" : "" };

        if (!list_kind_is_open(i, app_roles(app)))
            continue;
        line.score = tab ? 0 : -1; /* of two that fit as well, the one of his work */
        (void)snprintf(line.id, sizeof(line.id), "list %s", k->id);
        (void)snprintf(line.text, sizeof(line.text), "%s: %s", words(k->title), words(k->help));
        put(p, line, str_format(a, "%s %s %s", words(k->title), k->title, words(k->help)),
            name_score(find, k));
    }
    for (size_t i = 0; i < p->view_count; i++) {
        size_t kind = list_kind_find(str_of(p->views[i].list));
        struct line line = { .leads = TO_VIEW, .number = i, .key = "F9" };

        if (!list_kind_is_open(kind, app_roles(app)))
            continue;
        (void)snprintf(line.id, sizeof(line.id), "view %s", p->views[i].name);
        (void)snprintf(line.text, sizeof(line.text), "%s: %s", words(list_kinds[kind].title),
                       p->views[i].name);
        put(p, line, str_of(line.text), 0);
    }
}

static const char *key_of(const struct palette *p, enum op op)
{
    return op == OP_ORDER_KEY || op == OP_ORDER_PLAN ? "F6"
           : worklist_next(p->worklist) == (int)op   ? "F2"
                                                     : "F10";
}

static void put_acts(struct app *app, struct palette *p)
{
    struct str find = str_trim(field_text(&p->find));
    struct arena *a = &app->frame;

    for (enum op op = 0; op < OP_COUNT; op++) {
        struct line line = { .leads = TO_ACT, .number = op };

        if (!op_is_act(op) || !app_may(app, op) || !hand_fits(&p->hand, op))
            continue;
        line.key = key_of(p, op);
        (void)snprintf(line.id, sizeof(line.id), "act %s", catalog[op].name);
        line.name = catalog[op].name;
        (void)snprintf(line.text, sizeof(line.text), "%s", words(catalog[op].help));
        put(p, line, str_format(a, "%s %s", catalog[op].name, words(catalog[op].help)),
            code_score(find, NULL, (int)op));
    }
}

/* "SO4213", "4213", "DN2611-000001" */
static bool is_document(struct str find)
{
    bool named = find.n > 2 && (!strncasecmp(find.p, "SO", 2) || !strncasecmp(find.p, "DN", 2));
    size_t digits = 0;

    for (size_t i = named ? 2 : 0; i < find.n; i++) {
        if (!isdigit((unsigned char)find.p[i]) && find.p[i] != '-')
            return false;
        digits += isdigit((unsigned char)find.p[i]) != 0;
    }
    return digits > 0;
}

/* What was typed of a customer: "c SHHT" or just "SHHT". */
static struct str customer_text(const struct palette *p)
{
    struct str find = field_text(&p->find);

    if (wants_customer(p))
        find = (struct str){ find.p + 2, find.n - 2 };
    return str_trim(find);
}

static void put_found(struct app *app, struct palette *p)
{
    struct str find = str_trim(field_text(&p->find));
    const struct json *row;

    if (is_document(find) && !wants_customer(p) && p->count < LINES_MAX) {
        struct line line = { .leads = TO_DOCUMENT, .key = "/", .score = 2000 };

        (void)snprintf(line.code, sizeof(line.code), "%.*s", STR_ARG(find));
        (void)snprintf(line.text, sizeof(line.text), "%s %.*s", _("Find"), STR_ARG(find));
        p->lines[p->count++] = line;
    }
    row = json_first(json_member(p->customers.body, "rows"));
    for (; row && p->count < LINES_MAX; row = json_next(row)) {
        struct line line = { .leads = TO_CUSTOMER, .key = "", .score = 12 };

        (void)snprintf(line.code, sizeof(line.code), "%.*s", STR_ARG(list_text(row, "code")));
        (void)snprintf(line.text, sizeof(line.text), "%s %s: %.*s", _("Customer"), line.code,
                       STR_ARG(text_show(list_text(row, "name"), &app->frame)));
        p->lines[p->count++] = line;
    }
}

static void put_tour(struct palette *p)
{
    struct line line = { .leads = TO_TOUR, .key = "" };

    (void)snprintf(line.text, sizeof(line.text), "tour: %s", _("two minutes around the keys"));
    put(p, line, str_of(line.text),
        str_eq(str_trim(field_text(&p->find)), STR("tour")) ? 1000 : 0);
}

static int line_order(const void *a, const void *b)
{
    const struct line *x = a, *y = b;

    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    if (x->leads != y->leads)
        return x->leads < y->leads ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static void fill(struct app *app, struct palette *p)
{
    p->count = p->at = p->top = 0;
    put_lists(app, p);
    put_acts(app, p);
    put_found(app, p);
    if (!app->is_linear)
        put_tour(p);
    qsort(p->lines, p->count, sizeof(*p->lines), line_order);
}

/* --- customers --------------------------------------------------------------------------- */

static void ask(struct app *app, struct palette *p)
{
    struct str find = customer_text(p);
    struct json_out out;

    if (find.n < 2 || (is_document(find) && !wants_customer(p)))
        return;
    if (talk_waits(&app->talk, p)) {
        p->asks_again = true;
        return;
    }
    p->asks_again = false;
    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    json_field_str(&out, "find", find);
    json_field_int(&out, "limit_rows", 20);
    json_end_object(&out);
    (void)app_ask(app, &p->screen, 0, OP_CUSTOMER_LIST, json_text(&out));
}

/* --- remembering ------------------------------------------------------------------------- */

static void read_recent(struct palette *p, struct arena *arena)
{
    struct str kept = keep_get(KEPT, arena);

    while (kept.n && p->recent_count < RECENT) {
        const char *end = memchr(kept.p, '\n', kept.n);
        size_t n = end ? (size_t)(end - kept.p) : kept.n;

        if (n && n < sizeof(p->recent[0]))
            (void)snprintf(p->recent[p->recent_count++], sizeof(p->recent[0]), "%.*s", (int)n,
                           kept.p);
        n += end != NULL;
        kept = (struct str){ kept.p + n, kept.n - n };
    }
}

static void remember(struct palette *p, const char *id, struct arena *arena)
{
    struct str text = str_format(arena, "%s\n", id);

    if (!id[0])
        return;
    for (size_t i = 0; i < p->recent_count && i + 1 < RECENT; i++)
        if (strcmp(p->recent[i], id) != 0)
            text = str_format(arena, "%.*s%s\n", STR_ARG(text), p->recent[i]);
    keep_put(KEPT, text, arena);
}

/* --- keys -------------------------------------------------------------------------------- */

static void take(struct app *app, struct palette *p)
{
    const struct line line = p->lines[p->at];
    struct worklist *w = p->worklist;

    if (p->at >= p->count)
        return;
    remember(p, line.id, &app->frame);
    app_over(&p->screen);
    if (line.leads == TO_LIST) {
        worklist_open(app, w, line.number);
    } else if (line.leads == TO_VIEW) {
        worklist_open(app, w, list_kind_find(str_of(p->views[line.number].list)));
        worklist_view(app, w, &p->views[line.number]);
    } else if (line.leads == TO_DOCUMENT) {
        worklist_find(app, w, str_of(line.code));
    } else if (line.leads == TO_CUSTOMER) {
        worklist_find_customer(app, w, str_of(line.code));
    } else if (line.leads == TO_TOUR) {
        tour_begin(app);
    } else {
        app_push(app, act_new(app, (enum op)line.number, &p->hand));
    }
}

static void move(struct palette *p, enum action action)
{
    size_t last = p->count ? p->count - 1 : 0, step = 1;

    if (action == ACT_PREV || action == ACT_NEXT)
        step = 10;
    if (action == ACT_UP || action == ACT_PREV || action == ACT_WHEEL_UP)
        p->at = p->at > step ? p->at - step : 0;
    else
        p->at = p->at + step < last ? p->at + step : last;
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct palette *p = self(s);
    enum action action = pressed->action;

    if (action == ACT_CANCEL || action == ACT_BACK || action == ACT_PALETTE) {
        app_over(s);
    } else if (action == ACT_ENTER || action == ACT_DO) {
        /* a customer that is still being looked for may be what is meant */
        if (!p->count && talk_waits(&app->talk, p))
            p->enter = true;
        else
            take(app, p);
    } else if (action == ACT_TO_ROW && pressed->code < p->count) {
        p->at = pressed->code;
        take(app, p);
    } else if (action == ACT_UP || action == ACT_DOWN || action == ACT_PREV ||
               action == ACT_NEXT || action == ACT_WHEEL_UP || action == ACT_WHEEL_DOWN) {
        move(p, action);
    } else if (field_key(&p->find, pressed, &app->frame) == FIELD_CHANGED) {
        rpc_reply_release(&p->customers);
        fill(app, p);
        ask(app, p);
    }
}

static void answer(struct app *app, struct screen *s, int tag, struct rpc_reply *reply)
{
    struct palette *p = self(s);
    size_t at = p->at;

    (void)tag;
    if (app_fault(app, reply))
        return;
    rpc_reply_release(&p->customers);
    p->customers = *reply;
    *reply = (struct rpc_reply){ 0 };
    fill(app, p);
    p->at = at < p->count ? at : 0;
    if (p->asks_again) {
        ask(app, p);
        return;
    }
    if (p->enter && p->count)
        take(app, p);
    p->enter = false;
}

/* --- drawing ----------------------------------------------------------------------------- */

/* The whole line, an act with the name by which it is typed. */
static struct str line_told(const struct line *line, struct arena *arena)
{
    return line->name ? str_format(arena, "%s: %s", line->name, line->text)
                      : str_of(line->text);
}

static void draw(struct app *app, struct screen *s)
{
    struct palette *p = self(s);
    struct arena *a = &app->frame;
    struct area box = app_box(app, 17, BOX_COLS), in;

    paint_box(&app->paint, box, str_of(_("Go to")), a);
    in = (struct area){ box.row + 2, box.col + 2, box.rows - 3, box.cols - 4 };
    if (p->at < p->count)
        app_foot(app, &in, line_told(&p->lines[p->at], a));
    if (p->at < p->top)
        p->top = p->at;
    if (p->at >= p->top + in.rows)
        p->top = p->at - in.rows + 1;
    for (size_t i = 0; i < in.rows && p->top + i < p->count; i++) {
        const struct line *l = &p->lines[p->top + i];
        struct area line = { in.row + i, in.col, 1, in.cols };
        bool here = p->top + i == p->at;
        enum look look = here ? LOOK_SELECTED : LOOK_PLAIN;

        size_t name = l->name && in.cols >= NAMED_CELLS ? NAME_CELLS : 0;

        paint_text(&app->paint, line.row, line.col, line.cols - name - 5, look,
                   str_format(a, "%c %s", here ? '>' : ' ', l->text), a);
        paint_text(&app->paint, line.row, line.col + line.cols - name - 5, name,
                   here ? LOOK_SELECTED : LOOK_DIM, str_format(a, " %s", name ? l->name : ""),
                   a);
        paint_fill(&app->paint, line.row, line.col + line.cols - 5, 1, look, ' ');
        paint_right(&app->paint, line.row, line.col + line.cols - 4, 4,
                    here ? LOOK_SELECTED : LOOK_KEY, str_of(l->key), a);
        paint_spot(&app->paint, line, ACT_TO_ROW, (uint32_t)(p->top + i));
    }
    if (!p->count)
        paint_text(&app->paint, in.row, in.col, in.cols, LOOK_DIM,
                   str_of(_("Nothing fits. SO4213, c NAME, or some letters of a word.")), a);
    field_draw(&p->find, &app->paint, box.row + 1, box.col + 2, box.cols - 4, LOOK_FIELD, true,
               a);
}

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    struct palette *p = self(s);

    t->title = str_of(_("Go to"));
    for (size_t i = 0; i < p->count; i++)
        tell_choice(t, line_told(&p->lines[i], &app->frame));
    t->field = &p->find;
    t->label = str_of(_("Search:"));
}

static void release(struct screen *s)
{
    struct palette *p = self(s);

    rpc_reply_release(&p->customers);
    field_release(&p->find);
    free(p->views);
    free(p->lines);
    free(p);
}

static const struct bar_item bar[] = {
    { ACT_DO, N_("Take") }, { ACT_BACK, NULL }, { ACT_CANCEL, NULL }, { ACT_NONE, NULL }
};
static const struct screen_kind kind = { bar, true, NULL, draw, key, answer, NULL, release };

struct screen *palette_new(struct app *app, struct worklist *worklist)
{
    struct palette *p = calloc(1, sizeof(*p));

    if (!p)
        abort();
    p->screen.kind = &kind;
    p->screen.tell = tell;
    p->worklist = worklist;
    p->lines = calloc(LINES_MAX, sizeof(*p->lines));
    p->views = calloc(VIEWS_MAX, sizeof(*p->views));
    if (!p->lines || !p->views)
        abort();
    p->view_count =
        views_read(keep_get("views", &app->frame), p->views, VIEWS_MAX, &app->frame);
    worklist_hand(worklist, &p->hand);
    field_init(&p->find, LIMIT_CODE);
    read_recent(p, &app->frame);
    fill(app, p);
    return &p->screen;
}
