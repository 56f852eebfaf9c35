/*
 * test_session.c - logged in at a scripted daemon: answers, notices, losses, patience.
 */
#include "tests/unit/unit.h"

#include "tests/unit/fake_daemon.h"

static struct session session;

static struct error join(struct fake_play *play, int64_t patience_ms)
{
    const struct session_door door = { .dial = fake_dial,
                                       .context = play,
                                       .user = "li.na",
                                       .password = "pw",
                                       .timeout_ms = 5000,
                                       .patience_ms = patience_ms };

    return session_join(&session, &door, memory);
}

static struct str outcome_of(const struct rpc_reply *reply)
{
    struct str outcome = STR("");

    if (!json_str(json_member(reply->body, "outcome"), &outcome))
        return STR("");
    return str_dup(memory, outcome);
}

static void a_login_tells_who_i_am(void **state)
{
    static const struct fake_step scene[] = {
        GREETING, LOGIN("\"params\":{\"user\":\"li.na\",\"password\":\"pw\"}"), { 0 }
    };
    static const struct fake_step *const scenes[] = { scene, NULL };
    struct fake_play play = { scenes, 0, { 0 } };

    (void)state;
    assert_int_equal(join(&play, 5000).code, ERR_NONE);
    assert_string_equal(session.user, "li.na");
    assert_string_equal(session.roles, "CSR BCR");
    assert_string_equal(session.server, "osbd test");
    assert_true(session.practice);
    assert_int_equal(session.in_flight, 2);
    session_leave(&session);
    assert_true(fake_end(&play));
}

static void another_protocol_or_no_daemon_is_told(void **state)
{
    static const struct fake_step newer[] = {
        SAY("{\"jsonrpc\":\"2.0\",\"method\":\"greeting\",\"params\":{\"protocol\":2,"
            "\"server\":\"osbd 9\"}}"),
        { 0 }
    };
    static const struct fake_step web[] = { SAY("HTTP/1.1 400 Bad Request"), { 0 } };
    static const struct fake_step *const first[] = { newer, NULL };
    static const struct fake_step *const second[] = { web, NULL };
    struct fake_play play = { first, 0, { 0 } };
    struct error err;

    (void)state;
    err = join(&play, 1000);
    assert_int_equal(err.code, ERR_CONNECTION);
    assert_non_null(strstr(err.detail.p, "osbd 9 speaks protocol 2"));
    session_leave(&session);
    assert_true(fake_end(&play));
    play = (struct fake_play){ second, 0, { 0 } };
    err = join(&play, 1000);
    assert_int_equal(err.code, ERR_CONNECTION);
    assert_str(err.detail, "what answers there is no osbd");
    session_leave(&session);
    assert_true(fake_end(&play));
}

static void a_refused_login_is_told_as_such(void **state)
{
    static const struct fake_step scene[] = {
        GREETING, HEAR("session.login"), TROUBLE("LOGIN"), { 0 }
    };
    static const struct fake_step *const scenes[] = { scene, NULL };
    struct fake_play play = { scenes, 0, { 0 } };

    (void)state;
    assert_int_equal(join(&play, 1000).code, ERR_LOGIN);
    session_leave(&session);
    assert_true(fake_end(&play));
}

static unsigned notices;
static void count_notice(void *context, const struct rpc_reply *notice)
{
    (void)context;
    notices += str_eq(notice->name, STR("changed"));
}

static void a_notice_in_front_of_an_answer_is_handed_on(void **state)
{
    static const struct fake_step scene[] = {
        GREETING,
        LOGIN("session.login"),
        HEAR("\"method\":\"policy.show\""),
        SAY("{\"jsonrpc\":\"2.0\",\"method\":\"changed\",\"params\":{}}"),
        RESULT("{\"outcome\":\"here\"}"),
        { 0 }
    };
    static const struct fake_step *const scenes[] = { scene, NULL };
    struct fake_play play = { scenes, 0, { 0 } };
    struct rpc_reply reply;

    (void)state;
    assert_int_equal(join(&play, 5000).code, ERR_NONE);
    notices = 0;
    session.heard = count_notice;
    assert_int_equal(
        session_call(&session, "policy.show", false, STR("{}"), memory, &reply).code, ERR_NONE);
    assert_str(outcome_of(&reply), "here");
    assert_int_equal(notices, 1);
    rpc_reply_release(&reply);
    session_leave(&session);
    assert_true(fake_end(&play));
}

/* The heart of the matter: the connection dies behind the request, the same id goes out again
 * after session.resume, and the first outcome comes. */
static void a_lost_answer_is_asked_for_with_the_same_id(void **state)
{
    static const struct fake_step first[] = {
        GREETING, LOGIN("session.login"), HEAR("\"command\":\"c-1\""), { 0 }
    };
    static const struct fake_step second[] = { GREETING,
                                               LOGIN("\"session.resume\",\"params\":{\"token\":"
                                                     "\"t-1\"}"),
                                               HEAR("\"command\":\"c-1\""),
                                               RESULT("{\"outcome\":\"DONE\",\"again\":true}"),
                                               { 0 } };
    static const struct fake_step *const scenes[] = { first, second, NULL };
    struct fake_play play = { scenes, 0, { 0 } };
    struct rpc_reply reply;

    (void)state;
    assert_int_equal(join(&play, 5000).code, ERR_NONE);
    assert_int_equal(session_call(&session, "order.accept", true, STR("{\"command\":\"c-1\"}"),
                                  memory, &reply)
                         .code,
                     ERR_NONE);
    assert_str(outcome_of(&reply), "DONE");
    rpc_reply_release(&reply);
    session_leave(&session);
    assert_true(fake_end(&play));
}

