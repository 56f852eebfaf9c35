/*
 * lists.c - the table of lists.
 */
#include "client/term/lists.h"

#include "client/term/lists_more.h"
#include "client/words.h"
#include "common/catalog_roles.h"

#define LEFT  TEXT_LEFT
#define RIGHT TEXT_RIGHT
static const struct column order_columns[] = {
    { N_("Order"), "no", 8, 12, LEFT, 0 },
    { N_("Customer"), "customer_name", 12, 30, LEFT, 0 },
    { N_("Step"), "step", 4, 4, LEFT, 0 },
    { N_("State"), "state", 14, 14, LEFT, 1 },
    { N_("left"), LIST_LEFT, 6, 6, RIGHT, 0 },
    { N_("Amount"), "total", 14, 14, RIGHT, 1 },
    { N_("With"), "who", 8, 12, LEFT, 2 },
    { N_("CSR"), "csr", 8, 12, LEFT, 3 },
    { N_("Wanted"), "wanted", 10, 10, LEFT, 4 },
    { N_("Reference"), "reference", 10, 20, LEFT, 5 },
};
static const struct column note_columns[] = {
    { N_("Note"), "no", 13, 15, LEFT, 0 },
    { N_("Customer"), "customer_name", 12, 30, LEFT, 0 },
    { N_("Step"), "step", 4, 4, LEFT, 0 },
    { N_("State"), "state", 9, 9, LEFT, 1 },
    { N_("left"), LIST_LEFT, 6, 6, RIGHT, 0 },
    { N_("Amount"), "total", 14, 14, RIGHT, 1 },
    { N_("Order"), "order", 8, 12, LEFT, 2 },
    { N_("Station"), "station", 8, 12, LEFT, 3 },
    { N_("Stopped"), "stopped", 7, 7, LEFT, 4 },
};
static const struct column due_columns[] = {
    { N_("Receivable"), "no", 13, 15, LEFT, 0 },
    { N_("Customer"), "customer_name", 12, 30, LEFT, 0 },
    { N_("Due"), "due", 10, 10, LEFT, 0 },
    { N_("Late"), "days_late", 4, 4, RIGHT, 1 },
    { N_("Open"), "open", 14, 14, RIGHT, 0 },
    { N_("Promised"), "promised_on", 10, 10, LEFT, 2 },
    { N_("Order"), "order", 8, 12, LEFT, 3 },
    { N_("BCR"), "bcr", 8, 12, LEFT, 4 },
    { N_("Disputed"), "disputed", 8, 8, LEFT, 5 },
};
static const struct column money_columns[] = {
    { N_("Receipt"), "no", 13, 15, LEFT, 0 },
    { N_("Customer"), "customer_name", 12, 30, LEFT, 0 },
    { N_("Free"), "free", 14, 14, RIGHT, 0 },
    { N_("Received"), "received_on", 10, 10, LEFT, 1 },
    { N_("Amount"), "amount", 14, 14, RIGHT, 2 },
    { N_("By"), "by", 8, 12, LEFT, 2 },
    { N_("Bank"), "bank_ref", 8, 20, LEFT, 3 },
    { N_("Promised to orders"), "earmarked", 18, 18, RIGHT, 4 },
};
static const struct column paper_columns[] = {
    { N_("Receipt"), "no", 13, 15, LEFT, 0 },
    { N_("Customer"), "customer_name", 12, 30, LEFT, 0 },
    { N_("Amount"), "amount", 14, 14, RIGHT, 0 },
    { N_("Matures"), "maturity", 10, 10, LEFT, 0 },
    { N_("Paid by"), "method", 10, 12, LEFT, 1 },
    { N_("Number"), "bank_ref", 8, 20, LEFT, 2 },
    { N_("Drawer"), "drawer", 8, 24, LEFT, 2 },
    { N_("Received"), "received_on", 10, 10, LEFT, 3 },
    { N_("By"), "by", 8, 12, LEFT, 4 },
};
static const struct column message_columns[] = {
    { N_("Kind"), "kind", 9, 10, LEFT, 0 },      { N_("Order"), "order", 8, 12, LEFT, 0 },
    { N_("left"), LIST_LEFT, 6, 6, RIGHT, 0 },   { N_("Text"), "body", 10, 80, LEFT, 0 },
    { N_("Tries"), "attempts", 5, 5, RIGHT, 2 },
};
static const struct column customer_columns[] = {
    { N_("Code"), "code", 8, 12, LEFT, 0 },       { N_("Customer"), "name", 12, 34, LEFT, 0 },
    { N_("State"), "state", 8, 8, LEFT, 1 },      { N_("Limit"), "limit", 14, 14, RIGHT, 1 },
    { N_("Used"), "exposure", 14, 14, RIGHT, 0 }, { N_("KAM"), "kam", 8, 12, LEFT, 3 },
    { N_("Market"), "market", 6, 8, LEFT, 4 },    { N_("Area"), "area", 6, 8, LEFT, 5 },
};
static const struct column backorder_columns[] = {
    { N_("Note"), "note", 13, 15, LEFT, 0 },
    { N_("Customer"), "customer_name", 12, 30, LEFT, 1 },
    { N_("Product"), "product", 8, 12, LEFT, 0 },
    { N_("Name"), "name", 10, 30, LEFT, 2 },
    { N_("Missing"), "backorder", 9, 9, RIGHT, 0 },
    { N_("Stock"), "available", 9, 9, RIGHT, 0 },
    { N_("Promised"), "promised", 10, 10, LEFT, 3 },
};
static const struct column claim_columns[] = {
    { N_("Claim"), "claim", 11, 12, LEFT, 0 },
    { N_("Customer"), "customer_name", 12, 30, LEFT, 1 },
    { N_("State"), "state", 9, 10, LEFT, 0 },
    { N_("Wanted"), "remedy", 7, 8, LEFT, 0 },
    { N_("Amount"), "amount", 14, 14, RIGHT, 0 },
    { N_("With"), "waits_for", 8, 12, LEFT, 1 },
    { N_("Lines"), "what", 10, 30, LEFT, 2 },
    { N_("Reason"), "reason", 10, 40, LEFT, 3 },
    { N_("By"), "recorded_by", 8, 12, LEFT, 4 },
    { N_("Order"), "order", 8, 12, LEFT, 2 },
};
static const struct column carrier_columns[] = {
    { N_("Claim"), "carrier_claim", 11, 12, LEFT, 0 },
    { N_("Carrier"), "carrier", 13, 20, LEFT, 0 },
    { N_("Waybill"), "waybill", 14, 16, LEFT, 1 },
    { N_("Cause"), "cause", 7, 8, LEFT, 1 },
    { N_("Amount"), "amount", 14, 14, RIGHT, 0 },
    { N_("Reason"), "reason", 10, 40, LEFT, 3 },
    { N_("Order"), "order", 8, 12, LEFT, 2 },
};
static const struct column stock_columns[] = {
    { N_("Product"), "product", 8, 12, LEFT, 0 },
    { N_("Name"), "name", 12, 34, LEFT, 1 },
    { N_("Warehouse"), "warehouse", 9, 10, LEFT, 0 },
    { N_("On hand"), "on_hand", 10, 10, RIGHT, 0 },
    { N_("Reserved"), "reserved", 10, 10, RIGHT, 2 },
    { N_("Free"), "available", 10, 10, RIGHT, 0 },
    { N_("Quarantine"), "quarantine", 10, 10, RIGHT, 2 },
};
static const struct column quota_columns[] = {
    { N_("Month"), "month", 10, 10, LEFT, 2 }, { N_("Product"), "product", 8, 12, LEFT, 0 },
    { N_("Class"), "class", 8, 12, LEFT, 1 },  { N_("Holder"), "holder", 8, 8, LEFT, 1 },
    { N_("Of"), "code", 8, 12, LEFT, 0 },      { N_("Given"), "allotted", 10, 10, RIGHT, 1 },
    { N_("Used"), "used", 10, 10, RIGHT, 2 },  { N_("Free"), "left", 10, 10, RIGHT, 0 },
};
static const struct column user_columns[] = {
    { N_("Login"), "login", 10, 14, LEFT, 0 },
    { N_("Name"), "name", 12, 30, LEFT, 0 },
    { N_("Roles"), "roles", 10, 30, LEFT, 1 },
    { N_("Active"), "active", 6, 6, LEFT, 2 },
    { N_("Away"), "away", 5, 5, LEFT, 2 },
    { N_("Failed"), "failures", 6, 6, RIGHT, 0 },
    { N_("Locked until"), "locked", 16, 16, LEFT, 3 },
};
static const struct column event_columns[] = {
    { N_("At"), "at", 16, 16, LEFT, 0 },       { N_("Document"), "no", 13, 15, LEFT, 0 },
    { N_("Step"), "step", 4, 4, LEFT, 1 },     { N_("Act"), "act", 14, 40, LEFT, 0 },
    { N_("By"), "by", 10, 14, LEFT, 0 },       { N_("Outcome"), "outcome", 8, 8, LEFT, 1 },
    { N_("Rule"), "rule", 7, 9, LEFT, 2 },     { N_("Remark"), "remark", 10, 60, LEFT, 3 },
    { N_("Number"), "event", 9, 9, RIGHT, 4 },
};

