/*
 * raw.c - `osb call`, requests as they are typed, and `osb watch`, notices as they come.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "client/batch.h"
#include "client/details.h"
#include "common/limits.h"
#include "common/text.h"

/* --- call -------------------------------------------------------------------------------- */

/* A line {"method":...,"params":{...}}, with or without the rest of JSON-RPC; the id that
 * goes out is the session's own, the answer carries the line's. */
static struct error read_request(struct str line, struct arena *arena, struct json_doc *doc,
                                 const char **method, struct str *params_text)
{
    struct error err = json_parse(line, arena, doc);
    struct str name;
    struct json_out out;

    if (err.code)
        return err;
    if (!json_str(json_member(doc->root, "method"), &name) || !name.n ||
        name.n > LIMIT_RPC_METHOD)
        return refuse_with(ERR_REQUEST, "method", STR("the name of an operation is expected"));
    *method = str_text(arena, name);
    *params_text = STR("");
    if (json_member(doc->root, "params")) {
        json_out_init(&out, arena);
        json_put_value(&out, json_member(doc->root, "params"));
        *params_text = json_text(&out);
    }
    return OK;
}

static void put_id(struct json_out *out, const struct json *request)
{
    json_key(out, "id");
    if (json_member(request, "id"))
        json_put_value(out, json_member(request, "id"));
    else
        json_put_null(out);
}

static void print_reply(const struct batch *batch, const struct json *request,
                        const struct rpc_reply *reply)
{
    struct json_out out;

    json_out_init(&out, batch->arena);
    json_begin_object(&out);
    json_field_str(&out, "jsonrpc", STR("2.0"));
    put_id(&out, request);
    if (reply->kind == RPC_ERROR) {
        json_key(&out, "error");
        json_begin_object(&out);
        json_field_int(&out, "code", reply->code);
        json_field_str(&out, "message", reply->name);
        if (reply->body) {
            json_key(&out, "data");
            json_put_value(&out, reply->body);
        }
        json_end_object(&out);
    } else {
        json_key(&out, "result");
        json_put_value(&out, reply->body);
    }
    json_end_object(&out);
    fprintf(batch->show.out, "%.*s\n", STR_ARG(json_text(&out)));
    fflush(batch->show.out);
}

/* How this answer would end `osb` by itself. */
static enum exit_code code_of(const struct rpc_reply *reply, struct arena *arena)
{
    struct str outcome, code;

    if (reply->kind == RPC_ERROR)
        return exit_of(session_error(reply, arena).code);
    if (json_str(json_member(reply->body, "outcome"), &outcome) &&
        str_eq(outcome, STR("REFUSED")))
        return json_str(json_member(reply->body, "code"), &code) ? exit_of_name(code)
                                                                 : EXIT_REFUSED;
    return EXIT_DONE;
}

static enum exit_code call_line(struct batch *batch, struct str line)
{
    struct json_doc doc = { NULL };
    struct str params_text, id = STR("");
    const char *method = "";
    struct rpc_reply reply;
    enum exit_code code;
    struct error err = read_request(line, batch->arena, &doc, &method, &params_text);

    if (err.code) {
        json_release(&doc);
        return batch_fail(batch, err, STR(""));
    }
    if (!json_str(json_member(json_member(doc.root, "params"), "command"), &id))
        id = STR("");
    err = session_call(&batch->session, method, id.n > 0, params_text, batch->arena, &reply);
    if (err.code) {
        code = batch_fail(batch, err, id);
    } else {
        print_reply(batch, doc.root, &reply);
        code = code_of(&reply, batch->arena);
        rpc_reply_release(&reply);
    }
    json_release(&doc);
    return code;
}

enum exit_code batch_call(struct batch *batch)
{
    struct error err = batch_join(batch);
    enum exit_code code = EXIT_DONE;
    char *line = NULL;
    size_t room = 0;
    ssize_t n;

