/*
 * test_import.c - tables of other programs: columns, cells, documents, ids, and a run against
 * a scripted daemon.
 */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#include "client/import_send.h"
#include "tests/unit/fake_daemon.h"

static struct import_plan plan;
static struct import_jobs jobs;
static struct str told; /* "line/column: text" one a line */

static void tell(void *context, const struct import_fault *f)
{
    (void)context;
    told = str_format(memory, "%.*s%zu/%zu: %.*s\n", STR_ARG(told), f->line, f->column,
                      STR_ARG(f->text));
}

static struct error read_table(const char *noun, const struct settings *settings,
                               const char *text)
{
    const struct import_kind *kind = import_kind_find(noun, settings->kind);
    struct error err;

    told = STR("");
    assert_non_null(kind);
    err = import_plan_begin(kind, settings, "/some/where/f.csv", memory, &plan);
    if (kind->kind)
        plan.fixed[P_batch] = kind->kind;
    return err.code
               ? err
               : import_read(&plan, settings->map, str_of(text), memory, tell, NULL, &jobs);
}

static const struct settings plain = { 0 };

static void a_table_in_the_houses_words_needs_nothing(void **state)
{
    (void)state;
    assert_int_equal(read_table("product", &plain,
                                "Product,Name,Unit,pack,Tax bp\n"
                                "P-1,\"Tube, steel\",件,6,1300\n\n,,,,\n"
                                "P-2,Flange,pc,,\n")
                         .code,
                     ERR_NONE);
    assert_str(told, "");
    assert_int_equal(jobs.rows, 2);
    assert_int_equal(jobs.n, 2);
    assert_str(jobs.v[0].params,
               "{\"product\":\"P-1\",\"name\":\"Tube, steel\",\"unit\":\"件\","
               "\"pack\":\"6\",\"tax_bp\":1300}");
    assert_str(jobs.v[1].params, "{\"product\":\"P-2\",\"name\":\"Flange\",\"unit\":\"pc\"}");
    assert_str(jobs.v[1].key, "P-2");
    assert_int_equal(jobs.v[1].line, 5);
}

static void foreign_marks_and_headers_are_mapped(void **state)
{
    const struct settings s = {
        .map = "Kunde=customer,Betrag=amount,Am=received_on,Beleg=bank_ref,Notiz=-,"
               "pay_method:=transfer",
        .decimal = ",",
        .thousands = ".",
        .dates = CSV_DMY,
    };

    (void)state;
    assert_int_equal(read_table("receipt", &s,
                                "Kunde;Betrag;Am;Beleg;Notiz\r\n"
                                "C001;1.234,5;3/11/2026;B-1;x\r\n"
                                "C002;12,50-;2026;B-2;y\r\n")
                         .code,
                     ERR_NONE);
    assert_int_equal(jobs.n, 1);
    assert_int_equal(jobs.bad_rows, 1);
    assert_str(jobs.v[0].params,
               "{\"customer\":\"C001\",\"amount\":\"1234.5\",\"pay_method\":\"TRANSFER\","
               "\"bank_ref\":\"B-1\",\"received_on\":\"2026-11-03\"}");
    assert_str(told, "3/3: \"2026\" is not a day such as 2026-11-22\n");
}

