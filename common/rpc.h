/*
 * rpc.h - JSON-RPC 2.0 messages, one a line.
 *
 * A request has an id (a whole number or a text of 1 to LIMIT_RPC_ID printable ASCII
 * characters), a method and, when it has parameters, an object of them. Batches, requests
 * without an id, parameters by position and unknown members are refused: every door has one
 * shape. Notices (messages without an id) go from the daemon to the terminal only.
 *
 * Lines that are made end with a line feed and hold no other; they belong to the arena.
 */
#ifndef OSB_COMMON_RPC_H
#define OSB_COMMON_RPC_H

#include "common/json.h"

enum rpc_id_kind {
    RPC_ID_NONE, /* null on the wire: the request's id could not be read */
    RPC_ID_INT,
    RPC_ID_STR,
};
struct rpc_id {
    enum rpc_id_kind kind;
    int64_t n;
    struct str text;
};

struct rpc_request {
    struct json_doc doc; /* holds params */
    struct rpc_id id;    /* in the arena, as is the method */
    struct str method;
    const struct json *params; /* an object, or NULL */
};

/* Reads a request. On success the caller owns *out (rpc_request_release). On failure the
 * error is ERR_PARSE, ERR_TOO_MUCH or ERR_REQUEST, nothing needs releasing, and out->id is
 * the id to answer with, as far as it could be read. */
NODISCARD struct error rpc_read_request(struct str line, struct arena *arena,
                                        struct rpc_request *out);
void rpc_request_release(struct rpc_request *request);

enum rpc_kind {
    RPC_RESULT,
    RPC_ERROR,
    RPC_NOTICE,
};
/* What a daemon sends. */
struct rpc_reply {
    enum rpc_kind kind;
    struct json_doc doc;     /* holds body */
    struct rpc_id id;        /* of a result or error; in the arena, as are the texts below */
    const struct json *body; /* the result; an error's data; a notice's params; or NULL */
    struct str name;         /* of an error ("CREDIT_LIMIT") or a notice ("changed") */
    int64_t code;            /* of an error */
};

/* Reads what the daemon sent; as rpc_read_request. Unknown members are skipped, so that an
 * older terminal understands a newer daemon. */
NODISCARD struct error rpc_read_reply(struct str line, struct arena *arena,
                                      struct rpc_reply *out);
void rpc_reply_release(struct rpc_reply *reply);

bool rpc_id_eq(struct rpc_id a, struct rpc_id b);

/* params: an object's text, or empty for none. */
struct str rpc_request_line(struct arena *arena, struct rpc_id id, const char *method,
                            struct str params);
/* result: any value's text. */
struct str rpc_result_line(struct arena *arena, struct rpc_id id, struct str result);
/* Code and name come from errors.def; data holds the error's field and detail where it has
 * them and the members of `more`, an object's text, or empty. */
struct str rpc_error_line(struct arena *arena, struct rpc_id id, struct error err,
                          struct str more);
struct str rpc_notice_line(struct arena *arena, const char *method, struct str params);

#endif