static const struct column limit_columns[] = {
    { N_("Account"), "account", 8, 14, LEFT, 0 },
    { N_("State"), "state", 9, 9, LEFT, 0 },
    { N_("Customer"), "customer_name", 10, 30, LEFT, 1 },
    { N_("In force"), "was", 12, 14, RIGHT, 0 },
    { N_("Limit"), "limit", 12, 14, RIGHT, 0 },
    { N_("Signed"), "by", 7, 12, LEFT, 1 },
    { N_("Reason"), "reason", 10, 60, LEFT, 2 },
    { N_("Until"), "valid_to", 10, 10, LEFT, 3 },
};

static const struct column proposal_columns[] = {
    { N_("Proposal"), "proposal", 9, 10, RIGHT, 0 },
    { N_("State"), "state", 9, 9, LEFT, 0 },
    { N_("Parameters"), "settings", 14, 60, LEFT, 0 },
    { N_("By"), "made_by", 8, 12, LEFT, 0 },
    { N_("At"), "at", 16, 16, LEFT, 1 },
    { N_("Reason"), "reason", 10, 60, LEFT, 2 },
    { N_("Outdated"), "outdated", 8, 8, LEFT, 3 },
};

static const struct column session_columns[] = {
    { N_("Login"), "login", 10, 14, LEFT, 0 },  { N_("Name"), "name", 12, 30, LEFT, 1 },
    { N_("Roles"), "roles", 9, 20, LEFT, 2 },   { N_("From"), "peer", 16, 40, LEFT, 0 },
    { N_("Via"), "line", 5, 5, LEFT, 3 },       { N_("Since"), "since", 16, 16, LEFT, 0 },
    { N_("Idle s"), "idle_s", 8, 8, RIGHT, 0 },
};

