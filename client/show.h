/*
 * show.h - answers for people and programs: tables, objects, verdicts, an order's road.
 *
 * What people typed passes text_show on its way out, and columns are set by cells, never by
 * bytes (SCREENS.md 9). Nothing here is coloured: what is printed may be piped, faxed or read
 * aloud.
 */
#ifndef OSB_CLIENT_SHOW_H
#define OSB_CLIENT_SHOW_H

#include <stdio.h>

#include "client/settings.h"
#include "common/json.h"

struct show {
    FILE *out;
    enum form form;
    size_t width; /* cells that a line may take; 0: as many as it needs */
    struct arena *arena;
};

/* Instants are shown in this zone from now on (minutes east of UTC; the greeting tells it). */
void show_zone(int64_t minutes);
/* The zone that counts for that instant, minutes east of UTC. */
int show_offset(struct instant at);

/* A value as people read it: 12,345.00 for amounts, the company's time for instants, yes and
 * no. */
struct str show_value(const struct json *value, struct arena *arena);
/* "2026-11-22 14:05" in that zone. */
struct str show_instant(struct instant at, struct arena *arena);
/* The same of a text that came in a value. */
struct str show_text(struct str s, struct arena *arena);
/* Does it read as a number, so that it stands on the right? */
bool show_is_number(struct str text);
/* A member's name as words. */
struct str show_name(struct str name, struct arena *arena);

/* Is that row a fact that an order's checks saw (order.explain)? */
bool show_is_fact(const struct json *row);
/* A member of such a row in words, its values too: nobody types these names. */
struct str show_fact(const struct json *row, const char *member, struct arena *arena);

/* A query's result: a page of rows, or one object. */
void show_answer(const struct show *show, const struct json *result);
/* An array of objects; nothing but "none" when it is empty. */
void show_rows(const struct show *show, const struct json *rows);
/* Scalars first, then tables of what is in it. */
void show_object(const struct show *show, const struct json *object);
/* The answer of a command. */
void show_verdict(const struct show *show, const struct json *answer);
/* A way out in words: "pay 84,500.00 or more  by FIN". */
struct str show_way(const struct json *remedy, struct arena *arena);
/* The answer of order.show: the order, its lines, its road, what comes next. */
void show_order(const struct show *show, const struct json *answer);

/* Trouble, on standard error: "osb: memo: order.accept needs it: ...". */
void show_error(struct error err, struct arena *arena);

/* Does the daemon say sentences in that member, such as what a message or a remark says? */
bool show_is_said(const char *member);

/* Names of columns as people read them, the last one NULL: columns.c. */
extern const char *const show_columns[];
/* The sentences of admin.health, likewise: words_health.c. */
extern const char *const show_health_words[];

#endif
