/*
 * details.c - wordings with holes, met from the most particular to the most general.
 */
#include "client/details.h"

#include <string.h>

#include "client/words.h"

#define MOST_HOLES 6
/* "%s is %s" would fit half of all sentences: in one so short, values have no blanks. */
#define SHORT 8
/* Its first value is a word for a kind of thing. */
#define THERE_IS_NO "there is no %s %s"
/* How the remark of an order begins that somebody keyed: behind it who approved it. */
#define APPROVED "%s; approved by"

/* po/update.py --check finds wordings of the sources that are missing here. Of two that fit the
 * same sentence the longer one is taken. */
const char *const detail_wordings[] = {
    N_("there is no %s %s"),
    N_("%s is %s; %s is not possible there, only: %s"),
    N_("%s is %s"),
    N_("customer %s belongs to others"),
    N_("someone else answers for this"),
    N_("the post is vacant"),
    N_("an account of that code exists: name it"),
    N_("too many cells of that product"),
    N_("there are several: name one"),
    N_("%s lines have %s: name the line"),
    N_("the note has no such line"),
    N_("a line is named twice"),
    N_("the shipment has no such line"),
    N_("a difference is SHORT, DAMAGED, WRONG or PRICE"),
    N_("a wrong price is reduced"),
    N_("say a price or an amount"),
    N_("a price is for all units of the line"),
    N_("the price is too large"),
    N_("no carrier has these goods"),
    N_("what happened to the goods"),
    N_("it is paid, or refused or dropped for a reason"),
    N_("the claim on the carrier stays OPEN, or is DROPPED"),
    N_("the order names none"),
    N_("it cannot be negative"),
    N_("lost goods are credited or replaced"),
    N_("misprint, change or cancel"),
    N_("%s among those that ask for more"),
    N_("user or password is wrong, or the account or this address must wait"),
    N_("it is not that, or the account must wait"),
    N_("the password so far and another one of at least %s characters"),
    N_("the system's administrator is no user: log in with user and password"),
    N_("user and password are needed here"),
    N_("name the user: you may act as %s"),
    N_("session.password, or on the command line: osb password"),
    N_("there is no parameter %s"),
    N_("the answer is too long: ask for fewer rows"),
    N_("a line has at most %s bytes"),
    N_("%s needs it: %s"),
    N_("%s is not a parameter of %s, which takes %s"),
    N_("row %s: %s: %s"),
    N_("row %s: %s is not known; a row may have line, product, qty, price, amount, ref, name, value, remark, diff"),
    N_("an array of at least one row is expected"),
    N_("%s rows; at most %s are taken at once"),
    N_("%s is not %s"),
    N_("%s: a code holds letters, digits and . - _ / : @ only, no blanks"),
    N_("it is empty: fill it in, or leave it out"),
    N_("%s is none of %s"),
    N_("a whole number such as 12"),
    N_("an amount such as 1234.50"),
    N_("a quantity, a whole number such as 38"),
    N_("a day such as 2026-11-22"),
    N_("a time such as 2026-11-22T14:05:00+08:00"),
    N_("yes or no"),
    N_("--%s: there is no such option"),
    N_("--%s: there is no such option; did you mean %s?"),
    N_("'%s': there is no such command; see 'osb catalog'"),
    N_("%s '%s': there is no such command; %s has %s"),
    N_("--%s: a value is missing behind it (%s)"),
    N_("--%s was given already"),
    N_("'%s' is too much"),
    N_("'%s' is too much; parameters are named: --NAME VALUE"),
    N_("it is not UTF-8: set the terminal's locale to a UTF-8 one"),
    N_("'%s' is no row; write %s, with commas between rows, or JSON"),
    N_("%s: no answer in time"),
    N_("no answer in time"),
    N_("the daemon closed the connection"),
    N_("what answers there is no osbd"),
    N_("--socket PATH or --host NAME says where the daemon is"),
    N_("%s: others may read it; chmod go= %s"),
    N_("document %s has '%s' in line %s; all its rows must agree"),
    N_("it is empty: each row needs product and quantity"),
    N_("columns for document, product and qty are needed; --map HEADER=document,... names them"),
    N_("%s is needed (%s): --map HEADER=%s for a column, or --map %s:=VALUE for all rows"),
    N_("column '%s' is not known; --map '%s=PARAMETER', or =- to skip it; the parameters are %s"),
    N_("%s cells where the first line has %s; is a separator inside a text that has no quotes?"),
    N_("the file is empty; its first line names the columns"),
    N_("one file is expected: osb NOUN import FILE"),
    N_("parameters by name are expected"),
    N_("not acceptable JSON: %s"),
    N_("%s is not from 0 to %s"),
    N_("an amount as text, such as \"1234.50\""),
    N_("a quantity as text, a whole number such as \"38\""),
    N_("a text is expected"),
    N_("true or false is expected"),
    N_("user with either password or demo"),
    N_("session.resume needs it"),
    /* messages */
    N_("%s of %s was received, %s"),
    N_("%s was approved and transmitted, %s"),
    N_("%s of %s waits for your signature: %s"),
    N_("%s of %s waits for your signature: %s, %s over the limit"),
    N_("%s is held: cash before goods (overdue %s, over the limit %s)"),
    N_("%s: the rest is closed: %s"),
    N_("%s: %s %s, expected %s"),
    N_("%s is stopped: %s"),
    N_("%s may go on"),
    N_("%s was voided (%s): %s"),
    N_("%s is to be voided (%s): %s"),
    N_("%s is not voided: %s"),
    N_("%s: a part is changed and goes on as %s"),
    N_("%s is cancelled: %s"),
    N_("%s was not signed: %s"),
    N_("%s was not signed (%s over the limit): %s"),
    N_("finance sent %s back: %s"),
    N_("%s came back from the qualification check: %s"),
    N_("%s is cut by quota: %s"),
    N_("no quota for %s: %s"),
    N_("area %s gave quota to %s"),
    N_("%s asks area %s for %s of its unused quota"),
    N_("%s asks for more than the quota: %s"),
    N_("special treatment of %s: %s"),
    N_("special treatment is asked for %s, %s: %s"),
    N_("the signature on %s was taken back"),
    N_("%s is paid and goes to finance"),
    N_("%s needs a correction before it can go on"),
    N_("%s was refused: %s"),
    N_("%s was accepted: %s"),
    N_("%s on %s: %s, %s"),
    N_("%s: a claim of %s waits for you"),
    N_("%s: goods come back"),
    N_("the return has no such line"),
    N_("%s: a return of %s waits for you"),
    N_("%s: goods are to be examined: %s"),
    N_("%s: goods come back by %s"),
    N_("%s came back: %s off"),
    N_("%s was confirmed: %s"),
    N_("%s was reviewed: %s"),
    N_("%s was withdrawn: %s"),
    N_("%s is not genuine: %s"),
    N_("%s: %s units did not come back: %s"),
    N_("%s: %s received from %s"),
    N_("%s: %s units are not in stock"),
    N_("%s: waybill %s"),
    /* remarks that the daemon makes itself */
    N_("special treatment of %s is asked no more"),
    N_("%s: a refund of %s waits to be paid"),
    N_("%s: %s was paid back"),
    N_("%s: a write-off of %s waits for you"),
    N_("%s: a limit of %s waits for you: %s"),
    N_("%s was written off: cash before goods"),
    N_("%s: %s was written off"),
    N_("%s: lost goods were found: %s"),
    N_("%s: decided about the goods that were found: %s"),
    N_("storage refused %s: %s"),
    N_("the amendment of %s is approved"),
    N_("%s of %s was given directly, without contract: %s"),
    N_("%s of %s was keyed from %s, %s"),
    N_("%s; approved by %s"),
    N_("%s; approved by %s; verified by %s"),
    N_("%s; approved by %s; verified by %s; %s"),
    N_("%s; asked by %s"),
    N_("%s (asked by %s)"),
    N_("%s: changed, goes on as %s; asked by %s"),
    N_("the rest of %s; %s; asked by %s"),
    N_("%s was signed on paper before go-live, and goes on"),
    N_("%s was not printed: %s"),
    N_("%s, copy %s"),
    N_("outbound order, copy %s"),
    N_("copy %s"),
    N_("a part is agreed by %s"),
    N_("consent of area %s"),
    N_("no over-quota for %s: %s"),
    N_("%s: %s received from %s (%s)"),
    N_("%s: %s cleared"),
    N_("%s reversed: %s"),
    N_("%s unclaimed: %s"),
    N_("a reversal: reverse the receipt by hand"),
    N_("another currency than CNY"),
    N_("no reference of the bank: record it by hand"),
    N_("neither money that came in nor that went out"),
    N_("a collective entry whose parts have no amounts of their own"),
    N_("a bank's statement has receipts only"),
    N_("XML, but no statement (camt.053)"),
    N_("not counted until %s: %s"),
    N_("%s (on paper)"),
    N_("line %s"),
    N_("removed, was %s"),
    N_("delegation ended"),
    N_("delegation given"),
    N_("role ended"),
    N_("role given"),
    N_("note %s"),
    N_("order %s"),
    N_("goods delivered before go-live"),
    N_("deemed received"),
    N_("earmarked money"),
    N_("held longer than a held order may wait"),
    N_("delivery note"),
    N_("the month ended"),
    N_("short payment"),
    N_("funds in part"),
    N_("funds complete"),
    N_("sales file"),
    NULL,
};

