/*
 * quota_cell.h - a month's quota cell as a command names it: which goods, whose, how
 * many; found, made and changed on record.
 */
#ifndef OSB_CORE_QUOTA_CELL_H
#define OSB_CORE_QUOTA_CELL_H

#include "server/core/load.h"

/* All cells of the month and subject: who splits at once never gives more than there is. */
#define QUOTA_SUBJECT_LOCK                                                                     \
    LOCK(QUOTA_CELL, ANY_OF(BY_ARG(quota_cell, month, P_month)),                               \
         ANY_OF(BY_FACT(quota_cell, product_id, PRODUCT, product, id),                         \
                BY_ARG(quota_cell, class, P_class)))

struct quota_subject {
    enum holder holder;
    const struct customer_row *customer; /* of HOLDER_CUSTOMER */
    const struct area_row *area;         /* of HOLDER_AREA, and the customer's */
    int64_t product_id;                  /* 0: a class, P_class */
    struct qty qty;
};
/* The command's month, goods, holder and quantity. Needs CUSTOMER and AREA by P_code, PRODUCT
 * by P_product and QUOTA_SUBJECT_LOCK. False when it was refused. */
NODISCARD bool quota_subject_read(struct work *w, struct quota_subject *out);
/* The subject's own cell, or NULL. */
struct quota_cell_row *quota_cell_of(const struct work *w, const struct quota_subject *s);
/* A cell of nothing. */
struct quota_cell_row *quota_cell_born(struct work *w, const struct quota_subject *s);
/* Allots that much more, or less, with the change that says so. */
void quota_cell_changes(struct work *w, struct quota_cell_row *q, struct qty by);

#endif
