/*
 * sheet.h - what a paper says, on A4 or on the grid, read from the daemon's answer: note.form,
 * print.form, document.form.
 *
 * Everything comes from the posted document, nothing from this machine's clock or settings but
 * the language, so that the same document always gives the same paper. Amounts stay integers.
 */
#ifndef OSB_CLIENT_SHEET_H
#define OSB_CLIENT_SHEET_H

#include "common/error.h"
#include "common/json.h"
#include "common/paper.h"

enum sheet_kind {
    SHEET_NOTE,    /* delivery note */
    SHEET_ORDER,   /* outbound order of two papers (sp.two_papers) */
    SHEET_INVOICE, /* blue or red */
    SHEET_GOODS,   /* outbound order of goods that left, or came back: red */
    SHEET_CREDIT,  /* credit note, price correction: money of goods that stay where they are */
    SHEET_VOID,    /* a note that was called back */
    SHEET_RECEIPT, /* money that came, or went again: red */
    SHEET_WRITE_OFF,
    SHEET_KINDS
};

struct sheet_line {
    struct str no, product, name, qty, unit, price, amount, rate, tax;
    struct money worth; /* the amount, for sums that are carried over */
    int64_t tax_bp;
};
/* A label with its value in the head; a wide one has the line for itself. */
struct sheet_field {
    const char *label; /* worded */
    struct str value;
    bool wide;
};
#define SHEET_FIELDS 16

struct sheet {
    enum sheet_kind kind;
    bool red;
    struct str title, title_zh; /* in the reader's language; in Chinese, "" when that is it */
    struct str number, posted, hash;
    unsigned copies; /* that the paper has */
    struct sheet_field fields[SHEET_FIELDS];
    size_t field_count;
    const struct sheet_line *lines;
    size_t line_count;
    struct money total;
    struct str words, words_zh; /* the total in the reader's language; in capitals */
    struct str net, tax;        /* of an invoice; else "" */
    struct str tax_inside;      /* of the others, by rate: "13% 114.00" */
    const struct str *signers;
    size_t signer_count;
    struct str maker;
};

/* ERR_FORMAT when the answer is none of a paper. Texts live in document or arena. */
NODISCARD struct error sheet_read(const struct json *answer, struct arena *arena,
                                  struct sheet *out);
/* What the document of that number is called: "Invoice"; of a note, its outbound order when
 * that is meant. */
struct str sheet_name(struct str number, bool is_outbound);
/* "4 customer", in the reader's language; copy from 0. */
struct str sheet_copy_name(unsigned copy, struct arena *arena);
/* Does that copy of it show prices by itself? What leaves the house without money on it, and
 * what the warehouse works by, has none. */
bool sheet_copy_priced(const struct sheet *sheet, unsigned copy);
/* Is it about goods, named line by line? Money alone has no table. */
bool sheet_has_lines(const struct sheet *sheet);
/* Does it go with goods: a line for carrier and waybill? */
bool sheet_travels(const struct sheet *sheet);

#endif
