/* What an Esc turns out to be, and what a copied text is sent as. */
#include "unit.h"

#include "client/term/copy.h"
#include "client/term/escape.h"

/* Everything that these bytes make, each its own key or char; '|' is the end of what was there
 * to read, '>' a key that curses knew (Down). */
static size_t made(struct escape *e, const char *typed, struct key *keys)
{
    size_t n = 0;

    for (const char *p = typed; *p; p++)
        n += *p == '|'   ? escape_idle(e, 0, keys + n)
             : *p == '>' ? escape_key(e, (struct key){ .action = ACT_DOWN }, keys + n)
                         : escape_char(e, (unsigned char)*p, 0, keys + n);
    return n;
}

static void are(const char *typed, size_t count, const enum action *actions)
{
    struct escape e = { 0 };
    struct key keys[16];

    assert_int_equal(made(&e, typed, keys), count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(keys[i].action, actions[i]);
}
#define MAKES(typed, ...)                                                                      \
    are(typed, sizeof((enum action[]){ __VA_ARGS__ }) / sizeof(enum action),                   \
        (enum action[]){ __VA_ARGS__ })

static void an_escape_alone_is_cancel(void **state)
{
    (void)state;
    MAKES("\033|", ACT_CANCEL);
    MAKES("\033\033|", ACT_CANCEL, ACT_CANCEL);
    MAKES("a\033|b", ACT_CHAR, ACT_CANCEL, ACT_CHAR);
}

static void a_digit_behind_it_is_an_f_key(void **state)
{
    (void)state;
    MAKES("\0332|", ACT_DO);
    MAKES("\033=|", ACT_CANCEL);
    MAKES("\033|2", ACT_CANCEL, ACT_CHAR);
}

/* What was typed ahead comes in one read and means what it would one by one. */
static void keys_typed_behind_it_come_after_cancel(void **state)
{
    (void)state;
    MAKES("\033\r|", ACT_CANCEL, ACT_ENTER);
    MAKES("\033x|", ACT_CANCEL, ACT_CHAR);
    MAKES("\033>", ACT_CANCEL, ACT_DOWN);
    MAKES("\033\023|", ACT_CANCEL, ACT_DO);
}

static void a_sequence_that_nobody_knows_does_nothing(void **state)
{
    (void)state;
    MAKES("\033[1;5Cx|", ACT_CHAR);
    MAKES("\033[27;5|;9~x", ACT_CHAR);
    MAKES("\033Ojx|", ACT_CHAR);
    MAKES("\033[1\r|", ACT_ENTER);
}

static void brackets_typed_by_hand_are_brackets(void **state)
{
    (void)state;
    MAKES("\033[|", ACT_CANCEL, ACT_CHAR);
    MAKES("\033O|", ACT_CANCEL, ACT_CHAR);
    MAKES("\033|[", ACT_CANCEL, ACT_CHAR);
    MAKES("\033[>", ACT_CANCEL, ACT_CHAR, ACT_DOWN);
}

static void where_asked_a_digit_may_come_later(void **state)
{
    struct escape e = { .wait_ms = 500 };
    struct key keys[ESCAPE_KEYS];

    (void)state;
    assert_int_equal(escape_due(&e), INT64_MAX);
    assert_int_equal(escape_char(&e, 0x1B, 1000, keys), 0);
    assert_int_equal(escape_due(&e), 1500);
    assert_int_equal(escape_idle(&e, 1499, keys), 0);
    assert_int_equal(escape_char(&e, '2', 1499, keys), 1);
    assert_int_equal(keys[0].action, ACT_DO);
    assert_int_equal(escape_char(&e, 0x1B, 2000, keys), 0);
    assert_int_equal(escape_idle(&e, 2100, keys), 0);
    assert_int_equal(escape_char(&e, '[', 2200, keys), 2); /* not together: no sequence */
    assert_int_equal(escape_char(&e, 0x1B, 3000, keys), 0);
    assert_int_equal(escape_idle(&e, 3500, keys), 1);
    assert_int_equal(keys[0].action, ACT_CANCEL);
    assert_int_equal(escape_due(&e), INT64_MAX);
}

static void copied_text_is_base64(void **state)
{
    static const char *const pairs[][2] = {
        { "", "" },
        { "f", "Zg==" },
        { "fo", "Zm8=" },
        { "foo", "Zm9v" },
        { "foob", "Zm9vYg==" },
        { "SO12\nSO13", "U08xMgpTTzEz" },
        { "\xE4\xB8\x8A", "5LiK" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++)
        assert_string_equal(
            str_text(memory, copy_sequence(str_of(pairs[i][0]), memory)),
            str_text(memory, str_format(memory, "\033]52;c;%s\a", pairs[i][1])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_escape_alone_is_cancel),
        TEST(a_digit_behind_it_is_an_f_key),
        TEST(keys_typed_behind_it_come_after_cancel),
        TEST(a_sequence_that_nobody_knows_does_nothing),
        TEST(brackets_typed_by_hand_are_brackets),
        TEST(where_asked_a_digit_may_come_later),
        TEST(copied_text_is_base64),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
