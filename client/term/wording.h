/*
 * wording.h - names that the wire and the catalog have, as people read them on a screen.
 *
 * Batch output keeps the names (client/words.h), but for an order's facts (show_fact); screens
 * word states, choices and parameters.
 */
#ifndef OSB_CLIENT_TERM_WORDING_H
#define OSB_CLIENT_TERM_WORDING_H

#include "common/catalog.h"
#include "common/error.h"
#include "common/json.h"

/* The label of a parameter: "approved at". Static text, English: words() words it. */
const char *wording_label(enum param param);
/* A state, a kind, an outcome: "WAIT_MGR" in the user's language. Other text stays. */
struct str wording_value(struct str value, struct arena *arena);
/* The same where a parameter says which of two meanings a name has. */
struct str wording_choice(enum param param, const char *value, struct arena *arena);
/* Is what stands in this member such a name? */
bool wording_is_name(const char *member);
/* A value of a row or an object: show_value, worded; of "act" what was done. */
struct str wording_member(const struct json *object, const char *member, struct arena *arena);

/* What an operation does, shortly: its help up to the first colon, semicolon or bracket,
 * without the step in front. "order.accept": "accept a received order". */
struct str wording_act(enum op op, struct arena *arena);
/* What a parameter takes, as a sentence: "an amount such as 1234.50 is expected". */
struct str wording_expected(enum param param, struct arena *arena);
/* An error as people read it: the parameter's label, the sentence, and of the detail what is
 * no English sentence to somebody who reads another language. */
struct str wording_error(struct error err, struct arena *arena);
/* The detail alone; "" when it says nothing in this language. */
struct str wording_detail(struct str detail, struct arena *arena);

#endif
