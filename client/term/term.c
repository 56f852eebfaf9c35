/*
 * term.c - curses, kept in one place.
 */
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#define NCURSES_WIDECHAR 1
#include <curses.h>

/* curses and the house both call something OK; here the house's counts. */
enum { CURSES_OK = OK };
#undef OK

#include "client/link.h"
#include "client/term/keep.h"
#include "client/term/key_file.h"
#include "client/term/term.h"
#include "client/term/term_known.h"
#include "common/text.h"
#include "common/utf8.h"

/* Codes of our own for what define_key knows; curses' own end at KEY_MAX (0777). */
#define CODE_PASTE_BEGIN 0x1001
#define CODE_PASTE_END   0x1002
#define CODE_MOUSE       0x1003
#define CODE_LINE_ONE    0x1004
#define CODE_LINE_TWO    0x1005
#define CODE_TEXT_ONE    0x1006
#define CODE_TEXT_TWO    0x1007
#define CODE_LEARNT      0x1100
#define FALLBACK         "xterm-256color"
#define ESCAPE_MS        50  /* bytes of one key are together */
#define ESCAPE_HAND_MS   500 /* a digit behind an Esc, by hand */
/* A pasted spreadsheet of 10 000 rows fits. */
#define PASTE_BYTES ((size_t)4 << 20)

static const char *const paste_on = "\033[?2004h", *const paste_off = "\033[?2004l";
/* Presses and wheel, reported in numbers (SGR): columns beyond 223 need them. */
static const char *const mouse_on = "\033[?1000;1006h", *const mouse_off = "\033[?1006;1000l";
/* A line sign in row 2 and a middle dot in row 3, each with the question where the cursor is
 * then. In row 1 the answer would look like a function key. */
static const char *const probe =
    "\0337\033[2;1H\342\224\200\033[6n\033[3;1H\302\267\033[6n\0338";
static bool said_two;                /* and nobody was told yet */
static enum term_drawing drawing[2]; /* of lines, of ambiguous characters */
static SCREEN *screen;
static attr_t look_attr[LOOK_COUNT];
static short look_pair[LOOK_COUNT];
static struct key_line learnt[KEY_FILE_MOST];
static size_t learnt_count;

/* --- opening ----------------------------------------------------------------------------- */

static void looks_mono(void)
{
    look_attr[LOOK_TITLE] = look_attr[LOOK_KEY] = A_BOLD;
    look_attr[LOOK_SELECTED] = A_REVERSE;
    look_attr[LOOK_CHANGED] = look_attr[LOOK_GOOD] = A_BOLD;
    look_attr[LOOK_WARNING] = look_attr[LOOK_RED] = A_BOLD;
    look_attr[LOOK_FAULT] = A_BOLD | A_REVERSE;
    look_attr[LOOK_FIELD] = A_UNDERLINE;
}

/* Colours on the terminal's own background; no yellow and no dark blue (SCREENS.md 8). */
static void looks_colour(void)
{
    static const struct {
        enum look look;
        short colour;
    } colours[] = {
        { LOOK_KEY, COLOR_CYAN },   { LOOK_CHANGED, COLOR_CYAN },
        { LOOK_GOOD, COLOR_GREEN }, { LOOK_WARNING, COLOR_MAGENTA },
        { LOOK_FAULT, COLOR_RED },  { LOOK_RED, COLOR_RED },
    };

    (void)start_color();
    (void)use_default_colors();
    for (size_t i = 0; i < COUNT(colours); i++) {
        short pair = (short)(i + 1);

        (void)init_pair(pair, colours[i].colour, -1);
        look_pair[colours[i].look] = pair;
    }
    look_attr[LOOK_DIM] = A_DIM;
}

/* Every look on black in one colour; what matters is bold or reverse. */
static void looks_on_black(short colour)
{
    (void)start_color();
    (void)init_pair(1, colour, COLOR_BLACK);
    for (size_t i = 0; i < LOOK_COUNT; i++)
        look_pair[i] = 1;
    look_attr[LOOK_PLAIN] = colour == COLOR_WHITE ? A_BOLD : 0;
    look_attr[LOOK_WARNING] = look_attr[LOOK_RED] = A_BOLD | A_UNDERLINE;
    (void)bkgd(COLOR_PAIR(1));
}

static void looks_of(enum term_theme theme)
{
    const char *no_color = getenv("NO_COLOR");

    looks_mono();
    if (theme == THEME_MONO || (no_color && no_color[0]) || !has_colors())
        return;
    if (theme == THEME_AUTO)
        looks_colour();
    else
        looks_on_black(theme == THEME_STRONG ? COLOR_WHITE : COLOR_GREEN);
}

