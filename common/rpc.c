/* rpc.c - reading and making JSON-RPC messages. */
#include "common/rpc.h"

#include <string.h>

#include "common/limits.h"

/* --- reading --------------------------------------------------------------------------- */

static struct error bad_request(const char *field, const char *what)
{
    return refuse_with(ERR_REQUEST, field, str_of(what));
}

/* Ids go to logs and are compared byte by byte: printable ASCII without blanks. */
static bool is_id_text(struct str s)
{
    if (s.n < 1 || s.n > LIMIT_RPC_ID)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= ' ' || s.p[i] > '~')
            return false;
    return true;
}

static bool read_id(const struct json *value, struct arena *arena, struct rpc_id *out)
{
    struct rpc_id id = { 0 };

    if (json_int(value, &id.n))
        id.kind = RPC_ID_INT;
    else if (json_str(value, &id.text) && is_id_text(id.text))
        id.kind = RPC_ID_STR;
    else
        return false;
    id.text = str_dup(arena, id.text);
    *out = id;
    return true;
}

static bool is_version_2(const struct json *message)
{
    struct str version;

    return json_str(json_member(message, "jsonrpc"), &version) && str_eq(version, STR("2.0"));
}

/* "order.send-back": lower-case letters and digits, with dots, hyphens and underscores. */
static bool is_method(struct str s)
{
    if (s.n < 1 || s.n > LIMIT_RPC_METHOD)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_' && c != '.' &&
            c != '-')
            return false;
    }
    return true;
}

static struct error check_members(const struct json *message)
{
    static const char *const known[] = { "jsonrpc", "id", "method", "params" };

    for (const struct json *m = json_first(message); m; m = json_next(m)) {
        bool found = false;

        for (size_t i = 0; i < COUNT(known) && !found; i++)
            found = str_eq(json_name(m), str_of(known[i]));
        if (!found)
            return bad_request(NULL, "only jsonrpc, id, method and params may stand here");
    }
    return OK;
}

static struct error read_envelope(const struct json *message, struct arena *arena,
                                  struct rpc_request *out)
{
    if (json_kind(message) != JSON_OBJECT)
        return bad_request(NULL, "one object a line is expected; batches are not accepted");
    if (!read_id(json_member(message, "id"), arena, &out->id))
        return bad_request("id", "a whole number or 1 to 64 printable characters");
    if (!is_version_2(message))
        return bad_request("jsonrpc", "\"2.0\" is expected");
    if (!json_str(json_member(message, "method"), &out->method) || !is_method(out->method))
        return bad_request("method", "the name of an operation, such as \"order.sign\"");
    out->method = str_dup(arena, out->method);
    out->params = json_member(message, "params");
    if (out->params && json_kind(out->params) != JSON_OBJECT)
        return bad_request("params", "an object: parameters go by name");
    return check_members(message);
}

struct error rpc_read_request(struct str line, struct arena *arena, struct rpc_request *out)
{
    struct error err;

    *out = (struct rpc_request){ 0 };
    err = json_parse(line, arena, &out->doc);
    if (err.code)
        return err;
    err = read_envelope(out->doc.root, arena, out);
    if (err.code) {
        struct rpc_id id = out->id;

        rpc_request_release(out);
        out->id = id;
    }
    return err;
}

void rpc_request_release(struct rpc_request *request)
{
    json_release(&request->doc);
    *request = (struct rpc_request){ 0 };
}

static struct error read_error(const struct json *error, struct arena *arena,
                               struct rpc_reply *out)
{
    out->kind = RPC_ERROR;
    if (!json_int(json_member(error, "code"), &out->code) ||
        !json_str(json_member(error, "message"), &out->name))
        return bad_request("error", "code and message are expected");
    out->name = str_dup(arena, out->name);
    out->body = json_member(error, "data");
    return OK;
}

static struct error read_reply(const struct json *message, struct arena *arena,
                               struct rpc_reply *out)
{
    const struct json *id = json_member(message, "id");
    const struct json *error = json_member(message, "error");

