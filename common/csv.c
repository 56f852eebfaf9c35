/* csv.c - rows and cells out of text. */
#include "common/csv.h"

#include <string.h>

#include "common/csv_decode.h"
#include "common/limits.h"
#include "common/utf8.h"

struct place {
    size_t at, line, column;
};

static struct place here(const struct csv *csv)
{
    return (struct place){ csv->at, csv->line, csv->column };
}

static struct error refuse_at(struct place place, enum error_code code, const char *what,
                              struct arena *arena)
{
    return refuse_with(
        code, NULL,
        str_format(arena, "line %zu, column %zu: %s", place.line, place.column, what));
}

static bool at_end(const struct csv *csv)
{
    return csv->at >= csv->text.n;
}

static char peek(const struct csv *csv)
{
    return csv->text.p[csv->at];
}

static bool at_line_end(const struct csv *csv)
{
    return at_end(csv) || peek(csv) == '\n' || peek(csv) == '\r';
}

/* Passes one byte and keeps line and column right; CRLF is one line end. */
static void pass(struct csv *csv)
{
    char c = peek(csv);
    bool crlf = c == '\r' && csv->at + 1 < csv->text.n && csv->text.p[csv->at + 1] == '\n';

    csv->at++;
    if (c == '\n' || (c == '\r' && !crlf)) {
        csv->line++;
        csv->column = 1;
    } else if (((unsigned char)c & 0xC0) != 0x80) { /* bytes inside a character do not count */
        csv->column++;
    }
}

static void pass_line_end(struct csv *csv)
{
    size_t line = csv->line;

    while (!at_end(csv) && csv->line == line)
        pass(csv);
}

/* --- beginning --------------------------------------------------------------------------- */

/* Line and column of a byte offset, for faults found before reading. */
static struct place place_of(struct str text, size_t at)
{
    struct csv walk = { .text = { text.p, at }, .line = 1, .column = 1 };

    while (!at_end(&walk))
        pass(&walk);
    return here(&walk);
}

static struct error check_characters(struct str text, struct arena *arena)
{
    size_t fault = utf8_fault(text);
    const char *nul = text.n ? memchr(text.p, '\0', text.n) : NULL;

    if (fault < text.n)
        return refuse_at(place_of(text, fault), ERR_FORMAT,
                         "not UTF-8; name the encoding (GB18030, ISO-8859-1) or save it anew",
                         arena);
    if (nul)
        return refuse_at(place_of(text, (size_t)(nul - text.p)), ERR_FORMAT,
                         "a zero byte; this is no text file", arena);
    return OK;
}

static const char separators[] = "\t;|,"; /* the rarer in plain text, the earlier */
enum { SEPARATORS = sizeof separators - 1, SAMPLE_ROWS = 10, SAMPLE_BYTES = 64 * 1024 };

/* Occurrences outside quotes in the row at *at, which moves behind the row. */
static void count_separators(struct str text, size_t *at, size_t counts[SEPARATORS])
{
    bool quoted = false;

    memset(counts, 0, SEPARATORS * sizeof *counts);
    for (; *at < text.n; ++*at) {
        char c = text.p[*at];
        const char *found = strchr(separators, c);

        if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '\n' || c == '\r'))
            break;
        else if (!quoted && found)
            counts[found - separators]++;
    }
    while (*at < text.n && (text.p[*at] == '\n' || text.p[*at] == '\r'))
        ++*at;
}

/* The separator that every one of the first rows has, and has most often: a decimal comma or
 * a comma in a name is missing in some row, if only in the heading. */
static char find_separator(struct str text)
{
    size_t least[SEPARATORS], counts[SEPARATORS], best = SEPARATORS - 1;
    size_t rows = 0, at = 0;

    if (text.n > SAMPLE_BYTES)
        text.n = SAMPLE_BYTES;
    for (; at < text.n && rows < SAMPLE_ROWS; rows++) {
        count_separators(text, &at, counts);
        for (size_t i = 0; i < SEPARATORS; i++)
            if (!rows || counts[i] < least[i])
                least[i] = counts[i];
    }
    for (size_t i = 0; rows && i < SEPARATORS; i++)
        if (least[i] > least[best])
            best = i;
    return separators[best];
}

/* Excel writes its separator into a first line of its own. */
static bool take_separator_line(struct csv *csv)
{
    static const char lead[] = "sep=";
    size_t n = sizeof lead - 1;

    if (csv->text.n <= n || memcmp(csv->text.p, lead, n) != 0 || csv->text.p[n] == '\0' ||
        !strchr(separators, csv->text.p[n]) ||
        (csv->text.n > n + 1 && !strchr("\r\n", csv->text.p[n + 1])))
        return false;
    csv->separator = csv->text.p[n];
    while (csv->at <= n)
        pass(csv);
    pass_line_end(csv);
    return true;
}

