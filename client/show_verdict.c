/*
 * show_verdict.c - the answer of a command: what happened, why, and the ways out (SCREENS.md
 * 5).
 */
#include <string.h>

#include "client/details.h"
#include "client/show.h"
#include "client/words.h"
#include "common/text.h"

#define LINE_CELLS  78
#define WORDS_CELLS 43 /* of a way out, before who and how */

static struct str member_text(const struct json *object, const char *name)
{
    struct str s = STR("");

    if (!json_str(json_member(object, name), &s))
        return STR("");
    return s;
}

/* What a way out is called; %s is what it takes. Those that are missing here are called by
 * their kind. */
static struct str remedy_words(struct str kind, struct str what, struct arena *arena)
{
    static const struct {
        const char *kind, *with, *without;
    } known[] = {
        { "pay", N_("pay %s or more"), N_("pay") },
        { "cut_to", N_("cut the order to %s"), N_("cut the order") },
        { "cut", N_("take the cut of %s"), N_("take the cut") },
        { "apply_st", N_("apply for special treatment by %s"),
          N_("apply for special treatment") },
        { "amend", N_("amend: %s"), N_("amend the order") },
        { "correct_totals", N_("correct the announced totals: %s"),
          N_("correct the announced totals, or bring in what is missing") },
        { "appoint", N_("name who holds the post: %s"), N_("name who holds the post") },
        { "wait", N_("wait until %s"), N_("wait") },
        { "cancel", N_("cancel %s"), N_("cancel the order") },
        { "cash_first", N_("reserve %s of received money first"), N_("cash before goods") },
        { "pay_overdue", N_("pay what is overdue: %s"), N_("pay what is overdue") },
        { "sign_tolerance", N_("sign the shortfall of %s"), N_("sign the shortfall") },
        { "short_close", N_("close %s short"), N_("close what is back-ordered") },
        { "ask_slt", N_("ask the sales leaders for %s"),
          N_("ask the sales leaders for over-quota") },
        { "ask_transfer", N_("ask an area for %s"), N_("ask an area for its unused quota") },
        { "cancel_double", N_("cancel it, if it is one of %s"),
          N_("cancel it, if it is a double") },
    };

    for (size_t i = 0; i < COUNT(known); i++)
        if (str_eq(kind, str_of(known[i].kind))) {
            const char *form = words(what.n ? known[i].with : known[i].without);
            const char *at = strstr(form, "%s");

            if (!at)
                return str_of(form);
            return str_format(arena, "%.*s%.*s%s", (int)(at - form), form, STR_ARG(what),
                              at + 2);
        }
    return str_format(arena, "%.*s%s%.*s", STR_ARG(show_name(kind, arena)), what.n ? " " : "",
                      STR_ARG(what));
}

/* The one member of a remedy that says what it takes: "amount":"84500.00". */
static struct str remedy_what(const struct json *remedy, struct arena *arena)
{
    static const char *const others[] = { "kind", "who", "op" };

    for (const struct json *m = json_first(remedy); m; m = json_next(m)) {
        bool other = false;

        for (size_t i = 0; i < COUNT(others); i++)
            other = other || str_eq(json_name(m), str_of(others[i]));
        if (!other)
            return show_value(m, arena);
    }
    return STR("");
}

/* "order.cut" as it is typed: osb order cut. */
static struct str typed_op(struct str op, struct arena *arena)
{
    struct str copy = str_dup(arena, text_show(op, arena));
    char *dot = copy.n ? memchr((char *)(uintptr_t)copy.p, '.', copy.n) : NULL;

    if (dot)
        *dot = ' ';
    return str_format(arena, "osb %.*s", STR_ARG(copy));
}

static struct str by_whom(struct str who, struct arena *arena)
{
    return who.n ? str_format(arena, _("by %.*s"), STR_ARG(text_show(who, arena))) : who;
}

struct str show_way(const struct json *remedy, struct arena *arena)
{
    struct str who = by_whom(member_text(remedy, "who"), arena);
    struct str way =
        remedy_words(member_text(remedy, "kind"), remedy_what(remedy, arena), arena);

    return str_format(arena, "%.*s%s%.*s", STR_ARG(way), who.n ? "  " : "", STR_ARG(who));
}

static void put_remedies(const struct show *show, const struct json *remedies)
{
    int number = 0;

    if (!json_count(remedies))
        return;
    fprintf(show->out, "%s\n",
            json_count(remedies) > 1 ? _("Any one of these lets it go on:")
                                     : _("This lets it go on:"));
    for (const struct json *r = json_first(remedies); r; r = json_next(r)) {
        struct str who = by_whom(member_text(r, "who"), show->arena);
        struct str op = member_text(r, "op");
        struct str way =
            remedy_words(member_text(r, "kind"), remedy_what(r, show->arena), show->arena);
        struct str line = str_format(
            show->arena, "  %d  %.*s  %.*s%s%.*s", ++number,
            STR_ARG(text_column(way, WORDS_CELLS, TEXT_LEFT, show->arena)), STR_ARG(who),
            who.n && op.n ? ": " : "", STR_ARG(op.n ? typed_op(op, show->arena) : STR("")));

        while (line.n && line.p[line.n - 1] == ' ')
            line.n--;
        fprintf(show->out, "%.*s\n", STR_ARG(line));
    }
}

/* "percent", "excess_pct". */
static bool is_percent(struct str name)
{
    return str_eq(name, STR("percent")) ||
           (name.n > 4 && !memcmp(name.p + name.n - 4, "_pct", 4));
}

