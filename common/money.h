/*
 * money.h - amounts in the house currency.
 *
 * An amount is a whole number of fen (1/100 yuan); nothing here touches floating point.
 * Functions that can overflow return false and leave *out untouched.
 */
#ifndef OSB_COMMON_MONEY_H
#define OSB_COMMON_MONEY_H

#include "common/qty.h"
#include "common/str.h"

struct money {
    int64_t fen;
};

/* No amount beyond this is accepted at any door: ten thousand million yuan. Sums of
 * LIMIT_LINES such amounts stay inside int64_t. */
#define MONEY_MAX_FEN INT64_C(1000000000000)

static inline struct money fen(int64_t value)
{
    return (struct money){ value };
}
static inline struct money yuan(int64_t value)
{
    return (struct money){ value * 100 };
}
/* Reads "-1234.50": optional minus, digits, at most two decimals, nothing else: no leading
 * zero, no bare point, no "-0.00". |amount| <= MONEY_MAX_FEN. */
NODISCARD bool money_parse(struct str text, struct money *out);
/* *out = a + b; *out = a - b. */
NODISCARD bool money_add(struct money a, struct money b, struct money *out);
NODISCARD bool money_sub(struct money a, struct money b, struct money *out);
/* The amount of `count` units at `price` fen per `price_per` units, rounded half up (away
 * from zero) once. price_per > 0. */
NODISCARD bool money_of(struct money price, int64_t price_per, struct qty count,
                        struct money *out);
/* part * 100 <= whole * percent, without overflow: the comparison of every percentage
 * (law 9 of RULES.md). whole and percent are not negative. */
bool money_within_percent(struct money part, struct money whole, int64_t percent);
/* The tax inside a gross amount, rounded half up: amount * bp / (10000 + bp). */
struct money money_tax_inside(struct money amount, int64_t tax_bp);
/* "-1234.50"; the bytes belong to the arena. */
struct str money_text(struct money amount, struct arena *arena);
/* The amount in Chinese capitals as printed on notes (人民币大写), without the words 人民币:
 * 陆仟零柒元壹角肆分. One 零 stands wherever zeros lie between two digits, 整 closes an amount
 * without fen, 负 opens a negative one. */
struct str money_words_zh(struct money amount, struct arena *arena);

#endif
