/* fuzz_json.c - what the strict scan accepts, cJSON builds and the writer writes again. */
#include <string.h>

#include "common/json.h"
#include "common/json_scan.h"
#include "fuzz.h"

static struct str rewrite(const struct json *value, struct arena *arena)
{
    struct json_out out;

    json_out_init(&out, arena);
    json_put_value(&out, value);
    return json_text(&out);
}

/* Any bytes become a string that reads back and is written the same again. */
static void check_string(struct str bytes, struct arena *arena)
{
    struct json_out out;
    struct json_doc doc;
    struct str back, text;
    bool good;

    json_out_init(&out, arena);
    json_put_str(&out, bytes);
    text = json_text(&out);
    good = !json_parse(text, arena, &doc).code && json_str(doc.root, &back);
    assert(good && str_eq(rewrite(doc.root, arena), text));
    json_release(&doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = { (const char *)data, size };
    struct json_doc doc, again;
    struct arena arena;
    struct error scanned, parsed;

    arena_init(&arena, SIZE_MAX);
    scanned = json_scan(text, &arena);
    parsed = json_parse(text, &arena, &doc);
    assert(scanned.code == parsed.code); /* cJSON refuses nothing that the scan accepted */
    if (parsed.code) {
        assert(!doc.root && memcmp(parsed.detail.p, "byte ", 5) == 0);
    } else {
        struct str compact = rewrite(doc.root, &arena);

        parsed = json_parse(compact, &arena, &again);
        assert(!parsed.code && str_eq(rewrite(again.root, &arena), compact));
        json_release(&again);
    }
    json_release(&doc);
    check_string(text, &arena);
    arena_release(&arena);
    return 0;
}
