/*
 * unit.h - what every unit test starts from: cmocka, an arena, texts compared as texts.
 *
 * A test is a sentence: start from a good example, spoil one thing, expect one consequence.
 */
#ifndef OSB_TESTS_UNIT_H
#define OSB_TESTS_UNIT_H

/* cmocka wants these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/str.h"

/* The test's arena, made by arena_setup before it and let go behind it. It has a name because
 * clang 14 takes the members of a compound literal here for constants. */
static struct arena memory_arena;
static struct arena *const memory = &memory_arena;

static inline int arena_setup(void **state)
{
    (void)state;
    arena_init(memory, (size_t)1 << 24);
    return 0;
}

static inline int arena_teardown(void **state)
{
    (void)state;
    arena_release(memory);
    return 0;
}

/* A test with an arena of its own. */
#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

#define assert_str(actual, expected) assert_string_equal(str_text(memory, (actual)), (expected))

#endif