static void a_table_whose_columns_are_not_understood_is_refused_whole(void **state)
{
    static const struct {
        const char *noun, *map, *text, *detail;
    } rows[] = {
        { "station", NULL, "station,nam\n",
          "column 'nam' is not known; --map 'nam=PARAMETER'" },
        { "station", NULL, "name,phone\n", "station is needed (consignment station code): " },
        { "station", "nam=name", "station,name\n", "--map: the file has no column 'nam'" },
        { "station", "name=prize", "station,name\n", "--map: 'name=prize' is neither HEADER=" },
        { "station", "N=name", "station,name,N\n", "two columns are the same parameter" },
        { "order", "approver:=x,approved_at:=2026-01-01T08:00", "customer,product,qty\n",
          "columns for document, product and qty are needed" },
        { "station", NULL, "", "the file is empty" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct settings s = { .map = rows[i].map };
        struct error err = read_table(rows[i].noun, &s, rows[i].text);

        assert_int_not_equal(err.code, ERR_NONE);
        assert_true(err.detail.n >= strlen(rows[i].detail));
        assert_memory_equal(err.detail.p, rows[i].detail, strlen(rows[i].detail));
    }
}

static void each_bad_row_is_told_with_its_place_and_hinders_no_other(void **state)
{
    (void)state;
    assert_int_equal(read_table("stock", &plain,
                                "product,warehouse,qty\n"
                                "P 1,W1,5\n"
                                "P-2,W1,1.5\n"
                                "P-3,,7\n"
                                "P-4,W1,8,more\n"
                                "P-5,W1,9\n")
                         .code,
                     ERR_NONE);
    assert_int_equal(jobs.rows, 5);
    assert_int_equal(jobs.bad_rows, 4);
    assert_int_equal(jobs.n, 1);
    assert_str(jobs.v[0].params, "{\"product\":\"P-5\",\"warehouse\":\"W1\",\"qty\":\"9\","
                                 "\"reason\":\"import of f.csv\"}");
    assert_str(told,
               "2/1: \"P 1\": a code holds letters, digits and . - _ / : @ only, no blanks\n"
               "3/3: \"1.5\" is not a quantity, a whole number such as 38\n"
               "4/2: stock.receive needs it: warehouse code\n"
               "5/0: 4 cells where the first line has 3; is a separator inside a text that has "
               "no quotes?\n");
}

static const struct settings orders = {
    .map = "No=document,Item=product,approver:=mm.zhao,approved_at:=2026-11-22T08:00"
};

static void rows_of_a_document_become_one_order(void **state)
{
    (void)state;
    assert_int_equal(read_table("order", &orders,
                                "No,customer,Item,qty,price\n"
                                "7,C1,P-1,5,2.50\n"
                                "8,C2,P-9,1,\n"
                                "7,C1,P-2,6,3.00\n")
                         .code,
                     ERR_NONE);
    assert_str(told, "");
    assert_int_equal(jobs.n, 2);
    assert_str(jobs.v[0].params,
               "{\"customer\":\"C1\",\"lines\":[{\"product\":\"P-1\",\"qty\":\"5\",\"price\":"
               "\"2.50\"},{\"product\":\"P-2\",\"qty\":\"6\",\"price\":\"3.00\"}],\"channel\":"
               "\"IMPORT\",\"reference\":\"7\",\"approver\":\"mm.zhao\",\"approved_at\":"
               "\"2026-11-22T08:00\"}");
    assert_int_equal(jobs.v[0].row_count, 2);
    assert_int_equal(jobs.v[1].line, 3);
}

static void half_an_order_is_never_sent(void **state)
{
    (void)state;
    assert_int_equal(read_table("order", &orders,
                                "No,customer,Item,qty\n"
                                "7,C1,P-1,5\n"
                                "7,C1,P-2,x\n"
                                "8,C2,P-1,5\n"
                                "8,C3,P-2,1\n"
                                "9,C1,P-1,5\n")
                         .code,
                     ERR_NONE);
    assert_int_equal(jobs.n, 1);
    assert_str(jobs.v[0].key, "9");
    assert_int_equal(jobs.bad_rows, 4);
    assert_str(told, "3/4: \"x\" is not a quantity, a whole number such as 38\n"
                     "5/2: document 8 has 'C2' in line 4; all its rows must agree\n");
    /* a row that belongs nowhere might be missing in some order: nothing is sent */
    assert_int_equal(
        read_table("order", &orders, "No,customer,Item,qty\n7,C1,P-1,5\n,C1,P-2,5\n").code,
        ERR_FORMAT);
    assert_int_equal(
        read_table("order", &orders, "No,customer,Item,qty\n7,C1,P-1,5\n7,C1\n").code,
        ERR_FORMAT);
}

static void many_documents_are_found_again(void **state)
{
    char *rows = arena_alloc(memory, 60000);
    size_t n = (size_t)sprintf(rows, "No,customer,Item,qty\n");

    (void)state;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 1000; i++)
            n += (size_t)sprintf(rows + n, "%d,C1,P-%d,5\n", i, round);
    assert_int_equal(read_table("order", &orders, rows).code, ERR_NONE);
    assert_int_equal(jobs.n, 1000);
    for (size_t i = 0; i < jobs.n; i++)
        assert_int_equal(jobs.v[i].row_count, 2);
}