/* What `osb keys` learnt stands above the terminfo. */
static void keys_learnt(struct arena *arena)
{
    learnt_count = key_file_read(keep_get(KEY_FILE, arena), learnt, KEY_FILE_MOST);
    for (size_t i = 0; i < learnt_count; i++)
        (void)define_key(learnt[i].bytes, CODE_LEARNT + (int)i);
}

/* Of the terminfo, and learnt. */
static void note_f_keys(struct term *term)
{
    for (int f = 1; f <= 12; f++)
        term->f_keys |= (uint16_t)(has_key(KEY_F(f)) ? 1u << f : 0);
    for (size_t i = 0; i < learnt_count; i++) {
        const struct key_row *row = key_row_of(learnt[i].action);

        term->f_keys |= (uint16_t)(row && row->f ? 1u << row->f : 0);
    }
}

/* Late answers are taken, or passed over, as long as the terminal is ours. */
static void begin_probe(const struct term_ways *ways)
{
    drawing[0] = ways->lines;
    drawing[1] = ways->ambiguous;
    (void)define_key("\033[2;2R", CODE_LINE_ONE);
    (void)define_key("\033[2;3R", CODE_LINE_TWO);
    (void)define_key("\033[3;2R", CODE_TEXT_ONE);
    (void)define_key("\033[3;3R", CODE_TEXT_TWO);
    if (ways->lines == DRAW_ASK || ways->ambiguous == DRAW_ASK)
        fputs(probe, stdout);
}

/* An answer; true: what is drawn changes by it. */
static bool probed(wint_t code)
{
    size_t of = code == CODE_TEXT_ONE || code == CODE_TEXT_TWO;
    bool one = code == CODE_LINE_ONE || code == CODE_TEXT_ONE;

    if (drawing[of] != DRAW_ASK)
        return false;
    drawing[of] = one ? DRAW_REAL : DRAW_ASCII;
    said_two = said_two || !one;
    return one == (of == 0); /* lines begin as ASCII, texts as they are */
}

bool term_is_wide(void)
{
    bool now = said_two;

    said_two = false;
    return now;
}

static void keys_of_ours(void)
{
    (void)define_key("\033[200~", CODE_PASTE_BEGIN);
    (void)define_key("\033[201~", CODE_PASTE_END);
    (void)define_key("\033[<", CODE_MOUSE);
    /* F1 to F4 and Home, End as many terminals send them whatever their terminfo says. */
    (void)define_key("\033OP", KEY_F(1));
    (void)define_key("\033OQ", KEY_F(2));
    (void)define_key("\033OR", KEY_F(3));
    (void)define_key("\033OS", KEY_F(4));
    /* Arrows of a terminal that did not go into its application mode. */
    (void)define_key("\033[A", KEY_UP);
    (void)define_key("\033[B", KEY_DOWN);
    (void)define_key("\033[C", KEY_RIGHT);
    (void)define_key("\033[D", KEY_LEFT);
    (void)define_key("\033[H", KEY_HOME);
    (void)define_key("\033[F", KEY_END);
}

static struct error refused(const char *text)
{
    return refuse_with(ERR_CONFIG, NULL, str_of(text));
}

struct error term_open(struct term *term, const struct term_ways *ways, struct arena *arena)
{
    const char *name = getenv("TERM");

    *term = (struct term){ 0 };
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return refused("the screens need a terminal; 'osb --help' says what works without");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        return refused(
            "the screens need a UTF-8 locale: export LC_ALL=C.UTF-8, and osb --ascii where its signs are askew");
    if (name && !strcmp(name, "dumb"))
        return refused("TERM=dumb cannot move the cursor: osb --linear does without");
    (void)set_escdelay(ESCAPE_MS);
    screen = newterm(term_is_known(name) ? name : FALLBACK, stdout, stdin);
    if (!screen)
        return refuse_with(ERR_CONFIG, NULL,
                           str_format(arena, "TERM=%s is not known here, nor is xterm-256color",
                                      name ? name : ""));
    (void)set_term(screen);
    (void)raw();
    (void)noecho();
    (void)nonl();
    (void)keypad(stdscr, TRUE);
    (void)nodelay(stdscr, TRUE);
    (void)intrflush(stdscr, FALSE);
    keys_of_ours();
    keys_learnt(arena);
    looks_of(ways->theme);
    begin_probe(ways);
    note_f_keys(term);
    /* where there is no F12 the digit of Esc and = is typed by hand */
    if (ways->slow_escape || !has_key(KEY_F(12)))
        term->escape.wait_ms = ESCAPE_HAND_MS;
    fputs(paste_on, stdout);
    if (!ways->no_mouse)
        fputs(mouse_on, stdout);
    (void)fflush(stdout);
    term->open = true;
    return OK;
}

