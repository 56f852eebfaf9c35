/*
 * login_token.h - resume tokens: a letter and 256 random bits.
 *
 * The letter says how the person came in first, by a password or otherwise, and each token
 * that is exchanged for another hands it on. It needs no column: it is part of what is hashed,
 * so a token whose letter was changed is nobody's.
 */
#ifndef OSB_SHELL_LOGIN_TOKEN_H
#define OSB_SHELL_LOGIN_TOKEN_H

#include "common/file.h"

#define TOKEN_BYTES 32
#define TOKEN_HASH  (2 * TOKEN_BYTES + 1)
#define TOKEN_TEXT  (TOKEN_HASH + 1)

struct token {
    char text[TOKEN_TEXT];   /* for the client */
    char sha256[TOKEN_HASH]; /* for the database */
};

void token_make(bool by_password, struct token *token);
void token_hash(struct str text, char sha256[TOKEN_HASH]);
/* Did its holder show a password when he came in? */
bool token_by_password(struct str text);
/* Is `given` the token of the practice company's file? The file must be readable for its owner
 * only; the comparison takes the same time whatever differs. */
bool token_is_demo(const char *path, struct str given, struct arena *arena);

#endif
