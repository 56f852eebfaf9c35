/*
 * test_term_reach.c - what can be asked can be asked on a screen: every query of the catalog is
 * reached by a list, or here stands by what else. What can be done can be done there: whoever
 * may do a command finds it, on a row that names its document, or as a form of its own.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "client/term/rows.h"
#include "client/term/standing.h"
#include "client/term/worklist.h"

/* Queries that are no lists. */
static const struct {
    enum op op;
    const char *reached;
} elsewhere[] = {
    { OP_ORDER_SHOW, "the detail of an order's row; / and a number" },
    { OP_NOTE_SHOW, "the detail of a note's row; / and a number; the scan screen" },
    { OP_CUSTOMER_SHOW, "the detail of a customer's row; the palette's c NAME" },
    { OP_PROBLEM_SHOW, "the detail of a problem record's row" },
    { OP_USER_SHOW, "the detail of a person's row" },
    { OP_FLOW_SHOW, "the menu: what is dim, and why" },
    { OP_NOTE_FORM, "p on a note: the paper before it is printed" },
    { OP_ORDER_EXPLAIN, "F10 on an order" },
    { OP_ORDER_WHATIF, "F10 on an order; F11 where one is typed" },
    { OP_QUOTA_USE, "osb quota use" },
    { OP_SWEEP, "F2 on the list of checks" },
    { OP_BACKUP_NOW, "F2 on the list of backups" },
    { OP_DRILL_NOW, "F10 on the list of backups" },
    { OP_DRAFT_PUT, "every form, while one types" },
    { OP_DRAFT_LIST, "every form, when it opens" },
    { OP_DRAFT_DROP, "every form, when it is done" },
    { OP_FILE_GET, "none: a file's bytes go to a disk, osb file get" },
    { OP_FILE_PIECE, "none: a file's bytes come from a disk, osb file put" },
    { OP_DOCUMENT_FORM,
      "none: what a paper says, to print it from the queue, osb document form" },
    { OP_PRINTER_TEST, "none: a page for a printer, osb printer test" },
    { OP_PRINT_FORM, "none: bytes for a printer, osb print run" },
};

static const char *reached_elsewhere(enum op op)
{
    for (size_t i = 0; i < COUNT(elsewhere); i++)
        if (elsewhere[i].op == op)
            return elsewhere[i].reached;
    return NULL;
}

static bool has_list(enum op op)
{
    for (size_t i = 0; i < list_kind_count; i++)
        if (list_kinds[i].op == op)
            return true;
    return false;
}

static void every_query_is_reached(void **state)
{
    (void)state;
    for (enum op op = 0; op < OP_COUNT; op++)
        if (catalog[op].is_query && !has_list(op) && !reached_elsewhere(op))
            fail_msg("no screen asks %s", catalog[op].name);
}

static bool opens(enum op op, role_set roles)
{
    for (size_t i = 0; i < list_kind_count; i++)
        if (list_kinds[i].op == op && list_kind_is_open(i, roles))
            return true;
    return false;
}

static void whoever_may_ask_finds_the_list_and_nobody_else(void **state)
{
    (void)state;
    for (unsigned role = ROLE_SYSTEM + 1; role < enum_count(ENUM_role); role++) {
        role_set roles = role_covers((enum role)role);

        for (enum op op = 0; op < OP_COUNT; op++) {
            bool may = !catalog[op].roles || catalog[op].roles & roles;

            if (has_list(op) && opens(op, roles) != may)
                fail_msg("%s: %s", enum_name(ENUM_role, role), catalog[op].name);
        }
    }
}

/* What a list is about can be told, and what its rows are called is told to the acts. */
static void every_list_opens_and_its_acts_know_their_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < list_kind_count; i++) {
        const struct list_kind *k = &list_kinds[i];
        const struct op_info *info = &catalog[k->op];

        for (size_t n = 0; n < info->param_count; n++)
            if (info->params[n].required && (int)info->params[n].param != k->of)
                fail_msg("%s: nobody says which %s", k->id, params[info->params[n].param].name);
        if (k->of >= 0 && !op_takes(k->op, (enum param)k->of))
            fail_msg("%s: %s takes no such thing", k->id, info->name);
        if (k->next >= 0 && k->key_param != P_code && !op_takes((enum op)k->next, k->key_param))
            fail_msg("%s: %s does not take its row", k->id, catalog[k->next].name);
        for (const char *p = k->puts; *p;) {
            size_t n = strcspn(p, " "), colon = strcspn(p, ": ");
            const char *name = colon < n ? p + colon + 1 : p;

            if (param_find((struct str){ name, n - (size_t)(name - p) }) < 0)
                fail_msg("%s: \"%s\" is no parameter", k->id, p);
            p += n + (p[n] == ' ');
        }
    }
}

