/*
 * test_wire_pack.c - what is packed comes out as it went in, and nothing opens without end.
 */
#include "common/wire_pack.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/unit.h"

#define CEILING 65536

static struct arena arena;

/* A list such as the daemon's, of n rows, with its line feed. */
static struct str list_of(size_t n)
{
    struct str line = STR("{\"rows\":[");

    for (size_t i = 0; i < n; i++)
        line = str_format(&arena, "%.*s{\"no\":\"SO%zu\",\"customer\":\"Núñez y Cía, %zu\"},",
                          STR_ARG(line), 4000 + i * 7, i * i);
    return str_format(&arena, "%.*s]}\n", STR_ARG(line));
}

static void a_long_line_becomes_short_and_long_again(void **state)
{
    char *room = NULL;

    (void)state;
    arena_init(&arena, 64 << 20);
    for (size_t rows = 40; rows < 260; rows += 7) { /* each rest of a Base64 group */
        struct str line = list_of(rows), packed = wire_pack(line, &arena), out;

        assert_true(packed.n < line.n / 2);
        assert_true(wire_is_packed(packed));
        assert_int_equal(packed.p[packed.n - 1], '\n');
        assert_null(memchr(packed.p, '\n', packed.n - 1));
        packed.n--;
        assert_true(wire_unpack(packed, CEILING, &room, &out));
        assert_true(str_eq(out, (struct str){ line.p, line.n - 1 }));
    }
    free(room);
    arena_release(&arena);
}

static void what_gains_nothing_stays(void **state)
{
    char noise[4000];
    uint32_t seed = 7;

    (void)state;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof noise; i++) {
        seed = seed * 1664525 + 1013904223;
        noise[i] = (char)(33 + seed % 89 + (seed >> 9) % 5);
    }
    noise[sizeof noise - 1] = '\n';
    assert_ptr_equal(wire_pack((struct str){ noise, sizeof noise }, &arena).p, noise);
    assert_ptr_equal(wire_pack((struct str){ noise, 200 }, &arena).p, noise);
    assert_false(wire_is_packed(STR("{\"jsonrpc\":\"2.0\"}")));
    assert_false(wire_is_packed(STR("")));
    arena_release(&arena);
}

static void what_is_damaged_or_opens_too_far_is_refused(void **state)
{
    struct str line, packed, out;
    char *room = NULL;

    (void)state;
    arena_init(&arena, 64 << 20);
    line = list_of(400);
    packed = wire_pack(line, &arena);
    packed.n--;
    assert_true(wire_unpack(packed, line.n, &room, &out)); /* with its line feed it just fits */
    free(room);
    room = NULL;
    assert_false(wire_unpack(packed, line.n - 1, &room, &out));
    free(room);
    room = NULL;
    for (size_t n = 0; n + 4 < packed.n; n += packed.n / 9) /* cut */
        assert_false(wire_unpack((struct str){ packed.p, n ? n : 1 }, CEILING, &room, &out));
    /* a letter changed; bits of the last group may be no part of the stream */
    for (size_t i = 1; i + 4 < packed.n; i += packed.n / 50) {
        char *bad = arena_alloc(&arena, packed.n);

        memcpy(bad, packed.p, packed.n);
        bad[i] = bad[i] == 'A' ? 'B' : 'A';
        assert_false(wire_unpack((struct str){ bad, packed.n }, CEILING, &room, &out));
    }
    assert_false(wire_unpack(STR("z===="), CEILING, &room, &out));
    assert_false(wire_unpack(STR("z!!!!"), CEILING, &room, &out));
    free(room);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_long_line_becomes_short_and_long_again),
        TEST(what_gains_nothing_stays),
        TEST(what_is_damaged_or_opens_too_far_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
