/*
 * json.h - strict JSON in, canonical JSON out.
 *
 * Reading: every text is scanned by our own strict reader (json_scan.h says what it
 * refuses) before cJSON builds the tree, because cJSON by itself accepts and bends too much.
 * Nothing outside json.c knows cJSON. Numbers are plain integers up to JSON_INT_MAX; money,
 * quantities and anything longer travel as decimal strings.
 *
 * Writing: compact text without blanks, members in the order written, so the same calls
 * always give the same bytes. Strings, keys and numbers are written so that our own reader
 * accepts them.
 */
#ifndef OSB_COMMON_JSON_H
#define OSB_COMMON_JSON_H

#include "common/buffer.h"
#include "common/day.h"
#include "common/error.h"
#include "common/money.h"
#include "common/qty.h"

/* The largest integer that every JSON reader keeps exactly. */
#define JSON_INT_MAX (INT64_C(1) << 53)

enum json_kind {
    JSON_ABSENT, /* of NULL: no such member, end of the container */
    JSON_NULL,
    JSON_BOOL,
    JSON_INT,
    JSON_STR,
    JSON_ARRAY,
    JSON_OBJECT,
};

struct json; /* a value inside a document; lives as long as the document */
struct json_doc {
    struct json *root;
};

/* --- reading --------------------------------------------------------------------------- */

/* Reads one whole text. On success the caller owns *out (json_release); on failure *out is
 * empty and the error is ERR_PARSE or, for depth and number of values, ERR_TOO_MUCH. Its
 * detail names the byte (the first is 1) and lives in the arena. */
NODISCARD struct error json_parse(struct str text, struct arena *arena, struct json_doc *out);
/* Lets the document go; harmless on an empty one. */
void json_release(struct json_doc *doc);

enum json_kind json_kind(const struct json *value);
/* The member with exactly this name, upper and lower case told apart; NULL when there is
 * none or `object` is no object (NULL included). */
const struct json *json_member(const struct json *object, const char *name);
/* The value, when it is of that kind; false otherwise, NULL included. */
NODISCARD bool json_str(const struct json *value, struct str *out);
NODISCARD bool json_int(const struct json *value, int64_t *out);
NODISCARD bool json_bool(const struct json *value, bool *out);
/* Walking an array or object: for (v = json_first(a); v; v = json_next(v)). */
const struct json *json_first(const struct json *container);
const struct json *json_next(const struct json *value);
/* The name of an object's member; "" for other values. */
struct str json_name(const struct json *member);
/* Elements or members. */
size_t json_count(const struct json *container);

/* --- writing --------------------------------------------------------------------------- */

/* More than JSON_OUT_DEPTH containers inside each other, a key too many or too few, or an
 * unclosed container at json_text are faults of the program (assert). */
#define JSON_OUT_DEPTH 31
struct json_out {
    struct buffer text;
    unsigned depth;
    bool wants_comma;   /* a value stands before this place in the same container */
    bool after_key;     /* a key was written, its value is due */
    uint32_t in_object; /* bit d: the container at depth d is an object */
};

void json_out_init(struct json_out *out, struct arena *arena);
void json_begin_object(struct json_out *out);
void json_end_object(struct json_out *out);
void json_begin_array(struct json_out *out);
void json_end_array(struct json_out *out);
void json_key(struct json_out *out, const char *key);
/* Bytes that are not UTF-8, and NUL, become U+FFFD; control characters are escaped. */
void json_put_str(struct json_out *out, struct str s);
/* A number, or a decimal string where it is beyond JSON_INT_MAX. */
void json_put_int(struct json_out *out, int64_t n);
void json_put_bool(struct json_out *out, bool b);
void json_put_null(struct json_out *out);
/* A value that is JSON already (PostgreSQL's, or an earlier json_text), as it stands; only
 * line feeds between its tokens become blanks, so that the text stays one line. */
void json_put_raw(struct json_out *out, struct str json);
/* The members of an object's text "{...}", added to the object being written. */
void json_put_members(struct json_out *out, struct str object);
/* A value that was read, written again in the compact form. */
void json_put_value(struct json_out *out, const struct json *value);

/* Key and value at once. Days and instants that are none become null. */
void json_field_str(struct json_out *out, const char *key, struct str s);
void json_field_int(struct json_out *out, const char *key, int64_t n);
void json_field_bool(struct json_out *out, const char *key, bool b);
void json_field_money(struct json_out *out, const char *key, struct money amount);
void json_field_qty(struct json_out *out, const char *key, struct qty q);
void json_field_day(struct json_out *out, const char *key, struct day d);
void json_field_instant(struct json_out *out, const char *key, struct instant at);
void json_field_raw(struct json_out *out, const char *key, struct str json);

/* The whole text, once every container is closed; followed by a NUL that is not counted. */
struct str json_text(struct json_out *out);

#endif
