/*
 * master.h - what the commands about master data and the organisation share.
 *
 * Every change leaves an event with author, time, numbers and reason. A row is found by
 * its code; where there is none the command makes it, and the database's UNIQUE stands behind.
 */
#ifndef OSB_CORE_MASTER_H
#define OSB_CORE_MASTER_H

#include "server/core/flow.h"
#include "server/core/load.h"
#include "server/core/order_common.h"

/* Every row of a small table: all people, their roles. The common loads of that table are
 * replaced by it. */
#define EVERY(T, t, HOLD)                                                                      \
    {                                                                                          \
        .table = TABLE_##T, .hold = HOLD_##HOLD, .limit = 20000, .matches = {                  \
            ANY_OF(BY_POSITIVE(t, id))                                                         \
        }                                                                                      \
    }

/* The event of a change to a master row. */
void master_event(struct work *w, int64_t id, struct str remark);
/* P_version, where given, is the row's version. Refuses RULE_VERSION with both. */
NODISCARD bool shown_version_ok(struct work *w, int64_t version);
/* Refuses a number outside [least, most] with RULE_RANGE. An absent parameter is inside. */
NODISCARD bool in_range(struct work *w, enum param p, int64_t least, int64_t most);
/* P_valid_from, or today where it is not given. */
struct day first_day(const struct work *w);
/* first_day() is not in the past (R-046: nothing is changed behind the back of what was
 * decided). Refuses RULE_BACKDATED. */
NODISCARD bool not_backdated(struct work *w);
/* Do [from, to] and [a, b] share a day? No last day means for ever, no first day from ever. */
bool days_meet(struct day from, struct day to, struct day a, struct day b);
/* A user by login, active or not; NULL and refused where there is none. */
struct app_user_row *user_named(struct work *w, enum param p);

/* The user of the parameter as a customer's KAM or field manager: there, active, and KAM, UM or
 * MM; else refused and *out as it was. Needs USER_ROLE of those named. */
NODISCARD bool field_person(struct work *w, enum param p, int64_t *out);
/* A station by its code, or NULL. */
const struct station_row *station_coded(const struct work *w, struct str code);

/* --- master_terms.c: what is decided about a customer on a day (R-046) ------------------ */

/* Takes the term, field manager, cash-first flag and station that the command gives, from
 * P_valid_from on. Refuses CUSTOMER_LIMIT, CUSTOMER_MANAGER and CREDIT_LEADER. */
NODISCARD bool terms_taken(struct work *w, struct customer_row *c);
/* What begins on a day to come is one of those four, of a customer who is there already (`c` is
 * not NULL). Refuses ANNOUNCED. */
NODISCARD bool only_terms_announced(struct work *w, const struct customer_row *c);
/* A row of the history, with P_reason. Of a limit the account is named, else the customer. */
void change_kept(struct work *w, int64_t customer_id, int64_t account_id,
                 enum customer_fact fact, struct str was, struct str becomes, struct day from);
/* One for every difference that matters; `was` is NULL for a new customer. People, places and
 * account of both must be loaded. */
void changes_kept(struct work *w, const struct customer_row *was,
                  const struct customer_row *is);

/* Takes the text, number or choice over when the parameter was given. */
void take_text(const struct work *w, enum param p, struct str *out);
void take_int(const struct work *w, enum param p, int64_t *out);
void take_bool(const struct work *w, enum param p, bool *out);

#endif
