/*
 * import_rows.c - rows into commands: each cell in the house's form, checked as the catalog
 * says.
 */
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/import.h"
#include "client/uuid.h"
#include "common/text.h"

/* --- telling ----------------------------------------------------------------------------- */

void import_tell(const struct import_reader *reader, const struct csv_row *row, int param,
                 struct str text)
{
    int at = import_column_of(reader->plan, param);
    struct import_fault fault = { .line = row->line, .text = text };

    if (at >= 0 && (size_t)at < row->count) {
        fault.line = row->cells[at].line;
        fault.column = (size_t)at + 1;
        fault.header = reader->plan->columns[at].header;
        fault.value = row->cells[at].text;
    }
    reader->tell(reader->context, &fault);
}

/* --- one cell ---------------------------------------------------------------------------- */

/* "1/12/2010 08:26": the day, and what stands behind it. */
static bool split_day(struct str cell, enum csv_order order, struct day *day, struct str *time)
{
    const char *blank = cell.n ? memchr(cell.p, ' ', cell.n) : NULL;
    size_t n = blank ? (size_t)(blank - cell.p) : cell.n;

    if (!blank && cell.n)
        blank = memchr(cell.p, 'T', cell.n);
    n = blank ? (size_t)(blank - cell.p) : n;
    *time = blank ? str_trim((struct str){ blank + 1, cell.n - n - 1 }) : STR("");
    return csv_day((struct str){ cell.p, n }, order, day);
}

/* "8:26" is 08:26. */
static struct str full_time(struct str time, struct arena *arena)
{
    if (!time.n)
        return STR("00:00");
    return time.n > 1 && time.p[1] == ':' ? str_format(arena, "0%.*s", STR_ARG(time)) : time;
}

/* The cell as the catalog's reader wants it; a cell that is not understood stays as it is, so
 * that the reader says what is wrong. */
static struct str cell_words(const struct import_plan *plan, enum param_type type,
                             struct str cell, struct arena *arena)
{
    struct str words = str_trim(cell), time;
    struct day day;

    switch (type) {
    case PARAM_MONEY:
    case PARAM_QTY:
    case PARAM_INT:
    case PARAM_ID:
        return csv_number(words, plan->numbers, arena, &words) ? words : str_trim(cell);
    case PARAM_DAY:
        return split_day(words, plan->dates, &day, &time) ? day_text(day, arena) : words;
    case PARAM_TIME:
        if (!split_day(words, plan->dates, &day, &time))
            return words;
        return str_format(arena, "%.*sT%.*s", STR_ARG(day_text(day, arena)),
                          STR_ARG(full_time(time, arena)));
    case PARAM_BOOL:
        return str_eq(words, STR("1"))   ? STR("yes")
               : str_eq(words, STR("0")) ? STR("no")
                                         : words;
    case PARAM_CODE:
    case PARAM_NAME:
    case PARAM_TEXT:
    case PARAM_SECRET:
    case PARAM_BYTES:
    case PARAM_CHOICE:
    case PARAM_ITEMS:
        break;
    }
    return words;
}

/* --- one row ----------------------------------------------------------------------------- */

static bool is_blank(const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (str_trim(row->cells[i].text).n)
            return false;
    return true;
}

/* As many cells as the header has; what is more must be empty. */
static bool count_fits(const struct import_reader *reader, const struct csv_row *row,
                       struct arena *arena)
{
    size_t want = reader->plan->column_count, have = row->count;

    while (have > want && !str_trim(row->cells[have - 1].text).n)
        have--;
    if (have == want)
        return true;
    import_tell(reader, row, PARAM_COUNT,
                str_format(arena,
                           "%zu cells where the first line has %zu; is a separator "
                           "inside a text that has no quotes?",
                           have, want));
    return false;
}

/* The row's values, each checked alone; false: told. */
static bool read_values(const struct import_reader *reader, const struct csv_row *row,
                        struct arena *arena, struct import_values *out)
{
    const struct import_plan *plan = reader->plan;
    bool fine = true;

    memcpy(out->given, plan->fixed, sizeof(out->given));
    for (size_t i = 0; i < plan->column_count; i++) {
        int p = plan->columns[i].param;
        struct str words;
        struct error err;
        struct arg arg;

        if (p < 0)
            continue;
        words = cell_words(plan, params[p].type, row->cells[i].text, arena);
        if (!words.n)
            continue;
        if (!text_normalise(words, arena, &words))
            words = STR("");
        err = arg_read_text((enum param)p, words, 0, arena, &arg);
        if (err.code)
            import_tell(reader, row, p, err.detail);
        fine = fine && !err.code;
        out->given[p] = str_text(arena, words);
    }
    return fine;
}

void import_add(struct import_reader *reader, struct import_job job)
{
    struct import_jobs *jobs = reader->jobs;

    if (jobs->n == jobs->room) {
        size_t room = jobs->room ? 2 * jobs->room : 256;
        struct import_job *more = ARENA_ARRAY(reader->arena, room, struct import_job);

        if (jobs->n)
            memcpy(more, jobs->v, jobs->n * sizeof(*more));
        jobs->v = more;
        jobs->room = room;
    }
    job.params = str_dup(reader->arena, job.params);
    job.key = str_dup(reader->arena, job.key);
    jobs->v[jobs->n++] = job;
}

