/*
 * key_learn.c - `osb keys`: a conversation about the keys of this terminal.
 *
 * Without curses, so that what is seen is what the terminal sends. Keys that begin with Esc and
 * are named by the person are kept; a full screen takes them before its terminfo.
 */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "client/exits.h"
#include "client/term/keep.h"
#include "client/term/key_file.h"
#include "client/words.h"
#include "common/limits.h"

/* Bytes that come together are one key. */
#define TOGETHER_MS 60

static const char *const asked[] = {
    "F1",  "F2",  "F3",  "F4",   "F5",   "F6",   "F7",  "F8", "F9",
    "F10", "F11", "F12", "PgUp", "PgDn", "Home", "End", "Up", "Down",
};

/* What one press sends; 0: the terminal is gone. */
static size_t press(char *out, size_t room)
{
    struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
    ssize_t got = read(STDIN_FILENO, out, 1);
    size_t n = got > 0 ? 1 : 0;

    while (n && n < room && poll(&in, 1, TOGETHER_MS) > 0) {
        got = read(STDIN_FILENO, out + n, 1);
        if (got <= 0)
            break;
        n++;
    }
    return n;
}

/* Asks for one key; false: the person, or the terminal, wants no more. */
static bool ask_one(const char *name, struct key_line *lines, size_t *count,
                    struct arena *arena)
{
    char bytes[KEY_FILE_BYTES];
    size_t n;

    printf("%s %-5s ", _("Press"), name);
    (void)fflush(stdout);
    n = press(bytes, sizeof(bytes));
    if (!n || (n == 1 && (bytes[0] == 'q' || bytes[0] == 3)))
        return false;
    if (n == 1) {
        printf("%s\r\n",
               bytes[0] == '\r' ? _("left out") : _("sends a plain character: left out"));
        return true;
    }
    printf("%.*s\r\n", STR_ARG(key_file_show((struct str){ bytes, n }, arena)));
    if (bytes[0] != '\033' || n >= sizeof(bytes) || *count == KEY_FILE_MOST)
        return true;
    lines[*count] = (struct key_line){ 0 };
    (void)snprintf(lines[*count].name, sizeof(lines[*count].name), "%s", name);
    memcpy(lines[*count].bytes, bytes, n);
    ++*count;
    return true;
}

int key_learn(void)
{
    static struct key_line lines[KEY_FILE_MOST];
    struct termios before, raw;
    struct arena arena;
    size_t count = 0, i = 0;

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &before)) {
        fprintf(stderr, "osb: %s\n", _("osb keys asks at a terminal"));
        return EXIT_USAGE;
    }
    arena_init(&arena, LIMIT_ARENA_BYTES);
    raw = before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
    raw.c_iflag &= ~(tcflag_t)(ICRNL | IXON);
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    printf("%s\r\n", _("Each key shows what it sends. Enter leaves one out, q ends."));
    while (i < COUNT(asked) && ask_one(asked[i], lines, &count, &arena))
        i++;
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &before);
    if (i == COUNT(asked))
        keep_put(KEY_FILE, key_file_write(lines, count, &arena), &arena);
    printf(i == COUNT(asked) ? _("\n%zu keys are kept; osb takes them from now on.\n")
                             : _("\nNothing was kept (%zu keys were shown).\n"),
           count);
    arena_release(&arena);
    return EXIT_DONE;
}

int key_card(void)
{
    struct arena a;

    arena_init(&a, LIMIT_ARENA_BYTES);
    for (size_t i = 0; i < key_row_count; i++) {
        const struct key_row *row = &key_rows[i];
        struct str f = row->f ? str_format(&a, "F%d", row->f) : STR("");
        struct str control = row->control ? str_format(&a, "Ctrl+%c", row->control) : STR("");

        printf("%-4.*s %-7.*s %-3s %s\n", STR_ARG(f), STR_ARG(control), row->letters,
               words(row->help));
    }
    printf("\n%s\n",
           _("Letters count where no field has the cursor; Esc or Alt, then a digit, is "
             "an F-key."));
    arena_release(&a);
    return EXIT_DONE;
}