static void ids_come_from_what_the_rows_say(void **state)
{
    static const char table[] = "product,warehouse,qty\nP-1,W1,5\nP-2,W1,5\nP-1,W1,5\n";
    struct str first[3];

    (void)state;
    assert_int_equal(read_table("stock", &plain, table).code, ERR_NONE);
    for (size_t i = 0; i < 3; i++)
        first[i] = import_id(&plan, &jobs.v[i], memory);
    assert_int_equal(first[0].n, 36);
    assert_false(str_eq(first[0], first[1]));
    assert_false(str_eq(first[0], first[2])); /* twice the same row: twice the goods */
    /* a mended row in front does not change the ids of the others */
    assert_int_equal(
        read_table("stock", &plain, "product,warehouse,qty\nP-7,W1,5\nP-1,W1,5\nP-2,W1,5\n")
            .code,
        ERR_NONE);
    assert_true(str_eq(import_id(&plan, &jobs.v[1], memory), first[0]));
    assert_true(str_eq(import_id(&plan, &jobs.v[2], memory), first[1]));
    jobs.v[1].attempt = 1;
    assert_false(str_eq(import_id(&plan, &jobs.v[1], memory), first[0]));
}

/* An earlier run stored a refusal of the second row; the cause is gone by now. */
static void a_refusal_of_an_earlier_run_is_judged_anew(void **state)
{
    static const struct fake_step scene[] = {
        GREETING,
        LOGIN("session.login"),
        HEAR("P-1"),
        RESULT("{\"outcome\":\"DONE\",\"again\":true}"),
        HEAR("P-2"),
        RESULT("{\"outcome\":\"REFUSED\",\"code\":\"RULE\",\"again\":true}"),
        HEAR("P-2"),
        RESULT("{\"outcome\":\"HELD\"}"),
        HEAR("P-3"),
        RESULT("{\"outcome\":\"REFUSED\",\"code\":\"NOT_FOUND\",\"field\":\"product\",\"text\":"
               "\"there is no such thing\",\"detail\":\"P-3\",\"rule\":\"MD 3\",\"numbers\":{"
               "\"limit\":\"5.00\"}}"),
        HEAR("P-4"),
        SAY("{\"jsonrpc\":\"2.0\",\"id\":@,\"error\":{\"code\":1,\"message\":\"PARAMS\","
            "\"data\":{\"field\":\"qty\",\"detail\":\"too many\"}}}"),
        { 0 }
    };
    static const struct fake_step *const scenes[] = { scene, NULL };
    struct fake_play play = { scenes, 0, { 0 } };
    struct session session;
    const struct session_door door = {
        .dial = fake_dial, .context = &play, .timeout_ms = 5000, .patience_ms = 5000
    };
    struct import_run run = { .session = &session, .plan = &plan, .jobs = &jobs, .tell = tell };

    (void)state;
    assert_int_equal(read_table("stock", &plain,
                                "product,warehouse,qty\nP-1,W1,5\nP-2,W1,5\nP-3,W1,5\n"
                                "P-4,W1,5\n")
                         .code,
                     ERR_NONE);
    assert_int_equal(session_join(&session, &door, memory).code, ERR_NONE);
    session.in_flight = 1;
    assert_int_equal(import_send(&run, memory).code, ERR_NONE);
    assert_int_equal(run.count.again, 1);
    assert_int_equal(run.count.done, 1);
    assert_int_equal(run.count.held, 1);
    assert_int_equal(run.count.refused, 2);
    assert_str(told, "4/1: there is no such thing: P-3 (limit 5.00); rule MD 3\n"
                     "5/3: a parameter is missing, unknown or malformed: too many\n");
    session_leave(&session);
    assert_true(fake_end(&play));
}

