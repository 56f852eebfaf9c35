/*
 * batch.c - one command line, one answer, one exit code.
 */
#include "client/batch.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "client/file_send.h"
#include "client/manual.h"
#include "client/password.h"
#include "client/uuid.h"
#include "client/words.h"
#include "common/text.h"

/* A batch run reads files of some megabytes and answers of one. */
#define BATCH_ARENA ((size_t)512 << 20)

enum exit_code batch_fail(const struct batch *batch, struct error err, struct str command_id)
{
    show_error(err, batch->arena);
    if (err.code == ERR_UNKNOWN && command_id.n)
        fprintf(stderr, _("osb: sent, not confirmed; send it again with --id %.*s\n"),
                STR_ARG(command_id));
    if (link_stop_asked() == SIGINT)
        return EXIT_INTERRUPTED;
    return link_stop_asked() ? EXIT_CONNECTION : exit_of(err.code);
}

/* Logged in, by a code that opens once or not. */
static struct error enter(struct batch *batch)
{
    struct session_door door;
    struct error err =
        settings_door(&batch->command.settings, batch->arena, &batch->place, &door);

    if (!err.code)
        err = session_join(&batch->session, &door, batch->arena);
    if (!err.code && batch->command.settings.verbose)
        fprintf(stderr, "osb: %s as %s (%s)%s\n", batch->session.server, batch->session.user,
                batch->session.roles, batch->session.practice ? ", practice company" : "");
    return err;
}

struct error batch_join(struct batch *batch)
{
    struct error err = enter(batch);

    return err.code ? err : password_due(&batch->session, batch->arena);
}

/* --- an operation ------------------------------------------------------------------------ */

static enum exit_code show_reply(struct batch *batch, const struct rpc_reply *reply)
{
    enum op op = batch->command.op;
    struct str outcome, code = STR("RULE");

    if ((op == OP_NOTE_FORM || op == OP_DOCUMENT_FORM) && batch->show.form == FORM_HUMAN)
        return batch_paper(batch, reply->body);
    if (op == OP_PRINTER_TEST && batch->show.form == FORM_HUMAN)
        return batch_test_page(batch, reply->body);
    if (op == OP_PICK_LIST && (batch->command.settings.printer || batch->command.settings.out))
        return batch_list_paper(batch, reply->body);
    if (op == OP_ORDER_SHOW)
        show_order(&batch->show, reply->body);
    else if (catalog[op].is_query)
        show_answer(&batch->show, reply->body);
    else
        show_verdict(&batch->show, reply->body);
    if (catalog[op].is_query || !json_str(json_member(reply->body, "outcome"), &outcome) ||
        !str_eq(outcome, STR("REFUSED")))
        return EXIT_DONE;
    if (!json_str(json_member(reply->body, "code"), &code))
        code = STR("RULE");
    return exit_of_name(code);
}

static enum exit_code run_operation(struct batch *batch)
{
    const struct op_info *info = &catalog[batch->command.op];
    const struct settings *s = &batch->command.settings;
    struct str id = STR(""), params_text;
    enum exit_code code;
    bool hands_in = batch->command.op == OP_FILE_PUT;
    struct rpc_reply reply;
    struct error err = OK;

    if (batch->command.op == OP_FILE_GET && batch->show.form == FORM_HUMAN)
        return file_fetch(batch);
    if (hands_in)
        err = batch_join(batch);
    if (hands_in && !err.code)
        err = file_hand_in(batch);
    if (err.code)
        return batch_fail(batch, err, STR(""));
    if (s->seat && op_takes(batch->command.op, P_printer) && !info->is_query &&
        !batch->command.given[P_printer])
        batch->command.given[P_printer] = s->seat;
    if (!info->is_query)
        id = s->id ? str_of(s->id) : uuid_random(batch->arena);
    err =
        command_params(batch->command.op, batch->command.given, id, batch->arena, &params_text);
    if (!err.code && !hands_in)
        err = batch_join(batch);
    if (err.code)
        return batch_fail(batch, err, STR(""));
    if (id.n && s->verbose)
        fprintf(stderr, "osb: command id %.*s\n", STR_ARG(id));
    err = session_call(&batch->session, info->name, !info->is_query, params_text, batch->arena,
                       &reply);
    if (err.code)
        return batch_fail(batch, err, id);
    err = session_error(&reply, batch->arena);
    code = err.code ? batch_fail(batch, err, id) : show_reply(batch, &reply);
    rpc_reply_release(&reply);
    return code;
}

