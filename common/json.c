/* json.c - reading: the strict scan, then cJSON's tree behind our own names. */
#include "common/json.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "common/json_scan.h"

/* A struct json is never defined: it is what the rest of the program calls a cJSON. */
static const cJSON *node_of(const struct json *value)
{
    return (const cJSON *)(const void *)value;
}

static const struct json *json_of(const cJSON *node)
{
    return (const struct json *)(const void *)node;
}

struct error json_parse(struct str text, struct arena *arena, struct json_doc *out)
{
    struct error err;

    *out = (struct json_doc){ NULL };
    err = json_scan(text, arena);
    if (err.code)
        return err;
    out->root = (struct json *)(void *)cJSON_ParseWithLength(text.p, text.n);
    /* What the scan accepts cJSON accepts (tested), so only memory can be missing. */
    return out->root ? OK : refuse(ERR_NO_MEMORY, NULL);
}

void json_release(struct json_doc *doc)
{
    cJSON_Delete((cJSON *)(void *)doc->root);
    doc->root = NULL;
}

enum json_kind json_kind(const struct json *value)
{
    const cJSON *node = node_of(value);

    if (!node)
        return JSON_ABSENT;
    if (cJSON_IsBool(node))
        return JSON_BOOL;
    if (cJSON_IsNumber(node))
        return JSON_INT;
    if (cJSON_IsString(node))
        return JSON_STR;
    if (cJSON_IsArray(node))
        return JSON_ARRAY;
    if (cJSON_IsObject(node))
        return JSON_OBJECT;
    assert(cJSON_IsNull(node));
    return JSON_NULL;
}

const struct json *json_member(const struct json *object, const char *name)
{
    if (json_kind(object) != JSON_OBJECT)
        return NULL;
    return json_of(cJSON_GetObjectItemCaseSensitive(node_of(object), name));
}

bool json_str(const struct json *value, struct str *out)
{
    if (json_kind(value) != JSON_STR)
        return false;
    *out = str_of(node_of(value)->valuestring); /* whole: the scan refuses \u0000 */
    return true;
}

bool json_int(const struct json *value, int64_t *out)
{
    if (json_kind(value) != JSON_INT)
        return false;
    *out = (int64_t)node_of(value)->valuedouble; /* exact: an integer within 2^53 */
    return true;
}

bool json_bool(const struct json *value, bool *out)
{
    if (json_kind(value) != JSON_BOOL)
        return false;
    *out = cJSON_IsTrue(node_of(value));
    return true;
}

const struct json *json_first(const struct json *container)
{
    enum json_kind kind = json_kind(container);

    return kind == JSON_ARRAY || kind == JSON_OBJECT ? json_of(node_of(container)->child)
                                                     : NULL;
}

const struct json *json_next(const struct json *value)
{
    return value ? json_of(node_of(value)->next) : NULL;
}

struct str json_name(const struct json *member)
{
    return str_of(member ? node_of(member)->string : NULL);
}

size_t json_count(const struct json *container)
{
    size_t count = 0;

    for (const struct json *v = json_first(container); v; v = json_next(v))
        count++;
    return count;
}
