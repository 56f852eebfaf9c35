/*
 * login_roles.h - what the files of the log-in share: reading parameters, and the roles of
 * whoever logged in, as the first check at the door uses them.
 */
#ifndef OSB_SHELL_LOGIN_ROLES_H
#define OSB_SHELL_LOGIN_ROLES_H

#include "server/shell/session.h"

/* SQL: the roles that u holds today, parted by blanks; behind them the vacant posts that he
 * holds for a while. */
#define LOGIN_ROLES                                                                            \
    "array_to_string(ARRAY(SELECT h.role FROM (SELECT r.role, 0 AS post FROM user_role r"      \
    " WHERE r.user_id = u.id"                                                                  \
    " AND coalesce(r.valid_from, '-infinity') <= business_today()"                             \
    " AND coalesce(r.valid_to, 'infinity') >= business_today()"                                \
    " UNION ALL SELECT d.role, 1 FROM delegation d"                                            \
    " WHERE d.delegate_id = u.id AND d.kind = 'ACTING'"                                        \
    " AND d.revoked_at IS NULL AND coalesce(d.valid_from, '-infinity') <= business_now()"      \
    " AND coalesce(d.valid_to, 'infinity') > business_now()) h"                                \
    " GROUP BY h.role ORDER BY min(h.post), h.role), ' ')"

/* Sets roles and scope from that text. */
void identity_set_roles(struct identity *who, struct str names);

/* A text member of the parameters, checked as `param` is; DB_NULL when it is not there. False:
 * the request was refused. */
NODISCARD bool login_text_member(struct request *request, enum param param, const char *name,
                                 struct str *out);
/* Refuses the request when its parameters hold anything but these. */
NODISCARD bool login_takes_only(struct request *request, const char *const *names,
                                size_t count);

#endif
