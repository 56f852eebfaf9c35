/*
 * import_bank.c - the movements of an account as a bank's own program writes them to a table.
 *
 * There is no standard for it: each bank has its own headings, a few lines with the account
 * and the period in front, and a line with sums behind. The headings below are the usual words
 * in the three languages; a column that is none of them is left out. Of two columns for the
 * same thing the one counts that stands first in the list. What is not understood this way is
 * explained with --map, as any other table.
 */
#include <string.h>

#include "client/import.h"
#include "common/money.h"
#include "common/text.h"

#define LINES_IN_FRONT 40

static const struct {
    const char *heading; /* small letters, without what stands in brackets */
    int target;
} headings[] = {
    /* what came in, in a column of its own; then the amount of either side */
    { "贷方发生额", P_amount },
    { "贷方金额", P_amount },
    { "贷方", P_amount },
    { "收入金额", P_amount },
    { "收入", P_amount },
    { "存入金额", P_amount },
    { "转入金额", P_amount },
    { "貸方金額", P_amount },
    { "存入金額", P_amount },
    { "存入", P_amount },
    { "credit amount", P_amount },
    { "credit", P_amount },
    { "paid in", P_amount },
    { "money in", P_amount },
    { "abono", P_amount },
    { "abonos", P_amount },
    { "haber", P_amount },
    { "ingresos", P_amount },
    { "交易金额", P_amount },
    { "发生额", P_amount },
    { "金额", P_amount },
    { "交易金額", P_amount },
    { "金額", P_amount },
    { "amount", P_amount },
    { "importe", P_amount },
    { "借贷标志", IMPORT_SIDE },
    { "借贷方向", IMPORT_SIDE },
    { "借贷", IMPORT_SIDE },
    { "借/贷", IMPORT_SIDE },
    { "收支", IMPORT_SIDE },
    { "借貸別", IMPORT_SIDE },
    { "debit/credit", IMPORT_SIDE },
    { "dr/cr", IMPORT_SIDE },
    { "d/c", IMPORT_SIDE },
    { "debe/haber", IMPORT_SIDE },
    { "交易流水号", P_bank_ref },
    { "银行流水号", P_bank_ref },
    { "流水号", P_bank_ref },
    { "交易参考号", P_bank_ref },
    { "凭证号", P_bank_ref },
    { "交易序號", P_bank_ref },
    { "transaction id", P_bank_ref },
    { "bank reference", P_bank_ref },
    { "transaction reference", P_bank_ref },
    { "reference", P_bank_ref },
    { "referencia", P_bank_ref },
    { "起息日", P_received_on },
    { "入账日期", P_received_on },
    { "记账日期", P_received_on },
    { "交易日期", P_received_on },
    { "交易时间", P_received_on },
    { "日期", P_received_on },
    { "入帳日期", P_received_on },
    { "value date", P_received_on },
    { "booking date", P_received_on },
    { "transaction date", P_received_on },
    { "date", P_received_on },
    { "fecha valor", P_received_on },
    { "fecha", P_received_on },
    { "对方户名", P_payer },
    { "对方名称", P_payer },
    { "对方账户名称", P_payer },
    { "付款人名称", P_payer },
    { "付款人", P_payer },
    { "對方戶名", P_payer },
    { "counterparty name", P_payer },
    { "counterparty", P_payer },
    { "payer", P_payer },
    { "ordenante", P_payer },
    { "附言", P_remark },
    { "用途", P_remark },
    { "摘要", P_remark },
    { "备注", P_remark },
    { "備註", P_remark },
    { "remittance information", P_remark },
    { "description", P_remark },
    { "narrative", P_remark },
    { "concepto", P_remark },
    { "币种", IMPORT_CURRENCY },
    { "币别", IMPORT_CURRENCY },
    { "幣別", IMPORT_CURRENCY },
    { "currency", IMPORT_CURRENCY },
    { "divisa", IMPORT_CURRENCY },
    { "moneda", IMPORT_CURRENCY },
};

static struct str small(struct str text, struct arena *arena)
{
    char *out = arena_alloc(arena, text.n + 1);

    for (size_t i = 0; i < text.n; i++)
        out[i] =
            text.p[i] >= 'A' && text.p[i] <= 'Z' ? (char)(text.p[i] - 'A' + 'a') : text.p[i];
    return (struct str){ out, text.n };
}

/* "Credit Amount (CNY)" is "credit amount". */
static struct str plainly(struct str heading, struct arena *arena)
{
    static const char *const brackets[] = { "(", "（", "[" };
    struct str words = small(heading, arena);

    for (size_t i = 0; i < COUNT(brackets); i++) {
        const char *at = memmem(words.p, words.n, brackets[i], strlen(brackets[i]));

        if (at)
            words.n = (size_t)(at - words.p);
    }
    return str_trim(words);
}

/* --- the line of headings ---------------------------------------------------------------- */

/* Gives each heading its meaning; false: this line is not it. */
static bool take_headings(struct import_plan *plan, const struct csv_row *row,
                          struct arena *arena)
{
    bool taken[IMPORT_COLUMNS] = { false };

