/*
 * fake_daemon.h - a daemon that only says what a test wrote down.
 *
 * A play is a list of scenes, one a connection; a scene is a list of steps. Each scene runs in
 * a process of its own at the other end of a socket pair. "@" in what it says stands for the
 * id of the last request that it heard. A step that does not find what it expects ends the
 * process with 1, which fake_end() reports.
 */
#ifndef OSB_TESTS_FAKE_DAEMON_H
#define OSB_TESTS_FAKE_DAEMON_H

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/session.h"

enum fake_kind { FAKE_END, FAKE_SAY, FAKE_HEAR };
struct fake_step {
    enum fake_kind kind;
    const char *text; /* HEAR: what the next line must contain */
};
#define SAY(text)                                                                              \
    {                                                                                          \
        FAKE_SAY, text                                                                         \
    }
#define HEAR(text)                                                                             \
    {                                                                                          \
        FAKE_HEAR, text                                                                        \
    }
#define GREETING                                                                               \
    SAY("{\"jsonrpc\":\"2.0\",\"method\":\"greeting\",\"params\":{\"protocol\":1,"             \
        "\"server\":\"osbd test\",\"limits\":{\"in_flight\":2},\"practice\":true}}")
#define LOGIN(how)                                                                             \
    HEAR(how), SAY("{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":{\"user\":\"li.na\",\"name\":"    \
                   "\"Li Na\",\"roles\":[\"CSR\",\"BCR\"],\"token\":\"t-1\"}}")
#define RESULT(text) SAY("{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":" text "}")
#define TROUBLE(name)                                                                          \
    SAY("{\"jsonrpc\":\"2.0\",\"id\":@,\"error\":{\"code\":1,\"message\":\"" name "\"}}")

struct fake_play {
    const struct fake_step *const *scenes; /* each ends with FAKE_END; NULL after the last */
    size_t at;
    pid_t children[8];
};

static inline bool fake_line(int fd, char *line, size_t room)
{
    size_t n = 0;

    while (n + 1 < room && read(fd, line + n, 1) == 1 && line[n] != '\n')
        n++;
    line[n] = '\0';
    return n > 0;
}

static inline void fake_say(int fd, const char *text, const char *heard)
{
    const char *id = strstr(heard, "\"id\":");
    int digits = id ? (int)strspn(id + 5, "0123456789") : 0;

    for (; *text; text++)
        if (*text == '@' && id)
            (void)!write(fd, id + 5, (size_t)digits);
        else
            (void)!write(fd, text, 1);
    (void)!write(fd, "\n", 1);
}

static inline void fake_scene(int fd, const struct fake_step *step)
{
    static char heard[65536];

    for (; step->kind != FAKE_END; step++) {
        if (step->kind == FAKE_SAY)
            fake_say(fd, step->text, heard);
        else if (!fake_line(fd, heard, sizeof(heard)) || !strstr(heard, step->text))
            _exit(1);
    }
    _exit(0);
}

/* A session_door's dial: plays the next scene. */
static inline struct error fake_dial(void *context, int64_t until, struct arena *arena,
                                     struct link *out)
{
    struct fake_play *play = context;
    int pair[2];

    (void)until;
    (void)arena;
    *out = (struct link){ .fd = -1 };
    if (!play->scenes[play->at] || socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
        return refuse_with(ERR_CONNECTION, NULL, STR("nobody is there"));
    play->children[play->at] = fork();
    if (play->children[play->at] == 0) {
        close(pair[0]);
        fake_scene(pair[1], play->scenes[play->at]);
    }
    play->at++;
    close(pair[1]);
    link_adopt(pair[0], out);
    return OK;
}

/* Every scene was played, each to its end. */
static inline bool fake_end(struct fake_play *play)
{
    bool fine = !play->scenes[play->at];

    for (size_t i = 0; i < play->at; i++) {
        int status = 0;

        fine = waitpid(play->children[i], &status, 0) > 0 && status == 0 && fine;
    }
    return fine;
}

#endif