static void what_no_row_would_escape_ends_the_run(void **state)
{
    static const struct fake_step scene[] = {
        GREETING, LOGIN("session.login"), HEAR("P-1"), TROUBLE("RIGHTS"), { 0 }
    };
    static const struct fake_step *const scenes[] = { scene, NULL };
    struct fake_play play = { scenes, 0, { 0 } };
    struct session session;
    const struct session_door door = {
        .dial = fake_dial, .context = &play, .timeout_ms = 5000, .patience_ms = 5000
    };
    struct import_run run = { .session = &session, .plan = &plan, .jobs = &jobs, .tell = tell };

    (void)state;
    assert_int_equal(
        read_table("stock", &plain, "product,warehouse,qty\nP-1,W1,5\nP-2,W1,5\n").code,
        ERR_NONE);
    assert_int_equal(session_join(&session, &door, memory).code, ERR_NONE);
    session.in_flight = 1;
    assert_int_equal(import_send(&run, memory).code, ERR_RIGHTS);
    assert_int_equal(run.count.refused, 0);
    session_leave(&session);
    assert_true(fake_end(&play));
}

static void an_opening_batch_is_named_by_its_kind(void **state)
{
    const struct settings s = { .kind = "receivable" };

    (void)state;
    assert_int_equal(
        read_table("opening", &s, "customer,receivable,amount,due\nC1,AR-1,10.00,2026-12-01\n")
            .code,
        ERR_NONE);
    assert_str(jobs.v[0].params,
               "{\"batch\":\"receivable\",\"customer\":\"C1\",\"receivable\":\"AR-1\","
               "\"amount\":\"10.00\",\"due\":\"2026-12-01\"}");
    assert_str(jobs.v[0].key, "C1");
    assert_null(import_kind_find("opening", "debts"));
    assert_null(import_kind_find("invoice", NULL));
}

/* --- what a house brings along when it goes live (R-368, R-383) ------------------------------
 */

struct brought {
    const char *noun, *kind, *op, *text, *params;
};

static void assert_brought(const struct brought *b)
{
    const struct settings s = { .kind = b->kind };

    assert_int_equal(read_table(b->noun, &s, b->text).code, ERR_NONE);
    assert_str(told, "");
    assert_string_equal(catalog[plan.kind->op].name, b->op);
    assert_int_equal(jobs.n, 1);
    assert_str(jobs.v[0].params, b->params);
}

