/*
 * print_pdf.c - osb-pdf as a child: a document into it, a paper out of it.
 */
#include "client/print_pdf.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/beside.h"
#include "client/words.h"

#define PROGRAM "osb-pdf"
/* No paper has as many bytes; a child that writes on is stopped. */
#define MOST_BYTES ((size_t)32 << 20)

/* Both ends of the child's three files; -1 where closed. */
struct child {
    pid_t pid;
    int in[2], out[2], trouble[2];
};

static void shut(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

static bool spawn(struct child *c, const char *path, char *const words[])
{
    posix_spawn_file_actions_t files;
    bool fine;

    if (posix_spawn_file_actions_init(&files))
        return false;
    fine = !posix_spawn_file_actions_adddup2(&files, c->in[0], STDIN_FILENO) &&
           !posix_spawn_file_actions_adddup2(&files, c->out[1], STDOUT_FILENO) &&
           !posix_spawn_file_actions_adddup2(&files, c->trouble[1], STDERR_FILENO) &&
           !posix_spawn(&c->pid, path, &files, NULL, words, environ);
    (void)posix_spawn_file_actions_destroy(&files);
    return fine;
}

static bool begin(struct child *c, const char *path, char *const words[])
{
    bool fine = !pipe2(c->in, O_CLOEXEC) && !pipe2(c->out, O_CLOEXEC) &&
                !pipe2(c->trouble, O_CLOEXEC) && spawn(c, path, words);

    shut(&c->in[0]);
    shut(&c->out[1]);
    shut(&c->trouble[1]);
    return fine;
}

/* What there is to read; closes at its end. */
static void take(int *fd, struct buffer *into)
{
    char bytes[16384];
    ssize_t n = read(*fd, bytes, sizeof(bytes));

    if (n > 0 && into->n + (size_t)n <= MOST_BYTES)
        buffer_put(into, (struct str){ bytes, (size_t)n });
    else if (n >= 0 || (errno != EINTR && errno != EAGAIN))
        shut(fd);
}

static void give(int *fd, struct str *text)
{
    ssize_t n = write(*fd, text->p, text->n);

    if (n > 0)
        *text = (struct str){ text->p + n, text->n - (size_t)n };
    else if (errno != EINTR && errno != EAGAIN)
        text->n = 0; /* it says why on its standard error */
    if (!text->n)
        shut(fd);
}

/* All three at once: none may wait for another. */
static void exchange(struct child *c, struct str text, struct buffer *paper,
                     struct buffer *trouble)
{
    (void)fcntl(c->in[1], F_SETFL, O_NONBLOCK);
    while (c->out[0] >= 0 || c->trouble[0] >= 0) {
        struct pollfd fds[] = { { c->in[1], POLLOUT, 0 },
                                { c->out[0], POLLIN, 0 },
                                { c->trouble[0], POLLIN, 0 } };

        if (poll(fds, COUNT(fds), -1) < 0 && errno != EINTR)
            break;
        if (fds[0].revents)
            give(&c->in[1], &text);
        if (fds[1].revents)
            take(&c->out[0], paper);
        if (fds[2].revents)
            take(&c->trouble[0], trouble);
    }
    shut(&c->in[1]);
    shut(&c->out[0]);
    shut(&c->trouble[0]);
}

/* The first line of what it said. */
static struct str first_line(struct str text)
{
    const char *end = text.n ? memchr(text.p, '\n', text.n) : NULL;

    return end ? (struct str){ text.p, (size_t)(end - text.p) } : text;
}

static struct error run(const char *path, char *const words[], struct str text,
                        struct arena *arena, struct str *out)
{
    struct child c = { -1, { -1, -1 }, { -1, -1 }, { -1, -1 } };
    struct buffer paper, trouble;
    int status = -1;

    buffer_init(&paper, arena);
    buffer_init(&trouble, arena);
    exchange(&c, begin(&c, path, words) ? text : STR(""), &paper, &trouble);
    while (c.pid > 0 && waitpid(c.pid, &status, 0) < 0 && errno == EINTR)
        ;
    *out = buffer_text(&paper);
    if (c.pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 && out->n)
        return OK;
    if (!trouble.n)
        return refuse_with(ERR_PAPER, NULL, str_of(path));
    return refuse_with(ERR_PAPER, NULL, first_line(buffer_text(&trouble)));
}

struct error print_pdf(const struct json *answer, const struct pdf_wish *wish,
                       struct arena *arena, struct str *out)
{
    const char *copies = wish->copies ? wish->copies : "1,2,3,4,5";
    const char *line[] = { PROGRAM,
                           "--copies",
                           copies,
                           "--prices",
                           wish->prices,
                           "--language",
                           words_languages[words_now()].code,
                           "--mark",
                           str_text(arena, wish->mark),
                           NULL };
    char path[PATH_MAX];
    struct json_out json;

    *out = STR("");
    if (!beside_program(PROGRAM, path))
        return refuse_with(ERR_PAPER, NULL,
                           str_of(_("osb-pdf, which sets A4 papers, is not beside osb")));
    json_out_init(&json, arena);
    json_put_value(&json, answer);
    return run(path, (char *const *)(uintptr_t)line, json_text(&json), arena, out);
}
