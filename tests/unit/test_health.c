/* test_health.c - what admin.health warns of: one thing is spoiled, one warning comes
 * (R-376). */
#include "server/shell/health.h"

#include <string.h>

#include "tests/unit/unit.h"

#define DAY 86400

static struct health_facts sound(void)
{
    return (struct health_facts){
        .pool = { .size = 6, .idle = 4, .taken = 2, .problem = "" },
        .uptime_s = 90061,
        .reachable = true,
        .version = STR("15.1"),
        .applied = 19,
        .known = 19,
        .bytes = 5000000,
        .disk_bytes = INT64_C(1) << 40,
        .disk_free = INT64_C(1) << 39,
        .oldest_s = 300,
        .unsealed_s = 60,
        .clock_ms = -2000,
        .backup = { .known = true, .age_s = 26 * 3600, .place = STR("/b/osb-1") },
        .drill = { .known = true, .age_s = 8 * DAY, .place = STR("/b/osb-1") },
        .sweep = { .known = true, .day = STR("2026-11-22"), .today = true, .refused = 3 },
        .has_certificate = true,
        .certificate_ends = STR("2027-01-01T00:00:00Z"),
        .certificate_days = 30,
    };
}

/* The only warning of these facts, "" for none, "*" for several. */
static const char *warning_of(const struct health_facts *f, struct arena *arena)
{
    struct json_doc doc = { 0 };
    struct json_out out;
    struct str text = STR(""), one;
    int64_t count, seen = 0;

    json_out_init(&out, arena);
    count = health_judge(f, &out);
    assert_int_equal(json_parse(json_text(&out), arena, &doc).code, ERR_NONE);
    for (const struct json *row = json_first(doc.root); row; row = json_next(row)) {
        assert_true(json_str(json_member(row, "warning"), &one));
        if (one.n) {
            assert_true(json_str(json_member(row, "mark"), &text));
            assert_true(str_eq(text, STR("WARNING")));
            text = str_dup(arena, one);
            seen++;
        }
    }
    json_release(&doc);
    assert_int_equal(seen, count);
    return count == 0 ? "" : count == 1 ? text.p : "*";
}

#define WARNS(sentence, spoil)                                                                 \
    do {                                                                                       \
        struct arena arena;                                                                    \
        struct health_facts f = sound();                                                       \
                                                                                               \
        arena_init(&arena, 1 << 20);                                                           \
        spoil;                                                                                 \
        assert_string_equal(warning_of(&f, &arena), sentence);                                 \
        arena_release(&arena);                                                                 \
    } while (0)

static void nothing_wrong_gives_no_warning(void **state)
{
    (void)state;
    WARNS("", (void)f);
    WARNS("", f.has_certificate = false);
    WARNS("", f.disk_bytes = f.disk_free = -1);
    WARNS("", f.clock_ms = 2000);
}

static void each_trouble_of_the_database_has_its_warning(void **state)
{
    (void)state;
    WARNS("program and database differ: osbd migrate", f.applied = 18);
    WARNS("the disk is nearly full", f.disk_free = (INT64_C(1) << 30) - 1);
    WARNS("the disk is nearly full", (f.disk_bytes = 1000, f.disk_free = 99));
    WARNS("somebody left a transaction open", f.oldest_s = 301);
    WARNS("events are not sealed: does osbd seal run?", f.unsealed_s = 61);
    WARNS("the clocks of daemon and database differ", f.clock_ms = 2001);
    WARNS("the clocks of daemon and database differ", f.clock_ms = -2001);
    WARNS("the database does not answer", f.reachable = false);
    WARNS("connections to the database are down", f.pool.down = 1);
    WARNS("work waits for a connection", f.pool.waiting = 1);
    WARNS("*", (f.reachable = false, f.pool.down = 6));
}

static void a_backup_that_is_missing_old_or_failed_is_told(void **state)
{
    (void)state;
    WARNS("there is no backup: osbd backup", f.backup.known = false);
    WARNS("the last backup is older than 26 hours", f.backup.age_s++);
    WARNS("the last backup failed", f.backup.problem = STR("No space left on device"));
    WARNS("no backup was ever proved: osbd drill", f.drill.known = false);
    WARNS("the last drill is older than 8 days", f.drill.age_s++);
    WARNS("the last drill failed", f.drill.problem = STR("I03 is broken"));
}

static void a_day_that_was_not_swept_is_told(void **state)
{
    (void)state;
    WARNS("what the day brings is not done: see the log", f.sweep.today = false);
    WARNS("what the day brings is not done: see the log", f.sweep.known = false);
    WARNS("", (f.sweep.today = false, f.uptime_s = 600)); /* it has just begun */
    WARNS("acts of the sweep failed: see the log", f.sweep.failed = 1);
}

static void a_certificate_is_told_before_it_ends(void **state)
{
    (void)state;
    WARNS("the certificate ends soon: osbd cert", f.certificate_days = 29);
    WARNS("the certificate has ended: osbd cert", f.certificate_days = -1);
    WARNS("the certificate cannot be read", f.certificate_ends = STR(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_wrong_gives_no_warning),
        cmocka_unit_test(each_trouble_of_the_database_has_its_warning),
        cmocka_unit_test(a_backup_that_is_missing_old_or_failed_is_told),
        cmocka_unit_test(a_day_that_was_not_swept_is_told),
        cmocka_unit_test(a_certificate_is_told_before_it_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
