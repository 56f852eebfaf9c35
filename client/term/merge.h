/*
 * merge.h - a document that two people changed at once: what each of them changed, field by
 * field (SCREENS.md 5).
 *
 * A document is a list of keys and values: "wanted", "2 qty". What is not in it counts as "".
 */
#ifndef OSB_CLIENT_TERM_MERGE_H
#define OSB_CLIENT_TERM_MERGE_H

#include "common/str.h"

struct merge_value {
    struct str key, value;
};
struct merge_doc {
    struct merge_value *values;
    size_t count, room;
};
struct merge_row {
    struct str key, before, mine, theirs;
    bool is_conflict;  /* both changed it, and not alike; else only they did */
    bool takes_theirs; /* of the result */
};
struct merge {
    struct merge_row *rows;
    size_t count, conflicts;
};

/* Puts a value at the end; everything belongs to the arena. */
void merge_put(struct merge_doc *doc, struct str key, struct str value, struct arena *arena);
struct str merge_get(const struct merge_doc *doc, struct str key);
/* What they changed: rows where I changed it too first. A conflict keeps mine until somebody
 * says otherwise; what only they changed is taken. */
struct merge merge_of(const struct merge_doc *before, const struct merge_doc *mine,
                      const struct merge_doc *theirs, struct arena *arena);

#endif