    if (row->count > IMPORT_COLUMNS)
        return false;
    plan->column_count = row->count;
    for (size_t i = 0; i < row->count; i++)
        plan->columns[i] =
            (struct import_column){ .header = str_dup(arena, str_trim(row->cells[i].text)),
                                    .param = IMPORT_SKIP };
    for (size_t h = 0; h < COUNT(headings); h++)
        for (size_t i = 0; i < row->count; i++)
            if (!taken[i] && import_column_of(plan, headings[h].target) < 0 &&
                str_eq(plainly(plan->columns[i].header, arena), str_of(headings[h].heading))) {
                plan->columns[i].param = headings[h].target;
                taken[i] = true;
            }
    return import_column_of(plan, P_amount) >= 0 && import_column_of(plan, P_bank_ref) >= 0 &&
           import_column_of(plan, P_received_on) >= 0;
}

static bool find_headings(struct import_plan *plan, struct csv *csv, struct arena *arena)
{
    for (size_t i = 0; i < LINES_IN_FRONT; i++) {
        struct csv_row row;

        if (csv_next(csv, arena, &row).code || !row.count)
            return false;
        if (take_headings(plan, &row, arena))
            return true;
    }
    return false;
}

bool import_bank_open(struct import_plan *plan, struct str bytes, struct arena *arena,
                      struct csv *csv)
{
    static const char separators[] = ",\t;|";
    struct csv_rules rules = plan->rules;

    if (plan->kind->op != OP_RECEIPT_RECORD)
        return false;
    for (size_t i = 0; i < sizeof separators - 1; i++) {
        if (!plan->rules.separator) /* the lines in front have none, or others */
            rules.separator = separators[i];
        if (csv_open(csv, bytes, &rules, arena).code)
            return false;
        if (!find_headings(plan, csv, arena))
            continue;
        plan->bank = true;
        plan->fixed[P_pay_method] = enum_name(ENUM_pay_method, PAY_TRANSFER);
        if (!plan->numbers.thousands)
            plan->numbers.thousands = plan->numbers.decimal == '.' ? ',' : '.';
        return true;
    }
    return false;
}

/* --- a movement -------------------------------------------------------------------------- */

static struct str cell_of(const struct import_reader *reader, const struct csv_row *row,
                          int target)
{
    int at = import_column_of(reader->plan, target);

    return at >= 0 && (size_t)at < row->count ? str_trim(row->cells[at].text) : STR("");
}

static bool is_one_of(struct str text, const char *const *words, size_t n, struct arena *arena)
{
    struct str said = small(text, arena);

    for (size_t i = 0; i < n; i++)
        if (str_eq(said, str_of(words[i])))
            return true;
    return false;
}

static enum import_taken told(const struct import_reader *reader, const struct csv_row *row,
                              int target, const char *what)
{
    import_tell(reader, row, target, str_of(what));
    return IMPORT_TOLD;
}

/* Is it money that came in? */
static enum import_taken side_of(const struct import_reader *reader, const struct csv_row *row,
                                 struct arena *arena)
{
    static const char *const in[] = { "贷", "貸",   "贷方",   "收入",  "收",    "转入", "c",
                                      "cr", "crdt", "credit", "haber", "abono", "h",    "+" };
    static const char *const out[] = { "借", "借方", "支出",  "付",   "转出",  "d",
                                       "dr", "dbit", "debit", "debe", "cargo", "-" };
    struct str side = cell_of(reader, row, IMPORT_SIDE), amount, words;
    struct money money;

    if (import_column_of(reader->plan, IMPORT_SIDE) >= 0) {
        if (is_one_of(side, out, COUNT(out), arena))
            return IMPORT_PASSED;
        if (!is_one_of(side, in, COUNT(in), arena))
            return told(reader, row, IMPORT_SIDE,
                        "neither money that came in nor that went out");
    }
    amount = cell_of(reader, row, P_amount);
    if (!amount.n || str_eq(amount, STR("-")) || str_eq(amount, STR("--")))
        return IMPORT_PASSED;
    if (!csv_number(amount, reader->plan->numbers, arena, &words) ||
        !money_parse(words, &money))
        return IMPORT_TAKEN; /* the reader of the cell says what is wrong */
    if (money.fen < 0)
        return told(reader, row, P_amount, "a reversal: reverse the receipt by hand");
    return money.fen ? IMPORT_TAKEN : IMPORT_PASSED;
}

enum import_taken import_bank_row(const struct import_reader *reader, const struct csv_row *row,
                                  struct arena *arena)
{
    static const char *const ours[] = { "cny", "rmb", "人民币", "人民币元", "人民幣", "156" };
    struct str currency = cell_of(reader, row, IMPORT_CURRENCY);
    struct str day = cell_of(reader, row, P_received_on);
    enum import_taken taken;

    /* sums, and what the bank writes below its table */
    if (!cell_of(reader, row, P_bank_ref).n && (!day.n || day.p[0] < '0' || day.p[0] > '9'))
        return IMPORT_PASSED;
    taken = side_of(reader, row, arena);
    if (taken != IMPORT_TAKEN)
        return taken;
    if (currency.n && !is_one_of(currency, ours, COUNT(ours), arena))
        return told(reader, row, IMPORT_CURRENCY, "another currency than CNY");
    if (!cell_of(reader, row, P_bank_ref).n)
        return told(reader, row, P_bank_ref, "no reference of the bank: record it by hand");
    return IMPORT_TAKEN;
}
