/*
 * import.h - tables of other programs, row by row through the same door as everything else.
 *
 * Each row (of orders: each document of several rows) becomes one command of the catalog,
 * checked here as far as the catalog knows and then judged by the daemon. A bad row is told
 * with its place and remedy and hinders no other; a table that is no proper CSV is sent not at
 * all.
 *
 * Command ids come from what the row says (import_id), so that a second run, with some rows
 * mended, does again only what was not done. Two equal rows of one file are two commands. Two
 * files with equal rows are told apart by their names.
 */
#ifndef OSB_CLIENT_IMPORT_H
#define OSB_CLIENT_IMPORT_H

#include "client/settings.h"
#include "common/catalog.h"
#include "common/csv.h"

#define IMPORT_COLUMNS 64
/* Bytes of a file that is read. */
#define IMPORT_BYTES ((size_t)128 << 20)

/* What a column or constant is for, besides a parameter. */
enum { IMPORT_SKIP = -1, IMPORT_DOCUMENT = -2, IMPORT_SIDE = -3, IMPORT_CURRENCY = -4 };

struct import_kind {
    const char *noun; /* "customer"; of opening batches "opening" */
    const char *kind; /* of opening batches: "receivable" */
    enum op op;
    bool grouped; /* rows of one document number become one command with lines */
};
/* The kind of that noun (and, for an opening batch, of that name), or NULL. */
const struct import_kind *import_kind_find(const char *noun, const char *kind);

struct import_column {
    struct str header;
    int param; /* enum param, or one of IMPORT_... */
};
struct import_plan {
    const struct import_kind *kind;
    struct str run; /* the file's name without folders */
    struct import_column columns[IMPORT_COLUMNS];
    size_t column_count;
    const char *fixed[PARAM_COUNT]; /* the same in every row; NULL: none */
    struct csv_rules rules;
    struct csv_numbers numbers;
    enum csv_order dates;
    bool bank; /* a bank's own table of movements (import_bank.c) */
};

/* Reads the settings of an import: separators, marks, encoding. ERR_PARAMS. */
NODISCARD struct error import_plan_begin(const struct import_kind *kind,
                                         const struct settings *settings, const char *path,
                                         struct arena *arena, struct import_plan *out);
/* Gives each header its parameter: as --map says, or by its own name. ERR_PARAMS when a header
 * is not known, a parameter is named twice, or a required one has neither column nor
 * constant. */
NODISCARD struct error import_plan_columns(struct import_plan *plan, const char *map,
                                           const struct csv_row *header, struct arena *arena);

/* What is wrong with a row. */
struct import_fault {
    size_t line, column;      /* from 1; column 0: of the whole row */
    struct str header, value; /* of the cell */
    struct str text;          /* what is wrong and what would be right */
};
typedef void import_teller(void *context, const struct import_fault *fault);

/* A row that became one line of a document. */
struct import_item {
    size_t line; /* of the file */
    const char *product;
};
struct import_job {
    size_t line;                     /* where it begins */
    size_t row_count;                /* rows of the file that are in it */
    struct str params;               /* JSON object without the command's id */
    struct str key;                  /* jobs of one key go out one behind the other */
    const struct import_item *items; /* of a document; NULL: the job is one row */
    size_t item_count;
    unsigned copy;    /* 0 for the first of several equal jobs */
    unsigned attempt; /* how often it was refused in earlier runs */
};
struct import_jobs {
    struct import_job *v;
    size_t n, room;
    size_t rows;     /* read */
    size_t bad_rows; /* told through the teller */
};

/* Reads the whole table. Bad rows are told and left out. ERR_FORMAT, ERR_TOO_MUCH, ERR_PARAMS
 * for the table as a whole. */
NODISCARD struct error import_read(struct import_plan *plan, const char *map, struct str bytes,
                                   struct arena *arena, import_teller *tell, void *context,
                                   struct import_jobs *out);
/* The id of a job's command. */
struct str import_id(const struct import_plan *plan, const struct import_job *job,
                     struct arena *arena);

/* --- for the import's own files ---------------------------------------------------------- */

/* One row's values by parameter, converted as the plan says. */
struct import_values {
    const char *given[PARAM_COUNT];
};
struct import_reader {
    const struct import_plan *plan;
    struct arena *arena; /* of the jobs */
    import_teller *tell;
    void *context;
    struct import_jobs *jobs;
};
void import_tell(const struct import_reader *reader, const struct csv_row *row, int param,
                 struct str text);
/* The column of a parameter, or -1. */
int import_column_of(const struct import_plan *plan, int param);
void import_add(struct import_reader *reader, struct import_job job);
/* A row that is a command by itself; false: told. */
NODISCARD bool import_add_row(struct import_reader *reader, const struct csv_row *row,
                              const struct import_values *values, struct arena *arena);
/* Equal jobs are counted, so that each has an id of its own. */
void import_number_copies(struct import_jobs *jobs, struct arena *arena);

/* --- import_bank.c: the movements of an account in a bank's own table (R-151) ------------- */

/*
 * Finds the line of headings, at most some lines below the top, and explains the columns by the
 * usual words for amount, reference, day, payer, purpose, side and currency; csv stands behind
 * it then. False: the table is none of receipts, or none that is known; the plan's columns are
 * of no use.
 */
NODISCARD bool import_bank_open(struct import_plan *plan, struct str bytes, struct arena *arena,
                                struct csv *csv);
enum import_taken {
    IMPORT_TAKEN,
    IMPORT_PASSED, /* not money that came in: a debit, sums at the end */
    IMPORT_TOLD,   /* bad: told */
};
enum import_taken import_bank_row(const struct import_reader *reader, const struct csv_row *row,
                                  struct arena *arena);

/* --- import_camt.c: what a bank says about an account, camt.053 of ISO 20022 (R-151) ------ */

/* Does the file begin as XML does? A table never does. */
bool import_is_xml(struct str bytes);
/*
 * Reads the booked credits of a statement as commands of receipt.record without a customer:
 * the bank's reference, amount, value day, payer and purpose. Debits and entries that are not
 * booked are passed over; one that cannot be taken is told with its line: a reversal, another
 * currency, no reference, a collective entry whose parts have no references of their own.
 * ERR_FORMAT for what is no such file, ERR_PARAMS when it is not receipts that are imported.
 */
NODISCARD struct error import_camt(const struct import_plan *plan, struct str bytes,
                                   struct arena *arena, import_teller *tell, void *context,
                                   struct import_jobs *out);

struct import_group; /* documents that are being collected */
struct import_group *import_group_new(struct import_reader *reader);
/* Adds a row to its document; a bad row (values NULL) spoils it. */
void import_group_row(struct import_group *group, const struct csv_row *row,
                      struct str document, const struct import_values *values);
/* Turns the documents into jobs. */
void import_group_end(struct import_group *group);

#endif