/* A tab is a list that its roles may ask. */
static void every_tab_may_be_asked(void **state)
{
    (void)state;
    for (size_t i = 0; i < list_kind_count; i++) {
        role_set may = catalog[list_kinds[i].op].roles;

        if (may && list_kinds[i].who & ~may & ~(role_set)0 &&
            list_kinds[i].who != (role_set)~0u)
            fail_msg("%s is a tab of somebody who may not ask it", list_kinds[i].id);
    }
}

/* --- commands ---------------------------------------------------------------------------- */

/* An order as order.show tells it, with a member for each thing that an act can be about. */
static const char order_whole[] =
    "{\"order\":{\"no\":\"SO1\",\"customer\":\"C1\",\"version\":1},"
    "\"notes\":[{\"no\":\"DN1\",\"state\":\"PRINTED\"}],"
    "\"shipments\":[{\"part\":1,\"state\":\"ISSUED\"}],"
    "\"receivables\":[{\"no\":\"AR1\"}],"
    "\"claims\":[{\"claim\":\"CL1\",\"state\":\"RECORDED\"}]}";
static const char note_whole[] =
    "{\"note\":{\"no\":\"DN1\",\"order\":\"SO1\",\"customer\":\"C1\"},"
    "\"shipments\":[{\"part\":1,\"state\":\"ISSUED\"}],"
    "\"printings\":[{\"job\":\"7\"}]}";

static struct rpc_reply answer_of(const char *body)
{
    struct rpc_reply reply = { 0 };
    struct str text = str_format(memory, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":%s}", body);

    assert_int_equal(rpc_read_reply(text, memory, &reply).code, ERR_NONE);
    return reply;
}

/* What a document whole puts into the hand. */
static void add_whole(const char *body, struct hand *hand)
{
    struct detail detail = { 0 };
    struct rpc_reply reply = answer_of(body);

    detail_load(&detail, &reply);
    detail_hand(&detail, hand);
    detail_release(&detail);
}

static struct str with_member(struct str row, const char *name, size_t n)
{
    struct str member = str_format(memory, "\"%.*s\":\"1\",", (int)n, name);

    if (name[0] < 'a' || memmem(row.p, row.n, member.p, member.n))
        return row; /* LIST_LEFT and its like are computed */
    return str_format(memory, "%.*s%.*s", STR_ARG(row), STR_ARG(member));
}

/* The same of a row that has what its columns show, and what its list says that acts take. */
static void add_row(size_t kind, struct hand *hand)
{
    const struct list_kind *k = &list_kinds[kind];
    struct worklist w = { .kind = kind };
    struct str text = STR("{");
    struct rpc_reply reply;

    for (size_t i = 0; i < k->column_count; i++)
        text = with_member(text, k->columns[i].member, strlen(k->columns[i].member));
    for (const char *p = k->puts; *p;) {
        size_t n = strcspn(p, " ");

        text = with_member(text, p, strcspn(p, ": "));
        p += n + (p[n] == ' ');
    }
    if (k->key_param != P_code)
        text = with_member(text, k->key, strcspn(k->key, ","));
    reply = answer_of(str_text(memory, str_format(memory, "%.*s\"\":0}", STR_ARG(text))));
    if (k->of >= 0)
        hand_put(&w.view.filter, (enum param)k->of, STR("1"));
    worklist_hand_of(&w, reply.body, hand);
    rpc_reply_release(&reply);
}

/* Is what the act is about named by a row of this list, or by the document behind it? That a
 * paper was filed with a receipt makes no list of receipts. */
static bool is_on(size_t kind, enum op op)
{
    const struct list_kind *k = &list_kinds[kind];
    struct hand hand = { 0 };
    bool whole = k->op == OP_ORDER_LIST || k->op == OP_NOTE_LIST;

    if (!whole && (k->key_param == P_code || !op_takes(op, k->key_param)))
        return false;
    add_row(kind, &hand);
    if (whole)
        add_whole(k->op == OP_ORDER_LIST ? order_whole : note_whole, &hand);
    return hand_fits(&hand, op);
}

