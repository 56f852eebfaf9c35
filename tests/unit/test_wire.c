/* test_wire.c - lines survive every way of cutting the stream; long ones cost no memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "common/limits.h"
#include "common/wire.h"

/* What came out of a stream, as text: lines in brackets, '!' for one that was too long. */
struct seen {
    char text[4096];
    size_t n;
};

static void note(struct seen *seen, enum wire_event event, struct str line)
{
    if (event == WIRE_TOO_LONG) {
        seen->text[seen->n++] = '!';
        return;
    }
    seen->text[seen->n++] = '[';
    if (line.n)
        memcpy(seen->text + seen->n, line.p, line.n);
    seen->n += line.n;
    seen->text[seen->n++] = ']';
}

/* Offers a piece as a copy of exactly its size. */
static void offer(struct wire *wire, const char *p, size_t n, struct seen *seen)
{
    char *copy = malloc(n + 1);
    struct str bytes = { copy, n };
    struct str line;
    enum wire_event event;

    assert_non_null(copy);
    memcpy(copy, p, n);
    while ((event = wire_take(wire, &bytes, &line)) != WIRE_MORE)
        note(seen, event, line);
    assert_int_equal(bytes.n, 0);
    assert_true(wire->room <= 2 * wire->ceiling || wire->room <= 256);
    free(copy);
}

static const char stream[] = "one\n\r\ntwo\r\nx\rx\n12345678\n1234567\n1234567\r\n"
                             "much too long a line\n\n123456789\nend\nrest";
/* with a ceiling of 9 bytes, the line feed included */
static const char expected[] = "[one][][two][x\rx][12345678][1234567][1234567]![]![end]";

static void assert_same(const struct wire *wire, const struct seen *seen)
{
    assert_int_equal(seen->n, sizeof(expected) - 1);
    assert_memory_equal(seen->text, expected, seen->n);
    assert_true(wire_unfinished(wire));
}

static void every_cut_in_two_gives_the_same_lines(void **state)
{
    (void)state;
    for (size_t cut = 0; cut < sizeof(stream); cut++) {
        struct seen seen = { .n = 0 };
        struct wire wire;

        wire_init(&wire, 9);
        offer(&wire, stream, cut, &seen);
        offer(&wire, stream + cut, sizeof(stream) - 1 - cut, &seen);
        assert_same(&wire, &seen);
        wire_release(&wire);
    }
}

static void every_size_of_pieces_gives_the_same_lines(void **state)
{
    (void)state;
    for (size_t size = 1; size < sizeof(stream); size++) {
        struct seen seen = { .n = 0 };
        struct wire wire;

        wire_init(&wire, 9);
        for (size_t at = 0; at < sizeof(stream) - 1; at += size) {
            size_t left = sizeof(stream) - 1 - at;

            offer(&wire, stream + at, left < size ? left : size, &seen);
        }
        assert_same(&wire, &seen);
        wire_release(&wire);
    }
}

static void a_line_of_the_ceiling_passes_and_one_byte_more_does_not(void **state)
{
    static char bytes[LIMIT_LINE_BYTES + 1];

    (void)state;
    memset(bytes, 'a', sizeof(bytes));
    for (size_t over = 0; over <= 1; over++)
        for (size_t first = 0; first <= LIMIT_LINE_BYTES; first += 8191) {
            size_t n = LIMIT_LINE_BYTES + over;
            struct str head = { bytes, first }, tail = { bytes + first, n - first };
            struct str line;
            struct wire wire;
            enum wire_event event;

            bytes[LIMIT_LINE_BYTES - 1] = 'a';
            bytes[n - 1] = '\n';
            wire_init(&wire, LIMIT_LINE_BYTES);
            assert_int_equal(wire_take(&wire, &head, &line), WIRE_MORE);
            event = wire_take(&wire, &tail, &line);
            assert_int_equal(event, over ? WIRE_TOO_LONG : WIRE_LINE);
            if (!over)
                assert_int_equal(line.n, LIMIT_LINE_BYTES - 1);
            assert_int_equal(wire_take(&wire, &tail, &line), WIRE_MORE);
            assert_false(wire_unfinished(&wire));
            wire_release(&wire);
        }
}

static void an_endless_line_costs_no_memory_and_is_told_once(void **state)
{
    static char bytes[10000];
    struct wire wire;
    int told = 0;

    (void)state;
    memset(bytes, 'a', sizeof(bytes));
    wire_init(&wire, LIMIT_LINE_BYTES);
    for (int i = 0; i < 1000; i++) {
        struct str piece = { bytes, sizeof(bytes) }, line;
        enum wire_event event;

        while ((event = wire_take(&wire, &piece, &line)) != WIRE_MORE)
            told += event == WIRE_TOO_LONG;
        assert_in_range(wire.room, 0, LIMIT_LINE_BYTES);
    }
    assert_int_equal(told, 1);
    assert_int_equal(wire.room, 0);
    wire_release(&wire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cut_in_two_gives_the_same_lines),
        cmocka_unit_test(every_size_of_pieces_gives_the_same_lines),
        cmocka_unit_test(a_line_of_the_ceiling_passes_and_one_byte_more_does_not),
        cmocka_unit_test(an_endless_line_costs_no_memory_and_is_told_once),
    };

    return cmocka_run_group_tests_name("wire", tests, NULL, NULL);
}
