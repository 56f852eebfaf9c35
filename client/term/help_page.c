/*
 * help_page.c - what help says.
 */
#include "client/term/help_page.h"

#include "client/term/wrap.h"
#include "client/words.h"
#include "common/enums.h"

/* Names of keys and fields stand in front of what is told of them. */
#define NAME_CELLS 18
#define KEYS_CELLS 16

static void put_row(struct help_page *p, enum look look, struct str text)
{
    if (p->count < HELP_LINES)
        p->lines[p->count++] = (struct help_line){ look, text };
}

static void put(struct help_page *p, enum look look, struct str text)
{
    while (text.n)
        put_row(p, look, wrap_take(&text, p->cells));
}

static void put_blank(struct help_page *p)
{
    put_row(p, LOOK_PLAIN, STR(""));
}

/* "memo               order memo: promises and open points"; where that is too narrow the text
 * stands below its name. */
static void put_named(struct help_page *p, enum look look, struct str name, size_t cells,
                      struct str text)
{
    bool beside = p->cells >= cells + 30 && text_cells(name) <= cells;
    size_t in = beside ? cells + 1 : 2;
    struct str line;

    if (!beside)
        put(p, look, name);
    for (bool first = beside; text.n; first = false) {
        line = wrap_take(&text, p->cells - in);
        if (first)
            line = str_format(p->arena, "%.*s %.*s",
                              STR_ARG(text_column(name, cells, TEXT_LEFT, p->arena)),
                              STR_ARG(line));
        else
            line = str_format(p->arena, "%*s%.*s", (int)in, "", STR_ARG(line));
        put_row(p, look, line);
    }
}

/* --- who, and by which rule -------------------------------------------------------------- */

static void put_who(struct help_page *p, struct app *app, enum op op)
{
    struct str all = STR("");

    for (unsigned r = 1; r < enum_count(ENUM_role); r++)
        if (catalog[op].roles & ROLE_BIT(r))
            all = str_format(p->arena, "%.*s%s%s", STR_ARG(all), all.n ? ", " : "",
                             enum_name(ENUM_role, r));
    if (!catalog[op].roles)
        all = str_of(_("everyone who is logged in"));
    put(p, app_may(app, op) ? LOOK_PLAIN : LOOK_WARNING,
        str_format(p->arena, "%s %.*s. %s", _("Who may:"), STR_ARG(all),
                   app_may(app, op) ? _("So may you.") : _("You may not.")));
}

static void put_rule(struct help_page *p, const char *rules)
{
    if (rules[0])
        put(p, LOOK_PLAIN,
            str_format(p->arena, _("Rule: %s of the rule book (docs/RULES.md)"), rules));
}

/* --- a field ----------------------------------------------------------------------------- */

static const char *takes(enum param param)
{
    switch (params[param].type) {
    case PARAM_CODE:
        return _("Takes a code, or what it begins with; F4 looks it up where there is a list.");
    case PARAM_ID:
    case PARAM_INT:
        return _("Takes a whole number.");
    case PARAM_NAME:
        return _("Takes one line of text in any script.");
    case PARAM_TEXT:
        return _("Takes text in any script; line breaks of pasted text become blanks.");
    case PARAM_SECRET:
        return _("Takes a secret: nothing of it is shown, pasting is allowed.");
    case PARAM_BYTES:
        return _("Takes the bytes of a file in Base64.");
    case PARAM_MONEY:
        return _("Takes an amount: 1234.5, 1,234.50 or 12*25; never rounded.");
    case PARAM_QTY:
        return _("Takes a quantity in base units: 38, 1,200 or 12*25.");
    case PARAM_DAY:
        return _(
            "Takes a day: 15, 5-2, +5, -1, . for today, e for the month's end, 2026-11-22.");
    case PARAM_TIME:
        return _("Takes a time: . for now, 14:05 for today, 2026-11-22T14:05.");
    case PARAM_BOOL:
        return _("Takes y or n, for yes or no.");
    case PARAM_ITEMS:
        return _(
            "Takes rows: product and quantity, with a colon between, a comma behind each.");
    case PARAM_CHOICE:
        return _("Takes the first letters of one of these:");
    }
    return "";
}

