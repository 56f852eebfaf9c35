/*
 * note_tests.h - assertions of the tests about notes and shipments.
 */
#ifndef OSB_TESTS_NOTE_TESTS_H
#define OSB_TESTS_NOTE_TESTS_H

#include "tests/unit/unit.h"

#include "tests/core/truths.h"
#include "tests/world/shipping.h"

#define GOODS(...)                                                                             \
    (const struct goods[]){ __VA_ARGS__ },                                                     \
        sizeof((const struct goods[]){ __VA_ARGS__ }) / sizeof(struct goods)

#define assert_refused(w, rule_id)                                                             \
    do {                                                                                       \
        const struct work *refused_work = (w);                                                 \
        assert_int_equal(refused_work->ruling.outcome, OUTCOME_REFUSED);                       \
        assert_int_equal(refused_work->ruling.rule, rule_id);                                  \
    } while (0)
#define assert_refused_code(w, error)                                                          \
    do {                                                                                       \
        const struct work *refused_work = (w);                                                 \
        assert_int_equal(refused_work->ruling.outcome, OUTCOME_REFUSED);                       \
        assert_int_equal(refused_work->ruling.code, error);                                    \
    } while (0)
#define assert_done(w) assert_int_equal((w)->ruling.outcome, OUTCOME_DONE)
/* The whole world counted again: I03 .. I17. */
#define assert_sound(c)                                                                        \
    do {                                                                                       \
        const char *broken = truths_broken(&(c)->model, memory);                               \
                                                                                               \
        assert_string_equal(broken ? broken : "sound", "sound");                               \
    } while (0)

#endif
