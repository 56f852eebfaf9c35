/*
 * test_import_bank.c - R-151: a bank's own table of movements, as receipts.
 */
#include <string.h>

#include "client/import.h"
#include "tests/unit/unit.h"

static struct import_jobs jobs;
static struct str told; /* "line/column header 'value': text" one a line */

static void tell(void *context, const struct import_fault *f)
{
    (void)context;
    told = str_format(memory, "%.*s%zu/%zu %.*s '%.*s': %.*s\n", STR_ARG(told), f->line,
                      f->column, STR_ARG(f->header), STR_ARG(f->value), STR_ARG(f->text));
}

static struct error read_file(const char *noun, const struct settings *settings,
                              const char *text)
{
    struct import_plan plan;
    struct error err =
        import_plan_begin(import_kind_find(noun, NULL), settings, "f.csv", memory, &plan);

    told = STR("");
    return err.code
               ? err
               : import_read(&plan, settings->map, str_of(text), memory, tell, NULL, &jobs);
}
static const struct settings plain = { 0 };

static void a_chinese_banks_table_needs_no_map(void **state)
{
    (void)state;
    assert_int_equal(
        read_file(
            "receipt", &plain,
            "账户明细\n账号,6222000\n\n"
            "交易日期,交易时间,借方发生额(元),贷方发生额(元),余额,对方户名,交易流水号,摘要,币种\n"
            "20261119,10:00:00,,\"1,250.50\",9,华信贸易,\tL-1,货款,人民币\n"
            "20261120,10:00:00,7.00,0.00,9,某人,L-2,付款,人民币\n"
            "20261120,11:00:00,,30,9,乙公司,L-3,,人民币\n"
            "合计,,7.00,1280.50,,,,,\n")
            .code,
        ERR_NONE);
    assert_str(told, "");
    assert_int_equal(jobs.n, 2);
    assert_int_equal(jobs.rows, 2);
    assert_str(jobs.v[0].params,
               "{\"amount\":\"1250.50\",\"pay_method\":\"TRANSFER\",\"bank_ref\":\"L-1\","
               "\"received_on\":\"2026-11-19\",\"payer\":\"华信贸易\",\"remark\":\"货款\"}");
    assert_int_equal(jobs.v[1].line, 7);
}

static void one_amount_with_a_side_is_taken_where_it_came_in(void **state)
{
    (void)state;
    assert_int_equal(read_file("receipt", &plain,
                               "Booking date;D/C;Amount;Bank reference;Counterparty\n"
                               "2026-11-19;C;10.00;A;Huaxin\n"
                               "2026-11-19;D;11.00;B;Somebody\n"
                               "2026-11-19;?;12.00;X;Somebody\n")
                         .code,
                     ERR_NONE);
    assert_int_equal(jobs.n, 1);
    assert_int_equal(jobs.bad_rows, 1);
    assert_str(told, "4/2 D/C '?': neither money that came in nor that went out\n");
}

static void commas_for_points_are_said(void **state)
{
    static const struct settings spanish = { .decimal = ",", .dates = CSV_DMY };

    (void)state;
    assert_int_equal(read_file("receipt", &spanish,
                               "Fecha valor;Concepto;Abono;Referencia;Ordenante\n"
                               "19/11/2026;Factura 7;1.250,50;R1;Ñandú SA\n")
                         .code,
                     ERR_NONE);
    assert_str(told, "");
    assert_int_equal(jobs.n, 1);
    assert_non_null(strstr(jobs.v[0].params.p, "\"amount\":\"1250.50\""));
}

static void a_bad_movement_is_told_with_column_and_value(void **state)
{
    (void)state;
    assert_int_equal(read_file("receipt", &plain,
                               "Date,Credit,Reference,Payer,Currency\n"
                               "2026-11-19,-5.00,A,X,CNY\n"
                               "2026-11-19,5.00,B,X,USD\n"
                               "2026-11-19,5.00,,X,CNY\n"
                               "19.11.26,5.00,C,X,CNY\n"
                               "2026-11-19,5.001,D,X,CNY\n"
                               "2026-11-19,5.00,E,X,CNY\n")
                         .code,
                     ERR_NONE);
    assert_int_equal(jobs.n, 1);
    assert_int_equal(jobs.bad_rows, 5);
    assert_non_null(strstr(told.p, "2/2 Credit '-5.00': a reversal: reverse the receipt"));
    assert_non_null(strstr(told.p, "3/5 Currency 'USD': another currency than CNY"));
    assert_non_null(strstr(told.p, "4/3 Reference '': no reference of the bank"));
    assert_non_null(strstr(told.p, "5/1 Date '19.11.26': "));
    assert_non_null(strstr(told.p, "6/2 Credit '5.001': "));
}

static void a_table_of_the_house_is_none_of_a_bank(void **state)
{
    (void)state;
    assert_int_equal(
        read_file("receipt", &plain, "customer,amount,pay_method,bank_ref\nC1,-5,CASH,A\n")
            .code,
        ERR_NONE);
    assert_int_equal(jobs.n, 1); /* the daemon judges it */
    assert_int_equal(read_file("receipt", &plain, "customer,amount,odd\nC1,5,A\n").code,
                     ERR_PARAMS);
    assert_int_equal(
        read_file("product", &plain, "Date,Credit,Reference,Payer\n2026-11-19,5,A,X\n").code,
        ERR_PARAMS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_chinese_banks_table_needs_no_map),
        TEST(one_amount_with_a_side_is_taken_where_it_came_in),
        TEST(commas_for_points_are_said),
        TEST(a_bad_movement_is_told_with_column_and_value),
        TEST(a_table_of_the_house_is_none_of_a_bank),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
