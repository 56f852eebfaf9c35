/*
 * main.c - the program `osb`.
 */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/batch.h"
#include "client/kiosk.h"
#include "client/show.h"
#include "client/term/app.h"
#include "client/term/key_file.h"
#include "client/term/linear.h"
#include "client/words.h"
#include "common/limits.h"

/* No words on the line, and somebody sits at a terminal, or asks for lines: the screens. */
static bool term_wanted(const struct command *command)
{
    return command->verb == VERB_NONE && !command->settings.help &&
           !command->settings.version &&
           (command->settings.linear || (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)));
}

/* The kiosk is the screens or nothing. */
static int kiosk_run(int argc, char *argv[], struct arena *arena)
{
    struct command command;
    struct error err = command_read(argc, argv, arena, &command);

    if (!err.code && command.settings.state)
        (void)setenv("XDG_STATE_HOME", command.settings.state, 1);
    if (!err.code)
        err = kiosk_begin(&command.settings, command.verb != VERB_NONE, arena);
    if (err.code) {
        show_error(err, arena);
        return (int)exit_of(err.code);
    }
    return command.settings.linear ? linear_run(&command.settings) : app_run(&command.settings);
}

int main(int argc, char *argv[])
{
    const struct sigaction stop = { .sa_handler = link_stop };
    const struct sigaction ignore = { .sa_handler = SIG_IGN };
    static struct arena arena; /* texts of the settings live as long as the program */
    struct command command;

    if (kiosk_wanted(argc, argv))
        kiosk_clean();
    /* Widths and wide characters need a UTF-8 locale; the plain one exists everywhere. */
    if (!setlocale(LC_CTYPE, "") || MB_CUR_MAX < 4)
        (void)setlocale(LC_CTYPE, "C.UTF-8");
    words_begin();
    (void)sigaction(SIGINT, &stop, NULL);
    (void)sigaction(SIGTERM, &stop, NULL);
    (void)sigaction(SIGHUP, &stop, NULL);
    (void)sigaction(SIGPIPE, &ignore, NULL);
    arena_init(&arena, LIMIT_ARENA_BYTES);
    if (kiosk_wanted(argc, argv))
        return kiosk_run(argc, argv, &arena);
    if (!command_read(argc, argv, &arena, &command).code) {
        if (command.settings.state)
            (void)setenv("XDG_STATE_HOME", command.settings.state, 1);
        if (command.verb == VERB_KEYS && !command.settings.help)
            return command.word_count ? key_card() : key_learn();
        if (term_wanted(&command))
            return command.settings.linear ? linear_run(&command.settings)
                                           : app_run(&command.settings);
    }
    return (int)batch_run(argc, argv, stdout);
}
