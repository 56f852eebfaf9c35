/*
 * road.c - templates of requests, and the few members of answers that matter.
 *
 * In a template %c is the customer, %k his market's number, %l the lines, %t a time shortly
 * before now, %u a text that is unique, %o the order, %n the note, %j its printing, %r the
 * receipt, %m the order's total.
 */
#include "tests/load/road.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tests/load/line.h"

#define STEP_KEY                                                                               \
    {                                                                                          \
        "order.key", SEAT_CSR,                                                                 \
            "\"customer\":\"%c\",\"lines\":[%l],\"channel\":\"FAX\",\"reference\":\"%u\","     \
            "\"approver\":\"load.mm.%k\",\"approved_at\":\"%t\",\"verifier\":\"load.kam.%k\"", \
            "order", "state", "RECEIVED"                                                       \
    }
#define STEP_ACCEPT                                                                            \
    {                                                                                          \
        "order.accept", SEAT_CSR, "\"order\":\"%o\",\"memo\":\"deliver in the morning\"",      \
            "order", "state", "WAIT_MA"                                                        \
    }
#define PART "\"note\":\"%n\",\"part\":\"1\""

static const struct step intake_steps[] = { STEP_KEY, STEP_ACCEPT };
static const struct step life_steps[] = {
    STEP_KEY,
    STEP_ACCEPT,
    { "order.sign", SEAT_DIR, "\"order\":\"%o\"", "order", "state", "FIN_QUEUE" },
    { "order.print", SEAT_FIN, "\"order\":\"%o\"", "order", "state", "BILLED" },
    { "print.take", SEAT_FIN, "\"job\":\"%j\"", "note", "state", "PRINTED" },
    { "print.done", SEAT_FIN, "\"job\":\"%j\"", "note", "state", "PRINTED" },
    { "note.hand-over", SEAT_CSR, "\"note\":\"%n\"", "order", "state", "HANDED_OVER" },
    { "note.accept", SEAT_STO, "\"note\":\"%n\"", "note", "state", "ACCEPTED" },
    { "note.allocate", SEAT_STO, "\"note\":\"%n\",\"warehouse\":\"W1\"", "note", "shipment",
      "ALLOCATED" },
    { "note.pick", SEAT_PICKER, PART, "note", "shipment", "PICKED" },
    { "note.check", SEAT_CHECKER, PART, "note", "shipment", "CHECKED" },
    { "note.issue", SEAT_STO, PART, "note", "shipment", "ISSUED" },
    { "note.consign", SEAT_STO, PART ",\"waybill\":\"%u\",\"carrier\":\"North Line\"", "note",
      "shipment", "CONSIGNED" },
    { "note.feedback", SEAT_STO, PART, "note", "shipment", "FED_BACK" },
    { "note.confirm", SEAT_CSR, PART ",\"signer\":\"Mr Xu\"", "note", "shipment", "CONFIRMED" },
    { "invoice.issue", SEAT_FIN, "\"note\":\"%n\"", NULL, NULL, NULL },
    { "receipt.record", SEAT_FIN,
      "\"customer\":\"%c\",\"amount\":\"%m\",\"pay_method\":\"TRANSFER\",\"bank_ref\":\"%u\"",
      NULL, NULL, NULL },
    { "receipt.allocate", SEAT_BCR, "\"receipt\":\"%r\"", "order", "state", "CLOSED" },
};
#define COUNT(a) (sizeof(a) / sizeof *(a))

const struct road road_intake = { "intake", intake_steps, COUNT(intake_steps) };
const struct road road_life = { "life", life_steps, COUNT(life_steps) };

const struct road *road_of(const char *name)
{
    return !strcmp(name, "intake") ? &road_intake : !strcmp(name, "life") ? &road_life : NULL;
}

/* Spreads numbers over the whole range; the same number gives the same value (splitmix64). */
static uint64_t scatter(uint64_t n)
{
    n += 0x9e3779b97f4a7c15U;
    n = (n ^ (n >> 30)) * 0xbf58476d1ce4e5b9U;
    n = (n ^ (n >> 27)) * 0x94d049bb133111ebU;
    return n ^ (n >> 31);
}

void road_login(enum seat seat, unsigned worker, char *out, size_t room)
{
    static const char *const roles[SEATS] = { "csr", "dir", "fin", "sto", "wha", "whb", "bcr" };

    /* the sales leaders are one each */
    snprintf(out, room, "load.%s.%u", roles[seat], seat == SEAT_DIR ? 1 : worker % MARKETS + 1);
}

