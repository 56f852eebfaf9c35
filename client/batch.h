/*
 * batch.h - `osb` without a screen: one command line, one answer, one exit code.
 */
#ifndef OSB_CLIENT_BATCH_H
#define OSB_CLIENT_BATCH_H

#include "client/command.h"
#include "client/exits.h"
#include "client/print_out.h"
#include "client/show.h"

/* Does what the command line says, answers on `out`, trouble on standard error. */
enum exit_code batch_run(int argc, char *const argv[], FILE *out);

/* --- for the files of the batch mode ----------------------------------------------------- */

struct batch {
    struct command command;
    struct arena *arena;
    struct show show;
    struct link_place place;
    struct session session;
};

/* Tells the error and gives its exit code; ERR_UNKNOWN also tells the id to send again. */
enum exit_code batch_fail(const struct batch *batch, struct error err, struct str command_id);
/* Logs in as the settings say. */
NODISCARD struct error batch_join(struct batch *batch);

enum exit_code batch_call(struct batch *batch);
enum exit_code batch_watch(struct batch *batch);
enum exit_code batch_import(struct batch *batch);
/* What the settings say of papers. */
struct print_wish batch_wish(const struct settings *settings);
/* The paper of an answer to where the settings say; as paper, or to look at. */
NODISCARD struct error batch_put(const struct batch *batch, const struct json *answer,
                                 bool is_look);
/* The answer of note.form or document.form, as paper to look at. */
enum exit_code batch_paper(struct batch *batch, const struct json *form);
/* The answer of a query as a table, to --out or --printer. */
enum exit_code batch_list_paper(struct batch *batch, const struct json *answer);
/* The page of printer.test, as multi-part paper: where --out or --printer say, else to the
 * queue that the answer names. */
enum exit_code batch_test_page(struct batch *batch, const struct json *page);
/* Takes what waits for this seat from the queue to its printer, until nothing waits. */
enum exit_code batch_print_run(struct batch *batch);

#endif
