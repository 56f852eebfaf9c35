/*
 * import_camt.c - the bank's statement of an account, camt.053 of ISO 20022, as receipts.
 *
 * The file is read event by event; what is kept of it are the texts of one entry. Names of
 * elements are compared without their name space, whose last digits are the message's version:
 * what is read here stands at the same place in all of them, but for the payer's name, which
 * has moved one step down. A document type is refused, and with it entities: nothing in a
 * statement needs them, and everything that is dangerous about XML does.
 */
#include <expat.h>
#include <string.h>

#include "client/import.h"
#include "common/text.h"

#define NEST       32 /* elements inside each other */
#define NAME_ROOM  40
#define TEXT_ROOM  1024 /* of one element, in bytes; what is longer is cut */
#define PARTS_MOST 1000 /* of a collective entry */
#define CURRENCY   "CNY"

/* Where in an entry something is read: the path's end below Ntry or TxDtls, and for what. */
enum piece {
    PIECE_AMOUNT,
    PIECE_SIGN,
    PIECE_REVERSED,
    PIECE_STATUS,
    PIECE_BOOKED,
    PIECE_VALUE,
    PIECE_ENTRY_REF,
    PIECE_BANK_REF,
    PIECE_END_REF,
    PIECE_PAYER,
    PIECE_PURPOSE,
    PIECE_COUNT
};
static const struct {
    const char *path;
    enum piece piece;
} places[] = {
    { "Amt", PIECE_AMOUNT },
    { "AmtDtls/TxAmt/Amt", PIECE_AMOUNT },
    { "CdtDbtInd", PIECE_SIGN },
    { "RvslInd", PIECE_REVERSED },
    { "Sts", PIECE_STATUS },
    { "Sts/Cd", PIECE_STATUS },
    { "BookgDt/Dt", PIECE_BOOKED },
    { "BookgDt/DtTm", PIECE_BOOKED },
    { "ValDt/Dt", PIECE_VALUE },
    { "ValDt/DtTm", PIECE_VALUE },
    { "NtryRef", PIECE_ENTRY_REF },
    { "AcctSvcrRef", PIECE_BANK_REF },
    { "Refs/AcctSvcrRef", PIECE_BANK_REF },
    { "Refs/EndToEndId", PIECE_END_REF },
    { "RltdPties/Dbtr/Nm", PIECE_PAYER },
    { "RltdPties/Dbtr/Pty/Nm", PIECE_PAYER },
    { "RmtInf/Ustrd", PIECE_PURPOSE },
};

struct pieces {
    struct str text[PIECE_COUNT];
    struct str currency;
};
struct camt {
    struct import_reader reader;
    XML_Parser parser;
    struct arena scratch; /* of one entry */
    char path[NEST][NAME_ROOM];
    size_t depth;
    size_t entry_at, part_at; /* depth below Ntry, TxDtls; 0: outside */
    size_t line, column;      /* where the entry begins */
    struct pieces entry;
    struct pieces *parts;
    size_t part_count;
    char text[TEXT_ROOM];
    size_t text_n;
    bool is_camt;
    const char *stopped; /* why it is no statement at all */
};

/* --- an entry that is whole ------------------------------------------------------------------
 */

/* Of an element, by its name, and what it says; NULL: of the whole entry. */
static void tell(struct camt *c, const char *element, struct str value, const char *text)
{
    struct import_fault fault = { .line = c->line, .text = str_of(text) };

    if (element) {
        fault.column = c->column;
        fault.header = str_of(element);
        fault.value = value;
    }
    c->reader.tell(c->reader.context, &fault);
    c->reader.jobs->bad_rows++;
}

static bool says(struct str text)
{
    return text.n && !str_eq(text, STR("NOTPROVIDED")) && !str_eq(text, STR("NONREF"));
}

/* The part's own text, else the entry's. */
static struct str of(const struct camt *c, const struct pieces *part, enum piece piece)
{
    return part && part->text[piece].n ? part->text[piece] : c->entry.text[piece];
}

/* The number by which the bank knows it: of several parts of an entry, only their own. */
static struct str reference(const struct camt *c, const struct pieces *part)
{
    static const enum piece own[] = { PIECE_BANK_REF, PIECE_END_REF };
    static const enum piece whole[] = { PIECE_BANK_REF, PIECE_ENTRY_REF };

    for (size_t i = 0; c->part_count < 2 && i < COUNT(whole); i++)
        if (says(c->entry.text[whole[i]]))
            return c->entry.text[whole[i]];
    for (size_t i = 0; part && i < COUNT(own); i++)
        if (says(part->text[own[i]]))
            return part->text[own[i]];
    return STR("");
}