struct holes {
    struct str values[MOST_HOLES];
    size_t count;
};

/* Where the text goes on behind a literal that stands in it; NULL: it does not. The last
 * literal stands at the end. */
static const char *behind(const char *from, const char *end, const char *literal, size_t n,
                          bool is_last, const char **hole_end)
{
    if (is_last) {
        *hole_end = end - n;
        return *hole_end >= from && !memcmp(*hole_end, literal, n) ? end : NULL;
    }
    *hole_end = memmem(from, (size_t)(end - from), literal, n);
    return *hole_end ? *hole_end + n : NULL;
}

/* Does the sentence have that wording? A hole is not empty. */
static bool fits(const char *wording, struct str text, struct holes *out)
{
    const char *at = text.p, *end = text.p + text.n, *hole = strstr(wording, "%s");
    size_t head = hole ? (size_t)(hole - wording) : strlen(wording);
    bool is_short = strlen(wording) <= SHORT;

    *out = (struct holes){ 0 };
    if (head > text.n || memcmp(at, wording, head) != 0)
        return false;
    at += head;
    while (hole) {
        const char *literal = hole + 2, *next = strstr(literal, "%s"), *hole_end;
        size_t n = next ? (size_t)(next - literal) : strlen(literal);
        const char *rest = behind(at, end, literal, n, !next, &hole_end);

        if (!rest || hole_end == at || out->count == MOST_HOLES ||
            (is_short && memchr(at, ' ', (size_t)(hole_end - at))))
            return false;
        out->values[out->count++] = (struct str){ at, (size_t)(hole_end - at) };
        at = rest;
        hole = next;
    }
    return at == end;
}

