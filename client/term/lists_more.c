/*
 * lists_more.c - the columns of lists of money, and of what is rarely asked for.
 */
#include "client/term/lists_more.h"

#include "client/words.h"

#define LEFT  TEXT_LEFT
#define RIGHT TEXT_RIGHT

/* --- the administrator ------------------------------------------------------------------- */

const struct column health_columns[] = {
    { N_("Check"), "check", 27, 27, LEFT, 0 },
    { N_("Mark"), "mark", 11, 11, LEFT, 0 },
    { N_("Warning"), "warning", 18, 60, LEFT, 0 },
    { N_("Found"), "found", 16, 19, LEFT, 0 },
};
const struct column counter_columns[] = {
    { N_("Act"), "op", 20, 24, LEFT, 0 },
    { N_("Done"), "done", 10, 10, RIGHT, 0 },
    { N_("Held"), "held", 9, 9, RIGHT, 1 },
    { N_("Refused"), "refused", 9, 9, RIGHT, 0 },
    { N_("Failed"), "failed", 7, 7, RIGHT, 0 },
    { N_("Longest us"), "longest_us", 12, 12, RIGHT, 1 },
    { N_("Together us"), "total_us", 14, 14, RIGHT, 2 },
};
const struct column calendar_columns[] = {
    { N_("Day"), "day", 10, 10, LEFT, 0 },
    { N_("Weekday"), "weekday", 8, 12, LEFT, 0 },
    { N_("Open"), "open", 7, 8, LEFT, 0 },
    { N_("Name"), "name", 12, 40, LEFT, 0 },
};
const struct column delegation_columns[] = {
    { N_("Kind"), "kind", 10, 12, LEFT, 0 },
    { N_("Whose"), "principal", 10, 14, LEFT, 0 },
    { N_("Who"), "delegate", 10, 14, LEFT, 0 },
    { N_("Role"), "role", 5, 6, LEFT, 0 },
    { N_("From"), "from", 16, 16, LEFT, 1 },
    { N_("Until"), "to", 16, 16, LEFT, 0 },
    { N_("Said by"), "said_by", 10, 20, LEFT, 2 },
};
const struct column unit_columns[] = {
    { N_("Unit"), "unit", 8, 9, LEFT, 1 },        { N_("Code"), "code", 8, 12, LEFT, 0 },
    { N_("Name"), "name", 12, 30, LEFT, 0 },      { N_("Role"), "role", 5, 6, LEFT, 0 },
    { N_("Who"), "user", 10, 14, LEFT, 0 },       { N_("From"), "valid_from", 10, 10, LEFT, 1 },
    { N_("Until"), "valid_to", 10, 10, LEFT, 2 },
};
const struct column parameter_columns[] = {
    { N_("Parameter"), LIST_NAME, 30, 40, LEFT, 0 },
    { N_("Value"), LIST_VALUE, 18, 60, LEFT, 0 },
};
const struct column refusal_columns[] = {
    { N_("At"), "at", 16, 16, LEFT, 0 },      { N_("Login"), "login", 10, 14, LEFT, 0 },
    { N_("Act"), "act", 14, 40, LEFT, 0 },    { N_("Of"), "what", 10, 20, LEFT, 1 },
    { N_("Why"), "code", 6, 8, LEFT, 1 },     { N_("Times"), "times", 6, 6, RIGHT, 0 },
    { N_("Roles"), "roles", 9, 20, LEFT, 2 }, { N_("From"), "peer", 16, 40, LEFT, 3 },
};
const struct column audit_columns[] = {
    { N_("Rule"), "invariant", 5, 6, LEFT, 0 },
    { N_("Broken"), "broken", 7, 9, RIGHT, 0 },
    { N_("First"), "first", 10, 30, LEFT, 1 },
    { N_("Text"), "text", 20, 80, LEFT, 0 },
};
const struct column opening_columns[] = {
    { N_("Batch"), "batch", 10, 14, LEFT, 0 },
    { N_("As of"), "as_of", 10, 10, LEFT, 1 },
    { N_("Closed"), "closed", 7, 8, LEFT, 0 },
    { N_("Rows"), "control_rows", 7, 7, RIGHT, 0 },
    { N_("In"), "rows", 7, 7, RIGHT, 0 },
    { N_("Total"), "control_total", 16, 16, RIGHT, 0 },
    { N_("In"), "total", 16, 16, RIGHT, 2 },
    { N_("Agrees"), "agrees", 8, 8, LEFT, 3 },
    { N_("By"), "made_by", 8, 12, LEFT, 4 },
    { N_("At"), "at", 16, 16, LEFT, 5 },
};