static bool add_text(struct camt *c, struct import_values *values, enum param p,
                     const char *element, struct str text)
{
    struct arg arg;
    struct error err;

    if (!text.n)
        return true;
    if (!text_normalise(text, &c->scratch, &text))
        text = STR("");
    err = arg_read_text(p, text, 0, &c->scratch, &arg);
    if (err.code) {
        tell(c, element, text, str_text(&c->scratch, err.detail));
        return false;
    }
    values->given[p] = str_text(&c->scratch, text);
    return true;
}

static void take(struct camt *c, const struct pieces *part)
{
    struct import_values values = { 0 };
    struct csv_row row = { .line = c->line };
    /* an entry of one part is in the account's currency, its part may say another one */
    const struct pieces *money = part && c->part_count > 1 ? part : &c->entry;
    struct str value = of(c, part, PIECE_VALUE);
    struct str day = value.n ? value : of(c, part, PIECE_BOOKED);

    c->reader.jobs->rows++;
    if (str_eq(of(c, part, PIECE_REVERSED), STR("true"))) {
        tell(c, "RvslInd", STR("true"), "a reversal: reverse the receipt by hand");
        return;
    }
    if (!money->text[PIECE_AMOUNT].n) {
        tell(c, "Amt", STR(""), "a collective entry whose parts have no amounts of their own");
        return;
    }
    if (!str_eq(money->currency, STR(CURRENCY))) {
        tell(c, "Ccy", money->currency, "another currency than CNY");
        return;
    }
    if (!reference(c, part).n) {
        tell(c, "AcctSvcrRef", STR(""), "no reference of the bank: record it by hand");
        return;
    }
    memcpy(values.given, c->reader.plan->fixed, sizeof(values.given));
    values.given[P_pay_method] = enum_name(ENUM_pay_method, PAY_TRANSFER);
    if (add_text(c, &values, P_amount, "Amt", money->text[PIECE_AMOUNT]) &&
        add_text(c, &values, P_bank_ref, "AcctSvcrRef", reference(c, part)) &&
        add_text(c, &values, P_received_on, "ValDt",
                 (struct str){ day.p, day.n > 10 ? 10 : day.n }) &&
        add_text(c, &values, P_payer, "Dbtr", of(c, part, PIECE_PAYER)) &&
        add_text(c, &values, P_remark, "Ustrd", of(c, part, PIECE_PURPOSE)) &&
        !import_add_row(&c->reader, &row, &values, &c->scratch))
        c->reader.jobs->bad_rows++;
}

static void entry_ends(struct camt *c)
{
    if (str_eq(c->entry.text[PIECE_SIGN], STR("CRDT")) &&
        str_eq(c->entry.text[PIECE_STATUS], STR("BOOK"))) {
        if (c->part_count == 0)
            take(c, NULL);
        for (size_t i = 0; i < c->part_count; i++)
            take(c, &c->parts[i]);
    }
    c->entry_at = 0;
    arena_reset(&c->scratch);
}

/* --- events ----------------------------------------------------------------------------------
 */

static void stop(struct camt *c, const char *why)
{
    if (!c->stopped)
        c->stopped = why;
    XML_StopParser(c->parser, XML_FALSE);
}

static void XMLCALL on_doctype(void *context, const char *name, const char *system,
                               const char *public, int has_internal)
{
    (void)name, (void)system, (void)public, (void)has_internal;
    stop(context, "a document type is not accepted");
}

static void begin_entry(struct camt *c)
{
    c->entry_at = c->depth;
    c->part_at = 0;
    c->part_count = 0;
    c->line = XML_GetCurrentLineNumber(c->parser);
    c->column = XML_GetCurrentColumnNumber(c->parser) + 1;
    c->entry = (struct pieces){ 0 };
    c->parts = ARENA_ARRAY(&c->scratch, PARTS_MOST, struct pieces);
}

static struct pieces *at_hand(struct camt *c)
{
    return c->part_at ? &c->parts[c->part_count - 1] : &c->entry;
}

/* Is what begins or ends now at that path below the entry, or its part? */
static bool is_at(const struct camt *c, const char *path)
{
    size_t at = c->part_at ? c->part_at : c->entry_at;

    for (; at < c->depth; at++) {
        size_t n = strlen(c->path[at]);

        if (strncmp(path, c->path[at], n) != 0)
            return false;
        path += n;
        if (at + 1 < c->depth && *path++ != '/')
            return false;
    }
    return !*path;
}

/* The first amount is the one that was booked; what was instructed abroad comes behind it. */
static void keep_currency(struct camt *c, const char **attributes)
{
    struct pieces *of_what = at_hand(c);

    if (of_what->text[PIECE_AMOUNT].n || !(is_at(c, "Amt") || is_at(c, "AmtDtls/TxAmt/Amt")))
        return;
    for (size_t i = 0; attributes[i]; i += 2)
        if (!strcmp(attributes[i], "Ccy"))
            of_what->currency = str_dup(&c->scratch, str_of(attributes[i + 1]));
}