/* The hole that begins at *at: "%s" is the next one, "%2$s" the second. *at moves behind it. */
static size_t hole_at(const char **at, size_t next)
{
    const char *p = *at;

    if (p[1] == 's') {
        *at += 2;
        return next;
    }
    if (p[1] >= '1' && p[1] <= '0' + MOST_HOLES && p[2] == '$' && p[3] == 's') {
        *at += 4;
        return (size_t)(p[1] - '1');
    }
    return MOST_HOLES;
}

/* "QC 4 line 2: " or "QC 10: " at the start: bytes until behind the rule's code; 0: none. */
static size_t code_length(struct str s)
{
    size_t n = 0;

    while (n < s.n && s.p[n] >= 'A' && s.p[n] <= 'Z')
        n++;
    if (n < 2 || n > 3 || n + 1 >= s.n || s.p[n] != ' ' || s.p[n + 1] < '0' || s.p[n + 1] > '9')
        return 0;
    for (n++; n < s.n && s.p[n] >= '0' && s.p[n] <= '9';)
        n++;
    return n < s.n ? n : 0;
}

/* One reason of the qualification check: "QC 4 line 2: the sentence of the rule". */
static struct str reason_of(struct str s, struct arena *arena)
{
    const char *colon = memmem(s.p, s.n, ": ", 2);
    struct str head = { s.p, (size_t)(colon - s.p) }, code = { s.p, code_length(s) };
    struct str text = words_of((struct str){ colon + 2, s.n - head.n - 2 }, arena);
    static const char line[] = " line ";

