/* fuzz_wire.c - a stream cut in pieces gives the lines that it gives whole. */
#include <stdlib.h>
#include <string.h>

#include "common/buffer.h"
#include "common/wire.h"
#include "fuzz.h"

/* Takes all of one piece and notes what was told. */
static void feed(struct wire *wire, const uint8_t *data, size_t size, struct buffer *seen)
{
    char *copy = malloc(size + 1); /* a line that outlives its piece is seen */
    struct str bytes = { copy, size };
    struct str line;
    enum wire_event event;

    assert(copy);
    if (size)
        memcpy(copy, data, size);
    while ((event = wire_take(wire, &bytes, &line)) != WIRE_MORE) {
        buffer_char(seen, event == WIRE_LINE ? 'L' : 'T');
        if (event == WIRE_LINE) {
            assert(line.n < wire->ceiling && !(line.n && memchr(line.p, '\n', line.n)));
            buffer_put(seen, line);
        }
        buffer_char(seen, '\n');
    }
    free(copy);
    assert(bytes.n == 0 && wire->n < wire->ceiling && wire->room <= 2 * wire->ceiling + 256);
}

/* The first two bytes choose the ceiling and how pieces grow. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t ceiling = size > 0 ? 2 + data[0] : 2;
    size_t stride = size > 1 ? 1 + data[1] % 17 : 1;
    struct buffer whole, cut;
    struct arena arena;
    struct wire wire;
    bool unfinished;

    if (size < 2)
        return 0;
    data += 2;
    size -= 2;
    arena_init(&arena, SIZE_MAX);
    buffer_init(&whole, &arena);
    buffer_init(&cut, &arena);
    wire_init(&wire, ceiling);
    feed(&wire, data, size, &whole);
    unfinished = wire_unfinished(&wire);
    wire_release(&wire);

    wire_init(&wire, ceiling);
    for (size_t at = 0, piece = 1; at < size; at += piece, piece = piece * stride % 29 + 1) {
        if (piece > size - at)
            piece = size - at;
        feed(&wire, data + at, piece, &cut);
    }
    assert(str_eq(buffer_text(&whole), buffer_text(&cut)));
    assert(unfinished == wire_unfinished(&wire));
    wire_release(&wire);
    arena_release(&arena);
    return 0;
}
