/*
 * wire.h - lines out of a stream of bytes that arrives in arbitrary pieces.
 *
 * The transport does not matter: whoever has bytes offers them. A line ends with a line feed
 * (a carriage return before it is dropped). At most `ceiling` bytes are kept, so a sender who
 * never ends his line costs no more than that.
 */
#ifndef OSB_COMMON_WIRE_H
#define OSB_COMMON_WIRE_H

#include "common/str.h"

struct wire {
    char *held; /* the beginning of a line whose end has not come; heap */
    size_t n, room;
    size_t ceiling;
    bool skipping; /* inside a line that was too long */
    bool given;    /* the held line was handed out and goes at the next call */
};

enum wire_event {
    WIRE_MORE,     /* all bytes were taken and no line ended */
    WIRE_LINE,     /* *line is a whole line without its end */
    WIRE_TOO_LONG, /* a line passed the ceiling; told once, the rest of it is skipped */
};

/* ceiling: the longest line with its line feed, such as LIMIT_LINE_BYTES. */
void wire_init(struct wire *wire, size_t ceiling);
void wire_release(struct wire *wire);
/* Takes bytes from the front of *bytes, which it shortens, until something is to be told.
 * *line is good until `bytes` goes or wire_take is called again. Call it until WIRE_MORE:
 *
 *     while ((event = wire_take(&wire, &bytes, &line)) != WIRE_MORE)
 */
enum wire_event wire_take(struct wire *wire, struct str *bytes, struct str *line);
/* Bytes of an unfinished line are being held: at the end of the stream it was cut. */
bool wire_unfinished(const struct wire *wire);

#endif
