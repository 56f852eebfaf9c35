/*
 * client.c - one process, one socket a person, one request at a time.
 */
#include "tests/diff/client.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/json.h"

#define PATIENCE_MS 30000

/* --- lines ---------------------------------------------------------------------------------
 */

static int open_socket(const struct client *c)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    memcpy(address.sun_path, c->socket, strlen(c->socket));
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

static void hang_up(struct person *p)
{
    if (p->fd >= 0)
        close(p->fd);
    p->fd = -1;
}

static bool send_line(struct person *p, struct str line)
{
    while (line.n) {
        ssize_t sent = send(p->fd, line.p, line.n, MSG_NOSIGNAL);

        if (sent < 0 && errno != EINTR)
            return false;
        line.p += sent > 0 ? sent : 0;
        line.n -= sent > 0 ? (size_t)sent : 0;
    }
    return true;
}

/* The next line into c->in, without its end. The daemon sends one answer a request, and
 * notices; nothing is under way behind a whole line but them. */
static bool read_line(struct client *c, struct person *p, struct str *line)
{
    size_t have = 0;

    while (have < CLIENT_BYTES) {
        struct pollfd fd = { .fd = p->fd, .events = POLLIN };
        ssize_t got;
        char *end;

        if (poll(&fd, 1, PATIENCE_MS) == 0)
            rig_broken("no answer within %d s", PATIENCE_MS / 1000);
        got = recv(p->fd, c->in + have, CLIENT_BYTES - have, MSG_PEEK);
        if (got <= 0)
            return false;
        end = memchr(c->in + have, '\n', (size_t)got);
        got =
            recv(p->fd, c->in + have, end ? (size_t)(end - c->in) + 1 - have : (size_t)got, 0);
        have += got > 0 ? (size_t)got : 0;
        if (!end)
            continue;
        *line = (struct str){ c->in, (size_t)(end - c->in) };
        return true;
    }
    rig_broken("an answer is longer than %d bytes", CLIENT_BYTES);
}

/* --- requests ------------------------------------------------------------------------------
 */

static struct reply no_session(void)
{
    return (struct reply){ .error = STR("LOGIN") };
}

static struct str error_of(struct str line, struct arena *arena)
{
    struct str name = STR("");
    struct json_doc doc;

    if (json_parse(line, arena, &doc).code)
        rig_broken("not JSON: %.*s", STR_ARG(line));
    if (json_member(doc.root, "error") &&
        !json_str(json_member(json_member(doc.root, "error"), "message"), &name))
        rig_broken("an error without a name: %.*s", STR_ARG(line));
    name = str_dup(arena, name);
    json_release(&doc);
    return name;
}

static bool is_notice(struct str line)
{
    static const char beginning[] = "{\"jsonrpc\":\"2.0\",\"method\"";

    return line.n > sizeof beginning && !memcmp(line.p, beginning, sizeof beginning - 1);
}

static struct reply request(struct client *c, struct person *p, const char *method,
                            struct str params, struct arena *arena)
{
    struct str line =
        str_format(arena, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%.*s}\n",
                   method, STR_ARG(params));
    struct reply reply;

    if (p->fd < 0 || !send_line(p, line))
        return no_session();
    do {
        if (!read_line(c, p, &line)) {
            hang_up(p);
            return no_session();
        }
    } while (is_notice(line));
    reply.line = str_dup(arena, line);
    reply.error = error_of(reply.line, arena);
    return reply;
}

static void log_in(struct client *c, struct person *p, struct arena *arena)
{
    struct reply reply;

    hang_up(p);
    p->fd = open_socket(c);
    if (p->fd < 0)
        rig_broken("the daemon's socket is closed");
    reply = request(c, p, "session.login",
                    str_format(arena, "{\"user\":\"%s\",\"demo\":\"%.*s\"}", p->login,
                               STR_ARG(c->rig->token_text)),
                    arena);
    if (reply.error.n)
        hang_up(p);
}