static void XMLCALL on_begin(void *context, const char *name, const char **attributes)
{
    struct camt *c = context;
    const char *colon = strrchr(name, '|');
    const char *own = colon ? colon + 1 : name;

    if (c->depth == NEST || strlen(own) >= NAME_ROOM) {
        stop(c, "elements of no statement");
        return;
    }
    memcpy(c->path[c->depth++], own, strlen(own) + 1);
    c->text_n = 0;
    c->is_camt = c->is_camt || !strcmp(own, "BkToCstmrStmt");
    if (c->is_camt && !c->entry_at && !strcmp(own, "Ntry")) {
        begin_entry(c);
    } else if (c->entry_at && !c->part_at && !strcmp(own, "TxDtls")) {
        if (c->part_count == PARTS_MOST) {
            stop(c, "an entry of too many parts");
            return;
        }
        c->part_at = c->depth;
        c->parts[c->part_count++] = (struct pieces){ 0 };
    } else if (c->entry_at) {
        keep_currency(c, attributes);
    }
}

static void XMLCALL on_text(void *context, const char *text, int n)
{
    struct camt *c = context;
    size_t room = sizeof(c->text) - c->text_n, taken = (size_t)n;

    if (!c->entry_at)
        return;
    if (taken > room) /* never inside a character */
        for (taken = room; taken && ((unsigned char)text[taken] & 0xc0) == 0x80; taken--)
            continue;
    memcpy(c->text + c->text_n, text, taken);
    c->text_n += taken;
}

static void keep(struct camt *c)
{
    struct str text = str_trim((struct str){ c->text, c->text_n });

    for (size_t i = 0; text.n && i < COUNT(places); i++) {
        struct str *to = &at_hand(c)->text[places[i].piece];

        if (!is_at(c, places[i].path) || (to->n && places[i].piece == PIECE_AMOUNT))
            continue;
        *to = to->n && places[i].piece == PIECE_PURPOSE
                  ? str_format(&c->scratch, "%.*s %.*s", STR_ARG(*to), STR_ARG(text))
                  : str_dup(&c->scratch, text);
    }
}

static void XMLCALL on_end(void *context, const char *name)
{
    struct camt *c = context;

    (void)name;
    if (c->stopped)
        return;
    if (c->entry_at && c->depth > c->entry_at)
        keep(c);
    if (c->part_at == c->depth)
        c->part_at = 0;
    else if (c->entry_at == c->depth)
        entry_ends(c);
    c->text_n = 0;
    c->depth--;
}

/* --- the file --------------------------------------------------------------------------------
 */

bool import_is_xml(struct str bytes)
{
    if (bytes.n >= 3 && !memcmp(bytes.p, "\xef\xbb\xbf", 3))
        bytes = (struct str){ bytes.p + 3, bytes.n - 3 };
    bytes = str_trim(bytes);
    return bytes.n && bytes.p[0] == '<';
}

static struct error faulty(struct camt *c)
{
    const char *why = c->stopped ? c->stopped : XML_ErrorString(XML_GetErrorCode(c->parser));

    return refuse_with(ERR_FORMAT, NULL,
                       str_format(c->reader.arena, "line %lu: %s; nothing was sent",
                                  (unsigned long)XML_GetCurrentLineNumber(c->parser), why));
}

struct error import_camt(const struct import_plan *plan, struct str bytes, struct arena *arena,
                         import_teller *told, void *context, struct import_jobs *out)
{
    struct camt c = { .reader = { plan, arena, told, context, out } };
    struct error err = OK;

    if (plan->kind->op != OP_RECEIPT_RECORD)
        return refuse_with(ERR_PARAMS, NULL, STR("a bank's statement has receipts only"));
    c.parser = XML_ParserCreateNS(NULL, '|');
    if (!c.parser)
        return refuse(ERR_NO_MEMORY, NULL);
    arena_init(&c.scratch, LIMIT_ARENA_BYTES);
    XML_SetUserData(c.parser, &c);
    XML_SetStartDoctypeDeclHandler(c.parser, on_doctype);
    XML_SetElementHandler(c.parser, on_begin, on_end);
    XML_SetCharacterDataHandler(c.parser, on_text);
    if (XML_Parse(c.parser, bytes.p, (int)bytes.n, XML_TRUE) != XML_STATUS_OK)
        err = faulty(&c);
    else if (!c.is_camt)
        err = refuse_with(ERR_FORMAT, NULL, STR("XML, but no statement (camt.053)"));
    XML_ParserFree(c.parser);
    arena_release(&c.scratch);
    if (!err.code)
        import_number_copies(out, arena);
    return err;
}
