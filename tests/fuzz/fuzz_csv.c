/* fuzz_csv.c - any table is read or refused with its place; what is written reads back. */
#include <string.h>

#include "common/csv.h"
#include "common/limits.h"
#include "fuzz.h"

/* Reads a table and writes it again. */
static struct error copy(struct str bytes, const struct csv_rules *rules, struct arena *arena,
                         struct str *out)
{
    struct csv csv;
    struct csv_row row = { .count = 1 };
    struct csv_out table;
    struct error err = csv_open(&csv, bytes, rules, arena);

    csv_out_init(&table, arena, ',', false);
    while (!err.code && row.count) {
        err = csv_next(&csv, arena, &row);
        for (size_t i = 0; i < row.count && !err.code; i++) {
            assert(row.cells[i].line >= row.line && row.cells[i].column > 0);
            csv_put(&table, row.cells[i].text);
        }
        if (row.count && !err.code)
            csv_end_row(&table);
    }
    if (!err.code)
        *out = csv_text(&table);
    return err;
}

/* The meaning of cells must be decided without harm, too. */
static void try_values(struct str bytes, struct arena *arena)
{
    static const struct csv_numbers forms[] = { { '.', ',' }, { ',', '.' }, { ',', ' ' } };
    struct str plain;
    struct day day;

    for (size_t i = 0; i < COUNT(forms); i++)
        if (csv_number(bytes, forms[i], arena, &plain)) {
            struct str again;
            bool good = csv_number(plain, (struct csv_numbers){ '.', 0 }, arena, &again);

            assert(good && str_eq(plain, again));
        }
    for (enum csv_order order = CSV_YMD; order <= CSV_MDY; order++)
        if (csv_day(bytes, order, &day))
            assert(day_text(day, arena).n == 10);
}

/* The first byte chooses encoding and separator. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char separators[] = { 0, ',', ';', '\t', '|' };
    static const struct csv_rules ours = { CSV_UTF8, ',' };
    struct csv_rules rules;
    struct str bytes, once, twice, thrice;
    struct arena arena;
    struct error err;

    if (size < 1 || size > LIMIT_CSV_CELL / 10) /* escapes may make a cell ten times as long */
        return 0;
    rules.encoding = (enum csv_encoding)(data[0] % 3);
    rules.separator = separators[data[0] / 3 % COUNT(separators)];
    bytes = (struct str){ (const char *)data + 1, size - 1 };
    arena_init(&arena, SIZE_MAX);
    try_values(bytes, &arena);
    err = copy(bytes, &rules, &arena, &once);
    if (err.code) {
        assert(err.code == ERR_FORMAT || err.code == ERR_TOO_MUCH);
        assert(memcmp(err.detail.p, "line ", 5) == 0);
    } else {
        err = copy(once, &ours, &arena, &twice);
        assert(!err.code);
        err = copy(twice, &ours, &arena, &thrice);
        assert(!err.code && str_eq(twice, thrice));
    }
    arena_release(&arena);
    return 0;
}