/* An example of what is typed; no language of its own. */
static const char *example(enum param param)
{
    static const struct {
        enum param param;
        const char *typed;
    } known[] = {
        { P_order, "SO4213" },
        { P_note, "DN2611-000012" },
        { P_customer, "SHHT" },
        { P_product, "P-0007" },
        { P_receivable, "AR2611-000031" },
        { P_receipt, "RC2611-000007" },
        { P_invoice, "IV2611-000004" },
        { P_reference, "FX-8812" },
        { P_approver, "mm.zhao" },
        { P_verifier, "kam.zhou" },
        { P_csr, "li.na" },
        { P_scr, "shen.scr" },
        { P_bcr, "chen" },
        { P_user, "li.na" },
        { P_principal, "du.dir" },
        { P_delegate, "li.na" },
        { P_manager, "um.sun" },
        { P_kam, "kam.zhou" },
        { P_waybill, "WB20261122-7" },
        { P_carrier, "SF" },
        { P_station, "ST1" },
        { P_warehouse, "W1" },
        { P_phone, "021-5555 0123" },
        { P_bank_ref, "ICBC-778201" },
        { P_printer, "LP1" },
        { P_queue, "laser-1" },
        { P_area, "A1" },
        { P_market, "NE" },
        { P_mnemonic, "SHHT" },
        { P_unit, "pc" },
        { P_step, "CC" },
        { P_find, "SHHT" },
        { P_tax_bp, "1300" },
        { P_term_days, "30" },
    };
    static const char *const of_type[] = {
        [PARAM_MONEY] = "1,234.50",
        [PARAM_QTY] = "38",
        [PARAM_INT] = "12",
        [PARAM_ID] = "1042",
        [PARAM_DAY] = "+5",
        [PARAM_TIME] = "14:05",
        [PARAM_BOOL] = "y",
        [PARAM_CODE] = "A-001",
        [PARAM_ITEMS] = "P-0007:38, P-0014:100",
    };

    for (size_t i = 0; i < COUNT(known); i++)
        if (known[i].param == param)
            return known[i].typed;
    return params[param].type < COUNT(of_type) ? of_type[params[param].type] : NULL;
}

static void put_choices(struct help_page *p, enum param param)
{
    const struct param_info *info = &params[param];

    for (unsigned v = 1; v < enum_count(info->choices); v++) {
        const char *name = enum_name(info->choices, v);
        struct str worded = wording_choice(param, name, p->arena);

        put_named(p, LOOK_PLAIN, str_format(p->arena, "  %s", name), NAME_CELLS,
                  str_eq(worded, str_of(name)) ? STR(" ") : worded);
    }
}

static bool is_needed(int op, enum param param)
{
    for (size_t i = 0; op >= 0 && i < catalog[op].param_count; i++)
        if (catalog[op].params[i].param == (uint8_t)param)
            return catalog[op].params[i].required;
    return false;
}

void help_page_field(struct help_page *p, struct app *app, const struct help_about *about)
{
    enum param param = (enum param)about->param;
    const char *typed = example(param), *rule = param_rule(param);

    put(p, LOOK_TITLE,
        str_format(p->arena, "%s: %s", words(wording_label(param)), words(params[param].help)));
    put(p, LOOK_PLAIN, str_of(takes(param)));
    if (params[param].type == PARAM_CHOICE)
        put_choices(p, param);
    if (typed)
        put(p, LOOK_PLAIN, str_format(p->arena, _("Example: %s"), typed));
    if (about->op < 0) {
        put_rule(p, rule);
        return;
    }
    put(p, LOOK_PLAIN,
        str_of(is_needed(about->op, param) ? _("It has to be filled.")
                                           : _("It may stay empty.")));
    put_blank(p);
    put(p, LOOK_PLAIN,
        str_format(p->arena, "%s: %s", catalog[about->op].name,
                   words(catalog[about->op].help)));
    put_who(p, app, (enum op)about->op);
    put_rule(p, rule[0] ? rule : op_rule((enum op)about->op));
}

/* --- a screen ---------------------------------------------------------------------------- */