    if (!is_version_2(message))
        return bad_request("jsonrpc", "\"2.0\" is expected");
    if (!id) {
        out->kind = RPC_NOTICE;
        if (!json_str(json_member(message, "method"), &out->name) || !is_method(out->name))
            return bad_request("method", "a notice without a name");
        out->name = str_dup(arena, out->name);
        out->body = json_member(message, "params");
        return OK;
    }
    if (!read_id(id, arena, &out->id) && !(json_kind(id) == JSON_NULL && error))
        return bad_request("id", "an answer without a readable id");
    if (error)
        return read_error(error, arena, out);
    out->kind = RPC_RESULT;
    out->body = json_member(message, "result");
    return out->body ? OK : bad_request("result", "an answer without result and error");
}

struct error rpc_read_reply(struct str line, struct arena *arena, struct rpc_reply *out)
{
    struct error err;

    *out = (struct rpc_reply){ 0 };
    err = json_parse(line, arena, &out->doc);
    if (!err.code)
        err = read_reply(out->doc.root, arena, out);
    if (err.code)
        rpc_reply_release(out);
    return err;
}

void rpc_reply_release(struct rpc_reply *reply)
{
    json_release(&reply->doc);
    *reply = (struct rpc_reply){ 0 };
}

bool rpc_id_eq(struct rpc_id a, struct rpc_id b)
{
    return a.kind == b.kind && a.n == b.n && str_eq(a.text, b.text);
}

/* --- making ---------------------------------------------------------------------------- */

static void begin_message(struct json_out *out, struct arena *arena)
{
    json_out_init(out, arena);
    json_begin_object(out);
    json_field_str(out, "jsonrpc", STR("2.0"));
}

static struct str end_message(struct json_out *out)
{
    json_end_object(out);
    buffer_char(&out->text, '\n');
    return json_text(out);
}

static void put_id(struct json_out *out, struct rpc_id id)
{
    json_key(out, "id");
    switch (id.kind) {
    case RPC_ID_NONE:
        json_put_null(out);
        break;
    case RPC_ID_INT:
        json_put_int(out, id.n);
        break;
    case RPC_ID_STR:
        json_put_str(out, id.text);
        break;
    }
}

static void put_call(struct json_out *out, const char *method, struct str params)
{
    json_field_str(out, "method", str_of(method));
    if (!str_empty(params))
        json_field_raw(out, "params", params);
}

struct str rpc_request_line(struct arena *arena, struct rpc_id id, const char *method,
                            struct str params)
{
    struct json_out out;

    begin_message(&out, arena);
    put_id(&out, id);
    put_call(&out, method, params);
    return end_message(&out);
}

struct str rpc_notice_line(struct arena *arena, const char *method, struct str params)
{
    struct json_out out;

    begin_message(&out, arena);
    put_call(&out, method, params);
    return end_message(&out);
}

struct str rpc_result_line(struct arena *arena, struct rpc_id id, struct str result)
{
    struct json_out out;

    begin_message(&out, arena);
    put_id(&out, id);
    json_field_raw(&out, "result", result);
    return end_message(&out);
}

struct str rpc_error_line(struct arena *arena, struct rpc_id id, struct error err,
                          struct str more)
{
    struct json_out out;

    assert(err.code != ERR_NONE);
    begin_message(&out, arena);
    put_id(&out, id);
    json_key(&out, "error");
    json_begin_object(&out);
    json_field_int(&out, "code", error_wire(err.code));
    json_field_str(&out, "message", str_of(error_name(err.code)));
    json_key(&out, "data");
    json_begin_object(&out);
    if (err.field)
        json_field_str(&out, "field", str_of(err.field));
    if (!str_empty(err.detail))
        json_field_str(&out, "detail", err.detail);
    if (!str_empty(more))
        json_put_members(&out, more);
    json_end_object(&out);
    json_end_object(&out);
    return end_message(&out);
}