static struct person *person_of(struct client *c, const char *login)
{
    struct person *p;

    for (size_t i = 0; i < c->people; i++)
        if (!strcmp(c->v[i].login, login))
            return &c->v[i];
    if (c->people == CLIENT_PEOPLE)
        rig_broken("more than %d people", CLIENT_PEOPLE);
    p = &c->v[c->people++];
    snprintf(p->login, sizeof p->login, "%s", login);
    p->fd = -1;
    return p;
}

struct reply client_command(struct client *c, const char *login, int64_t day,
                            const char *method, struct str params, struct arena *arena)
{
    struct person *p = person_of(c, login);
    bool had = p->fd >= 0 && p->day == day;
    struct reply reply;

    if (!had)
        log_in(c, p, arena);
    p->day = day;
    reply = request(c, p, method, params, arena);
    if (had && str_eq(reply.error, STR("LOGIN"))) { /* hung up on him meanwhile */
        log_in(c, p, arena);
        reply = request(c, p, method, params, arena);
    }
    return reply;
}

void client_forget(struct client *c)
{
    for (size_t i = 0; i < c->people; i++)
        hang_up(&c->v[i]);
}

/* --- the daemon ----------------------------------------------------------------------------
 */

static void become_daemon(const struct client *c, const char *database)
{
    struct arena arena;
    const char *options[14];

    arena_init(&arena, SIZE_MAX);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    options[0] = c->rig->osbd;
    options[1] = "--database";
    options[2] = str_text(&arena, str_format(&arena, "%s dbname=%s", c->rig->app, database));
    options[3] = "--socket";
    options[4] = c->socket;
    options[5] = "--demo-token";
    options[6] = c->rig->token;
    options[7] = "--log";
    options[8] = str_text(&arena, str_format(&arena, "%s.log", c->socket));
    options[9] = "--connections=1";
    options[10] = "--unsafe-tests";
    options[11] = "--sweep-seconds=0"; /* the player sends what the clock would */
    options[12] = "run";
    options[13] = NULL;
    execv(options[0], (char *const *)(uintptr_t)options);
    _exit(127);
}

void client_begin(struct client *c, const struct rig *rig, const char *database)
{
    const struct timespec moment = { 0, 2000000 };
    int fd = -1;

    *c = (struct client){ .rig = rig, .in = malloc(CLIENT_BYTES) };
    if (!c->in)
        abort();
    snprintf(c->socket, sizeof c->socket, "%s/%s", rig->dir, database);
    fflush(NULL);
    c->daemon = fork();
    if (c->daemon == 0)
        become_daemon(c, database);
    for (int tries = 0; fd < 0; tries++) {
        if (tries == 10000 || waitpid(c->daemon, NULL, WNOHANG) != 0)
            rig_broken("the daemon does not serve: see %s.log", c->socket);
        nanosleep(&moment, NULL);
        fd = open_socket(c);
    }
    close(fd);
}

void client_show_log(const struct client *c)
{
    char path[sizeof c->socket + 8], text[2000];
    size_t n;
    FILE *log;

    snprintf(path, sizeof path, "%s.log", c->socket);
    log = fopen(path, "re");
    if (!log)
        return;
    (void)fseek(log, -(long)sizeof text, SEEK_END);
    n = fread(text, 1, sizeof text, log);
    printf("  the daemon's log: ...%.*s\n", (int)n, text);
    (void)fclose(log);
}

void client_end(struct client *c)
{
    int status;

    for (size_t i = 0; i < c->people; i++)
        hang_up(&c->v[i]);
    (void)kill(c->daemon, SIGTERM);
    if (waitpid(c->daemon, &status, 0) != c->daemon || !WIFEXITED(status) ||
        WEXITSTATUS(status) != 0)
        rig_broken("the daemon did not end well: see %s.log", c->socket);
    free(c->in);
}