static void the_organisation_comes_in_by_tables(void **state)
{
    static const struct brought rows[] = {
        { "market", NULL, "market.put", "market,name\nSOUTH,South\n",
          "{\"market\":\"SOUTH\",\"name\":\"South\"}" },
        { "area", NULL, "area.put", "area,name,market\nHUNAN,Hunan,SOUTH\n",
          "{\"area\":\"HUNAN\",\"name\":\"Hunan\",\"market\":\"SOUTH\"}" },
        { "user", NULL, "user.put", "user,name,active\nli.na,Li Na,yes\n",
          "{\"user\":\"li.na\",\"name\":\"Li Na\",\"active\":true}" },
        { "role", NULL, "user.role", "user,role,code,valid_from\num.sun,um,HUNAN,2026-12-01\n",
          "{\"user\":\"um.sun\",\"role\":\"UM\",\"code\":\"HUNAN\","
          "\"valid_from\":\"2026-12-01\"}" },
        { "unit", NULL, "unit.assign", "code,role,user\nSOUTH,MM,mm.he\n",
          "{\"code\":\"SOUTH\",\"role\":\"MM\",\"user\":\"mm.he\",\"reason\":\"import of f.csv\"}" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_brought(&rows[i]);
}

static void places_and_limits_come_in_by_tables(void **state)
{
    static const struct brought rows[] = {
        { "warehouse", NULL, "warehouse.put", "warehouse,name,scr\nW1,Main store,shen.scr\n",
          "{\"warehouse\":\"W1\",\"name\":\"Main store\",\"scr\":\"shen.scr\"}" },
        { "station", NULL, "station.put", "station,name,transit_days,active\nN1,North,3,1\n",
          "{\"station\":\"N1\",\"name\":\"North\",\"transit_days\":3,\"active\":true}" },
        { "account", NULL, "account.limit", "account,limit\nG001,5000.00\n",
          "{\"account\":\"G001\",\"limit\":\"5000.00\",\"reason\":\"import of f.csv\"}" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_brought(&rows[i]);
}

static void each_kind_of_opening_row_has_its_command(void **state)
{
    static const struct brought rows[] = {
        { "opening", "shipment", "opening.shipment",
          "customer,receivable,amount\nC1,S-1,9.00\n",
          "{\"batch\":\"shipment\",\"customer\":\"C1\",\"receivable\":\"S-1\","
          "\"amount\":\"9.00\"}" },
        { "opening", "deposit", "opening.deposit", "customer,amount,bank_ref\nC1,9.00,B-1\n",
          "{\"batch\":\"deposit\",\"customer\":\"C1\",\"amount\":\"9.00\","
          "\"bank_ref\":\"B-1\"}" },
        { "opening", "stock", "opening.stock", "product,warehouse,qty\nP1,W1,500\n",
          "{\"batch\":\"stock\",\"product\":\"P1\",\"warehouse\":\"W1\",\"qty\":\"500\"}" },
        { "opening", "quota", "opening.quota",
          "month,holder,code,product,qty,used\n2026-12-01,area,HUNAN,P1,100,40\n",
          "{\"batch\":\"quota\",\"month\":\"2026-12-01\",\"holder\":\"AREA\",\"qty\":\"100\","
          "\"used\":\"40\",\"code\":\"HUNAN\",\"product\":\"P1\"}" },
        { "opening", "order", "opening.order",
          "document,customer,arrival,approved_at,approver,product,qty\n"
          "F1,C1,2026-11-02 8:30,2026-11-01 17:00,mm.he,P1,5\n"
          "F1,C1,2026-11-02 8:30,2026-11-01 17:00,mm.he,P2,6\n",
          "{\"batch\":\"order\",\"customer\":\"C1\",\"lines\":[{\"product\":\"P1\",\"qty\":"
          "\"5\"},{\"product\":\"P2\",\"qty\":\"6\"}],\"channel\":\"IMPORT\",\"reference\":"
          "\"F1\",\"approver\":\"mm.he\",\"approved_at\":\"2026-11-01T17:00\","
          "\"arrival\":\"2026-11-02T08:30\"}" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_brought(&rows[i]);
}

static void an_open_order_says_when_it_arrived(void **state)
{
    const struct settings s = { .kind = "order" };
    struct error err;

    (void)state;
    err = read_table("opening", &s,
                     "document,customer,approved_at,approver,product,qty\n"
                     "F1,C1,2026-11-01 17:00,mm.he,P1,5\n");
    assert_int_equal(err.code, ERR_PARAMS);
    assert_memory_equal(err.detail.p, "arrival is needed", 17);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_table_in_the_houses_words_needs_nothing),
        TEST(foreign_marks_and_headers_are_mapped),
        TEST(a_table_whose_columns_are_not_understood_is_refused_whole),
        TEST(each_bad_row_is_told_with_its_place_and_hinders_no_other),
        TEST(rows_of_a_document_become_one_order),
        TEST(half_an_order_is_never_sent),
        TEST(many_documents_are_found_again),
        TEST(ids_come_from_what_the_rows_say),
        TEST(a_refusal_of_an_earlier_run_is_judged_anew),
        TEST(what_no_row_would_escape_ends_the_run),
        TEST(an_opening_batch_is_named_by_its_kind),
        TEST(the_organisation_comes_in_by_tables),
        TEST(places_and_limits_come_in_by_tables),
        TEST(each_kind_of_opening_row_has_its_command),
        TEST(an_open_order_says_when_it_arrived),
    };

    return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
