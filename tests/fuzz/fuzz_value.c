/* fuzz_value.c - money, quantities, days and instants: text and value are one. */
#include "common/day.h"
#include "common/money.h"
#include "common/qty.h"
#include "fuzz.h"

static void check_money(struct str text, struct arena *arena)
{
    struct money amount, again;
    bool good;

    if (!money_parse(text, &amount))
        return;
    assert(amount.fen >= -MONEY_MAX_FEN && amount.fen <= MONEY_MAX_FEN);
    good = money_parse(money_text(amount, arena), &again);
    assert(good && amount.fen == again.fen);
    assert(money_words_zh(amount, arena).n > 0);
}

static void check_qty(struct str text, struct arena *arena)
{
    struct qty q;

    if (!qty_parse(text, &q))
        return;
    assert(q.n >= -QTY_MAX && q.n <= QTY_MAX);
    assert(str_eq(qty_text(q, arena), text));
}

static void check_day(struct str text, struct arena *arena)
{
    struct day d;
    int year, month, dom;

    if (!day_parse(text, &d))
        return;
    assert(str_eq(day_text(d, arena), text));
    day_split(d, &year, &month, &dom);
    assert(day_of(year, month, dom).n == d.n);
}

static void check_instant(struct str text, struct arena *arena)
{
    struct instant at, again;
    bool good;

    if (!instant_parse(text, 480, &at) || !at.us) /* 0 is "none" and has no text */
        return;
    good = instant_parse(instant_text(at, arena), 0, &again);
    assert(good && at.us == again.us);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = { (const char *)data, size };
    struct arena arena;
    int64_t n;

    arena_init(&arena, SIZE_MAX);
    check_money(text, &arena);
    check_qty(text, &arena);
    check_day(text, &arena);
    check_instant(text, &arena);
    if (str_int(text, &n))
        assert(str_eq(str_format(&arena, "%lld", (long long)n), text));
    arena_release(&arena);
    return 0;
}