/* --- the other verbs --------------------------------------------------------------------- */

static enum exit_code run_who(struct batch *batch)
{
    struct error err = batch_join(batch);
    struct session *s = &batch->session;

    if (err.code)
        return batch_fail(batch, err, STR(""));
    fprintf(batch->show.out, "%s  %.*s  %s  at %s%s\n", s->user,
            STR_ARG(text_show(str_of(s->name), batch->arena)), s->roles, s->server,
            s->practice ? ", practice company" : "");
    return EXIT_DONE;
}

static enum exit_code run_password(struct batch *batch)
{
    struct error err = enter(batch);

    if (!err.code)
        err = password_change(&batch->session, batch->arena);
    if (err.code)
        return batch_fail(batch, err, STR(""));
    fprintf(stderr, "osb: %s\n", _("the new password is valid from now on"));
    return EXIT_DONE;
}

static void put(const struct batch *batch, struct str text)
{
    fwrite(text.p, 1, text.n, batch->show.out);
}

static enum exit_code run_help(struct batch *batch)
{
    const struct command *c = &batch->command;
    struct str name;
    int op;

    if (!c->word_count) {
        put(batch, manual_usage(batch->arena));
        return EXIT_DONE;
    }
    name = c->word_count > 1 ? str_format(batch->arena, "%s.%s", c->words[0], c->words[1])
                             : str_of(c->words[0]);
    op = catalog_find(name);
    if (op < 0) {
        fprintf(stderr, "osb: %.*s: there is no such operation; see 'osb catalog'\n",
                STR_ARG(name));
        return EXIT_USAGE;
    }
    put(batch, manual_operation((enum op)op, batch->arena));
    return EXIT_DONE;
}

static enum exit_code run_verb(struct batch *batch)
{
    struct command *c = &batch->command;

    if (c->settings.version) {
        fprintf(batch->show.out, "osb %s, protocol %d\n", OSB_VERSION, PROTOCOL_VERSION);
        return EXIT_DONE;
    }
    if (c->settings.help && c->verb == VERB_OP) {
        put(batch, manual_operation(c->op, batch->arena));
        return EXIT_DONE;
    }
    if (c->settings.help || c->verb == VERB_HELP)
        return run_help(batch);
    switch (c->verb) {
    case VERB_OP:
        return run_operation(batch);
    case VERB_IMPORT:
        return batch_import(batch);
    case VERB_CALL:
        return batch_call(batch);
    case VERB_WATCH:
        return batch_watch(batch);
    case VERB_PRINT:
        return batch_print_run(batch);
    case VERB_WHO:
        return run_who(batch);
    case VERB_PASSWORD:
        return run_password(batch);
    case VERB_CATALOG:
        put(batch, c->markdown ? manual_markdown(batch->arena) : manual_list(batch->arena));
        return EXIT_DONE;
    case VERB_COMPLETION:
        put(batch, manual_completion(batch->arena));
        return EXIT_DONE;
    case VERB_NONE:
    case VERB_KEYS: /* main.c asks them, with a terminal */
    case VERB_HELP:
        break;
    }
    put(batch, manual_usage(batch->arena));
    return EXIT_USAGE;
}

static size_t terminal_width(FILE *out)
{
    struct winsize size;

    if (isatty(fileno(out)) && ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col)
        return size.ws_col;
    return 0;
}

enum exit_code batch_run(int argc, char *const argv[], FILE *out)
{
    struct arena arena;
    struct batch batch = { .arena = &arena, .session = { .link = { .fd = -1 } } };
    enum exit_code code;
    struct error err;

    arena_init(&arena, BATCH_ARENA);
    err = command_read(argc, argv, &arena, &batch.command);
    if (!err.code && batch.command.settings.language)
        (void)words_change(batch.command.settings.language);
    if (err.code) {
        code = batch_fail(&batch, err, STR(""));
    } else {
        batch.show = (struct show){ .out = out,
                                    .form = settings_form(&batch.command.settings),
                                    .width = batch.command.settings.width
                                                 ? (size_t)batch.command.settings.width
                                                 : terminal_width(out),
                                    .arena = &arena };
        code = run_verb(&batch);
    }
    session_leave(&batch.session);
    arena_release(&arena);
    if (fflush(out) && code == EXIT_DONE)
        code = EXIT_CONNECTION; /* who reads us is gone */
    return code;
}