/* What a unit is, and how late a debt, as the queries say. */
const char *const lists_units[] = { N_("MARKET"), N_("AREA"), N_("CUSTOMER"), N_("CURRENT") };

/* --- paper ------------------------------------------------------------------------------- */

const struct column printing_columns[] = {
    { N_("State"), "state", 9, 10, LEFT, 0 },    { N_("Note"), "note", 13, 15, LEFT, 0 },
    { N_("Order"), "order", 8, 12, LEFT, 1 },    { N_("Paper"), "form", 9, 10, LEFT, 2 },
    { N_("Copy"), "copy", 6, 6, RIGHT, 2 },      { N_("Printer"), "printer", 9, 16, LEFT, 1 },
    { N_("Tries"), "attempts", 9, 9, RIGHT, 3 }, { N_("Fault"), "fault", 12, 50, LEFT, 0 },
    { N_("Queued"), "queued", 16, 16, LEFT, 0 }, { N_("By"), "by", 8, 12, LEFT, 3 },
};
const struct column copy_columns[] = {
    { N_("Paper"), "form", 9, 10, LEFT, 0 },   { N_("Set"), "set", 6, 6, RIGHT, 1 },
    { N_("Copy"), "copy", 6, 6, RIGHT, 0 },    { N_("Name"), "name", 12, 20, LEFT, 0 },
    { N_("Place"), "place", 10, 14, LEFT, 0 }, { N_("Holder"), "holder", 12, 24, LEFT, 0 },
    { N_("Part"), "part", 5, 5, RIGHT, 2 },    { N_("Since"), "since", 16, 16, LEFT, 1 },
};
const struct column document_columns[] = {
    { N_("Document"), "number", 13, 15, LEFT, 0 },
    { N_("Kind"), "series", 5, 6, LEFT, 1 },
    { N_("Total"), "total", 14, 14, RIGHT, 0 },
    { N_("Posted"), "posted", 16, 16, LEFT, 0 },
    { N_("By"), "by", 8, 12, LEFT, 1 },
    { N_("Reverses"), "reverses", 13, 15, LEFT, 0 },
    { N_("Copies"), "copies", 7, 7, RIGHT, 2 },
};
const struct column file_columns[] = {
    { N_("Name"), "name", 16, 40, LEFT, 0 },
    { N_("Bytes"), "size", 10, 10, RIGHT, 0 },
    { N_("Order"), "order", 8, 12, LEFT, 1 },
    { N_("Note"), "note", 13, 15, LEFT, 2 },
    { N_("Receipt"), "receipt", 13, 15, LEFT, 3 },
    { N_("Customer"), "customer", 8, 12, LEFT, 2 },
    { N_("Filed"), "at", 16, 16, LEFT, 0 },
    { N_("By"), "by", 8, 12, LEFT, 1 },
    { N_("Remark"), "remark", 10, 60, LEFT, 4 },
};

/* --- shipment and goods ------------------------------------------------------------------ */