unsigned road_customer(unsigned worker, uint64_t number, unsigned customers)
{
    unsigned each = customers / MARKETS;

    return worker % MARKETS + (unsigned)(scatter(number) % each) * MARKETS + 1;
}

/* ---- requests ---- */

struct text {
    char *at;
    const char *end;
};

static void put(struct text *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void put(struct text *out, const char *format, ...)
{
    va_list values;
    int length;

    va_start(values, format);
    length = vsnprintf(out->at, (size_t)(out->end - out->at), format, values);
    va_end(values);
    if (length < 0 || length >= out->end - out->at)
        give_up("a request is longer than %d bytes", REQUEST_BYTES);
    out->at += length;
}

static void put_char(struct text *out, char c)
{
    if (out->end - out->at < 2)
        give_up("a request is longer than %d bytes", REQUEST_BYTES);
    *out->at++ = c;
}

/* Different products: from a place on, at equal distances. */
static void put_lines(struct text *out, const struct journey *j)
{
    uint64_t first = scatter(~j->number);

    for (unsigned i = 0; i < ORDER_LINES; i++)
        put(out, "%s{\"product\":\"P%04u\",\"qty\":\"%u\"}", i ? "," : "",
            (unsigned)((first + (uint64_t)i * (j->products / ORDER_LINES)) % j->products) + 1,
            1 + (unsigned)(first >> (8 * i)) % 9);
}

static void put_time(struct text *out)
{
    time_t hour_ago = time(NULL) - 3600;
    struct tm utc;
    char text[40];

    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&hour_ago, &utc));
    put(out, "%s", text);
}

static void put_place(struct text *out, char place, const struct journey *j)
{
    switch (place) {
    case 'c':
        put(out, "L%04u", j->customer);
        return;
    case 'k':
        put(out, "%u", (j->customer - 1) % MARKETS + 1);
        return;
    case 'l':
        put_lines(out, j);
        return;
    case 't':
        put_time(out);
        return;
    case 'u':
        put(out, "%s-%llu", j->run, (unsigned long long)j->number);
        return;
    case 'o':
        put(out, "%s", j->order);
        return;
    case 'n':
        put(out, "%s", j->note);
        return;
    case 'j':
        put(out, "%s", j->job);
        return;
    case 'r':
        put(out, "%s", j->receipt);
        return;
    case 'm':
        put(out, "%s", j->total);
        return;
    default:
        give_up("a template holds %%%c", place);
    }
}

size_t road_request(const struct road *road, size_t step, const struct journey *j,
                    char out[REQUEST_BYTES])
{
    const struct step *s = &road->steps[step];
    struct text text = { out, out + REQUEST_BYTES };

    put(&text,
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{\"command\":\"%s-%llu-%zu\"",
        s->op, j->run, (unsigned long long)j->number, step);
    put(&text, ",");
    for (const char *c = s->params; *c; c++) {
        if (*c == '%')
            put_place(&text, *++c, j);
        else
            put_char(&text, *c);
    }
    put(&text, "}}\n");
    return (size_t)(text.at - out);
}

/* ---- answers ---- */

/* The text behind "name": from there on, or NULL. */
static const char *behind(const char *text, const char *name)
{
    char key[40];
    int length = snprintf(key, sizeof key, "\"%s\":", name);
    const char *at = text ? strstr(text, key) : NULL;

    return at ? at + length : NULL;
}

/* A string member; unchanged when it is not there. */
static void learn(const char *text, const char *entity, const char *field, char out[40])
{
    const char *at = behind(behind(text, entity), field);
    const char *end = at && *at == '"' ? strchr(at + 1, '"') : NULL;

    if (end && end - at - 1 < 40) {
        memcpy(out, at + 1, (size_t)(end - at - 1));
        out[end - at - 1] = '\0';
    }
}

bool road_answer(const struct road *road, size_t step, struct journey *j, const char *answer)
{
    const struct step *s = &road->steps[step];
    char outcome[40] = "", state[40] = "";

    learn(answer, "result", "outcome", outcome);
    if (strcmp(outcome, "DONE") != 0)
        return false;
    if (s->entity)
        learn(answer, s->entity, s->field, state);
    if (s->entity && strcmp(state, s->wanted) != 0)
        return false;
    learn(answer, "order", "no", j->order);
    learn(answer, "order", "total", j->total);
    learn(answer, "note", "no", j->note);
    learn(answer, "note", "job", j->job);
    learn(answer, "made", "receipt", j->receipt);
    return true;
}