void term_close(struct term *term)
{
    if (!term->open)
        return;
    fputs(mouse_off, stdout);
    fputs(paste_off, stdout);
    (void)endwin();
    delscreen(screen);
    screen = NULL;
    free(term->paste);
    *term = (struct term){ 0 };
}

void term_size(size_t *rows, size_t *cols)
{
    int r, c;

    getmaxyx(stdscr, r, c);
    *rows = (size_t)(r > 1 ? r : 1);
    *cols = (size_t)(c > 1 ? c : 1);
}

/* --- keys -------------------------------------------------------------------------------- */

static void paste_add(struct term *term, uint32_t code)
{
    if (term->paste_n + LIMIT_UTF8_BYTES > term->paste_room) {
        size_t room = term->paste_room ? term->paste_room * 2 : 4096;
        char *grown = room <= PASTE_BYTES ? realloc(term->paste, room) : NULL;

        if (!grown)
            return; /* beyond the ceiling the rest is left out */
        term->paste = grown;
        term->paste_room = room;
    }
    if (code < 0xD800 || (code > 0xDFFF && code <= 0x10FFFF))
        term->paste_n += utf8_write(code, term->paste + term->paste_n);
}

static enum action action_of_code(wint_t code)
{
    static const struct {
        int code;
        enum action action;
    } known[] = {
        { KEY_UP, ACT_UP },         { KEY_DOWN, ACT_DOWN },
        { KEY_LEFT, ACT_LEFT },     { KEY_RIGHT, ACT_RIGHT },
        { KEY_HOME, ACT_START },    { KEY_END, ACT_END },
        { KEY_PPAGE, ACT_PREV },    { KEY_NPAGE, ACT_NEXT },
        { KEY_BTAB, ACT_BACKTAB },  { KEY_BACKSPACE, ACT_BACKSPACE },
        { KEY_DC, ACT_DELETE },     { KEY_ENTER, ACT_ENTER },
        { KEY_RESIZE, ACT_RESIZE },
    };

    for (size_t i = 0; i < COUNT(known); i++)
        if (code == (wint_t)known[i].code)
            return known[i].action;
    if (code >= CODE_LEARNT && code < CODE_LEARNT + learnt_count)
        return learnt[code - CODE_LEARNT].action;
    if (code >= (wint_t)KEY_F0 && code <= (wint_t)KEY_F(12))
        return key_of_f((unsigned)(code - (wint_t)KEY_F0));
    return ACT_NONE;
}

/* A character of "button;column;row" and then M (pressed) or m (let go). True: a press that
 * means something. */
static bool mouse_take(struct term *term, uint32_t code, struct key *key)
{
    if (code >= '0' && code <= '9') {
        if (term->mouse[term->mouse_count] < 10000)
            term->mouse[term->mouse_count] = term->mouse[term->mouse_count] * 10 + code - '0';
        return false;
    }
    if (code == ';' && term->mouse_count < 2) {
        term->mouse_count++;
        return false;
    }
    term->mousing = false;
    if (code != 'M' || term->mouse_count != 2 || !term->mouse[1] || !term->mouse[2])
        return false;
    *key = (struct key){ .row = term->mouse[2] - 1, .col = term->mouse[1] - 1 };
    key->action = term->mouse[0] == 0    ? ACT_CLICK
                  : term->mouse[0] == 64 ? ACT_WHEEL_UP
                  : term->mouse[0] == 65 ? ACT_WHEEL_DOWN
                                         : ACT_NONE;
    return key->action != ACT_NONE;
}