bool import_add_row(struct import_reader *reader, const struct csv_row *row,
                    const struct import_values *values, struct arena *arena)
{
    const struct op_info *info = &catalog[reader->plan->kind->op];
    const char *first = values->given[info->params[info->params[0].param == P_batch].param];
    struct str text;
    struct error err =
        command_params(reader->plan->kind->op, values->given, STR(""), arena, &text);

    if (err.code) {
        import_tell(reader, row, err.field ? param_find(str_of(err.field)) : PARAM_COUNT,
                    err.detail);
        return false;
    }
    import_add(reader, (struct import_job){ .line = row->line,
                                            .row_count = 1,
                                            .params = text,
                                            .key = first ? str_of(first) : text });
    return true;
}

/* --- the table --------------------------------------------------------------------------- */

static int by_content(const void *a, const void *b)
{
    const struct import_job *x = *(const struct import_job *const *)a;
    const struct import_job *y = *(const struct import_job *const *)b;
    int order = str_cmp(x->params, y->params);

    return order ? order : x->line < y->line ? -1 : x->line > y->line;
}

void import_number_copies(struct import_jobs *jobs, struct arena *arena)
{
    struct import_job **sorted = ARENA_ARRAY(arena, jobs->n + 1, struct import_job *);

    for (size_t i = 0; i < jobs->n; i++)
        sorted[i] = &jobs->v[i];
    qsort(sorted, jobs->n, sizeof(*sorted), by_content);
    for (size_t i = 1; i < jobs->n; i++)
        if (str_eq(sorted[i]->params, sorted[i - 1]->params))
            sorted[i]->copy = sorted[i - 1]->copy + 1;
}

/* A row of a document. One that cannot be given to its document would be missing in it without
 * anyone's notice, so such a table is refused whole. */
static struct error group_row(struct import_group *group, const struct csv_row *row,
                              const struct import_values *values, struct import_reader *reader,
                              struct arena *arena)
{
    int at = import_column_of(reader->plan, IMPORT_DOCUMENT);
    struct str document = (size_t)at < row->count ? str_trim(row->cells[at].text) : STR("");

    if (!document.n || row->count < reader->plan->column_count)
        return refuse_with(ERR_FORMAT, NULL,
                           str_format(arena,
                                      "line %zu: no document number, or too few cells; "
                                      "nothing was sent",
                                      row->line));
    import_group_row(group, row, document, values);
    return OK;
}

static struct error read_rows(struct import_reader *reader, struct csv *csv,
                              struct import_group *group)
{
    struct arena scratch = { 0 };
    struct error err = OK;

    arena_init(&scratch, LIMIT_ARENA_BYTES);
    for (;;) {
        struct import_values values;
        enum import_taken taken;
        struct csv_row row;
        bool fine;

        arena_reset(&scratch);
        err = csv_next(csv, &scratch, &row);
        if (err.code || !row.count)
            break;
        if (is_blank(&row))
            continue;
        taken = reader->plan->bank ? import_bank_row(reader, &row, &scratch) : IMPORT_TAKEN;
        if (taken == IMPORT_PASSED)
            continue;
        reader->jobs->rows++;
        fine = taken == IMPORT_TAKEN && count_fits(reader, &row, &scratch) &&
               read_values(reader, &row, &scratch, &values);
        if (group) {
            err = group_row(group, &row, fine ? &values : NULL, reader, &scratch);
            if (err.code)
                break;
        } else if (!fine || !import_add_row(reader, &row, &values, &scratch)) {
            reader->jobs->bad_rows++;
        }
    }
    if (err.code) /* its text lives in the scratch */
        err.detail = str_dup(reader->arena, err.detail);
    arena_release(&scratch);
    return err;
}

/* The first line names the columns. */
static struct error open_table(struct import_plan *plan, const char *map, struct str bytes,
                               struct arena *arena, struct csv *csv)
{
    struct csv_row header;
    struct error err = csv_open(csv, bytes, &plan->rules, arena);

    if (!err.code)
        err = csv_next(csv, arena, &header);
    if (!err.code && !header.count)
        err = refuse_with(ERR_FORMAT, NULL,
                          STR("the file is empty; its first line names the "
                              "columns"));
    return err.code ? err : import_plan_columns(plan, map, &header, arena);
}

struct error import_read(struct import_plan *plan, const char *map, struct str bytes,
                         struct arena *arena, import_teller *tell, void *context,
                         struct import_jobs *out)
{
    struct import_reader reader = { plan, arena, tell, context, out };
    struct import_group *group = NULL;
    struct csv csv;
    struct error err;

    *out = (struct import_jobs){ 0 };
    if (import_is_xml(bytes))
        return import_camt(plan, bytes, arena, tell, context, out);
    err = open_table(plan, map, bytes, arena, &csv);
    if (err.code && !map && import_bank_open(plan, bytes, arena, &csv))
        err = OK;
    if (err.code)
        return err;
    if (plan->kind->grouped)
        group = import_group_new(&reader);
    err = read_rows(&reader, &csv, group);
    if (!err.code && group)
        import_group_end(group);
    if (!err.code)
        import_number_copies(out, arena);
    return err;
}

struct str import_id(const struct import_plan *plan, const struct import_job *job,
                     struct arena *arena)
{
    return uuid_of(str_format(arena, "osb import\n%s\n%.*s\n%.*s\n%u\n%u",
                              catalog[plan->kind->op].name, STR_ARG(plan->run),
                              STR_ARG(job->params), job->copy, job->attempt),
                   arena);
}
