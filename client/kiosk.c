/*
 * kiosk.c - a client in a restricted login.
 */
#include "client/kiosk.h"

#include <ctype.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/term/draft.h"

/* A value that is longer is none that a terminal or a language has. */
#define VALUE_BYTES 64

bool kiosk_wanted(int argc, char *const argv[])
{
    for (int i = 1; i < argc; i++)
        if (!strcmp(argv[i], "--kiosk"))
            return true;
    return false;
}

/* Letters, digits and what stands in "zh_CN.UTF-8", "xterm-256color": no path. */
static bool is_plain(const char *value)
{
    size_t n = strlen(value);

    for (size_t i = 0; i < n; i++)
        if (!isalnum((unsigned char)value[i]) && !strchr("_.@+-:", value[i]))
            return false;
    return n > 0 && n < VALUE_BYTES && !strstr(value, "..");
}

void kiosk_clean(void)
{
    static const char *const names[] = { "TERM",        "LANG",     "LANGUAGE", "LC_ALL",
                                         "LC_MESSAGES", "LC_CTYPE", "NO_COLOR" };
    static const struct rlimit none = { 0, 0 };
    char kept[COUNT(names)][VALUE_BYTES] = { "" };
    const struct passwd *me = getpwuid(getuid());
    char *home = me && me->pw_dir ? strdup(me->pw_dir) : NULL;

    for (size_t i = 0; i < COUNT(names); i++) {
        const char *value = getenv(names[i]);

        if (value && is_plain(value))
            (void)snprintf(kept[i], sizeof(kept[i]), "%s", value);
    }
    (void)clearenv();
    for (size_t i = 0; i < COUNT(names); i++)
        if (kept[i][0])
            (void)setenv(names[i], kept[i], 1);
    (void)setenv("PATH", "/usr/bin:/bin", 1);
    if (home)
        (void)setenv("HOME", home, 1);
    free(home);
    (void)umask(077);
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)prctl(PR_SET_DUMPABLE, 0);
    (void)signal(SIGTSTP, SIG_IGN);
    (void)signal(SIGQUIT, SIG_IGN);
}

/* The file stays open, and locked, as long as the program runs. */
static struct error take_turn(const struct settings *settings, struct arena *arena)
{
    struct str name = str_format(arena, "kiosk-%s", settings->user ? settings->user : "self");
    struct str path = draft_place(str_text(arena, name), arena);
    int fd = path.n ? open(str_text(arena, path),
                           O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600)
                    : -1;

    if (fd < 0)
        return refuse_with(ERR_CONFIG, NULL,
                           STR("there is no place for drafts: the login needs a home that it "
                               "may write to, or --state"));
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return OK;
    (void)close(fd);
    return refuse_with(ERR_CONFIG, NULL,
                       STR("you work at another terminal already: leave there first; a line "
                           "that broke is given up after a minute"));
}

struct error kiosk_begin(const struct settings *settings, bool has_words, struct arena *arena)
{
    if (has_words || settings->script || settings->help || settings->version)
        return refuse_with(ERR_CONFIG, NULL, STR("the kiosk takes no commands"));
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return refuse_with(ERR_CONFIG, NULL, STR("the kiosk needs a terminal, such as ssh -t"));
    return take_turn(settings, arena);
}

const char *kiosk_printer(const struct settings *settings, struct str text, struct arena *arena)
{
    struct str rest = str_of(settings->printers ? settings->printers : "");

    while (rest.n) {
        const char *comma = memchr(rest.p, ',', rest.n);
        size_t n = comma ? (size_t)(comma - rest.p) : rest.n, past = n + (comma != NULL);
        struct str name = str_trim((struct str){ rest.p, n });

        if (name.n && name.n >= text.n && !memcmp(name.p, text.p, text.n) && name.p[0] != '-' &&
            is_plain(str_text(arena, name)))
            return str_text(arena, name);
        rest = (struct str){ rest.p + past, rest.n - past };
    }
    return NULL;
}