static bool is_found(enum op op, role_set roles)
{
    struct hand hand = { 0 };

    if (hand_fits(&hand, op))
        return true; /* on any screen */
    for (size_t i = 0; i < list_kind_count; i++)
        if (list_kind_is_open(i, roles) && is_on(i, op))
            return true;
    return false;
}

static void every_command_is_found_by_whoever_may_do_it(void **state)
{
    unsigned missing = 0;

    (void)state;
    for (unsigned role = ROLE_SYSTEM + 1; role < enum_count(ENUM_role); role++) {
        role_set roles = role_covers((enum role)role);

        for (enum op op = 0; op < OP_COUNT; op++)
            if (op_is_act(op) && (!catalog[op].roles || catalog[op].roles & roles) &&
                !is_found(op, roles)) {
                print_message("%s: no way to %s\n", enum_name(ENUM_role, role),
                              catalog[op].name);
                missing++;
            }
    }
    assert_int_equal(missing, 0);
}

/* Rows are typed beside what they are about, or in the lines of an order. */
static void every_row_of_a_command_has_an_editor(void **state)
{
    (void)state;
    for (enum op op = 0; op < OP_COUNT; op++)
        for (size_t i = 0; i < catalog[op].param_count; i++)
            if (!catalog[op].is_query &&
                params[catalog[op].params[i].param].type == PARAM_ITEMS && !rows_kind_of(op) &&
                !entry_takes(op) && op != OP_ORDER_AMEND && op != OP_ORDER_AMEND_REST)
                fail_msg("%s: rows are typed by heart", catalog[op].name);
}

/* What makes or changes an order has a form of its own; every other form is made of the
 * catalog. */
static void a_form_of_its_own_lacks_nothing_of_its_operation(void **state)
{
    static const enum op ops[] = { OP_ORDER_KEY, OP_ORDER_PLAN, OP_OPENING_ORDER,
                                   OP_ORDER_AMEND_REST, OP_ORDER_AMEND };

    (void)state;
    for (size_t n = 0; n < COUNT(ops); n++)
        for (size_t i = 0; i < catalog[ops[n]].param_count; i++) {
            enum param p = (enum param)catalog[ops[n]].params[i].param;
            bool known = p == P_version || (p == P_order && !entry_takes(ops[n]));

            if (!known && !(entry_takes(ops[n]) ? entry_has(ops[n], p) : amend_has(p)))
                fail_msg("%s: no field for %s", catalog[ops[n]].name, params[p].name);
        }
}

/* Part 2 is picked while part 1 waits for its slip: each act means the part that it fits. */
static void of_several_parts_an_act_means_the_one_it_fits(void **state)
{
    static const char flow[] =
        "{\"rows\":[{\"op\":\"note.confirm\",\"machine\":\"SHIPMENT\",\"states\":[\"FED_BACK\"]},"
        "{\"op\":\"note.check\",\"machine\":\"SHIPMENT\",\"states\":[\"PICKED\"]}]}";
    struct rpc_reply note = answer_of("{\"note\":{\"no\":\"DN1\",\"state\":\"WITH_STORAGE\"},"
                                      "\"shipments\":[{\"part\":1,\"state\":\"FED_BACK\"},"
                                      "{\"part\":2,\"state\":\"PICKED\"}]}");
    struct rpc_reply told = answer_of(flow);
    struct detail detail = { .reply = note, .loaded = true };
    struct standing standing;
    struct hand hand = { 0 };

    (void)state;
    detail_hand(&detail, &hand);
    assert_true(hand.has_parts);
    assert_string_equal(hand.value[P_part], "2"); /* the least far */
    standing_of(note.body, OP_NOTE_LIST, NULL, &hand, &standing);
    assert_string_equal(standing_part(&standing, told.body, OP_NOTE_CONFIRM), "1");
    assert_string_equal(standing_part(&standing, told.body, OP_NOTE_CHECK), "2");
    assert_string_equal(standing_part(&standing, told.body, OP_NOTE_DROP), "");
    rpc_reply_release(&told);
    detail_release(&detail);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_query_is_reached),
        cmocka_unit_test(whoever_may_ask_finds_the_list_and_nobody_else),
        cmocka_unit_test(every_list_opens_and_its_acts_know_their_row),
        cmocka_unit_test(every_tab_may_be_asked),
        TEST(every_command_is_found_by_whoever_may_do_it),
        TEST(every_row_of_a_command_has_an_editor),
        TEST(a_form_of_its_own_lacks_nothing_of_its_operation),
        TEST(of_several_parts_an_act_means_the_one_it_fits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