    if (err.code)
        return batch_fail(batch, err, STR(""));
    while (!link_stop_asked() && (n = getline(&line, &room, stdin)) > 0) {
        struct arena whole = { 0 }, *kept = batch->arena;
        struct str text = str_trim((struct str){ line, (size_t)n - (line[n - 1] == '\n') });
        enum exit_code now;

        if (!text.n || text.p[0] == '#')
            continue;
        arena_init(&whole, LIMIT_ARENA_BYTES);
        batch->arena = &whole;
        now = call_line(batch, text);
        batch->arena = kept;
        arena_release(&whole);
        code = now == EXIT_DONE ? code : now;
        if (now == EXIT_CONNECTION || now == EXIT_INTERRUPTED)
            break;
    }
    free(line);
    return code;
}

/* --- watch ------------------------------------------------------------------------------- */

static void print_events(const struct batch *batch, const struct json *told)
{
    const struct show *show = &batch->show;

    for (const struct json *e = json_first(json_member(told, "events")); e; e = json_next(e)) {
        static const char *const names[] = { "machine", "no",       "order", "step",
                                             "state",   "customer", "by" };
        struct str last = STR("");

        fprintf(show->out, "changed");
        for (size_t i = 0; i < COUNT(names); i++) {
            struct str v = show_value(json_member(e, names[i]), show->arena);

            if (v.n && !str_eq(v, last)) /* an order's number is its order's, too */
                fprintf(show->out, "  %.*s", STR_ARG(v));
            last = v;
        }
        fprintf(show->out, "\n");
    }
    if (json_member(told, "reload"))
        fprintf(show->out, "changed  more than could be told; look again\n");
}

static void heard(void *context, const struct rpc_reply *notice)
{
    struct batch *batch = context;
    struct json_out out;

    if (batch->show.form == FORM_HUMAN && str_eq(notice->name, STR("changed"))) {
        print_events(batch, notice->body);
    } else if (batch->show.form == FORM_HUMAN) {
        struct str order = show_value(json_member(notice->body, "order"), batch->arena);
        struct str text = show_value(json_member(notice->body, "text"), batch->arena);
        struct str why = show_value(json_member(notice->body, "reason"), batch->arena);

        fprintf(batch->show.out, "%.*s  %.*s%.*s  %.*s\n",
                STR_ARG(text_show(notice->name, batch->arena)), STR_ARG(order), STR_ARG(why),
                STR_ARG(details_of(text, batch->arena)));
    } else {
        json_out_init(&out, batch->arena);
        json_begin_object(&out);
        json_field_str(&out, "notice", notice->name);
        if (notice->body) {
            json_key(&out, "params");
            json_put_value(&out, notice->body);
        }
        json_end_object(&out);
        fprintf(batch->show.out, "%.*s\n", STR_ARG(json_text(&out)));
    }
    fflush(batch->show.out);
}

static struct error begin_watch(struct batch *batch)
{
    struct rpc_reply reply;
    struct error err =
        session_call(&batch->session, "session.watch", false, STR(""), batch->arena, &reply);

    if (err.code)
        return err;
    err = session_error(&reply, batch->arena);
    rpc_reply_release(&reply);
    return err;
}

enum exit_code batch_watch(struct batch *batch)
{
    struct error err = batch_join(batch);
    struct arena scratch = { 0 }, *kept = batch->arena;
    enum exit_code code;

    if (err.code)
        return batch_fail(batch, err, STR(""));
    batch->session.heard = heard;
    batch->session.heard_context = batch;
    arena_init(&scratch, LIMIT_ARENA_BYTES);
    batch->arena = batch->show.arena = &scratch;
    err = begin_watch(batch);
    while (!err.code && !link_stop_asked() && !ferror(batch->show.out)) {
        arena_reset(&scratch);
        err = session_listen(&batch->session, link_clock() + 1000, &scratch);
        if (err.code == ERR_CONNECTION) { /* gone: in again, and look again */
            err = begin_watch(batch);
            if (!err.code)
                fprintf(batch->show.out, "changed  the connection was lost; look again\n");
        }
    }
    code = err.code                      ? batch_fail(batch, err, STR(""))
           : link_stop_asked() == SIGINT ? EXIT_INTERRUPTED
                                         : EXIT_CONNECTION;
    batch->arena = batch->show.arena = kept;
    arena_release(&scratch);
    return code;
}