static const struct column backup_columns[] = {
    { N_("Ended"), "ended", 16, 16, LEFT, 0 }, { N_("Kind"), "kind", 9, 10, LEFT, 0 },
    { N_("Outcome"), "mark", 8, 8, LEFT, 0 },  { N_("Problem"), "problem", 10, 60, LEFT, 1 },
    { N_("Place"), "place", 10, 40, LEFT, 2 }, { N_("Bytes"), "bytes", 14, 14, RIGHT, 3 },
};

#define EVERYBODY  ((role_set)~0u)
#define BCR_       (ROLE_BIT(ROLE_BCR))
#define COLUMNS(c) c, COUNT(c), LIST_ROWS, -1, ""
/* Rows elsewhere in the answer; what the row at hand fills in; what an act takes from a row. */
#define COLUMNS_OF(c, rows, of, puts) c, COUNT(c), rows, of, puts
#define ORDERS                        COLUMNS(order_columns), "no", P_order, -1
#define NOTES                         COLUMNS(note_columns), "no", P_note, -1
#define DUES                          COLUMNS(due_columns), "no", P_receivable, OP_RECEIVABLE_CALL
#define REVIEWS                       COLUMNS(review_columns), "account", P_account, -1
#define FIX(...)                                                                               \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }
#define NO_FIX                                                                                 \
    {                                                                                          \
        {                                                                                      \
            .text = NULL                                                                       \
        }                                                                                      \
    }