static void unknown_retry_busy_and_closing_are_asked_again(void **state)
{
    static const struct fake_step scene[] = { GREETING,    LOGIN("session.login"),
                                              HEAR("c-2"), TROUBLE("UNKNOWN"),
                                              HEAR("c-2"), TROUBLE("RETRY"),
                                              HEAR("c-2"), TROUBLE("BUSY"),
                                              HEAR("c-2"), RESULT("{\"outcome\":\"HELD\"}"),
                                              { 0 } };
    static const struct fake_step *const scenes[] = { scene, NULL };
    struct fake_play play = { scenes, 0, { 0 } };
    struct rpc_reply reply;

    (void)state;
    assert_int_equal(join(&play, 5000).code, ERR_NONE);
    assert_int_equal(session_call(&session, "order.accept", true, STR("{\"command\":\"c-2\"}"),
                                  memory, &reply)
                         .code,
                     ERR_NONE);
    assert_str(outcome_of(&reply), "HELD");
    rpc_reply_release(&reply);
    session_leave(&session);
    assert_true(fake_end(&play));
}

static void when_patience_ends_a_command_is_sent_not_confirmed(void **state)
{
    static const struct fake_step scene[] = {
        GREETING, LOGIN("session.login"), HEAR("c-3"), { 0 }
    };
    static const struct fake_step *const scenes[] = { scene, NULL };
    struct fake_play play = { scenes, 0, { 0 } };
    struct rpc_reply reply;

    (void)state;
    assert_int_equal(join(&play, 400).code, ERR_NONE);
    assert_int_equal(session_call(&session, "order.accept", true, STR("{\"command\":\"c-3\"}"),
                                  memory, &reply)
                         .code,
                     ERR_UNKNOWN);
    session_leave(&session);
    assert_true(fake_end(&play));
}

static void a_query_without_answer_is_only_a_lost_connection(void **state)
{
    static const struct fake_step scene[] = {
        GREETING, LOGIN("session.login"), HEAR("health"), { 0 }
    };
    static const struct fake_step *const scenes[] = { scene, NULL };
    struct fake_play play = { scenes, 0, { 0 } };
    struct rpc_reply reply;

    (void)state;
    assert_int_equal(join(&play, 400).code, ERR_NONE);
    assert_int_equal(
        session_call(&session, "admin.health", false, STR("{}"), memory, &reply).code,
        ERR_CONNECTION);
    session_leave(&session);
    assert_true(fake_end(&play));
}

static void answers_come_in_any_order_and_only_as_many_wait_as_are_allowed(void **state)
{
    static const struct fake_step scene[] = {
        GREETING,
        LOGIN("session.login"),
        HEAR("\"id\":2"),
        HEAR("\"id\":3"),
        SAY("{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"outcome\":\"three\"}}"),
        SAY("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"outcome\":\"two\"}}"),
        { 0 }
    };
    static const struct fake_step *const scenes[] = { scene, NULL };
    struct fake_play play = { scenes, 0, { 0 } };
    struct rpc_reply reply;
    int64_t two, three;

    (void)state;
    assert_int_equal(join(&play, 5000).code, ERR_NONE);
    assert_true(session_has_room(&session));
    assert_int_equal(session_put(&session, "a.b", true, STR("{}"), memory, &two).code, 0);
    assert_int_equal(session_put(&session, "a.c", true, STR("{}"), memory, &three).code, 0);
    assert_false(session_has_room(&session));
    assert_int_equal(session_take(&session, memory, &reply).code, ERR_NONE);
    assert_int_equal(reply.id.n, three);
    assert_str(outcome_of(&reply), "three");
    rpc_reply_release(&reply);
    assert_int_equal(session_take(&session, memory, &reply).code, ERR_NONE);
    assert_int_equal(reply.id.n, two);
    rpc_reply_release(&reply);
    assert_int_equal(session_waiting(&session), 0);
    session_leave(&session);
    assert_true(fake_end(&play));
}

static void a_line_that_the_daemon_would_skip_is_not_sent(void **state)
{
    static const struct fake_step scene[] = { GREETING, LOGIN("session.login"), { 0 } };
    static const struct fake_step *const scenes[] = { scene, NULL };
    struct fake_play play = { scenes, 0, { 0 } };
    struct json_out out;
    struct rpc_reply reply;

    (void)state;
    json_out_init(&out, memory);
    json_begin_object(&out);
    json_field_str(&out, "memo", (struct str){ arena_alloc(memory, 70000), 70000 });
    json_end_object(&out);
    assert_int_equal(join(&play, 1000).code, ERR_NONE);
    assert_int_equal(
        session_call(&session, "order.accept", true, json_text(&out), memory, &reply).code,
        ERR_TOO_MUCH);
    assert_int_equal(session_waiting(&session), 0);
    session_leave(&session);
    assert_true(fake_end(&play));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_login_tells_who_i_am),
        TEST(another_protocol_or_no_daemon_is_told),
        TEST(a_refused_login_is_told_as_such),
        TEST(a_notice_in_front_of_an_answer_is_handed_on),
        TEST(a_lost_answer_is_asked_for_with_the_same_id),
        TEST(unknown_retry_busy_and_closing_are_asked_again),
        TEST(when_patience_ends_a_command_is_sent_not_confirmed),
        TEST(a_query_without_answer_is_only_a_lost_connection),
        TEST(a_line_that_the_daemon_would_skip_is_not_sent),
        TEST(answers_come_in_any_order_and_only_as_many_wait_as_are_allowed),
    };

    return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
