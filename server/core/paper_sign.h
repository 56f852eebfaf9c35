/*
 * paper_sign.h - what a leader signed on paper before the house went live.
 *
 * Whoever takes an open order over may attest that its responsible leader had signed it there.
 * That is a signature of its own kind, PAPER: it binds the version that came in (law 5) and
 * lets nothing go by itself. When the checks of this house then ask for no more than that
 * leader's signature, it stands for it; else the order waits where they put it.
 */
#ifndef OSB_CORE_PAPER_SIGN_H
#define OSB_CORE_PAPER_SIGN_H

#include "server/core/work.h"

/* The command's signed_by and signed_at can be true: a person on file, not the one who attests
 * at a time that is given and over. True when neither is given. */
NODISCARD bool paper_signature_possible(struct work *w);
/* Keeps the signature; or says by the verdict's rule that the person did not answer for the
 * customer then. After the order has its hash; needs ATTEST_LOADS. */
void paper_signature_kept(struct work *w, const struct order_row *o,
                          const struct customer_row *c);
/* After the checks: where they left the order to its leader, the signature on paper is his.
 * Where it does not count any more the verdict's rule says why. Needs SIGNATURE_LOADS,
 * AUTHOR_LOADS. */
void paper_signature_counts(struct work *w, struct order_row *o);

#endif
