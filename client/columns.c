/*
 * columns.c - what the columns and members of the queries' answers are called.
 *
 * Nobody reads this table: it marks the names for po/update.py, which show_name() looks up as
 * they come over the wire. A name of a query that stands neither here nor elsewhere is a fault
 * of po/update.py --check.
 */
#include "client/show.h"
#include "client/words.h"

const char *const show_columns[] = {
    N_("accepted"),      N_("accepted by"),
    N_("act"),           N_("agrees"),
    N_("announced"),     N_("approved by"),
    N_("attempts"),      N_("attested by"),
    N_("away"),          N_("away from"),
    N_("away to"),       N_("becomes"),
    N_("body"),          N_("broken"),
    N_("business day"),  N_("by name"),
    N_("cash basis"),    N_("checked by"),
    N_("confirmed on"),  N_("copies"),
    N_("customer name"), N_("days late"),
    N_("days missing"),  N_("deemed"),
    N_("deliveries"),    N_("deposit"),
    N_("diff"),          N_("disputed"),
    N_("documents"),     N_("done"),
    N_("dropped"),       N_("due from"),
    N_("event"),         N_("exempt to"),
    N_("fact"),          N_("failures"),
    N_("first"),         N_("handed"),
    N_("handed by"),     N_("invariant"),
    N_("invoiced"),      N_("lim from"),
    N_("lim source"),    N_("line count"),
    N_("locked"),        N_("machine"),
    N_("made by"),       N_("market manager"),
    N_("more"),          N_("next"),
    N_("not invoiced"),  N_("notes"),
    N_("number"),        N_("numbers"),
    N_("op due"),        N_("outbound no"),
    N_("outcome"),       N_("paid"),
    N_("parts"),         N_("peer"),
    N_("picked by"),     N_("posted"),
    N_("posted at"),     N_("printed"),
    N_("printed by"),    N_("receipts"),
    N_("refused as"),    N_("refused for"),
    N_("returned for"),  N_("reverses"),
    N_("roles"),         N_("room"),
    N_("rule"),          N_("second person from"),
    N_("series"),        N_("shipment lines"),
    N_("stop reason"),   N_("times"),
    N_("to role"),       N_("to user"),
    N_("type"),          N_("void"),
    N_("void asked by"), N_("void reason"),
    N_("void way"),      N_("was"),
    N_("what"),          NULL,
};