const struct column return_columns[] = {
    { N_("Return"), "goods_return", 11, 12, LEFT, 0 },
    { N_("Customer"), "customer_name", 12, 30, LEFT, 1 },
    { N_("State"), "state", 10, 10, LEFT, 0 },
    { N_("Why"), "why", 8, 8, LEFT, 0 },
    { N_("Amount"), "amount", 14, 14, RIGHT, 0 },
    { N_("With"), "waits_for", 8, 12, LEFT, 1 },
    { N_("Lines"), "what", 10, 30, LEFT, 2 },
    { N_("Reason"), "reason", 10, 40, LEFT, 3 },
    { N_("By"), "applied_by", 8, 12, LEFT, 4 },
    { N_("Number"), "paper", 14, 14, LEFT, 3 },
    { N_("Note"), "note", 13, 15, LEFT, 2 },
};
const struct column slip_columns[] = {
    { N_("Note"), "note", 13, 15, LEFT, 0 },
    { N_("Part"), "part", 5, 5, RIGHT, 0 },
    { N_("Customer"), "customer_name", 12, 30, LEFT, 0 },
    { N_("Days"), "days_missing", 5, 5, RIGHT, 0 },
    { N_("Due"), "slip_due", 10, 10, LEFT, 1 },
    { N_("Waybill"), "waybill", 14, 16, LEFT, 1 },
    { N_("Carrier"), "carrier", 13, 20, LEFT, 2 },
    { N_("Order"), "order", 8, 12, LEFT, 2 },
    { N_("SCR"), "scr", 8, 12, LEFT, 3 },
    { N_("CSR"), "csr", 8, 12, LEFT, 3 },
    { N_("State"), "state", 10, 12, LEFT, 4 },
};
const struct column shelf_columns[] = {
    { N_("Place"), "location", 8, 12, LEFT, 0 },
    { N_("Product"), "product", 8, 12, LEFT, 0 },
    { N_("Name"), "name", 12, 34, LEFT, 0 },
    { N_("Spec"), "spec", 8, 20, LEFT, 2 },
    { N_("Quantity"), "qty", 10, 10, RIGHT, 0 },
    { N_("Unit"), "unit", 7, 8, LEFT, 0 },
    { N_("Part"), "part", 5, 5, RIGHT, 1 },
    { N_("Warehouse"), "warehouse", 9, 10, LEFT, 3 },
    { N_("State"), "state", 9, 10, LEFT, 1 },
};
const struct column move_columns[] = {
    { N_("At"), "at", 16, 16, LEFT, 0 },
    { N_("Product"), "product", 8, 12, LEFT, 0 },
    { N_("Warehouse"), "warehouse", 9, 10, LEFT, 0 },
    { N_("Kind"), "kind", 10, 12, LEFT, 0 },
    { N_("Quantity"), "qty", 10, 10, RIGHT, 0 },
    { N_("Quarantine"), "quarantine", 10, 10, LEFT, 4 },
    { N_("Note"), "note", 13, 15, LEFT, 1 },
    { N_("Outbound"), "outbound_no", 13, 15, LEFT, 3 },
    { N_("By"), "by", 8, 12, LEFT, 2 },
    { N_("Reason"), "reason", 10, 60, LEFT, 3 },
};
const struct column product_columns[] = {
    { N_("Product"), "code", 8, 12, LEFT, 0 },
    { N_("Name"), "name", 12, 34, LEFT, 0 },
    { N_("Spec"), "spec", 8, 20, LEFT, 3 },
    { N_("Unit"), "unit", 7, 8, LEFT, 1 },
    { N_("Class"), "class", 6, 10, LEFT, 3 },
    { N_("State"), "state", 8, 12, LEFT, 2 },
    { N_("Price"), "price", 12, 12, RIGHT, 0 },
    { N_("Free"), "available", 10, 10, RIGHT, 0 },
    { N_("Quota"), "quota_left", 10, 10, RIGHT, 1 },
    { N_("Bar code"), "barcode", 13, 14, LEFT, 4 },
};
const struct column printer_columns[] = {
    { N_("Printer"), "printer", 10, 16, LEFT, 0 },
    { N_("Name"), "name", 10, 24, LEFT, 2 },
    { N_("Queue"), "queue", 10, 16, LEFT, 0 },
    { N_("Store"), "warehouse", 8, 8, LEFT, 0 },
    { N_("In use"), "active", 6, 6, LEFT, 0 },
    { N_("Waits"), "waiting", 9, 9, RIGHT, 0 },
    { N_("Oldest"), "oldest", 16, 16, LEFT, 3 },
    { N_("Printed"), "printed", 16, 16, LEFT, 3 },
    { N_("Fault"), "fault", 10, 30, LEFT, 1 },
    { N_("By"), "by", 8, 12, LEFT, 4 },
    { N_("At"), "at", 16, 16, LEFT, 4 },
};
const struct column station_columns[] = {
    { N_("Station"), "station", 8, 12, LEFT, 0 },
    { N_("Name"), "name", 12, 34, LEFT, 0 },
    { N_("Phone"), "station_phone", 12, 20, LEFT, 0 },
    { N_("Route"), "route", 10, 30, LEFT, 1 },
    { N_("Days"), "transit_days", 5, 5, RIGHT, 0 },
};
const struct column replenishment_columns[] = {
    { N_("Month"), "month", 7, 8, LEFT, 0 },      { N_("Product"), "product", 8, 12, LEFT, 0 },
    { N_("Name"), "name", 12, 34, LEFT, 0 },      { N_("Quantity"), "qty", 10, 10, RIGHT, 0 },
    { N_("Amount"), "amount", 14, 14, RIGHT, 0 }, { N_("Times"), "deliveries", 6, 6, RIGHT, 1 },
    { N_("Last"), "last", 10, 10, LEFT, 2 },
};
const struct column sales_columns[] = {
    { N_("Customer"), "customer_name", 12, 30, LEFT, 0 },
    { N_("Product"), "product", 8, 12, LEFT, 1 },
    { N_("Sold"), "sold", 14, 14, RIGHT, 0 },
    { N_("Returned"), "returned", 14, 14, RIGHT, 0 },
    { N_("Corrected"), "corrected", 14, 14, RIGHT, 2 },
    { N_("Sales"), "sales", 14, 14, RIGHT, 0 },
    { N_("Units"), "units", 8, 10, RIGHT, 1 },
    { N_("Month"), "month", 7, 8, LEFT, 3 },
};
const struct column quota_change_columns[] = {
    { N_("At"), "at", 16, 16, LEFT, 0 },          { N_("Month"), "month", 10, 10, LEFT, 3 },
    { N_("Product"), "product", 8, 12, LEFT, 0 }, { N_("Class"), "class", 6, 10, LEFT, 2 },
    { N_("Holder"), "holder", 9, 10, LEFT, 1 },   { N_("Of"), "code", 8, 12, LEFT, 0 },
    { N_("Kind"), "kind", 8, 12, LEFT, 0 },       { N_("Quantity"), "qty", 10, 10, RIGHT, 0 },
    { N_("Order"), "order", 8, 12, LEFT, 1 },     { N_("By"), "by", 8, 12, LEFT, 1 },
};

