/*
 * file_send.c - pieces out, pieces in, and whether they are the file.
 */
#include "client/file_send.h"

#include <stdio.h>
#include <string.h>

#include "client/bytes.h"
#include "common/buffer.h"
#include "common/file.h"
#include "common/limits.h"

static bool is_hash(const char *text)
{
    return strlen(text) == BYTES_HASH && strspn(text, "0123456789abcdef") == BYTES_HASH;
}

static struct error call(struct batch *batch, enum op op, struct json_out *args,
                         struct rpc_reply *reply)
{
    struct error err;

    json_end_object(args);
    err = session_call(&batch->session, catalog[op].name, false, json_text(args), batch->arena,
                       reply);
    return err.code ? err : session_error(reply, batch->arena);
}

/* --- in ---------------------------------------------------------------------------------- */

/* What the daemon says of a piece that it does not take. */
static struct error piece_error(const struct json *answer, struct arena *arena)
{
    const struct json *numbers = json_member(answer, "numbers");
    struct str outcome = STR(""), size, most;

    if (json_str(json_member(answer, "outcome"), &outcome) && str_eq(outcome, STR("DONE")))
        return OK;
    if (json_str(json_member(numbers, "size"), &size) &&
        json_str(json_member(numbers, "most"), &most))
        return refuse_with(ERR_TOO_MUCH, "file",
                           str_format(arena, "%.*s bytes; at most %.*s are kept", STR_ARG(size),
                                      STR_ARG(most)));
    return refuse_with(ERR_RULE, "file", STR("its bytes did not arrive as they were sent"));
}

static struct error send_piece(struct batch *batch, struct str hash, struct str bytes,
                               size_t at)
{
    size_t n = bytes.n - at < LIMIT_PIECE ? bytes.n - at : LIMIT_PIECE;
    struct rpc_reply reply;
    struct json_out out;
    struct error err;

    json_out_init(&out, batch->arena);
    json_begin_object(&out);
    json_field_str(&out, "sha256", hash);
    json_field_int(&out, "part", (int64_t)(at / LIMIT_PIECE) + 1);
    json_field_int(&out, "size", (int64_t)bytes.n);
    json_field_str(&out, "content",
                   bytes_base64((struct str){ bytes.p + at, n }, batch->arena));
    err = call(batch, OP_FILE_PIECE, &out, &reply);
    if (err.code)
        return err;
    err = piece_error(reply.body, batch->arena);
    rpc_reply_release(&reply);
    return err;
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

struct error file_hand_in(struct batch *batch)
{
    const char **given = batch->command.given;
    const char *path = given[P_sha256];
    struct file file = { 0 };
    struct str hash;
    struct error err = OK;

    if (!path || is_hash(path))
        return OK;
    err = file_read(path, LIMIT_FILE_BYTES, batch->arena, &file);
    if (!err.code && !file.text.n)
        err = refuse_with(ERR_NO_FILE, NULL, str_format(batch->arena, "%s: it is empty", path));
    if (err.code)
        return err;
    hash = bytes_hash(file.text, batch->arena);
    for (size_t at = 0; !err.code && at < file.text.n; at += LIMIT_PIECE)
        err = send_piece(batch, hash, file.text, at);
    given[P_sha256] = str_text(batch->arena, hash);
    if (!given[P_name])
        given[P_name] = name_of(path);
    return err;
}

/* --- out --------------------------------------------------------------------------------- */

/* The bytes of one piece behind those before; *parts of them all. */
static struct error fetch_piece(struct batch *batch, int64_t part, struct buffer *bytes,
                                int64_t *parts)
{
    struct rpc_reply reply;
    struct json_out out;
    struct str text = STR(""), piece = STR("");
    struct error err;

    json_out_init(&out, batch->arena);
    json_begin_object(&out);
    json_field_str(&out, "sha256", str_of(batch->command.given[P_sha256]));
    json_field_int(&out, "part", part);
    err = call(batch, OP_FILE_GET, &out, &reply);
    if (err.code)
        return err;
    if (!json_str(json_member(reply.body, "content"), &text) ||
        !json_int(json_member(reply.body, "parts"), parts) || text.n > LIMIT_PIECE_TEXT)
        err = refuse_with(ERR_FORMAT, NULL, STR("the daemon's answer is no piece of a file"));
    if (!err.code && !bytes_of_base64(text, batch->arena, &piece))
        err = refuse_with(ERR_FORMAT, NULL, STR("the piece of the file is no Base64"));
    buffer_put(bytes, piece);
    rpc_reply_release(&reply);
    return err;
}

static struct error put_out(const struct batch *batch, struct str bytes)
{
    const char *path = batch->command.settings.out;
    FILE *out = path ? fopen(path, "we") : batch->show.out;
    bool fine = out && fwrite(bytes.p, 1, bytes.n, out) == bytes.n && !fflush(out);

    if (path && out && fclose(out))
        fine = false;
    return fine ? OK : refuse(ERR_NO_FILE, path);
}

enum exit_code file_fetch(struct batch *batch)
{
    struct buffer bytes;
    int64_t parts = 1;
    struct error err = batch_join(batch);

    buffer_init(&bytes, batch->arena);
    for (int64_t part = 1; !err.code && part <= parts; part++)
        err = fetch_piece(batch, part, &bytes, &parts);
    if (!err.code && !str_eq(bytes_hash(buffer_text(&bytes), batch->arena),
                             str_of(batch->command.given[P_sha256])))
        err = refuse_with(ERR_FORMAT, NULL, STR("the bytes do not have that hash"));
    if (!err.code)
        err = put_out(batch, buffer_text(&bytes));
    return err.code ? batch_fail(batch, err, STR("")) : EXIT_DONE;
}
