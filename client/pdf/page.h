/*
 * page.h - a sheet on A4: each wanted copy on pages of its own.
 *
 * The first page of a copy has the head whole, those behind it its number alone; lines of goods
 * fill what is left, a sum is carried over from page to page, the last page has total, words
 * and room for names. Each page says which of how many it is.
 */
#ifndef OSB_CLIENT_PDF_PAGE_H
#define OSB_CLIENT_PDF_PAGE_H

#include "client/sheet.h"

enum page_prices { PRICES_AUTO, PRICES_WITH, PRICES_WITHOUT };

struct page_wish {
    unsigned copies; /* of those that the sheet has */
    enum page_prices prices;
    struct str mark; /* "REPRINT, copy 2": across each page; or "" */
};

/* The file's bytes. ERR_PARAMS when none of the copies is wanted, ERR_NO_FONT (pen.h). */
NODISCARD struct error page_set(const struct sheet *sheet, const struct page_wish *wish,
                                struct arena *arena, struct str *out);

#endif