/* What stands in the line of the terminal's own reports; false: a key of a person. */
static bool is_report(struct term *term, int kind, wint_t code, struct key *key)
{
    bool special = kind == KEY_CODE_YES;

    *key = (struct key){ 0 };
    if (special && code == CODE_PASTE_BEGIN) {
        term->pasting = true;
        term->paste_n = 0;
    } else if (special && code == CODE_PASTE_END) {
        term->pasting = false;
        if (term->paste_n)
            *key = (struct key){ .action = ACT_PASTE, .text = { term->paste, term->paste_n } };
    } else if (term->pasting) {
        if (!special)
            paste_add(term, (uint32_t)code);
    } else if (special && code == CODE_MOUSE) {
        term->mousing = true;
        term->mouse_count = term->mouse[0] = term->mouse[1] = term->mouse[2] = 0;
    } else if (special && code >= CODE_LINE_ONE && code <= CODE_TEXT_TWO) {
        if (probed(code))
            key->action = ACT_RESIZE; /* the same picture, drawn anew */
    } else if (term->mousing && !special) {
        (void)mouse_take(term, (uint32_t)code, key);
    } else {
        return false;
    }
    return true;
}

/* Keys out of what curses read, into term->ready; there may be none yet. */
static void take(struct term *term, int kind, wint_t code)
{
    struct key key;

    term->ready_at = 0;
    if (is_report(term, kind, code, &key))
        term->ready_n = escape_key(&term->escape, key, term->ready);
    else if (kind == KEY_CODE_YES)
        term->ready_n = escape_key(&term->escape,
                                   (struct key){ .action = action_of_code(code) }, term->ready);
    else
        term->ready_n = escape_char(&term->escape, (uint32_t)code, link_clock(), term->ready);
}

bool term_key(struct term *term, struct key *key)
{
    wint_t code;
    int kind;

    while (term->ready_at == term->ready_n && (kind = wget_wch(stdscr, &code)) != ERR)
        take(term, kind, code);
    if (term->ready_at == term->ready_n) {
        term->ready_at = 0;
        term->ready_n = escape_idle(&term->escape, link_clock(), term->ready);
    }
    if (term->ready_at == term->ready_n)
        return false;
    *key = term->ready[term->ready_at++];
    return true;
}

int64_t term_due(const struct term *term)
{
    return escape_due(&term->escape);
}

/* --- cells ------------------------------------------------------------------------------- */

/* The line to these sides, in the order of their bits. */
static wchar_t line_sign(unsigned edges)
{
    static const wchar_t signs[16] = { L' ',      L'\u2502', L'\u2500', L'\u2514',
                                       L'\u2502', L'\u2502', L'\u250C', L'\u251C',
                                       L'\u2500', L'\u2518', L'\u2500', L'\u2534',
                                       L'\u2510', L'\u2524', L'\u252C', L'\u253C' };

    return signs[edges & 15u];
}

/* What the terminal is given instead of the cell's own characters, of which there are n. */
static void stand_in(const struct cell *cell, wchar_t wide[CCHARW_MAX + 1], size_t n)
{
    char plain = n && drawing[1] == DRAW_ASCII ? text_stand_in((uint32_t)wide[0]) : 0;

    if (cell->edges && drawing[0] == DRAW_REAL)
        wide[0] = line_sign(cell->edges);
    else if (plain)
        wide[0] = (wchar_t)plain;
    else
        return;
    wide[1] = L'\0';
}

static void show_cell(size_t row, size_t col, const struct cell *cell)
{
    wchar_t wide[CCHARW_MAX + 1] = { 0 };
    struct str text = { cell->text, cell->n };
    cchar_t complex;
    size_t n = 0;
    uint32_t code = 0;

    for (size_t at = 0, bytes; at < text.n && n < CCHARW_MAX; at += bytes) {
        bytes = utf8_read(text, at, &code);
        if (!bytes)
            return;
        wide[n++] = (wchar_t)code;
    }
    stand_in(cell, wide, n);
    if (setcchar(&complex, wide, look_attr[cell->look], look_pair[cell->look], NULL) ==
        CURSES_OK)
        (void)mvadd_wch((int)row, (int)col, &complex);
}

void term_show(const struct paint *paint)
{
    for (size_t row = 0; row < paint->rows; row++)
        for (size_t col = 0; col < paint->cols; col++) {
            const struct cell *cell = &paint->cells[row * paint->cols + col];

            if (cell->width)
                show_cell(row, col, cell);
        }
    (void)curs_set(paint->has_cursor);
    if (paint->has_cursor)
        (void)move((int)paint->cursor_row, (int)paint->cursor_col);
    (void)wnoutrefresh(stdscr);
    (void)doupdate();
}

void term_send(struct str sequence)
{
    (void)fwrite(sequence.p, 1, sequence.n, stdout);
    (void)fflush(stdout);
}

void term_ring(void)
{
    (void)beep();
}

void term_repaint(void)
{
    (void)clearok(curscr, TRUE);
}