    if (head.n > code.n + strlen(line) && !memcmp(head.p + code.n, line, strlen(line)))
        return str_format(arena, _("%.*s line %.*s: %.*s"), STR_ARG(code),
                          (int)(head.n - code.n - strlen(line)), head.p + code.n + strlen(line),
                          STR_ARG(text));
    return str_format(arena, "%.*s: %.*s", STR_ARG(head), STR_ARG(text));
}

/* Reasons that "; " joins; each begins with its rule's code, so that a semicolon inside a
 * rule's sentence parts nothing. False: it is something else. */
static bool reasons_of(struct str s, struct arena *arena, struct str *out)
{
    *out = STR("");
    while (s.n) {
        struct str one = s;
        size_t code = code_length(s);

        if (!code || !memmem(s.p, s.n, ": ", 2) || (s.p[code] != ':' && s.p[code] != ' '))
            return false;
        for (size_t at = code; at + 2 < s.n; at++)
            if (!memcmp(s.p + at, "; ", 2) &&
                code_length((struct str){ s.p + at + 2, s.n - at - 2 })) {
                one.n = at;
                break;
            }
        if (!memmem(one.p, one.n, ": ", 2))
            return false;
        *out = str_format(arena, "%.*s%s%.*s", STR_ARG(*out), out->n ? "; " : "",
                          STR_ARG(reason_of(one, arena)));
        s.p += one.n + (one.n < s.n ? 2 : 0);
        s.n -= one.n + (one.n < s.n ? 2 : 0);
    }
    return true;
}

/* "FAX FX8812": how an order came is a word of the reader's. */
static struct str way_of(struct str s, struct arena *arena)
{
    const char *blank = memchr(s.p, ' ', s.n);
    size_t n = blank ? (size_t)(blank - s.p) : s.n;

    return str_format(arena, "%.*s%.*s", STR_ARG(words_of((struct str){ s.p, n }, arena)),
                      (int)(s.n - n), s.p + n);
}

/* Names of states, operations and parameters stay what they are; sentences do not. */
static struct str value_of(const char *english, const struct holes *holes, size_t i,
                           struct arena *arena)
{
    struct str value = holes->values[i];
    bool is_kind = i == 0 && !strcmp(english, THERE_IS_NO);
    struct str reasons;

    if (reasons_of(value, arena, &reasons))
        return reasons;
    if (i == 0 && !strncmp(english, APPROVED, strlen(APPROVED)))
        return way_of(value, arena);
    return is_kind || memchr(value.p, ' ', value.n) ? words_of(value, arena) : value;
}

static struct str filled(const char *english, const struct holes *holes, struct arena *arena)
{
    const char *wording = words(english);
    struct str out = STR("");
    size_t next = 0;

    for (const char *p = wording; *p;) {
        const char *from = p;
        size_t i = *p == '%' ? hole_at(&p, next) : MOST_HOLES;

        if (i < holes->count) {
            out = str_format(arena, "%.*s%.*s", STR_ARG(out),
                             STR_ARG(value_of(english, holes, i, arena)));
            next++;
            continue;
        }
        p = strchr(from + 1, '%');
        p = p ? p : from + strlen(from);
        out = str_format(arena, "%.*s%.*s", STR_ARG(out), (int)(p - from), from);
    }
    return out;
}

struct str details_of(struct str english, struct arena *arena)
{
    const char *best = NULL;
    struct holes holes, best_holes = { 0 };
    struct str reasons;

    if (!english.n)
        return english;
    if (reasons_of(english, arena, &reasons))
        return reasons;
    for (size_t i = 0; detail_wordings[i]; i++)
        if ((!best || strlen(detail_wordings[i]) > strlen(best)) &&
            fits(detail_wordings[i], english, &holes)) {
            best = detail_wordings[i];
            best_holes = holes;
        }
    /* in English, and where nobody translated it, the sentence is good as it is */
    if (!best || words(best) == best)
        return words_of(english, arena);
    return filled(best, &best_holes, arena);
}
