/*
 * draft.h - what is being typed, on disk with every key.
 *
 * A draft is a file of lines, each the whole state as JSON; the last whole line counts, so a
 * torn one loses a key at most. It lies in $XDG_STATE_HOME/osb/drafts (else ~/.local/state),
 * readable by its owner only, and is locked while a terminal works on it.
 */
#ifndef OSB_CLIENT_TERM_DRAFT_H
#define OSB_CLIENT_TERM_DRAFT_H

#include "common/error.h"

#define DRAFT_PATH 512
struct draft {
    int fd; /* -1: nothing is kept, because no place could be made */
    char path[DRAFT_PATH];
    int64_t bytes;
};

/* Where osb keeps this file of its user, folders made: "" when there is no place. */
struct str draft_place(const char *name, struct arena *arena);
/* Opens the first draft of that name that no other terminal works on, one with something in it
 * before a new one. False: there is no place for drafts; everything else works without. */
bool draft_open(struct draft *draft, const char *name, struct arena *arena);
/* Opens the drafts with something in them that no terminal works on; each is to be closed. */
size_t draft_all(struct draft *out, size_t most, struct arena *arena);
/* The last state that was kept, or "". */
struct str draft_last(struct draft *draft, struct arena *arena);
/* Keeps this state: one line without a line feed inside. */
void draft_put(struct draft *draft, struct str state);
/* Nothing is to be kept any more. */
void draft_drop(struct draft *draft);
/* The file stays. */
void draft_close(struct draft *draft);

#endif
