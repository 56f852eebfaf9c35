/*
 * sheet_in.h - the answer of which a sheet is read. For sheet*.c only.
 */
#ifndef OSB_CLIENT_SHEET_IN_H
#define OSB_CLIENT_SHEET_IN_H

#include "client/sheet.h"

struct sheet_reader {
    const struct json *answer, *paper;
    const struct json *goods; /* where its lines and the note are: the paper, or its shipment */
    const struct json *of;    /* what the document that it takes back said, or NULL */
    int64_t zone_min;
    struct arena *arena;
    struct sheet *sheet;
};

/* A member that is a text or a number, in one line; "" where there is none. */
struct str sheet_said(const struct json *object, const char *name, struct arena *arena);
/* Such texts with blanks between, empty ones left out. */
struct str sheet_said_all(const struct sheet_reader *r, const struct json *object,
                          const char *const names[], size_t count);
#define SAID_ALL(r, object, ...)                                                               \
    sheet_said_all((r), (object), (const char *const[]){ __VA_ARGS__ },                        \
                   COUNT(((const char *const[]){ __VA_ARGS__ })))
/* The fields of the head, as the sheet's kind has them. */
void sheet_head_set(const struct sheet_reader *r);

#endif