/* The first list of a role opens; then Tab goes on in this order. */
const struct list_kind list_kinds[] = {
    { "sign", N_("To sign"), N_("what waits for my signature"), OP_ORDER_LIST,
      FIX({ P_mine, "yes" }), ORDERS, SLT_, SLT_ },
    { "print", N_("To print"), N_("orders whose note is to be printed"), OP_ORDER_LIST,
      FIX({ P_state, "FIN_QUEUE" }), ORDERS, FIN_, FIN_ },
    { "printings", N_("Printings"), N_("what waits for the printer, and what did not come out"),
      OP_PRINT_LIST, NO_FIX, COLUMNS_OF(printing_columns, LIST_ROWS, -1, "note order form"),
      "job", P_job, OP_PRINT_AGAIN, 0, FIN_ },
    { "invoice", N_("To invoice"), N_("shipped and not yet invoiced"), OP_ORDER_LIST,
      FIX({ P_step, "BC2" }), ORDERS, 0, FIN_ },
    { "pay", N_("To pay"), N_("orders whose money is awaited"), OP_ORDER_LIST,
      FIX({ P_step, "BC5" }), ORDERS, 0, FIN_ },
    { "allocate", N_("To allocate"), N_("money that a colleague recorded"), OP_RECEIPT_LIST,
      FIX({ P_mine, "yes" }), COLUMNS(money_columns), "no", P_receipt, OP_RECEIPT_ALLOCATE, 0,
      FIN_ },
    { "clear", N_("To clear"), N_("cheques, bills and drafts that wait for the bank"),
      OP_RECEIPT_LIST, FIX({ P_uncleared, "yes" }), COLUMNS(paper_columns), "no", P_receipt,
      OP_RECEIPT_CLEAR, 0, FIN_ },
    { "received", N_("Handed"), N_("notes to be taken over by storage"), OP_NOTE_LIST,
      FIX({ P_step, "SP1" }), NOTES, STORE_, STORE_ },
    { "reserve", N_("To reserve"), N_("notes that wait for stock"), OP_NOTE_LIST,
      FIX({ P_step, "SP2" }), NOTES, 0, STORE_ },
    { "pick", N_("To pick"), N_("shipments to pick and to check"), OP_NOTE_LIST,
      FIX({ P_step, "SP3" }), NOTES, 0, STORE_ },
    { "issue", N_("To issue"), N_("checked shipments"), OP_NOTE_LIST, FIX({ P_step, "SP4" }),
      NOTES, 0, STORE_ },
    { "consign", N_("To consign"), N_("issued goods for the carrier"), OP_NOTE_LIST,
      FIX({ P_step, "SP5" }), NOTES, 0, STORE_ },
    { "feedback", N_("Feedback"), N_("consigned goods to be reported"), OP_NOTE_LIST,
      FIX({ P_step, "SP6" }), NOTES, 0, STORE_ },
    { "examine", N_("To examine"), N_("goods that are brought back, to be examined"),
      OP_RETURN_LIST, FIX({ P_mine, "yes" }), COLUMNS(return_columns), "goods_return",
      P_goods_return, -1, TECH_, TECH_ },
    { "health", N_("Health"),
      N_("is all well: daemon, database, disk, backups, jobs; what is not comes first"),
      OP_HEALTH, NO_FIX, COLUMNS_OF(health_columns, "checks", -1, ""), "check", P_code,
      OP_SWEEP, ADM_, ADM_ },
    { "users", N_("Users"), N_("people with roles, failed logins and locks"), OP_USER_LIST,
      NO_FIX, COLUMNS(user_columns), "login", P_user, OP_USER_PUT, 0, ADM_ },
    { "sessions", N_("Sessions"), N_("who is logged in, from where, and idle for how long"),
      OP_SESSIONS, NO_FIX, COLUMNS(session_columns), "login,peer,since", P_user,
      OP_USER_LOG_OUT, 0, ADM_ },
    { "backups", N_("Backups"), N_("backups, restores and drills, the newest first"),
      OP_BACKUPS, NO_FIX, COLUMNS(backup_columns), "ended,kind", P_code, OP_BACKUP_NOW, 0,
      ADM_ },
    { "events", N_("Events"), N_("what happened, the newest first"), OP_EVENT_LIST, NO_FIX,
      COLUMNS(event_columns), "event", P_order, -1, 0, ADM_ },
    { "mine", N_("My orders"), N_("orders that wait for me"), OP_ORDER_LIST,
      FIX({ P_mine, "yes" }), ORDERS, ROLE_BIT(ROLE_CSR) | SSGL_ | FIELD_,
      EVERYBODY & ~(SLT_ | ADM_) },
    { "orders", N_("Orders"), N_("all orders that are under way"), OP_ORDER_LIST, NO_FIX,
      ORDERS, 0, EVERYBODY },
    { "plans", N_("Plans"), N_("plans to verify or approve"), OP_ORDER_LIST,
      FIX({ P_step, "OG" }), ORDERS, 0, FIELD_ },
    { "returned", N_("Returned"), N_("orders that a check sent back"), OP_ORDER_LIST,
      FIX({ P_state, "RETURNED" }), ORDERS, 0, FIELD_ | SSG_ },
    { "consents", N_("Consents"), N_("quota that others ask for"), OP_ORDER_LIST,
      FIX({ P_state, "WAIT_QUOTA_UM" }), ORDERS, 0, FIELD_ },
    { "held", N_("Held"), N_("orders that wait for credit or money"), OP_ORDER_LIST,
      FIX({ P_step, "CC" }), ORDERS, 0, SSG_ | SLT_ },
    { "overdue", N_("Overdue"), N_("receivables past their day"), OP_RECEIVABLE_LIST,
      FIX({ P_due, "-1" }), DUES, BCR_, SSG_ },
    { "week", N_("This week"), N_("receivables due within seven days"), OP_RECEIVABLE_LIST,
      FIX({ P_due, "+7" }), DUES, 0, SSG_ },
    { "uncalled", N_("Not called"), N_("due receivables that nobody called about"),
      OP_RECEIVABLE_LIST, FIX({ P_due, "+7" }, { P_uncalled, "yes" }), DUES, 0, SSG_ },
    { "notes", N_("Notes"), N_("delivery notes not yet done"), OP_NOTE_LIST, NO_FIX, NOTES, 0,
      STORE_ | SSG_ | FIN_ | SLT_ },
    { "due", N_("Due"), N_("open receivables, oldest due first"), OP_RECEIVABLE_LIST, NO_FIX,
      DUES, 0, SSG_ | FIN_ | SLT_ | FIELD_ },
    { "ageing", N_("Ageing"),
      N_("what is open, by how late it is; Enter opens the receivables of a row"),
      OP_RECEIVABLE_AGEING, NO_FIX, COLUMNS(ageing_columns), "late", P_code, -1, 0,
      BCR_ | FIN_ | SLT_ },
    { "money", N_("Money"), N_("receipts with free or uncleared money"), OP_RECEIPT_LIST,
      NO_FIX, COLUMNS(money_columns), "no", P_receipt, OP_RECEIPT_ALLOCATE, 0, FIN_ | SSG_ },
    { "write-offs", N_("Write-offs"), N_("debts to be given up, and those that were"),
      OP_WRITE_OFF_LIST, NO_FIX, COLUMNS(write_off_columns), "receivable", P_receivable,
      OP_WRITE_OFF_SIGN, 0, FIN_ | SLT_ },
    { "backorders", N_("Back-orders"), N_("what is back-ordered"), OP_BACKORDER_LIST, NO_FIX,
      COLUMNS(backorder_columns), "note,product", P_note, -1, 0, STORE_ | SSG_ },
    { "claims", N_("Claims"), N_("claims to decide, and goods that come back by them"),
      OP_CLAIM_LIST, NO_FIX, COLUMNS(claim_columns), "claim", P_claim, -1, 0,
      FIELD_ | SLT_ | SSG_ | STORE_ },
    { "carriers", N_("Carriers"), N_("what is claimed from carriers"), OP_CARRIER_CLAIM_LIST,
      NO_FIX, COLUMNS(carrier_columns), "carrier_claim", P_carrier_claim,
      OP_CARRIER_CLAIM_SETTLE, 0, STORE_ | SSG_ | FIN_ },
    { "stock", N_("Stock"), N_("stock on hand and reserved"), OP_STOCK_LIST, NO_FIX,
      COLUMNS(stock_columns), "product,warehouse", P_product, -1, 0, STORE_ | SSG_ },
    { "quota", N_("Quota"), N_("quota cells with their use"), OP_QUOTA_LIST, NO_FIX,
      COLUMNS(quota_columns), "month,product,class,holder,code", P_code, -1, 0,
      SSG_ | FIELD_ | SLT_ },
    { "messages", N_("Messages"), N_("messages and duties to tell"), OP_MESSAGE_LIST,
      FIX({ P_mine, "yes" }), COLUMNS(message_columns), "message", P_message, OP_ORDER_TELL, 0,
      EVERYBODY },
    { "customers", N_("Customers"), N_("customers with limit and what is used"),
      OP_CUSTOMER_LIST, NO_FIX, COLUMNS(customer_columns), "code", P_customer, -1, 0,
      EVERYBODY },
    { "limits", N_("Limits"), N_("credit limits that wait for signatures, and those decided"),
      OP_LIMIT_LIST, NO_FIX, COLUMNS(limit_columns), "account", P_account, OP_LIMIT_SIGN, 0,
      SLT_ },
    { "quarter", N_("Quarter"),
      N_("limits that the formula proposes: to adjust, and to hand to the leaders"),
      OP_LIMIT_PROPOSALS, FIX({ P_review_state, "PROPOSED" }), REVIEWS, 0, SSGL_ },
    { "review", N_("To review"),
      N_("limits that the secretaries' leader handed to the leaders"), OP_LIMIT_PROPOSALS,
      FIX({ P_review_state, "SUBMITTED" }), REVIEWS, 0, SLT_ },
    { "proposals", N_("Proposals"),
      N_("parameters that wait for a second person, and those decided"), OP_POLICY_LIST, NO_FIX,
      COLUMNS(proposal_columns), "proposal", P_proposal, OP_POLICY_CONFIRM, 0, SLT_ | ADM_ },
    { "missing", N_("Calls to make"), N_("customers with debts whom nobody called this week"),
      OP_CALL_MISSING, FIX({ P_mine, "yes" }), COLUMNS(missing_columns), "receivable",
      P_receivable, OP_RECEIVABLE_CALL, 0, BCR_ },
    { "escalated", N_("Come to me"), N_("overdue receivables that have come to my post"),
      OP_RECEIVABLE_ESCALATED, FIX({ P_mine, "yes" }), COLUMNS(escalated_columns), "no",
      P_receivable, OP_RECEIVABLE_URGE, 0, BCR_ | FIELD_ | SLT_ },
    { "pool", N_("Unclaimed"), N_("money that nobody has claimed for a customer yet"),
      OP_RECEIPT_POOL, NO_FIX, COLUMNS_OF(pool_columns, LIST_ROWS, -1, "customer"), "no",
      P_receipt, OP_RECEIPT_CLAIM, 0, BCR_ | FIN_ | ROLE_BIT(ROLE_KAM) | ROLE_BIT(ROLE_SR) },
    { "back", N_("Goods back"),
      N_("goods that are brought back and wait for me: each step of it"), OP_RETURN_LIST,
      FIX({ P_mine, "yes" }), COLUMNS(return_columns), "goods_return", P_goods_return, -1, 0,
      FIELD_ | SSG_ | SLT_ | STORE_ | CLERK_ },
    { "refunds", N_("Refunds"), N_("refunds that wait to be paid, and those decided"),
      OP_REFUND_LIST, NO_FIX, COLUMNS(refund_columns), "receipt,asked_at", P_receipt,
      OP_REFUND_PAY, 0, FIN_ },

    /* rarely asked for: no tabs, the palette finds them for everybody who may ask */
    { "returns", N_("Returns"), N_("goods that customers bring back, and who is to act"),
      OP_RETURN_LIST, NO_FIX, COLUMNS(return_columns), "goods_return", P_goods_return, -1, 0,
      0 },
    { "problems", N_("Problems"), N_("what was late: to explain, to remark on, to act on"),
      OP_PROBLEM_LIST, FIX({ P_mine, "yes" }), COLUMNS(problem_columns), "problem", P_problem,
      OP_PROBLEM_EXPLAIN, 0, 0 },
    { "all-problems", N_("All problems"), N_("problem records that are not closed"),
      OP_PROBLEM_LIST, NO_FIX, COLUMNS(problem_columns), "problem", P_problem, -1, 0, 0 },
    { "slips", N_("Slips"), N_("signed slips that are not back, the longest missing first"),
      OP_SLIP_LIST, NO_FIX, COLUMNS_OF(slip_columns, LIST_ROWS, -1, "part"), "note,part",
      P_note, OP_NOTE_CONFIRM, 0, 0 },
    { "calls", N_("Calls"),
      N_("calls about receivables, the newest first: with whom, what was promised"),
      OP_CALL_LIST, NO_FIX, COLUMNS(call_columns), "at,receivable,by", P_code,
      OP_RECEIVABLE_CALL, 0, 0 },
    { "invoices", N_("Invoices"), N_("invoices, the newest first"), OP_INVOICE_LIST, NO_FIX,
      COLUMNS(invoice_columns), "no", P_code, -1, 0, 0 },
    { "last", N_("Last orders"), N_("a customer's last orders"), OP_ORDER_LAST, NO_FIX,
      COLUMNS_OF(last_columns, LIST_ROWS, P_customer, ""), "no", P_order, -1, 0, 0 },
    { "replenishment", N_("Replenishment"), N_("what a customer was sent, month by month"),
      OP_REPLENISHMENT_LIST, NO_FIX,
      COLUMNS_OF(replenishment_columns, LIST_ROWS, P_customer, ""), "month,product", P_product,
      -1, 0, 0 },
    { "sales", N_("Sales"), N_("sales of the month, less what came back in it"), OP_SALES_LIST,
      NO_FIX, COLUMNS(sales_columns), "customer,product", P_customer, -1, 0, 0 },
    { "history", N_("History"), N_("what was decided about a customer, and what is announced"),
      OP_CUSTOMER_HISTORY, NO_FIX, COLUMNS_OF(history_columns, LIST_ROWS, P_customer, ""),
      "at,fact,becomes", P_code, OP_CUSTOMER_PUT, 0, 0 },
    { "documents", N_("Documents"), N_("what was posted for an order, and what reverses it"),
      OP_DOCUMENT_LIST, NO_FIX, COLUMNS_OF(document_columns, LIST_ROWS, P_order, ""), "number",
      P_code, -1, 0, 0 },
    { "copies", N_("Copies"), N_("who holds each copy of a note's papers now"), OP_NOTE_COPIES,
      NO_FIX, COLUMNS_OF(copy_columns, LIST_ROWS, P_note, ""), "form,set,copy", P_code, -1, 0,
      0 },
    { "shelves", N_("Pick list"), N_("what is to be picked for a note, along the shelves"),
      OP_PICK_LIST, NO_FIX, COLUMNS_OF(shelf_columns, LIST_ROWS, P_note, "part warehouse"),
      "part,product,location", P_code, OP_NOTE_PICK, 0, 0 },
    { "files", N_("Files"),
      N_("papers that were filed with orders, notes, receipts and customers"), OP_FILE_LIST,
      NO_FIX, COLUMNS_OF(file_columns, LIST_ROWS, P_order, "sha256"), "sha256,at", P_code, -1,
      0, 0 },
    { "products", N_("Products"), N_("products with price, stock and quota"), OP_PRODUCT_LIST,
      NO_FIX, COLUMNS(product_columns), "code", P_product, OP_PRODUCT_PUT, 0, 0 },
    { "stations", N_("Stations"), N_("consignment stations, and how goods come from there"),
      OP_STATION_LIST, NO_FIX, COLUMNS(station_columns), "station", P_station, OP_STATION_PUT,
      0, 0 },
    { "prices", N_("Prices"), N_("prices in force and announced"), OP_PRICE_LIST, NO_FIX,
      COLUMNS_OF(price_columns, LIST_ROWS, -1, "customer type:customer_type"),
      "product,type,customer,valid_from", P_product, OP_PRICE_PUT, 0, 0 },
    { "permissions", N_("Below the floor"),
      N_("prices below the floor that were permitted, by whom and until when"),
      OP_PRICE_PERMISSIONS, NO_FIX, COLUMNS(permission_columns), "customer,product,given",
      P_code, OP_PRICE_PERMIT, 0, 0 },
    { "restrictions", N_("Restrictions"), N_("to whom products are sold only, or never"),
      OP_PRODUCT_RESTRICTIONS, NO_FIX,
      COLUMNS_OF(restriction_columns, LIST_ROWS, -1,
                 "way:sale_way market area customer_type customer"),
      "product,way,market,area,customer_type,customer", P_product, OP_PRODUCT_RESTRICT, 0, 0 },
    { "moves", N_("Stock moves"), N_("what came into stock and went out, the newest first"),
      OP_STOCK_MOVES, NO_FIX, COLUMNS_OF(move_columns, LIST_ROWS, -1, "warehouse"),
      "at,product,warehouse,kind,qty", P_product, OP_STOCK_ADJUST, 0, 0 },
    { "quota-changes", N_("Quota changes"), N_("how a month's quota was set, split and lent"),
      OP_QUOTA_CHANGES, NO_FIX,
      COLUMNS_OF(quota_change_columns, LIST_ROWS, -1, "month holder code class"),
      "at,product,class,holder,code,kind", P_product, OP_QUOTA_SET, 0, 0 },
    { "openings", N_("Openings"), N_("batches of opening balances: announced, and what is in"),
      OP_OPENING_LIST, NO_FIX, COLUMNS(opening_columns), "batch", P_batch, OP_OPENING_CLOSE, 0,
      0 },
    { "printers", N_("Printers"),
      N_("printers with their queues, and what waits or went wrong"), OP_PRINTER_LIST, NO_FIX,
      COLUMNS_OF(printer_columns, LIST_ROWS, -1, "printer name queue warehouse active"),
      "printer", P_printer, OP_PRINTER_PUT, 0, 0 },
    { "calendar", N_("Calendar"), N_("days closed or opened against the week's rule"),
      OP_CALENDAR_LIST, NO_FIX, COLUMNS(calendar_columns), "day", P_day, OP_CALENDAR_SET, 0,
      0 },
    { "delegations", N_("Substitutes"), N_("who signs or acts for whom, and who is away"),
      OP_DELEGATION_LIST, NO_FIX,
      COLUMNS_OF(delegation_columns, LIST_ROWS, -1,
                 "principal delegate kind role principal:user"),
      "kind,principal,delegate,role,from", P_code, OP_USER_DELEGATE, 0, 0 },
    { "organisation", N_("Organisation"),
      N_("who answers for markets, areas and customers, now and later"), OP_UNIT_LIST, NO_FIX,
      COLUMNS_OF(unit_columns, LIST_ROWS, -1, "code role"), "code,role,user,valid_from", P_code,
      OP_UNIT_ASSIGN, 0, 0 },
    { "parameters", N_("Parameters"), N_("the parameters in force; F2 changes one"),
      OP_POLICY_SHOW, NO_FIX, COLUMNS_OF(parameter_columns, "", -1, ""), LIST_NAME, P_settings,
      OP_POLICY_SET, 0, 0 },
    { "reviews", N_("Reviews"),
      N_("what the formula proposed quarter by quarter, and what became of it"),
      OP_LIMIT_PROPOSALS, NO_FIX, COLUMNS(review_columns), "account,quarter", P_account, -1, 0,
      0 },
    { "limit-use", N_("Limit use"),
      N_("how far each account's limit is used, the most used first; when a raised one ends"),
      OP_LIMIT_USE, NO_FIX, COLUMNS(use_columns), "account", P_account, -1, 0, 0 },
    { "grades", N_("Credit grades"),
      N_("the credit-grade list: grade, limit, use, term, what is overdue"), OP_GRADE_LIST,
      NO_FIX, COLUMNS(grade_columns), "customer", P_customer, -1, 0, 0 },
    { "overrides", N_("Overrides"),
      N_("what was let through against the credit rule, by customer and signer"),
      OP_OVERRIDE_LIST, NO_FIX, COLUMNS(override_columns), "at,order,signer", P_code, -1, 0,
      0 },
    { "refusals", N_("Refused rights"),
      N_("what was refused for want of a right: who, what, when"), OP_AUDIT_REFUSALS, NO_FIX,
      COLUMNS(refusal_columns), "at,login,act,what", P_user, OP_USER_ROLE, 0, 0 },
    { "audit", N_("Audit"), N_("every invariant, asked now; none may be broken"),
      OP_AUDIT_VERIFY, NO_FIX, COLUMNS(audit_columns), "invariant", P_code, -1, 0, 0 },
    { "counters", N_("Counters"),
      N_("what was asked of the daemon since it runs, and how long it took"), OP_HEALTH, NO_FIX,
      COLUMNS_OF(counter_columns, "operations", -1, ""), "op", P_code, -1, 0, 0 },
};
const size_t list_kind_count = COUNT(list_kinds);

