/* json_write.c - writing compact JSON into an arena. */
#include "common/json.h"

#include <stdio.h>

#include "common/utf8.h"

void json_out_init(struct json_out *out, struct arena *arena)
{
    *out = (struct json_out){ .depth = 0 };
    buffer_init(&out->text, arena);
}

static bool in_object(const struct json_out *out)
{
    return out->in_object >> out->depth & 1u;
}

/* Before every value: the comma, and the promise that a member has its key. */
static void before_value(struct json_out *out)
{
    assert(out->after_key == in_object(out));
    assert(out->depth > 0 || out->text.n == 0);
    if (out->wants_comma && !out->after_key)
        buffer_char(&out->text, ',');
    out->wants_comma = true;
    out->after_key = false;
}

static void begin(struct json_out *out, bool object)
{
    before_value(out);
    buffer_char(&out->text, object ? '{' : '[');
    out->depth++;
    assert(out->depth <= JSON_OUT_DEPTH);
    out->in_object &= ~(UINT32_C(1) << out->depth);
    out->in_object |= (uint32_t)object << out->depth;
    out->wants_comma = false;
}

static void end(struct json_out *out, bool object)
{
    assert(out->depth > 0 && in_object(out) == object && !out->after_key);
    buffer_char(&out->text, object ? '}' : ']');
    out->depth--;
    out->wants_comma = true;
}

void json_begin_object(struct json_out *out)
{
    begin(out, true);
}

void json_end_object(struct json_out *out)
{
    end(out, true);
}

void json_begin_array(struct json_out *out)
{
    begin(out, false);
}

void json_end_array(struct json_out *out)
{
    end(out, false);
}

/* The escape of a character that does not stand for itself, or NULL. DEL and the C1
 * controls are legal JSON, but a raw line must be harmless on a terminal too. */
static const char *escape_of(uint32_t code, char buffer[8])
{
    switch (code) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        if (code >= 0x20 && (code < 0x7F || code > 0x9F))
            return NULL;
        snprintf(buffer, 8, "\\u%04x", (unsigned char)code);
        return buffer;
    }
}

static void put_string(struct json_out *out, struct str s)
{
    size_t clean = 0; /* bytes from here to `at` stand for themselves and are not yet put */
    size_t at = 0;

    buffer_char(&out->text, '"');
    while (at < s.n) {
        char buffer[8];
        uint32_t code = 0;
        size_t bytes = utf8_read(s, at, &code);
        const char *instead = bytes && code ? escape_of(code, buffer) : "\xEF\xBF\xBD";

        if (instead) {
            buffer_put(&out->text, (struct str){ s.p + clean, at - clean });
            buffer_put(&out->text, str_of(instead));
            clean = at + (bytes ? bytes : 1);
        }
        at += bytes ? bytes : 1;
    }
    if (clean < s.n)
        buffer_put(&out->text, (struct str){ s.p + clean, s.n - clean });
    buffer_char(&out->text, '"');
}

void json_key(struct json_out *out, const char *key)
{
    assert(in_object(out) && !out->after_key);
    if (out->wants_comma)
        buffer_char(&out->text, ',');
    put_string(out, str_of(key));
    buffer_char(&out->text, ':');
    out->after_key = true;
}

void json_put_str(struct json_out *out, struct str s)
{
    before_value(out);
    put_string(out, s);
}

void json_put_int(struct json_out *out, int64_t n)
{
    char text[32];
    bool exact = n >= -JSON_INT_MAX && n <= JSON_INT_MAX;
    int length = snprintf(text, sizeof(text), exact ? "%lld" : "\"%lld\"", (long long)n);

    json_put_raw(out, (struct str){ text, (size_t)length });
}

void json_put_bool(struct json_out *out, bool b)
{
    json_put_raw(out, b ? STR("true") : STR("false"));
}

void json_put_null(struct json_out *out)
{
    json_put_raw(out, STR("null"));
}

/* JSON made elsewhere. A line feed in it stands between tokens (json_agg puts one behind
 * every row) and would end the line on the wire. */
static void put_json(struct json_out *out, struct str json)
{
    char *to = buffer_reserve(&out->text, json.n);

    for (size_t i = 0; i < json.n; i++)
        to[i] = json.p[i] == '\n' || json.p[i] == '\r' ? ' ' : json.p[i];
    out->text.n += json.n;
}

void json_put_raw(struct json_out *out, struct str json)
{
    assert(json.n > 0);
    before_value(out);
    put_json(out, json);
}

void json_put_members(struct json_out *out, struct str object)
{
    struct str inside;

    assert(in_object(out) && !out->after_key);
    assert(object.n >= 2 && object.p[0] == '{' && object.p[object.n - 1] == '}');
    inside = str_trim((struct str){ object.p + 1, object.n - 2 });
    if (str_empty(inside))
        return;
    if (out->wants_comma)
        buffer_char(&out->text, ',');
    put_json(out, inside);
    out->wants_comma = true;
}

static void put_children(struct json_out *out, const struct json *container, bool object)
{
    begin(out, object);
    for (const struct json *v = json_first(container); v; v = json_next(v)) {
        if (object)
            json_key(out, json_name(v).p);
        json_put_value(out, v);
    }
    end(out, object);
}

void json_put_value(struct json_out *out, const struct json *value)
{
    struct str s;
    int64_t n;
    bool b;

    if (json_str(value, &s))
        json_put_str(out, s);
    else if (json_int(value, &n))
        json_put_int(out, n);
    else if (json_bool(value, &b))
        json_put_bool(out, b);
    else if (json_kind(value) == JSON_ARRAY || json_kind(value) == JSON_OBJECT)
        put_children(out, value, json_kind(value) == JSON_OBJECT);
    else
        json_put_null(out);
}

void json_field_str(struct json_out *out, const char *key, struct str s)
{
    json_key(out, key);
    json_put_str(out, s);
}

void json_field_int(struct json_out *out, const char *key, int64_t n)
{
    json_key(out, key);
    json_put_int(out, n);
}

void json_field_bool(struct json_out *out, const char *key, bool b)
{
    json_key(out, key);
    json_put_bool(out, b);
}

void json_field_money(struct json_out *out, const char *key, struct money amount)
{
    json_field_str(out, key, money_text(amount, out->text.arena));
}

void json_field_qty(struct json_out *out, const char *key, struct qty q)
{
    json_field_str(out, key, qty_text(q, out->text.arena));
}

/* Days and instants are ISO text; the empty text stands for none. */
static void field_time(struct json_out *out, const char *key, struct str text)
{
    json_key(out, key);
    if (str_empty(text))
        json_put_null(out);
    else
        json_put_str(out, text);
}

void json_field_day(struct json_out *out, const char *key, struct day d)
{
    field_time(out, key, day_text(d, out->text.arena));
}

void json_field_instant(struct json_out *out, const char *key, struct instant at)
{
    field_time(out, key, instant_text(at, out->text.arena));
}

void json_field_raw(struct json_out *out, const char *key, struct str json)
{
    json_key(out, key);
    json_put_raw(out, json);
}

struct str json_text(struct json_out *out)
{
    assert(out->depth == 0 && out->text.n > 0);
    return buffer_text(&out->text);
}
