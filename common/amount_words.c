/*
 * amount_words.c - whole yuan in words, fen as hundredths.
 */
#include "common/amount_words.h"

#include <inttypes.h>

#include "common/buffer.h"

static const uint64_t thousand = 1000, million = 1000000;

/* A word behind a blank, unless it is the first. */
static void say(struct buffer *out, const char *word)
{
    if (!word[0])
        return;
    if (out->n)
        buffer_char(out, ' ');
    buffer_put(out, str_of(word));
}

static uint64_t magnitude(struct money amount)
{
    return amount.fen < 0 ? 0 - (uint64_t)amount.fen : (uint64_t)amount.fen;
}

/* --- English ------------------------------------------------------------------------------ */

static void say_hundreds_en(struct buffer *out, unsigned n)
{
    static const char *const ones[] = {
        "",         "one",     "two",     "three",     "four",     "five",     "six",
        "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    };
    static const char *const tens[] = { "",      "",      "twenty",  "thirty", "forty",
                                        "fifty", "sixty", "seventy", "eighty", "ninety" };

    if (n >= 100) {
        say(out, ones[n / 100]);
        say(out, "hundred");
        n %= 100;
    }
    if (n < COUNT(ones)) {
        say(out, ones[n]);
        return;
    }
    say(out, tens[n / 10]);
    if (n % 10) {
        buffer_char(out, '-');
        buffer_put(out, str_of(ones[n % 10]));
    }
}

struct str money_words_en(struct money amount, struct arena *arena)
{
    static const char *const groups[] = { "quadrillion", "trillion", "billion",
                                          "million",     "thousand", "" };
    uint64_t fens = magnitude(amount), whole = fens / 100, unit = million * million * thousand;
    struct buffer out;

    buffer_init(&out, arena);
    say(&out, amount.fen < 0 ? "minus" : "");
    if (!whole)
        say(&out, "zero");
    for (size_t g = 0; g < COUNT(groups); g++, unit /= thousand) {
        unsigned n = (unsigned)(whole / unit % thousand);

        if (!n)
            continue;
        say_hundreds_en(&out, n);
        say(&out, groups[g]);
    }
    return str_format(arena, "%.*s yuan and %02" PRIu64 "/100", STR_ARG(buffer_text(&out)),
                      fens % 100);
}

/* --- Spanish ------------------------------------------------------------------------------ */

/* Below a thousand, in front of a masculine noun: "un", "veintiún", "treinta y un". */
static void say_hundreds_es(struct buffer *out, unsigned n)
{
    static const char *const ones[] = {
        "",
        "un",
        "dos",
        "tres",
        "cuatro",
        "cinco",
        "seis",
        "siete",
        "ocho",
        "nueve",
        "diez",
        "once",
        "doce",
        "trece",
        "catorce",
        "quince",
        "dieciséis",
        "diecisiete",
        "dieciocho",
        "diecinueve",
        "veinte",
        "veintiún",
        "veintidós",
        "veintitrés",
        "veinticuatro",
        "veinticinco",
        "veintiséis",
        "veintisiete",
        "veintiocho",
        "veintinueve",
    };
    static const char *const tens[] = { "",         "",          "",        "treinta",
                                        "cuarenta", "cincuenta", "sesenta", "setenta",
                                        "ochenta",  "noventa" };
    static const char *const hundreds[] = {
        "",           "ciento",      "doscientos",  "trescientos", "cuatrocientos",
        "quinientos", "seiscientos", "setecientos", "ochocientos", "novecientos"
    };

    if (n == 100) {
        say(out, "cien");
        return;
    }
    say(out, hundreds[n / 100]);
    n %= 100;
    if (n < COUNT(ones)) {
        say(out, ones[n]);
        return;
    }
    say(out, tens[n / 10]);
    if (n % 10) {
        say(out, "y");
        say(out, ones[n % 10]);
    }
}

/* Below a million; a single thousand is "mil". */
static void say_thousands_es(struct buffer *out, unsigned n)
{
    if (n / 1000 > 1)
        say_hundreds_es(out, n / 1000);
    say(out, n / 1000 ? "mil" : "");
    say_hundreds_es(out, n % 1000);
}

struct str money_words_es(struct money amount, struct arena *arena)
{
    uint64_t fens = magnitude(amount), whole = fens / 100;
    unsigned billions = (unsigned)(whole / million / million);
    unsigned millions = (unsigned)(whole / million % million);
    unsigned rest = (unsigned)(whole % million);
    struct buffer out;

    buffer_init(&out, arena);
    say(&out, amount.fen < 0 ? "menos" : "");
    if (!whole)
        say(&out, "cero");
    if (billions) {
        say_thousands_es(&out, billions);
        say(&out, billions == 1 ? "billón" : "billones");
    }
    if (millions) {
        say_thousands_es(&out, millions);
        say(&out, millions == 1 ? "millón" : "millones");
    }
    say_thousands_es(&out, rest);
    /* "un millón de yuanes", but "un millón mil yuanes" */
    say(&out, whole && !rest ? "de" : "");
    say(&out, whole == 1 ? "yuan" : "yuanes");
    return str_format(arena, "%.*s con %02" PRIu64 "/100", STR_ARG(buffer_text(&out)),
                      fens % 100);
}
