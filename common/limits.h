/*
 * limits.h - the ceilings of the house, each with its reason (law 12 of RULES.md).
 *
 * A ceiling is told to the other side where it can meet it: the greeting carries those of the
 * line, the catalog those of a parameter. Whoever meets one is refused with ERR_TOO_MUCH or
 * ERR_PARAMS and learns the ceiling; nothing is cut silently. Parameters that an administrator
 * may change are not here: they live in the database.
 */
#ifndef OSB_COMMON_LIMITS_H
#define OSB_COMMON_LIMITS_H

/* ---- the line ---- */

/* Bytes of one request with its newline. An order of LIMIT_LINES lines should take some
 * 25 000; the rest is room for names and remarks. What is not yet a whole line is kept per
 * session. */
#define LIMIT_LINE_BYTES (64 * 1024)
/* Bytes of one answer: LIMIT_LIST_ROWS rows of about a kilobyte, doubled. */
#define LIMIT_ANSWER_BYTES (1024 * 1024)
/* Nesting of a message. The deepest we write (request, params, lines, line) is 5; the parser
 * recurses, so that depth is stack. */
#define LIMIT_JSON_DEPTH 16
/* Values of every kind in one message: LIMIT_LINES lines of a dozen members are 2 600. A value
 * of two bytes becomes a node of sixty-four, so that the line's length alone would bound
 * memory badly; this many nodes take about 1.3 MiB and 2 ms. */
#define LIMIT_JSON_NODES 20000
/* The id that a client gives a request, and a method's name. Both are echoed and logged. */
#define LIMIT_RPC_ID     64
#define LIMIT_RPC_METHOD 64
/* Requests that one session may have under way; a terminal needs two (the form's and the
 * worklist's). What comes on top waits in the socket, where TCP holds the sender back. */
#define LIMIT_IN_FLIGHT 8
/* Bytes waiting to be sent to one session. A terminal that reads slower is told to reload
 * instead of being sent each change. Room for two of the longest answers. */
#define LIMIT_SEND_BYTES (2 * LIMIT_ANSWER_BYTES)
/* Sessions of one daemon: the whole department, its printers and scanners, tenfold. */
#define LIMIT_SESSIONS 1000
/* Commands waiting for one credit account. Were each to take 20 ms, the last would wait
 * ten seconds; beyond that a person is served better by ERR_BUSY. */
#define LIMIT_LANE 500
/* Commands and queries waiting for a database connection, all accounts together. */
#define LIMIT_WAITING 5000
/* Memory of one request. Far above what an order of LIMIT_LINES lines needs for its facts
 * and effects, far below what one session could otherwise take; beyond this the arena sets
 * `failed` and nothing is stored. */
#define LIMIT_ARENA_BYTES (16 * 1024 * 1024)
/* Reruns after a serialisation failure or a deadlock. The global lock order makes both rare;
 * a third rerun that fails too is no coincidence. */
#define LIMIT_RERUNS 3

/* ---- documents and lists ---- */

/* Lines of an order, and of each document made from it. More than fits the paper form
 * several times; a sum of this many greatest amounts stays inside 64 bits (money.h). */
#define LIMIT_LINES 200
/* Rows of one page of a list: more than any screen, and milliseconds to build. A list says
 * how to get the next page. */
#define LIMIT_LIST_ROWS 500
/* Documents that one bulk command may name; all of them are locked in one transaction. */
#define LIMIT_BULK 200
/* Receivables that one receipt may be spread over. */
#define LIMIT_ALLOCATIONS 200
/* Days after which money received takes a remark, and after which it is not recorded any more:
 * what is older than a quarter's statements was forgotten or mistyped, what is older than a
 * year belongs to books that are closed. */
#define LIMIT_RECEIPT_DAYS 60
#define LIMIT_RECEIPT_YEAR 366
/* Numbers that a verdict may quote, and ways out that it may offer: what fits a dialog. */
#define LIMIT_VERDICT_NUMBERS 16
#define LIMIT_WAYS_OUT        8
/* Exceptions to the weekday rule: ten years of thirty. */
#define LIMIT_CALENDAR_DAYS 400

/* ---- files that are kept (R-385) ---- */

/* Bytes of one piece on the wire, and its Base64, which has to fit one request's line. */
#define LIMIT_PIECE      24576
#define LIMIT_PIECE_TEXT 32768
/* A file, whatever the parameter sp.file_bytes says: it is kept in one row. */
#define LIMIT_FILE_BYTES (16 * 1024 * 1024)

/* ---- files from other programs ---- */

/* Bytes of a table: a year of bank receipts. It is held in memory, converted once more. */
#define LIMIT_CSV_BYTES (64 * 1024 * 1024)
#define LIMIT_CSV_ROWS  1000000
/* Columns of a row; a sheet wider than this is no list of documents. */
#define LIMIT_CSV_COLUMNS 256
/* Bytes of a cell; spreadsheets stop at 32 767 characters. */
#define LIMIT_CSV_CELL (32 * 1024)

/* ---- texts, in code points; a byte ceiling follows as four times as much ---- */

/* Remarks, reasons, memos: a page. Longer matters are letters, not fields. */
#define LIMIT_TEXT 2000
/* Names of customers, products, persons; an address line. Registered company names are
 * shorter by far; the rest is for branches written behind them. */
#define LIMIT_NAME 200
/* Codes and document numbers: they are typed, barred and printed in columns. */
#define LIMIT_CODE 32
/* A plain number that is no quantity: days, packages, grams, a version. Sums of a few stay
 * inside 32 bits. */
#define LIMIT_INT 1000000000
/* A command's id: a UUID takes 36. */
#define LIMIT_COMMAND_ID 64
/* A password. Long enough for any phrase, short enough that hashing it costs nothing more. */
#define LIMIT_PASSWORD 128
/* Shorter ones are guessed: where a password is the only proof, fifteen characters. */
#define LEAST_PASSWORD 15
/* Bytes in the longest encoding of a code point. */
#define LIMIT_UTF8_BYTES 4

#endif