/* "limit 500,000.00   used 480,000.00", as many in a line as fit. */
static void put_numbers(const struct show *show, const struct json *numbers)
{
    size_t cells = 0;

    for (const struct json *m = json_first(numbers); m; m = json_next(m)) {
        struct str pair = str_format(
            show->arena, "%.*s %.*s%s", STR_ARG(show_name(json_name(m), show->arena)),
            STR_ARG(show_value(m, show->arena)), is_percent(json_name(m)) ? " %" : "");
        size_t width = text_cells(pair);

        if (cells && cells + 3 + width > LINE_CELLS) {
            fprintf(show->out, "\n");
            cells = 0;
        }
        fprintf(show->out, "%s%.*s", cells ? "   " : "  ", STR_ARG(pair));
        cells += width + (cells ? 3 : 2);
    }
    if (cells)
        fprintf(show->out, "\n");
}

static struct str document_name(const struct json *answer)
{
    struct str no = member_text(json_member(answer, "note"), "no");

    return no.n ? no : member_text(json_member(answer, "order"), "no");
}

static struct str rule_words(struct str rule, struct arena *arena)
{
    return rule.n ? str_format(arena, _("rule %.*s"), STR_ARG(text_show(rule, arena))) : rule;
}

/* "Not done: the sentence" at the left, rule and document at the right. */
static void put_title(const struct show *show, const struct json *answer, const char *word)
{
    struct arena *arena = show->arena;
    struct str text = text_show(words_of(member_text(answer, "text"), arena), arena);
    struct str rule = rule_words(member_text(answer, "rule"), arena);
    struct str detail = text_show(details_of(member_text(answer, "detail"), arena), arena);
    struct str left = str_format(arena, "%s: %.*s", word, STR_ARG(text));
    struct str right = str_format(arena, "%.*s  %.*s", STR_ARG(rule),
                                  STR_ARG(text_show(document_name(answer), arena)));

    if (text_cells(left) + 2 + text_cells(right) <= LINE_CELLS)
        left = text_column(left, LINE_CELLS - text_cells(right), TEXT_LEFT, arena);
    else
        left = str_format(arena, "%.*s\n  ", STR_ARG(left));
    if (!rule.n && !document_name(answer).n)
        fprintf(show->out, "%.*s\n", STR_ARG(str_trim(left)));
    else
        fprintf(show->out, "%.*s%.*s\n", STR_ARG(left), STR_ARG(str_trim(right)));
    if (detail.n)
        fprintf(show->out, "  %.*s\n", STR_ARG(detail));
}

static void put_state(const struct show *show, const struct json *document, bool is_note)
{
    struct arena *arena = show->arena;
    struct str due = show_value(json_member(document, "due"), arena);
    struct str version = show_value(json_member(document, "version"), arena);

    if (!document)
        return;
    fprintf(show->out, is_note ? _("Note %.*s is %.*s") : _("Order %.*s is %.*s"),
            STR_ARG(text_show(member_text(document, "no"), arena)),
            STR_ARG(text_show(member_text(document, "state"), arena)));
    if (version.n)
        fprintf(show->out, _(", version %.*s"), STR_ARG(version));
    if (due.n)
        fprintf(show->out, _(", due %.*s"), STR_ARG(due));
    fprintf(show->out, "\n");
}

/* What the command made: "receipt RC2611-000001". */
static void put_made(const struct show *show, const struct json *made)
{
    for (const struct json *m = json_first(made); m; m = json_next(m)) {
        if (json_kind(m) != JSON_ARRAY)
            fprintf(show->out, _("made %.*s %.*s\n"),
                    STR_ARG(show_name(json_name(m), show->arena)),
                    STR_ARG(show_value(m, show->arena)));
        for (const struct json *d = json_first(json_kind(m) == JSON_ARRAY ? m : NULL); d;
             d = json_next(d))
            fprintf(show->out, _("made document %.*s\n"), STR_ARG(show_value(d, show->arena)));
    }
}

static void human(const struct show *show, const struct json *answer)
{
    struct str outcome = member_text(answer, "outcome");
    bool again = false;

    if (json_bool(json_member(answer, "again"), &again) && again)
        fprintf(show->out, "%s\n", _("Already recorded; this is the first outcome."));
    if (str_eq(outcome, STR("DONE"))) {
        fprintf(show->out, "%s\n", _("Done."));
        put_numbers(show, json_member(answer, "numbers"));
    } else {
        put_title(show, answer, str_eq(outcome, STR("HELD")) ? _("Waits") : _("Not done"));
        put_numbers(show, json_member(answer, "numbers"));
        put_remedies(show, json_member(answer, "remedies"));
    }
    put_made(show, json_member(answer, "made"));
    put_state(show, json_member(answer, "order"), false);
    put_state(show, json_member(answer, "note"), true);
}

void show_verdict(const struct show *show, const struct json *answer)
{
    if (show->form == FORM_HUMAN)
        human(show, answer);
    else
        show_object(show, answer);
}

void show_error(struct error err, struct arena *arena)
{
    fprintf(stderr, "osb: %s%s%s%s%.*s\n", err.field ? err.field : "", err.field ? ": " : "",
            err.code == ERR_PARAMS && err.detail.n ? "" : words(error_sentence(err.code)),
            err.code != ERR_PARAMS && err.detail.n ? ": " : "",
            STR_ARG(text_show(details_of(err.detail, arena), arena)));
}
