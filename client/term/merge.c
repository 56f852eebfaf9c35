/*
 * merge.c - three versions of a document, compared.
 */
#include "client/term/merge.h"

#include <string.h>

void merge_put(struct merge_doc *doc, struct str key, struct str value, struct arena *arena)
{
    if (doc->count == doc->room) {
        size_t room = doc->room ? doc->room * 2 : 32;
        struct merge_value *grown = ARENA_ARRAY(arena, room, struct merge_value);

        if (doc->count)
            memcpy(grown, doc->values, doc->count * sizeof(*grown));
        doc->values = grown;
        doc->room = room;
    }
    doc->values[doc->count++] =
        (struct merge_value){ str_dup(arena, key), str_dup(arena, value) };
}

struct str merge_get(const struct merge_doc *doc, struct str key)
{
    for (size_t i = 0; i < doc->count; i++)
        if (str_eq(doc->values[i].key, key))
            return doc->values[i].value;
    return STR("");
}

/* A row for what they changed; nothing where they did not, or did as I did. */
static void compare(struct merge *m, const struct merge_doc *before,
                    const struct merge_doc *mine, const struct merge_doc *theirs,
                    struct str key, bool conflicts)
{
    struct merge_row row = { .key = key,
                             .before = merge_get(before, key),
                             .mine = merge_get(mine, key),
                             .theirs = merge_get(theirs, key) };

    row.is_conflict = !str_eq(row.mine, row.before);
    row.takes_theirs = !row.is_conflict;
    if (str_eq(row.theirs, row.before) || str_eq(row.theirs, row.mine) ||
        row.is_conflict != conflicts)
        return;
    m->rows[m->count++] = row;
    m->conflicts += conflicts;
}

static bool has(const struct merge_doc *doc, struct str key)
{
    for (size_t i = 0; i < doc->count; i++)
        if (str_eq(doc->values[i].key, key))
            return true;
    return false;
}

struct merge merge_of(const struct merge_doc *before, const struct merge_doc *mine,
                      const struct merge_doc *theirs, struct arena *arena)
{
    struct merge m = { .rows = ARENA_ARRAY(arena, before->count + theirs->count + 1,
                                           struct merge_row) };

    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < before->count; i++)
            compare(&m, before, mine, theirs, before->values[i].key, pass == 0);
        for (size_t i = 0; i < theirs->count; i++)
            if (!has(before, theirs->values[i].key))
                compare(&m, before, mine, theirs, theirs->values[i].key, pass == 0);
    }
    return m;
}
