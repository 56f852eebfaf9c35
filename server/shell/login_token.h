/*
 * login_token.h - resume tokens.
 */
#ifndef OSB_SHELL_LOGIN_TOKEN_H
#define OSB_SHELL_LOGIN_TOKEN_H

#include "common/file.h"

#define TOKEN_BYTES 32
#define TOKEN_TEXT  (2 * TOKEN_BYTES + 1)

struct token {
    char text[TOKEN_TEXT];   /* for the client */
    char sha256[TOKEN_TEXT]; /* for the database */
};

void token_make(struct token *token);
void token_hash(struct str text, char sha256[TOKEN_TEXT]);
/* Is `given` the token of the practice company's file? The file must be readable for its owner
 * only; the comparison takes the same time whatever differs. */
bool token_is_demo(const char *path, struct str given, struct arena *arena);

#endif
