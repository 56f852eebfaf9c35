/*
 * test_import_camt.c - R-151: a bank's statement, camt.053, as receipts.
 */
#include <string.h>

#include "client/import.h"
#include "tests/unit/unit.h"

static struct import_jobs jobs;
static struct str told; /* "line/column: text" one a line */

static void tell(void *context, const struct import_fault *f)
{
    (void)context;
    told = str_format(memory, "%.*s%zu/%zu: %.*s\n", STR_ARG(told), f->line, f->column,
                      STR_ARG(f->text));
}

static struct error read_file(const char *noun, const char *text)
{
    static const struct settings plain = { 0 };
    struct import_plan plan;
    struct error err =
        import_plan_begin(import_kind_find(noun, NULL), &plain, "f.xml", memory, &plan);

    told = STR("");
    return err.code ? err : import_read(&plan, NULL, str_of(text), memory, tell, NULL, &jobs);
}

/* A statement with one entry for each kind of trouble; T is the details, M the amount. */
#define NTRY(sign, amount, more)                                                               \
    "<Ntry>" amount "<CdtDbtInd>" sign "</CdtDbtInd><Sts>BOOK</Sts>"                           \
    "<BookgDt><Dt>2026-11-20</Dt></BookgDt>" more "</Ntry>\n"
#define CNY(money) "<Amt Ccy=\"CNY\">" money "</Amt>"
#define STATEMENT(entries)                                                                       \
    "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                   \
    "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><Stmt>\n" \
    "<Bal><Amt Ccy=\"CNY\">9</Amt></Bal>\n" entries "</Stmt></BkToCstmrStmt></Document>\n"
#define PART(ref, money, payer)                                                                \
    "<TxDtls><Refs><AcctSvcrRef>" ref "</AcctSvcrRef></Refs><AmtDtls><TxAmt>" CNY(             \
        money) "</TxAmt></AmtDtls><RltdPties><Dbtr><Nm>" payer                                 \
               "</Nm></Dbtr></RltdPties></TxDtls>"

static void a_banks_statement_becomes_receipts_without_a_customer(void **state)
{
    (void)state;
    assert_int_equal(
        read_file("receipt",
                  STATEMENT(NTRY(
                      "CRDT", CNY("1250.5"),
                      "<ValDt><DtTm>2026-11-19T10:00:00</DtTm></ValDt>"
                      "<AcctSvcrRef>ICBC-1</AcctSvcrRef><NtryDtls><TxDtls><AmtDtls><InstdAmt>"
                      "<Amt Ccy=\"USD\">3</Amt></InstdAmt></AmtDtls><RltdPties><Dbtr><Pty><Nm>"
                      "Huaxin &amp; Sons</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>SO1"
                      "</Ustrd><Ustrd>and SO2</Ustrd></RmtInf></TxDtls></NtryDtls>")
                                NTRY("DBIT", CNY("7"), "<AcctSvcrRef>OUT</AcctSvcrRef>")
                                    NTRY("CRDT", CNY("30"),
                                         "<NtryDtls>" PART("P-1", "10", "A")
                                             PART("P-2", "20", "B") "</NtryDtls>")))
            .code,
        ERR_NONE);
    assert_str(told, "");
    assert_int_equal(jobs.n, 3);
    assert_str(
        jobs.v[0].params,
        "{\"amount\":\"1250.5\",\"pay_method\":\"TRANSFER\",\"bank_ref\":\"ICBC-1\","
        "\"received_on\":\"2026-11-19\",\"payer\":\"Huaxin & Sons\",\"remark\":\"SO1 and SO2\"}");
    assert_str(jobs.v[1].params,
               "{\"amount\":\"10\",\"pay_method\":\"TRANSFER\",\"bank_ref\":\"P-1\","
               "\"received_on\":\"2026-11-20\",\"payer\":\"A\"}");
    assert_int_equal(jobs.v[1].line, 6);
}

static void an_entry_that_cannot_be_taken_is_told_with_its_line(void **state)
{
    (void)state;
    assert_int_equal(
        read_file(
            "receipt",
            STATEMENT(NTRY("CRDT", "<Amt Ccy=\"USD\">5</Amt>", "<AcctSvcrRef>A</AcctSvcrRef>")
                          NTRY("CRDT", CNY("5"), "<AcctSvcrRef>NOTPROVIDED</AcctSvcrRef>")
                              NTRY("CRDT", CNY("5"),
                                   "<RvslInd>true</RvslInd><AcctSvcrRef>B</AcctSvcrRef>")
                                  NTRY("CRDT", CNY("0.001"), "<AcctSvcrRef>C</AcctSvcrRef>")
                                      NTRY("CRDT", CNY("5"), "<AcctSvcrRef>D</AcctSvcrRef>")))
            .code,
        ERR_NONE);
    assert_int_equal(jobs.n, 1);
    assert_int_equal(jobs.bad_rows, 4);
    assert_int_equal(jobs.rows, 5);
    assert_non_null(strstr(told.p, "4/1: another currency than CNY"));
    assert_non_null(strstr(told.p, "5/1: no reference of the bank"));
    assert_non_null(strstr(told.p, "6/1: a reversal"));
    assert_non_null(strstr(told.p, "7/1: "));
}

static void what_is_no_statement_is_sent_not_at_all(void **state)
{
    (void)state;
    assert_int_equal(read_file("receipt", "<Document><Other/></Document>").code, ERR_FORMAT);
    assert_int_equal(read_file("receipt", "<Document><BkToCstmrStmt>").code, ERR_FORMAT);
    assert_int_equal(
        read_file("receipt",
                  "<!DOCTYPE x [<!ENTITY a \"aa\">]><Document><BkToCstmrStmt/></Document>")
            .code,
        ERR_FORMAT);
    assert_int_equal(read_file("product", STATEMENT("")).code, ERR_PARAMS);
    assert_int_equal(read_file("receipt", STATEMENT("")).code, ERR_NONE);
    assert_int_equal(jobs.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_banks_statement_becomes_receipts_without_a_customer),
        TEST(an_entry_that_cannot_be_taken_is_told_with_its_line),
        TEST(what_is_no_statement_is_sent_not_at_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
