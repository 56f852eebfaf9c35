/*
 * login_token.c - random bits as text.
 */
#include "server/shell/login_token.h"

#include <sodium.h>

#include "common/log.h"

static_assert(crypto_hash_sha256_BYTES == TOKEN_BYTES, "hash and token have the same size");

#define BY_PASSWORD 'p'
#define OTHERWISE   'o'

void token_hash(struct str text, char sha256[TOKEN_HASH])
{
    unsigned char hash[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(hash, (const unsigned char *)text.p, text.n);
    sodium_bin2hex(sha256, TOKEN_HASH, hash, sizeof hash);
}

bool token_by_password(struct str text)
{
    return text.n > 0 && text.p[0] == BY_PASSWORD;
}

void token_make(bool by_password, struct token *token)
{
    unsigned char random[TOKEN_BYTES];

    randombytes_buf(random, sizeof random);
    token->text[0] = by_password ? BY_PASSWORD : OTHERWISE;
    sodium_bin2hex(token->text + 1, TOKEN_HASH, random, sizeof random);
    sodium_memzero(random, sizeof random);
    token_hash(str_of(token->text), token->sha256);
}

bool token_is_demo(const char *path, struct str given, struct arena *arena)
{
    struct file file;
    struct str wanted;
    struct error err;

    if (!path || str_empty(given))
        return false;
    err = file_read(path, 4096, arena, &file);
    if (err.code || file.mode & 077) {
        log_put(LEVEL_WARN, LOG_EVENT("demo_token"), LOG_TEXT("path", str_of(path)),
                LOG_TEXT("problem", err.code ? err.detail : STR("others may read it")));
        return false;
    }
    wanted = file.text;
    while (wanted.n && (wanted.p[wanted.n - 1] == '\n' || wanted.p[wanted.n - 1] == '\r'))
        wanted.n--;
    return wanted.n >= 16 && wanted.n == given.n &&
           sodium_memcmp(wanted.p, given.p, given.n) == 0;
}
