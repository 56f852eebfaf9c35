/*
 * form_note.h - the delivery note (送貨單) and, with sp.two_papers, the outbound order
 * (銷售出庫單) on multi-part paper (R-118, R-137, SCREENS.md 11).
 *
 * Carrier and waybill are not known when the paper is printed: it has a line for them, to be
 * filled in when the goods leave. Each copy has a name and its own pages; those that leave the
 * house without money on them (warehouse, carrier) have no prices.
 */
#ifndef OSB_CORE_FORM_NOTE_H
#define OSB_CORE_FORM_NOTE_H

#include "common/enums.h"
#include "common/form.h"
#include "common/qty.h"

struct form_goods {
    int64_t line;
    struct str product, name, spec, unit;
    struct qty qty;
    struct money price, amount;
    int64_t price_per;
};
struct form_signer {
    struct str role, by;
    struct str principal; /* for whom, where it is another; else empty */
    struct instant at;
};
/* All that the paper says. */
struct form_note {
    enum paper_form form;
    struct str number, order, basis;
    int64_t version, zone_min;
    struct instant posted;
    struct day wanted;
    struct str customer, customer_name, ship_to, receiver, phone;
    struct str station, station_name, station_phone, route;
    struct str transport, unloading; /* how goods reach him by that station */
    int64_t transit_days;            /* 0: not known */
    const struct form_goods *goods;
    size_t goods_count;
    struct money total;
    struct str words; /* the total in words */
    struct str tax;   /* the tax inside it by rate, "13% 1,144.00" */
    const struct form_signer *signers;
    size_t signer_count;
    struct str printed_by;
};

/* The set of copies that a paper is printed in: one form for all, or two papers. */
unsigned form_copies(enum paper_form form, bool two_papers);
/* The form with these copies. */
struct str form_note_set(const struct form_note *note, unsigned copies, struct arena *arena);

#endif
