/*
 * test_arena.c - request memory: zeroed, aligned, counted against a budget, let go at once.
 */
#include "tests/unit/unit.h"

#include <signal.h>
#include <stdalign.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/arena.h"

static bool all_zero(const unsigned char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (bytes[i])
            return false;
    }
    return true;
}

static void memory_is_zeroed_and_aligned_for_any_type(void **state)
{
    (void)state;
    for (size_t size = 0; size < 200; size++) {
        unsigned char *piece = arena_alloc(memory, size);

        assert_non_null(piece);
        assert_int_equal((uintptr_t)piece % alignof(max_align_t), 0);
        assert_true(all_zero(piece, size));
        memset(piece, 0xff, size);
    }
}

static void pieces_do_not_overlap(void **state)
{
    unsigned char *pieces[500];

    (void)state;
    for (size_t i = 0; i < COUNT(pieces); i++) {
        pieces[i] = arena_alloc(memory, i);
        memset(pieces[i], (int)(i % 251), i);
    }
    for (size_t i = 0; i < COUNT(pieces); i++) {
        for (size_t at = 0; at < i; at++)
            assert_int_equal(pieces[i][at], i % 251);
    }
}

static void a_piece_larger_than_a_chunk_leaves_the_rest_of_the_chunk_in_use(void **state)
{
    unsigned char *first = arena_alloc(memory, 16);
    unsigned char *large = arena_alloc(memory, 100000);
    unsigned char *next = arena_alloc(memory, 16);

    (void)state;
    assert_true(all_zero(large, 100000));
    assert_ptr_equal(next, first + 16);
}

static void memory_is_zeroed_again_after_a_reset(void **state)
{
    unsigned char *before = arena_alloc(memory, 5000);
    unsigned char *after;

    (void)state;
    memset(before, 0xff, 5000);
    arena_alloc(memory, 100000);
    arena_reset(memory);
    assert_int_equal(memory->used, 0);
    after = arena_alloc(memory, 5000);
    assert_ptr_equal(after, before); /* the chunk was kept */
    assert_true(all_zero(after, 5000));
}

static void a_reset_forgives_the_failure_of_the_request_before(void **state)
{
    (void)state;
    arena_release(memory);
    arena_init(memory, 64);
    arena_alloc(memory, 65);
    assert_true(memory->failed);
    arena_reset(memory);
    assert_false(memory->failed);
    arena_alloc(memory, 64);
    assert_false(memory->failed);
}

static void an_arena_without_a_chunk_may_be_reset_and_released(void **state)
{
    (void)state;
    arena_reset(memory);
    arena_release(memory);
    arena_alloc(memory, 100000); /* a large chunk only */
    arena_reset(memory);
    assert_null(memory->chunks);
}

static void the_last_byte_of_the_budget_is_given_without_failing(void **state)
{
    (void)state;
    arena_release(memory);
    arena_init(memory, 1024);
    for (int i = 0; i < 64; i++)
        arena_alloc(memory, 16);
    assert_false(memory->failed);
}

static void going_over_the_budget_sets_failed_and_still_gives_memory(void **state)
{
    unsigned char *piece;

    (void)state;
    arena_release(memory);
    arena_init(memory, 1024);
    arena_alloc(memory, 1024);
    assert_false(memory->failed);
    piece = arena_alloc(memory, 1);
    assert_non_null(piece);
    *piece = 1;
    assert_true(memory->failed);
}

static void an_array_has_room_for_every_element(void **state)
{
    int64_t *numbers = ARENA_ARRAY(memory, 1000, int64_t);

    (void)state;
    for (int64_t i = 0; i < 1000; i++)
        numbers[i] = i;
    assert_int_equal(numbers[999], 999);
    assert_int_equal(memory->used, 1000 * sizeof *numbers);
}

/* Does the program stop when the array is asked for? */
static bool stops(size_t count, size_t size)
{
    pid_t child = fork();
    int status = 0;

    assert_true(child >= 0);
    if (child == 0) {
        close(STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        arena_array(memory, count, size);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void an_array_whose_size_overflows_stops_the_program(void **state)
{
    (void)state;
    assert_true(stops(SIZE_MAX / 2, 3));
    assert_true(stops(SIZE_MAX, 1)); /* no overflow, but rounding up would be one */
    assert_false(stops(10, 3));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(memory_is_zeroed_and_aligned_for_any_type),
        TEST(pieces_do_not_overlap),
        TEST(a_piece_larger_than_a_chunk_leaves_the_rest_of_the_chunk_in_use),
        TEST(memory_is_zeroed_again_after_a_reset),
        TEST(a_reset_forgives_the_failure_of_the_request_before),
        TEST(an_arena_without_a_chunk_may_be_reset_and_released),
        TEST(the_last_byte_of_the_budget_is_given_without_failing),
        TEST(going_over_the_budget_sets_failed_and_still_gives_memory),
        TEST(an_array_has_room_for_every_element),
        TEST(an_array_whose_size_overflows_stops_the_program),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