struct error csv_open(struct csv *csv, struct str bytes, const struct csv_rules *rules,
                      struct arena *arena)
{
    struct csv fresh = { .line = 1, .column = 1, .separator = rules->separator };
    struct error err;

    assert(!rules->separator || strchr(separators, rules->separator));
    if (bytes.n > LIMIT_CSV_BYTES)
        return refuse_with(ERR_TOO_MUCH, NULL,
                           str_format(arena, "more than %d bytes; cut it into several files",
                                      LIMIT_CSV_BYTES));
    err = csv_decode(bytes, rules->encoding, arena, &fresh.text);
    if (!err.code)
        err = check_characters(fresh.text, arena);
    if (err.code)
        return err;
    if (fresh.text.n >= 3 && memcmp(fresh.text.p, "\xEF\xBB\xBF", 3) == 0) {
        fresh.text.p += 3;
        fresh.text.n -= 3;
    }
    if (!rules->separator && !take_separator_line(&fresh))
        fresh.separator = find_separator(fresh.text);
    *csv = fresh;
    return OK;
}

/* --- cells ------------------------------------------------------------------------------- */

static bool at_cell_end(const struct csv *csv)
{
    return at_line_end(csv) || peek(csv) == csv->separator;
}

static struct error read_bare(struct csv *csv, struct arena *arena, struct csv_cell *cell)
{
    size_t start = csv->at;

    while (!at_cell_end(csv)) {
        if (peek(csv) == '"')
            return refuse_at(here(csv), ERR_FORMAT,
                             "a quote inside a bare cell; quote the whole cell", arena);
        pass(csv);
    }
    cell->text = (struct str){ csv->text.p + start, csv->at - start };
    return OK;
}

/* The inside of a quoted cell with each doubled quote made one. */
static struct str without_doubles(struct str inside, size_t doubles, struct arena *arena)
{
    char *p;
    size_t n = 0;

    if (!doubles)
        return inside;
    p = arena_alloc(arena, inside.n - doubles);
    for (size_t i = 0; i < inside.n; i++) {
        p[n++] = inside.p[i];
        i += inside.p[i] == '"';
    }
    return (struct str){ p, n };
}

/* From the opening quote. */
static struct error read_quoted(struct csv *csv, struct arena *arena, struct csv_cell *cell)
{
    struct place opened = here(csv);
    size_t doubles = 0, start;

    pass(csv);
    for (start = csv->at; !at_end(csv); pass(csv)) {
        if (peek(csv) != '"')
            continue;
        if (csv->at + 1 >= csv->text.n || csv->text.p[csv->at + 1] != '"')
            break;
        pass(csv);
        doubles++;
    }
    if (at_end(csv))
        return refuse_at(opened, ERR_FORMAT, "the quote that opens here is never closed",
                         arena);
    cell->text =
        without_doubles((struct str){ csv->text.p + start, csv->at - start }, doubles, arena);
    pass(csv);
    if (!at_cell_end(csv))
        return refuse_at(here(csv), ERR_FORMAT,
                         "text behind a closing quote; double the quotes inside a cell", arena);
    return OK;
}

static struct error read_cell(struct csv *csv, struct arena *arena, struct csv_cell *cell)
{
    struct place start = here(csv);
    struct error err;

    cell->line = start.line;
    cell->column = start.column;
    err = !at_end(csv) && peek(csv) == '"' ? read_quoted(csv, arena, cell)
                                           : read_bare(csv, arena, cell);
    if (!err.code && cell->text.n > LIMIT_CSV_CELL)
        return refuse_at(start, ERR_TOO_MUCH, "the cell is too long", arena);
    return err;
}

/* Cells are gathered here and copied once their number is known. */
struct error csv_next(struct csv *csv, struct arena *arena, struct csv_row *out)
{
    struct csv_cell cells[LIMIT_CSV_COLUMNS];
    struct csv_cell *kept;
    size_t count = 0;

    *out = (struct csv_row){ 0 };
    while (!at_end(csv) && at_line_end(csv))
        pass(csv);
    if (at_end(csv))
        return OK;
    if (csv->rows == LIMIT_CSV_ROWS)
        return refuse_at(here(csv), ERR_TOO_MUCH, "too many rows; cut it into several files",
                         arena);
    out->line = csv->line;
    for (;;) {
        struct error err;

        if (count == LIMIT_CSV_COLUMNS)
            return refuse_at(here(csv), ERR_TOO_MUCH, "too many cells in a row", arena);
        err = read_cell(csv, arena, &cells[count]);
        if (err.code)
            return err;
        count++;
        if (at_line_end(csv))
            break;
        pass(csv); /* the separator */
    }
    pass_line_end(csv);
    kept = ARENA_ARRAY(arena, count, struct csv_cell);
    memcpy(kept, cells, count * sizeof *kept);
    out->cells = kept;
    out->count = count;
    csv->rows++;
    return OK;
}