/* The first word; what is behind it stays in *text. */
static struct str next_word(struct str *text)
{
    size_t n = 0, past;
    struct str word;

    while (n < text->n && text->p[n] != ' ')
        n++;
    word = (struct str){ text->p, n };
    past = n + (n < text->n);
    *text = (struct str){ text->p + past, text->n - past };
    return word;
}

size_t list_kind_first(struct str roles)
{
    for (int covers = 0; covers < 2; covers++)
        for (struct str rest = roles; rest.n;) {
            enum role role = (enum role)enum_value(ENUM_role, next_word(&rest));
            role_set works = !role ? 0 : covers ? role_covers(role) : ROLE_BIT(role);

            for (size_t i = 0; i < COUNT(list_kinds); i++)
                if (list_kinds[i].first & works)
                    return i;
        }
    return list_kind_find(STR("mine"));
}

bool list_kind_is_open(size_t kind, role_set roles)
{
    const struct list_kind *k = &list_kinds[kind];
    role_set may = catalog[k->op].roles;

    if (k->who & roles)
        return true;
    for (size_t i = 0; k->who && i < COUNT(list_kinds); i++)
        if (list_kinds[i].op == k->op && list_kinds[i].who & roles)
            return false;
    return !may || may & roles;
}

size_t list_kind_find(struct str id)
{
    size_t i = 0;

    while (i < COUNT(list_kinds) && !str_eq(str_of(list_kinds[i].id), id))
        i++;
    return i;
}
