/*
 * hasher.c - a worker thread with a ring of jobs; done ones come back through an eventfd.
 */
#include "server/shell/hasher.h"

#include <event2/event.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "common/limits.h"

/* OWASP's least for Argon2id with one pass. */
#define MEMORY_BYTES ((size_t)46 * 1024 * 1024)
#define PASSES       1

#define PASSWORD_BYTES (LIMIT_PASSWORD * LIMIT_UTF8_BYTES)

static_assert(HASHER_HASH_BYTES >= crypto_pwhash_STRBYTES, "room for a hash");

struct job {
    char hash[HASHER_HASH_BYTES];
    char password[PASSWORD_BYTES];
    size_t password_size;
    bool known, fits;
    hashed *done;    /* of a check */
    hash_made *made; /* of a new hash */
    void *ctx;
};

struct hasher {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wanted;
    bool stopping;
    int bell; /* eventfd: jobs are done */
    struct event *ringing;
    /* a ring: [taken, done) are to be told, [done, added) are to be checked */
    struct job jobs[HASHER_LINE];
    size_t told, done, added;
    char nobody[HASHER_HASH_BYTES]; /* what unknown people are checked against */
};

bool hasher_make(struct str password, char out[HASHER_HASH_BYTES])
{
    memset(out, 0, HASHER_HASH_BYTES);
    return crypto_pwhash_str_alg(out, password.p, password.n, PASSES, MEMORY_BYTES,
                                 crypto_pwhash_ALG_ARGON2ID13) == 0;
}

static void check(const struct hasher *hasher, struct job *job)
{
    const char *hash = job->known ? job->hash : hasher->nobody;
    struct str password = { job->password, job->password_size };

    if (job->made)
        job->fits = hasher_make(password, job->hash);
    else
        job->fits = crypto_pwhash_str_verify(hash, password.p, password.n) == 0 && job->known;
    sodium_memzero(job->password, sizeof job->password);
}

static void *work(void *ctx)
{
    struct hasher *hasher = ctx;
    const uint64_t one = 1;

    pthread_mutex_lock(&hasher->mutex);
    while (!hasher->stopping) {
        struct job *job = &hasher->jobs[hasher->done % HASHER_LINE];

        if (hasher->done == hasher->added) {
            pthread_cond_wait(&hasher->wanted, &hasher->mutex);
            continue;
        }
        pthread_mutex_unlock(&hasher->mutex);
        check(hasher, job); /* the loop does not touch jobs between done and added */
        pthread_mutex_lock(&hasher->mutex);
        hasher->done++;
        if (write(hasher->bell, &one, sizeof one) != (ssize_t)sizeof one)
            abort(); /* an eventfd is full after 2^64 jobs */
    }
    pthread_mutex_unlock(&hasher->mutex);
    return NULL;
}

static void on_bell(evutil_socket_t fd, short what, void *ctx)
{
    struct hasher *hasher = ctx;
    uint64_t count;
    size_t done;

    (void)what;
    if (read(fd, &count, sizeof count) != (ssize_t)sizeof count)
        return;
    pthread_mutex_lock(&hasher->mutex);
    done = hasher->done;
    pthread_mutex_unlock(&hasher->mutex);
    while (hasher->told < done) {
        struct job job = hasher->jobs[hasher->told % HASHER_LINE];

        hasher->told++; /* the place may be used again by the callback */
        if (job.made)
            job.made(job.fits ? job.hash : NULL, job.ctx);
        else
            job.done(job.fits, job.ctx);
    }
}

struct hasher *hasher_new(struct event_base *base)
{
    struct hasher *hasher = calloc(1, sizeof *hasher);

    if (!hasher || !hasher_make(STR("nobody has this password"), hasher->nobody))
        abort();
    hasher->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    hasher->ringing = event_new(base, hasher->bell, EV_READ | EV_PERSIST, on_bell, hasher);
    if (hasher->bell < 0 || !hasher->ringing || event_add(hasher->ringing, NULL) != 0)
        abort();
    pthread_mutex_init(&hasher->mutex, NULL);
    pthread_cond_init(&hasher->wanted, NULL);
    if (pthread_create(&hasher->thread, NULL, work, hasher) == 0)
        return hasher;
    event_free(hasher->ringing);
    close(hasher->bell);
    free(hasher);
    return NULL;
}

void hasher_free(struct hasher *hasher)
{
    if (!hasher)
        return;
    pthread_mutex_lock(&hasher->mutex);
    hasher->stopping = true;
    pthread_cond_signal(&hasher->wanted);
    pthread_mutex_unlock(&hasher->mutex);
    pthread_join(hasher->thread, NULL);
    pthread_cond_destroy(&hasher->wanted);
    pthread_mutex_destroy(&hasher->mutex);
    event_free(hasher->ringing);
    close(hasher->bell);
    sodium_memzero(hasher->jobs, sizeof hasher->jobs);
    free(hasher);
}

/* The job's place at the end of the line, or NULL. */
static struct job *job_new(struct hasher *hasher, struct str password)
{
    struct job *job = &hasher->jobs[hasher->added % HASHER_LINE];

    if (hasher->added - hasher->told == HASHER_LINE || password.n > sizeof job->password)
        return NULL;
    *job = (struct job){ .password_size = password.n };
    if (password.n)
        memcpy(job->password, password.p, password.n);
    return job;
}

static void add(struct hasher *hasher)
{
    pthread_mutex_lock(&hasher->mutex);
    hasher->added++;
    pthread_cond_signal(&hasher->wanted);
    pthread_mutex_unlock(&hasher->mutex);
}

bool hasher_check(struct hasher *hasher, const char *hash, struct str password, hashed *done,
                  void *ctx)
{
    struct job *job = job_new(hasher, password);

    if (!job || (hash && strlen(hash) >= sizeof job->hash))
        return false;
    job->known = hash != NULL;
    if (hash)
        memcpy(job->hash, hash, strlen(hash));
    job->done = done;
    job->ctx = ctx;
    add(hasher);
    return true;
}

bool hasher_new_hash(struct hasher *hasher, struct str password, hash_made *made, void *ctx)
{
    struct job *job = job_new(hasher, password);

    if (!job)
        return false;
    job->made = made;
    job->ctx = ctx;
    add(hasher);
    return true;
}