/* --- limits ------------------------------------------------------------------------------ */

/* A quarter's proposal with all that it was computed from. */
const struct column review_columns[] = {
    { N_("Account"), "account", 8, 14, LEFT, 0 },
    { N_("Customer"), "customer_name", 10, 30, LEFT, 1 },
    { N_("Grade"), "grade", 5, 5, RIGHT, 0 },
    { N_("In force"), "was", 12, 14, RIGHT, 0 },
    { N_("Limit"), "limit", 12, 14, RIGHT, 0 },
    { N_("Formula"), "formula", 12, 14, RIGHT, 1 },
    { N_("Used"), "exposure", 12, 14, RIGHT, 1 },
    { N_("Paid in time %"), "in_time_pct", 14, 14, RIGHT, 2 },
    { N_("A month"), "monthly", 12, 14, RIGHT, 3 },
    { N_("State"), "state", 9, 10, LEFT, 4 },
    { N_("Quarter"), "quarter", 10, 10, LEFT, 5 },
    { N_("Reason"), "reason", 10, 60, LEFT, 6 },
};

const struct column use_columns[] = {
    { N_("Account"), "account", 8, 14, LEFT, 0 },
    { N_("Customer"), "customer_name", 10, 30, LEFT, 0 },
    { N_("Used %"), "used_pct", 7, 7, RIGHT, 0 },
    { N_("Limit"), "limit", 12, 14, RIGHT, 1 },
    { N_("Used"), "exposure", 12, 14, RIGHT, 1 },
    { N_("Free"), "room", 12, 14, RIGHT, 0 },
    { N_("Until"), "lim_to", 10, 10, LEFT, 2 },
    { N_("Then"), "follows", 12, 14, RIGHT, 3 },
    { N_("KAM"), "kam", 8, 12, LEFT, 4 },
    { N_("BCR"), "bcr", 8, 12, LEFT, 4 },
};
const struct column grade_columns[] = {
    { N_("Customer"), "customer", 8, 12, LEFT, 0 },
    { N_("Name"), "customer_name", 12, 34, LEFT, 0 },
    { N_("Grade"), "grade", 5, 5, RIGHT, 0 },
    { N_("Limit"), "limit", 12, 14, RIGHT, 0 },
    { N_("Used"), "exposure", 12, 14, RIGHT, 1 },
    { N_("Overdue"), "overdue", 12, 14, RIGHT, 1 },
    { N_("Term"), "term_days", 5, 5, RIGHT, 2 },
    { N_("Pays first"), "cash_first", 10, 10, LEFT, 2 },
    { N_("Quarter"), "quarter", 10, 10, LEFT, 3 },
};
const struct column override_columns[] = {
    { N_("At"), "at", 16, 16, LEFT, 0 },
    { N_("Kind"), "kind", 9, 10, LEFT, 0 },
    { N_("Order"), "order", 8, 12, LEFT, 0 },
    { N_("Customer"), "customer_name", 10, 30, LEFT, 1 },
    { N_("Signed"), "signer", 8, 12, LEFT, 0 },
    { N_("Amount"), "amount", 12, 14, RIGHT, 1 },
    { N_("Beyond"), "excess", 12, 14, RIGHT, 2 },
    { N_("Overdue"), "overdue", 12, 14, RIGHT, 3 },
    { N_("Missing"), "missing", 12, 14, RIGHT, 4 },
    { N_("Remark"), "remark", 10, 60, LEFT, 5 },
    { N_("For"), "principal", 8, 12, LEFT, 6 },
};

