/*
 * document.h - legal documents: numbered without gaps at posting, never edited (law 6, R-078).
 *
 * The series' counter row must be loaded and locked. Numbers run from 1 in each month of the
 * business calendar: DN2611-000001. A document's time is never before that of its
 * predecessor in the series.
 */
#ifndef OSB_CORE_DOCUMENT_H
#define OSB_CORE_DOCUMENT_H

#include "server/core/work.h"

struct document_draft {
    enum series_name series;
    int64_t order_id, customer_id, reverses_id;
    struct money total; /* the exact negative of what it reverses */
    struct str body; /* canonical JSON of all that the paper says; number and time are added */
};
/* Posts the document and returns its row (number, sha256 filled). */
struct document_row *document_post(struct work *w, const struct document_draft *draft);
/* Hash of the order's lines, prices, terms and customer: what a signature binds (law 5). */
struct str order_content_hash(const struct work *w, const struct order_row *o);
/* SHA-256 as lower-case hex. */
struct str sha256_hex(struct str bytes, struct arena *arena);

#endif
