/*
 * tool.c - fork, environment, the last words on standard error.
 */
#include "server/shell/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/buffer.h"

#define NOT_FOUND  127
#define WORDS_KEPT 2048 /* bytes of what a program says: its end tells why */

/* ---- the way to the server ---- */

static void quote(struct buffer *out, const char *value)
{
    buffer_char(out, '\'');
    for (; *value; value++) {
        if (*value == '\'' || *value == '\\')
            buffer_char(out, '\\');
        buffer_char(out, *value);
    }
    buffer_char(out, '\'');
}

const char *tool_conninfo(PGconn *pg, const char *database, struct arena *arena)
{
    PQconninfoOption *options = PQconninfo(pg);
    struct buffer out;

    if (!options)
        abort();
    buffer_init(&out, arena);
    for (const PQconninfoOption *o = options; o->keyword; o++) {
        if (!o->val || !*o->val || !strcmp(o->keyword, "dbname"))
            continue;
        buffer_put(&out, str_of(o->keyword));
        buffer_char(&out, '=');
        quote(&out, o->val);
        buffer_char(&out, ' ');
    }
    buffer_put(&out, STR("dbname="));
    quote(&out, database);
    PQconninfoFree(options);
    return buffer_text(&out).p;
}

static void set_environment(PGconn *pg, const char *database)
{
    PQconninfoOption *options = PQconninfo(pg);

    for (const PQconninfoOption *o = options; o && o->keyword; o++)
        if (o->envvar && o->val && *o->val)
            (void)setenv(o->envvar, o->val, 1);
    (void)setenv("PGDATABASE", database, 1);
}

/* ---- running ---- */

/* In the child. */
static _Noreturn void become(const char *const words[], PGconn *pg, const char *database,
                             int said)
{
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);

    set_environment(pg, database);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(nothing, STDOUT_FILENO) < 0 ||
        dup2(said, STDERR_FILENO) < 0)
        _exit(1);
    execvp(words[0], (char *const *)(uintptr_t)words);
    _exit(errno == ENOENT ? NOT_FOUND : 1);
}

/* Reads to the end, keeping the end. */
static struct str listen_to(int fd, struct arena *arena)
{
    char text[2 * WORDS_KEPT];
    size_t n = 0;
    ssize_t got;

    while ((got = read(fd, text + n, sizeof text - n)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            break;
        n += (size_t)got;
        if (n == sizeof text) {
            memmove(text, text + WORDS_KEPT, WORDS_KEPT);
            n = WORDS_KEPT;
        }
    }
    return str_trim(str_dup(arena, (struct str){ text, n }));
}

static struct error outcome(const char *program, int status, struct str said,
                            struct arena *arena)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return OK;
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND)
        return refuse_with(
            ERR_CONFIG, NULL,
            str_format(arena, "%s is not there: apt-get install postgresql-client", program));
    if (said.n == 0) /* otherwise it begins with the program's name */
        said = str_format(arena, "%s ended with status %d", program, status);
    return refuse_with(ERR_DATABASE, NULL, said);
}

struct error tool_run(const char *const words[], PGconn *pg, const char *database,
                      struct arena *arena)
{
    int ends[2], status = -1;
    struct str said;
    pid_t child;

    if (pipe2(ends, O_CLOEXEC) != 0)
        return refuse_with(ERR_INTERNAL, NULL, str_of(strerror(errno)));
    (void)fflush(NULL);
    child = fork();
    if (child == 0)
        become(words, pg, database, ends[1]);
    (void)close(ends[1]);
    said = child > 0 ? listen_to(ends[0], arena) : str_dup(arena, str_of(strerror(errno)));
    (void)close(ends[0]);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return outcome(words[0], status, said, arena);
}