/* --- sales and money --------------------------------------------------------------------- */

const struct column ageing_columns[] = {
    { N_("Days late"), "late", 10, 12, LEFT, 0 },
    { N_("Open"), "open", 14, 14, RIGHT, 0 },
    { N_("Percent"), "percent", 8, 8, RIGHT, 0 },
    { N_("of the whole"), LIST_BAR, 14, 50, LEFT, 1 },
    { N_("Rows"), "items", 7, 7, RIGHT, 1 },
};
const struct column call_columns[] = {
    { N_("At"), "at", 16, 16, LEFT, 0 },
    { N_("Customer"), "customer_name", 12, 30, LEFT, 0 },
    { N_("With"), "contact", 8, 16, LEFT, 0 },
    { N_("Promised"), "promised", 14, 14, RIGHT, 0 },
    { N_("Until"), "promised_on", 10, 10, LEFT, 0 },
    { N_("Receivable"), "receivable", 13, 15, LEFT, 1 },
    { N_("By"), "by", 8, 12, LEFT, 1 },
    { N_("Step"), "step", 4, 4, LEFT, 3 },
    { N_("Remark"), "remark", 10, 60, LEFT, 2 },
};
const struct column missing_columns[] = {
    { N_("Customer"), "customer_name", 12, 30, LEFT, 0 },
    { N_("Late"), "days_late", 4, 4, RIGHT, 0 },
    { N_("Overdue"), "overdue", 14, 14, RIGHT, 1 },
    { N_("Open"), "open", 14, 14, RIGHT, 0 },
    { N_("Last call"), "last_call", 10, 10, LEFT, 0 },
    { N_("Promised"), "promised_on", 10, 10, LEFT, 1 },
    { N_("Phone"), "phone", 12, 20, LEFT, 2 },
    { N_("Contact"), "contact", 8, 16, LEFT, 2 },
    { N_("Debts"), "debts", 6, 6, RIGHT, 3 },
    { N_("Receivable"), "receivable", 13, 15, LEFT, 3 },
    { N_("BCR"), "bcr", 8, 12, LEFT, 4 },
};
const struct column escalated_columns[] = {
    { N_("Receivable"), "no", 13, 15, LEFT, 0 },
    { N_("Customer"), "customer_name", 12, 30, LEFT, 0 },
    { N_("Come to"), "escalated", 7, 8, LEFT, 0 },
    { N_("Late"), "days_late", 4, 4, RIGHT, 0 },
    { N_("Open"), "open", 14, 14, RIGHT, 0 },
    { N_("Promised"), "promised_on", 10, 10, LEFT, 1 },
    { N_("Broken"), "promise_broken", 7, 8, LEFT, 2 },
    { N_("Last call"), "last_call", 10, 10, LEFT, 1 },
    { N_("Due"), "due", 10, 10, LEFT, 3 },
    { N_("BCR"), "bcr", 8, 12, LEFT, 2 },
    { N_("KAM"), "kam", 8, 12, LEFT, 4 },
    { N_("Disputed"), "disputed", 8, 8, LEFT, 4 },
};
const struct column refund_columns[] = {
    { N_("Receipt"), "receipt", 12, 14, LEFT, 0 },
    { N_("State"), "state", 9, 9, LEFT, 0 },
    { N_("Customer"), "customer_name", 10, 30, LEFT, 0 },
    { N_("Amount"), "amount", 12, 14, RIGHT, 0 },
    { N_("Asked by"), "asked_by", 10, 12, LEFT, 0 },
    { N_("Reason"), "reason", 10, 60, LEFT, 2 },
};
const struct column problem_columns[] = {
    { N_("Problem"), "problem", 11, 12, LEFT, 0 },
    { N_("State"), "state", 9, 10, LEFT, 0 },
    { N_("Dept"), "department", 7, 8, LEFT, 0 },
    { N_("Step"), "step", 4, 5, LEFT, 1 },
    { N_("left"), LIST_LEFT, 6, 6, RIGHT, 0 },
    { N_("Cause"), "cause", 7, 9, LEFT, 2 },
    { N_("Order"), "order", 8, 12, LEFT, 0 },
    { N_("Note"), "note", 13, 15, LEFT, 2 },
    { N_("Customer"), "customer_name", 12, 30, LEFT, 3 },
    { N_("With"), "owner", 8, 12, LEFT, 3 },
};
const struct column write_off_columns[] = {
    { N_("Receivable"), "receivable", 12, 16, LEFT, 0 },
    { N_("State"), "state", 9, 9, LEFT, 0 },
    { N_("Customer"), "customer_name", 10, 30, LEFT, 0 },
    { N_("Amount"), "amount", 12, 14, RIGHT, 0 },
    { N_("Signed"), "by", 7, 12, LEFT, 1 },
    { N_("Reason"), "reason", 10, 60, LEFT, 2 },
};
const struct column pool_columns[] = {
    { N_("Receipt"), "no", 13, 15, LEFT, 0 },
    { N_("Payer"), "payer", 12, 40, LEFT, 0 },
    { N_("Amount"), "amount", 14, 14, RIGHT, 0 },
    { N_("Received"), "received_on", 10, 10, LEFT, 0 },
    { N_("Perhaps"), "customer", 8, 12, LEFT, 1 },
    { N_("Remark"), "remark", 10, 60, LEFT, 1 },
    { N_("Days"), "days_waiting", 5, 5, RIGHT, 2 },
    { N_("Bank"), "bank_ref", 8, 20, LEFT, 3 },
};
const struct column invoice_columns[] = {
    { N_("Invoice"), "no", 13, 15, LEFT, 0 },
    { N_("Customer"), "title", 12, 30, LEFT, 0 },
    { N_("Total"), "total", 14, 14, RIGHT, 0 },
    { N_("Issued"), "issued", 16, 16, LEFT, 0 },
    { N_("Reverses"), "reverses", 13, 15, LEFT, 1 },
    { N_("Receivables"), "receivables", 13, 30, LEFT, 1 },
    { N_("Net"), "net", 14, 14, RIGHT, 2 },
    { N_("Tax"), "tax", 12, 12, RIGHT, 2 },
    { N_("Tax invoice"), "tax_invoice", 14, 20, LEFT, 3 },
    { N_("Code"), "customer", 8, 12, LEFT, 4 },
    { N_("By"), "issued_by", 8, 12, LEFT, 4 },
};
const struct column last_columns[] = {
    { N_("Order"), "no", 8, 12, LEFT, 0 },
    { N_("Arrived"), "arrival", 16, 16, LEFT, 0 },
    { N_("State"), "state", 14, 16, LEFT, 0 },
    { N_("Amount"), "total", 14, 14, RIGHT, 0 },
    { N_("Lines"), "line_count", 7, 7, RIGHT, 0 },
    { N_("Reference"), "reference", 10, 20, LEFT, 1 },
};
const struct column history_columns[] = {
    { N_("From"), "valid_from", 10, 10, LEFT, 0 },
    { N_("What"), "fact", 12, 18, LEFT, 0 },
    { N_("Before"), "was", 14, 16, LEFT, 0 },
    { N_("Now"), "becomes", 14, 16, LEFT, 0 },
    { N_("By"), "made_by", 8, 12, LEFT, 0 },
    { N_("To come"), "announced", 8, 10, LEFT, 2 },
    { N_("At"), "at", 16, 16, LEFT, 3 },
    { N_("Reason"), "reason", 10, 60, LEFT, 1 },
};
const struct column price_columns[] = {
    { N_("Product"), "product", 8, 12, LEFT, 0 },
    { N_("Name"), "name", 12, 34, LEFT, 1 },
    { N_("Type"), "type", 8, 12, LEFT, 0 },
    { N_("Customer"), "customer", 8, 12, LEFT, 0 },
    { N_("Price"), "price", 12, 12, RIGHT, 0 },
    { N_("Per"), "price_per", 6, 6, RIGHT, 1 },
    { N_("Floor"), "floor", 12, 12, RIGHT, 0 },
    { N_("From"), "valid_from", 10, 10, LEFT, 0 },
    { N_("Until"), "valid_to", 10, 10, LEFT, 2 },
    { N_("To come"), "announced", 8, 10, LEFT, 3 },
};
const struct column permission_columns[] = {
    { N_("Customer"), "customer_name", 12, 30, LEFT, 0 },
    { N_("Product"), "product", 8, 12, LEFT, 0 },
    { N_("Price"), "price", 12, 12, RIGHT, 0 },
    { N_("Until"), "valid_to", 10, 10, LEFT, 0 },
    { N_("By"), "given_by", 8, 12, LEFT, 0 },
    { N_("Over"), "over", 8, 8, LEFT, 1 },
    { N_("At"), "given", 16, 16, LEFT, 2 },
    { N_("Reason"), "reason", 10, 60, LEFT, 1 },
};
const struct column restriction_columns[] = {
    { N_("Product"), "product", 8, 12, LEFT, 0 },
    { N_("Name"), "product_name", 12, 34, LEFT, 1 },
    { N_("Way"), "way", 8, 10, LEFT, 0 },
    { N_("Market"), "market", 7, 8, LEFT, 0 },
    { N_("Area"), "area", 6, 8, LEFT, 0 },
    { N_("Type"), "customer_type", 8, 12, LEFT, 0 },
    { N_("Customer"), "customer", 8, 12, LEFT, 0 },
    { N_("By"), "made_by", 8, 12, LEFT, 2 },
    { N_("At"), "at", 16, 16, LEFT, 3 },
    { N_("Reason"), "reason", 10, 60, LEFT, 1 },
};
