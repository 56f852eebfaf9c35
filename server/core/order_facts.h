/*
 * order_facts.h - loads that most commands about one order share.
 *
 * The credit account is locked first; all that belongs to it (orders, lines, signatures,
 * notes, receivables, receipts) changes only under that lock. Quota cells, stock and document
 * counters have locks of their own, taken after it in the order of tables.def.
 */
#ifndef OSB_CORE_ORDER_FACTS_H
#define OSB_CORE_ORDER_FACTS_H

#include "server/core/load.h"

/* The account, customer, order (by P_order) and its lines. */
#define ORDER_LOADS                                                                            \
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, ORDER, order, account_id))),       \
        READ(CUSTOMER, ANY_OF(BY_FACT(customer, id, ORDER, order, customer_id))),              \
        OWNED(ORDER, ANY_OF(BY_ARG(order, no, P_order))),                                      \
        OWNED(ORDER_LINE, ANY_OF(BY_FACT(order_line, order_id, ORDER, order, id)))
/* Who answers for the customer: his market and area, and the area named by P_area or asked
 * for quota. Goes after the owned and locked loads. */
#define PEOPLE_LOADS                                                                           \
    READ(MARKET, ANY_OF(BY_FACT(market, id, CUSTOMER, customer, market_id))),                  \
        READ(AREA, ANY_OF(BY_FACT(area, id, CUSTOMER, customer, area_id))), READ_ASSIGNMENTS
#define READ_ASSIGNMENTS                                                                       \
    READ(ASSIGNMENT, ANY_OF(BY_FACT(assignment, unit_id, CUSTOMER, customer, market_id),       \
                            BY_FACT(assignment, unit_id, CUSTOMER, customer, id),              \
                            BY_FACT(assignment, unit_id, AREA, area, id)))
/* Open receivables of the account, oldest due first: is any overdue? */
#define RECEIVABLE_LOADS(HOLD)                                                                 \
    HOLD(RECEIVABLE, receivable, due, 1000,                                                    \
         ANY_OF(BY_FACT(receivable, account_id, CREDIT_ACCOUNT, credit_account, id)),          \
         ANY_OF(BY_POSITIVE(receivable, open_s), BY_POSITIVE(receivable, open_i)))
/* Receipts of the account that have free money or money earmarked, oldest first. */
#define RECEIPT_LOADS                                                                          \
    OWNED_FIRST(RECEIPT, receipt, received_on, 1000,                                           \
                ANY_OF(BY_FACT(receipt, account_id, CREDIT_ACCOUNT, credit_account, id)),      \
                ANY_OF(BY_POSITIVE(receipt, free), BY_POSITIVE(receipt, earmarked)))
#define EARMARK_LOADS OWNED(EARMARK, ANY_OF(BY_FACT(earmark, order_id, ORDER, order, id)))
/* Live and void signatures of the order. */
#define SIGNATURE_LOADS OWNED(SIGNATURE, ANY_OF(BY_FACT(signature, order_id, ORDER, order, id)))
/* Who wrote what the order says: whoever signs needs it (actor_touched). */
#define AUTHOR_LOADS READ(AUTHOR, ANY_OF(BY_FACT(author, order_id, ORDER, order, id)))
#define CASE_LOADS   OWNED(ST_CASE, ANY_OF(BY_FACT(st_case, order_id, ORDER, order, id)))
#define REQUEST_LOADS                                                                          \
    OWNED(QUOTA_REQUEST, ANY_OF(BY_FACT(quota_request, order_id, ORDER, order, id)))
/* Quota cells that bind the order's lines, those that an amendment brings included: product or
 * class, his area, himself, everyone. And those that the order has booked, even if the customer
 * changed his area or the product its class since: what is held must be given back. */
#define QUOTA_LOADS                                                                            \
    LOCK(QUOTA_CELL,                                                                           \
         ANY_OF(BY_FACT(quota_cell, product_id, PRODUCT, product, id),                         \
                BY_FACT(quota_cell, class, PRODUCT, product, class),                           \
                BY_FACT(quota_cell, id, QUOTA_ENTRY, quota_entry, cell_id)),                   \
         ANY_OF(BY_FACT(quota_cell, holder_id, CUSTOMER, customer, id),                        \
                BY_FACT(quota_cell, holder_id, AREA, area, id),                                \
                BY_CONST(quota_cell, holder, HOLDER_EVERYONE),                                 \
                BY_FACT(quota_cell, id, QUOTA_ENTRY, quota_entry, cell_id)),                   \
         ANY_OF(BY_FACT(quota_cell, month, ORDER, order, quota_month)))
/* What was booked on cells for this order, each run of the checks books and releases again; and
 * what cells were raised by for it. */
#define QUOTA_ENTRY_LOADS                                                                      \
    { .table = TABLE_QUOTA_ENTRY,                                                              \
      .hold = HOLD_READ,                                                                       \
      .limit = 20000,                                                                          \
      .matches = { ANY_OF(BY_FACT(quota_entry, order_id, ORDER, order, id)) } },               \
        READ(QUOTA_CHANGE, ANY_OF(BY_FACT(quota_change, order_id, ORDER, order, id)))
/* Prices of the products for the order's customer, his type or everyone. Other customers' own
 * prices stay outside: there may be thousands. */
#define PRICE_LOADS                                                                            \
    {                                                                                          \
        .table = TABLE_PRICE, .hold = HOLD_READ, .limit = 20000, .matches = {                  \
            ANY_OF(BY_FACT(price, product_id, PRODUCT, product, id)),                          \
            ANY_OF(BY_FACT(price, customer_id, CUSTOMER, customer, id),                        \
                   BY_NULL(price, customer_id))                                                \
        }                                                                                      \
    }
/* Where the customer takes goods. */
#define DESTINATION_LOADS                                                                      \
    READ(DESTINATION, ANY_OF(BY_FACT(destination, customer_id, CUSTOMER, customer, id)))
/* Products and prices of the order's lines, and of the lines that the command brings. */
#define PRODUCT_LOADS                                                                          \
    READ(PRODUCT, ANY_OF(BY_FACT(product, id, ORDER_LINE, order_line, product_id),             \
                         BY_ITEMS(product, code, P_lines))),                                   \
        PRICE_LOADS,                                                                           \
        READ(SALE_RULE, ANY_OF(BY_FACT(sale_rule, product_id, PRODUCT, product, id))),         \
        READ(PRICE_PERMISSION,                                                                 \
             ANY_OF(BY_FACT(price_permission, product_id, PRODUCT, product, id)),              \
             ANY_OF(BY_FACT(price_permission, customer_id, CUSTOMER, customer, id)))

#endif
