/*
 * csv.h - tables from other programs (RFC 4180 and its usual relatives), and tables for them.
 *
 * Reading goes over bytes in memory, row by row. Strict where leniency would guess: a quote
 * in the middle of a bare cell, text behind a closing quote and a quote that is never closed
 * are refused, each at its line and column; the last at the place where it was opened.
 * Lines end with CRLF, LF or CR. Lines without any character are skipped. What a cell may
 * hold is not decided here: it passes the same checks as text that was typed (text.h).
 *
 * Errors are ERR_FORMAT ("line 3, column 7: ...", both from 1, columns in characters) or
 * ERR_TOO_MUCH for the ceilings of limits.h.
 */
#ifndef OSB_COMMON_CSV_H
#define OSB_COMMON_CSV_H

#include "common/buffer.h"
#include "common/day.h"
#include "common/error.h"

/* --- reading ----------------------------------------------------------------------------- */

enum csv_encoding {
    CSV_UTF8,
    CSV_GB18030, /* GBK and GB2312 are parts of it */
    CSV_LATIN1,  /* ISO-8859-1 */
};

struct csv_rules {
    enum csv_encoding encoding;
    char separator; /* ',' ';' '\t' '|'; 0: found from the first lines */
};

struct csv {
    struct str text; /* UTF-8, without a byte order mark */
    size_t at;
    size_t line, column; /* of text.p[at] */
    size_t rows;         /* given so far */
    char separator;      /* the one in use */
};

struct csv_cell {
    struct str text; /* quotes taken off; in the bytes or in the row's arena */
    size_t line, column;
};
struct csv_row {
    const struct csv_cell *cells; /* in the row's arena */
    size_t count;                 /* 0: the table is at its end */
    size_t line;                  /* where it begins */
};

/* Begins a table. `bytes` must stay as long as the reader when they are UTF-8; a converted
 * copy lives in the arena. A byte order mark and Excel's first line "sep=;" are skipped. */
NODISCARD struct error csv_open(struct csv *csv, struct str bytes,
                                const struct csv_rules *rules, struct arena *arena);
/* The next row. The arena may be another one and be emptied between rows. After an error the
 * table is of no more use. */
NODISCARD struct error csv_next(struct csv *csv, struct arena *arena, struct csv_row *out);

/* --- what cells mean --------------------------------------------------------------------- */

struct csv_numbers {
    char decimal;   /* '.' or ',' */
    char thousands; /* ',' '.' '\'' ' ' (no-break blanks included), or 0 for none */
};
/* A number in our own form, such as "-1234.50", for money_parse, qty_parse or str_int: sign in
 * front ('+', '-') or behind ('-'), groups of exactly three where there are any. False:
 * anything else. */
NODISCARD bool csv_number(struct str cell, struct csv_numbers form, struct arena *arena,
                          struct str *out);

enum csv_order { CSV_YMD, CSV_DMY, CSV_MDY };
/* A date "2026-11-22", with '-', '/' or '.' between, or as eight digits; year first also as
 * 2026年11月22日. The year has four digits: "22/11/26" is refused, not guessed. */
NODISCARD bool csv_day(struct str cell, enum csv_order order, struct day *out);

/* --- writing ----------------------------------------------------------------------------- */

/* Every cell goes through text_csv: quoted where needed, and what a spreadsheet would run as
 * a formula (= + - @ in front) is made plain text. Rows end with CRLF. */
struct csv_out {
    struct buffer text;
    char separator;
    bool row_begun;
    size_t row_start; /* where the row begins in the text */
};

/* separator: ',' ';' or '\t'. mark: begin with a byte order mark, without which Excel takes
 * UTF-8 for the machine's old encoding. */
void csv_out_init(struct csv_out *out, struct arena *arena, char separator, bool mark);
void csv_put(struct csv_out *out, struct str cell);
void csv_end_row(struct csv_out *out);
struct str csv_text(struct csv_out *out);

#endif
