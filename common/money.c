/*
 * money.c - amounts: reading, sums, prices times counts, and the words printed on notes.
 */
#include "common/money.h"

#include <inttypes.h>
#include <string.h>

#include "common/limits.h"

_Static_assert(MONEY_MAX_FEN <= INT64_MAX / LIMIT_LINES, "an order's sum must fit");

/* Products of two 64-bit numbers. */
__extension__ typedef __int128 wide;

bool money_parse(struct str text, struct money *out)
{
    bool negative = text.n && text.p[0] == '-';
    struct str whole = negative ? (struct str){ text.p + 1, text.n - 1 } : text;
    const char *point = whole.n ? memchr(whole.p, '.', whole.n) : NULL;
    int64_t value;
    int64_t cents = 0;

    if (point) {
        size_t decimals = (size_t)(whole.p + whole.n - point) - 1;

        if (decimals < 1 || decimals > 2)
            return false;
        for (size_t i = 1; i <= 2; i++) {
            int digit = i <= decimals ? point[i] - '0' : 0;

            if (digit < 0 || digit > 9)
                return false;
            cents = cents * 10 + digit;
        }
        whole.n = (size_t)(point - whole.p);
    }
    if (!str_int(whole, &value) || value < 0 || value > MONEY_MAX_FEN / 100)
        return false;
    value = value * 100 + cents;
    if (value > MONEY_MAX_FEN || (negative && value == 0))
        return false;
    out->fen = negative ? -value : value;
    return true;
}

bool money_add(struct money a, struct money b, struct money *out)
{
    int64_t sum;

    if (__builtin_add_overflow(a.fen, b.fen, &sum))
        return false;
    out->fen = sum;
    return true;
}

bool money_sub(struct money a, struct money b, struct money *out)
{
    int64_t difference;

    if (__builtin_sub_overflow(a.fen, b.fen, &difference))
        return false;
    out->fen = difference;
    return true;
}

bool money_of(struct money price, int64_t price_per, struct qty count, struct money *out)
{
    wide product = (wide)price.fen * count.n;
    bool negative = product < 0;
    wide amount;
    wide rest;

    assert(price_per > 0);
    if (negative)
        product = -product;
    amount = product / price_per;
    rest = product % price_per;
    if (rest >= price_per - rest)
        amount++;
    if (amount > INT64_MAX)
        return false;
    out->fen = (int64_t)(negative ? -amount : amount);
    return true;
}

bool money_within_percent(struct money part, struct money whole, int64_t percent)
{
    return (wide)part.fen * 100 <= (wide)whole.fen * percent;
}

struct money money_tax_inside(struct money amount, int64_t tax_bp)
{
    int64_t parts = 10000 + tax_bp;

    return (struct money){ (2 * amount.fen * tax_bp + parts) / (2 * parts) };
}

/* The amount without its sign; INT64_MIN has no positive twin. */
static uint64_t magnitude(struct money amount)
{
    return amount.fen < 0 ? 0 - (uint64_t)amount.fen : (uint64_t)amount.fen;
}

struct str money_text(struct money amount, struct arena *arena)
{
    uint64_t fens = magnitude(amount);

    return str_format(arena, "%s%" PRIu64 ".%02" PRIu64, amount.fen < 0 ? "-" : "", fens / 100,
                      fens % 100);
}

/* Every sign of the words takes three bytes; the longest amount has under sixty signs. */
struct words {
    char bytes[256];
    size_t n;
    bool zero; /* zeros were passed over since the last digit written */
};

static void say(struct words *w, const char *text)
{
    size_t n = strlen(text);

    assert(n <= sizeof w->bytes - w->n);
    memcpy(w->bytes + w->n, text, n);
    w->n += n;
}

/* One digit with its unit; one 零 stands for any run of zeros between two digits. */
static void say_digit(struct words *w, unsigned digit, const char *unit)
{
    static const char *const digits[] = { "零", "壹", "贰", "叁", "肆",
                                          "伍", "陆", "柒", "捌", "玖" };

    if (digit == 0) {
        w->zero = true;
        return;
    }
    if (w->zero && w->n)
        say(w, digits[0]);
    w->zero = false;
    say(w, digits[digit]);
    say(w, unit);
}

/* The whole yuan, in groups of four digits: 万 closes a group that says something, 亿 every
 * second one (so 10^12 is 壹万亿). */
static void say_yuan(struct words *w, uint64_t yuans)
{
    static const char *const units[] = { "", "拾", "佰", "仟" };
    unsigned digits[20];
    bool group = false; /* the group of four has a digit other than 0 */
    size_t n = 0;

    for (; yuans; yuans /= 10)
        digits[n++] = (unsigned)(yuans % 10);
    for (size_t place = n; place-- > 0;) {
        group = group || digits[place];
        say_digit(w, digits[place], units[place % 4]);
        if (place % 8 == 4 && group)
            say(w, "万");
        if (place % 8 == 0 && place)
            say(w, "亿");
        if (place % 4 == 0)
            group = false;
    }
}

struct str money_words_zh(struct money amount, struct arena *arena)
{
    uint64_t fens = magnitude(amount);
    struct words w = { .n = 0 };

    say_yuan(&w, fens / 100);
    if (fens >= 100 || fens == 0)
        say(&w, fens ? "元" : "零元");
    say_digit(&w, (unsigned)(fens / 10 % 10), "角");
    say_digit(&w, (unsigned)(fens % 10), "分");
    if (fens % 10 == 0)
        say(&w, "整");
    return str_format(arena, "%s%.*s", amount.fen < 0 ? "负" : "", (int)w.n, w.bytes);
}