/* Needed ones first, as forms have them; a star marks them. */
static void put_fields(struct help_page *p, const struct op_info *op)
{
    if (!op->param_count)
        return;
    put_blank(p);
    put(p, LOOK_TITLE, str_of(_("Its fields; those with a * have to be filled:")));
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < op->param_count; i++) {
            enum param param = (enum param)op->params[i].param;

            if (op->params[i].required == (pass == 0))
                put_named(p, LOOK_PLAIN,
                          str_format(p->arena, "  %s%s", words(wording_label(param)),
                                     pass == 0 ? "*" : ""),
                          NAME_CELLS, str_of(words(params[param].help)));
        }
}

static void put_act(struct help_page *p, struct app *app, enum op op)
{
    put(p, LOOK_TITLE,
        str_format(p->arena, "%s: %s", catalog[op].name, words(catalog[op].help)));
    put_who(p, app, op);
    put(p, LOOK_PLAIN,
        str_of(
            _("What comes next: F2 does it; the line Next then says what follows, who does it "
              "and until when. A refusal shows the ways out.")));
    put_rule(p, op_rule(op));
    put_fields(p, &catalog[op]);
}

static void put_list(struct help_page *p, struct app *app, const struct help_about *about)
{
    static const struct {
        const char *mark, *means;
    } marks[] = {
        { ">", N_("the cursor") },
        { "!", N_("its time is near, or over") },
        { "+", N_("new since you looked") },
        { "*", N_("changed since you looked") },
        { "x", N_("done, or not for you any more; F5 takes it away") },
        { "#", N_("marked with Space: F2 does all marked ones") },
    };
    struct arena *a = p->arena;

    put(p, LOOK_TITLE,
        str_format(a, "%s: %s", words(about->list->title), words(about->list->help)));
    if (about->op >= 0) {
        put(p, LOOK_PLAIN,
            str_format(a, _("F2 does the next step of the row: %.*s (%s)"),
                       STR_ARG(wording_act((enum op)about->op, a)), catalog[about->op].name));
        put_who(p, app, (enum op)about->op);
        put_rule(p, op_rule((enum op)about->op));
    } else {
        put(p, LOOK_PLAIN,
            str_of(_("No step follows here by itself; F10 shows what can be done.")));
    }
    put(p, LOOK_PLAIN,
        str_of(
            _("The most urgent rows stand first. Enter shows a row whole, Tab goes to the next "
              "list, / finds any document by its number.")));
    put_blank(p);
    put(p, LOOK_TITLE, str_of(_("In front of a row:")));
    for (size_t i = 0; i < COUNT(marks); i++)
        put_named(p, LOOK_PLAIN, str_format(a, "  %s", marks[i].mark), 4,
                  str_of(words(marks[i].means)));
}

static struct str key_names(const struct key_row *row, struct arena *a)
{
    return str_format(a, "%.*s %s", STR_ARG(key_row_names(row, a)), row->letters);
}

static void put_bar(struct help_page *p, const struct bar_item *bar)
{
    if (!bar || bar->action == ACT_NONE)
        return;
    put_blank(p);
    put(p, LOOK_TITLE, str_of(_("The keys of this screen:")));
    for (; bar->action != ACT_NONE; bar++) {
        const struct key_row *row = key_row_of(bar->action);

        put_named(p, LOOK_PLAIN, key_names(row, p->arena), KEYS_CELLS,
                  str_format(p->arena, "%s: %s", words(bar->label ? bar->label : row->label),
                             words(row->help)));
    }
}

void help_page_screen(struct help_page *p, struct app *app, const struct help_about *about)
{
    if (about->list)
        put_list(p, app, about);
    else if (about->op >= 0)
        put_act(p, app, (enum op)about->op);
    else if (about->title[0])
        put(p, LOOK_TITLE, str_of(about->title));
    put_bar(p, about->bar);
}

void help_page_keys(struct help_page *p)
{
    for (size_t i = 0; i < key_row_count; i++)
        put_named(p, LOOK_PLAIN, key_names(&key_rows[i], p->arena), KEYS_CELLS,
                  str_of(words(key_rows[i].help)));
    put_blank(p);
    put(p, LOOK_PLAIN,
        str_of(_("Letters act in lists only. Where a function key does not arrive, Esc or Alt "
                 "and a digit stands for F1 to F10.")));
}
