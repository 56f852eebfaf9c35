/*
 * amount_words.h - an amount of yuan in English and Spanish words, as papers for readers of
 * those languages have it beside the Chinese capitals (money_words_zh).
 *
 * "one thousand two hundred thirty-four yuan and 50/100", "mil doscientos treinta y cuatro
 * yuanes con 50/100"; a negative amount begins with "minus", "menos".
 */
#ifndef OSB_COMMON_AMOUNT_WORDS_H
#define OSB_COMMON_AMOUNT_WORDS_H

#include "common/money.h"

struct str money_words_en(struct money amount, struct arena *arena);
struct str money_words_es(struct money amount, struct arena *arena);

#endif
