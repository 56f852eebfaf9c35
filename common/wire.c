/* wire.c - splitting a stream into lines. */
#include "common/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A connection that waits for work keeps no more than this. */
#define HELD_WHEN_IDLE 1024

void wire_init(struct wire *wire, size_t ceiling)
{
    assert(ceiling > 1);
    *wire = (struct wire){ .ceiling = ceiling };
}

void wire_release(struct wire *wire)
{
    free(wire->held);
    wire_init(wire, wire->ceiling);
}

bool wire_unfinished(const struct wire *wire)
{
    return (wire->n > 0 && !wire->given) || wire->skipping;
}

/* The line that was handed out from `held` has been dealt with. */
static void forget_line(struct wire *wire)
{
    wire->n = 0;
    if (wire->room > HELD_WHEN_IDLE) {
        free(wire->held);
        wire->held = NULL;
        wire->room = 0;
    }
}

static void hold(struct wire *wire, struct str piece)
{
    size_t wanted = wire->n + piece.n;

    if (!piece.n)
        return;
    if (wanted > wire->room) {
        size_t room = wire->room ? wire->room : HELD_WHEN_IDLE / 4;
        char *held;

        while (room < wanted)
            room *= 2;
        held = realloc(wire->held, room);
        if (!held) {
            fprintf(stderr, "no memory for %zu bytes: stopping\n", room);
            abort();
        }
        wire->held = held;
        wire->room = room;
    }
    memcpy(wire->held + wire->n, piece.p, piece.n);
    wire->n = wanted;
}

static struct str without_cr(struct str line)
{
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

/* The bytes up to the first line feed, or all of them; *ended tells which. The feed is taken
 * from *bytes as well. */
static struct str next_piece(struct str *bytes, bool *ended)
{
    const char *feed = bytes->n ? memchr(bytes->p, '\n', bytes->n) : NULL;
    struct str piece = *bytes;

    *ended = feed != NULL;
    if (feed)
        piece.n = (size_t)(feed - bytes->p);
    if (bytes->n) {
        bytes->p += piece.n + *ended;
        bytes->n -= piece.n + *ended;
    }
    return piece;
}

enum wire_event wire_take(struct wire *wire, struct str *bytes, struct str *line)
{
    if (wire->given)
        forget_line(wire);
    wire->given = false;
    while (bytes->n) {
        bool ended;
        struct str piece = next_piece(bytes, &ended);

        if (wire->skipping) {
            wire->skipping = !ended;
            continue;
        }
        if (piece.n >= wire->ceiling - wire->n) {
            forget_line(wire);
            wire->skipping = !ended;
            return WIRE_TOO_LONG;
        }
        if (ended && !wire->n) { /* whole in one piece: no copy */
            *line = without_cr(piece);
            return WIRE_LINE;
        }
        hold(wire, piece);
        if (ended) {
            wire->given = true;
            *line = without_cr((struct str){ wire->held, wire->n });
            return WIRE_LINE;
        }
    }
    return WIRE_MORE;
}
