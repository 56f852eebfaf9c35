/*
 * lists_more.h - the columns of lists for which lists.c has no room: of money, and of what is
 * rarely asked for. For lists.c.
 */
#ifndef OSB_CLIENT_TERM_LISTS_MORE_H
#define OSB_CLIENT_TERM_LISTS_MORE_H

#include "client/term/list.h"

/* With their number: the compiler compares it with the table. */
extern const struct column health_columns[4], printing_columns[10];
extern const struct column slip_columns[11], return_columns[11], call_columns[9],
    invoice_columns[11];
extern const struct column last_columns[6], replenishment_columns[7], history_columns[8],
    sales_columns[8];
extern const struct column document_columns[7], copy_columns[8], shelf_columns[9];
extern const struct column file_columns[9], product_columns[10], station_columns[5];
extern const struct column price_columns[10], permission_columns[8], restriction_columns[10];
extern const struct column move_columns[10], quota_change_columns[10], opening_columns[10];
extern const struct column calendar_columns[4], delegation_columns[7], unit_columns[7];
extern const struct column parameter_columns[2], refusal_columns[8], audit_columns[4];
extern const struct column counter_columns[7], review_columns[12];
extern const struct column override_columns[11], ageing_columns[5];
extern const struct column use_columns[10], grade_columns[9];
extern const struct column printer_columns[11];
extern const struct column missing_columns[11], escalated_columns[12];
extern const struct column pool_columns[8], refund_columns[6], problem_columns[10],
    write_off_columns[6];
/* Words that rows hold and no enumeration has; nobody reads this table but po/update.py. */
extern const char *const lists_units[4];

#endif
