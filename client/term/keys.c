/*
 * keys.c - the table of keys.
 */
#include "client/term/keys.h"

#include <string.h>

#include "client/words.h"
#include "common/text.h"

const struct key_row key_rows[] = {
    { ACT_HELP, 1, 'G', "?", N_("Help"), N_("help on the field, the screen, the keys") },
    { ACT_DO, 2, 'S', "", N_("Do"), N_("do the next step: save, submit, sign, post") },
    { ACT_BACK, 3, 'X', "q", N_("Back"), N_("back one screen; what was typed is kept") },
    { ACT_LOOKUP, 4, 'F', "", N_("Lookup"), N_("look up what fits the field") },
    { ACT_RELOAD, 5, 'R', "", N_("Reload"), N_("ask the daemon again; reconnect now") },
    { ACT_NEW, 6, 'N', "n", N_("New"), N_("a new document") },
    { ACT_PREV, 7, 0, "[", N_("Prev"), N_("the page before") },
    { ACT_NEXT, 8, 0, "]", N_("Next"), N_("the next page") },
    { ACT_FILTER, 9, 0, "f", N_("Filter"), N_("choose, name and keep what a list shows") },
    { ACT_FIND, 0, 0, "/", N_("Find"), N_("find a document by its number") },
    { ACT_SORT, 0, 0, "s", N_("Sort"), N_("the order of the rows") },
    { ACT_MENU, 10, 'O', "m", N_("Menu"), N_("all that can be done here") },
    { ACT_VIEW, 11, 0, "v", N_("View"), N_("list and detail, or the detail alone") },
    { ACT_CANCEL, 12, 'C', "", N_("Cancel"), N_("leave the field, the box, the request") },
    { ACT_PALETTE, 0, 'P', ":", N_("Go to"), N_("go to a list, an act, a document") },
    { ACT_MARK_ALL, 0, 0, "*", N_("All"), N_("mark all rows, or none; Space marks one") },
    { ACT_NARROWER, 0, 0, "<", "", N_("more room for the detail") },
    { ACT_WIDER, 0, 0, ">", "", N_("more room for the list") },
    { ACT_COPY, 0, 0, "y", N_("Copy"), N_("copy the row's number to the clipboard") },
    { ACT_PRINT, 0, 0, "p", N_("Print"), N_("print the document, or what is shown") },
    { ACT_UNDO, 0, 'Z', "", "", N_("take back what was typed") },
    { ACT_REDO, 0, 'Y', "", "", N_("type it again") },
    { ACT_SAME, 0, 'D', "", "", N_("the same as in the row above") },
    { ACT_DELETE_ROW, 0, 'K', "", "", N_("delete the row") },
    { ACT_INSERT_ROW, 0, 'T', "", "", N_("insert a row") },
    { ACT_CLEAR, 0, 'U', "", "", N_("clear the field") },
    { ACT_CLEAR_WORD, 0, 'W', "", "", N_("clear the word before the cursor") },
    { ACT_START, 0, 'A', "", "", N_("to the start of the field") },
    { ACT_END, 0, 'E', "", "", N_("to its end") },
    { ACT_REPAINT, 0, 'L', "", "", N_("paint the screen again") },
    { ACT_LANGUAGE, 0, 'V', "", "", N_("another language") },
    { ACT_QUIT, 0, 'Q', "", "", N_("leave osb; drafts are kept") },
};
const size_t key_row_count = COUNT(key_rows);

enum action key_of_f(unsigned number)
{
    for (size_t i = 0; i < COUNT(key_rows); i++)
        if (number && key_rows[i].f == number)
            return key_rows[i].action;
    return ACT_NONE;
}

enum action key_of_control(uint32_t code)
{
    switch (code) {
    case '\r':
    case '\n':
        return ACT_ENTER;
    case '\t':
        return ACT_TAB;
    case '\b':
    case 0x7F:
        return ACT_BACKSPACE;
    case 0x1B:
        return ACT_CANCEL;
    }
    for (size_t i = 0; i < COUNT(key_rows); i++)
        if (key_rows[i].control && code == (uint32_t)(key_rows[i].control & 0x1F))
            return key_rows[i].action;
    return ACT_NONE;
}

const struct key_row *key_row_of(enum action action)
{
    for (size_t i = 0; i < COUNT(key_rows); i++)
        if (key_rows[i].action == action)
            return &key_rows[i];
    return NULL;
}

struct str key_row_names(const struct key_row *row, struct arena *arena)
{
    struct str f = row->f ? str_format(arena, "F%d", row->f) : STR("");
    struct str control = row->control ? str_format(arena, "Ctrl+%c", row->control) : STR("");

    return str_format(arena, "%.*s %.*s", STR_ARG(text_column(f, 4, TEXT_LEFT, arena)),
                      STR_ARG(text_column(control, 7, TEXT_LEFT, arena)));
}

enum action key_behind_escape(uint32_t code)
{
    if (code >= '1' && code <= '9')
        return key_of_f(code - '0');
    return code == '0'   ? key_of_f(10)
           : code == '-' ? key_of_f(11)
           : code == '=' ? key_of_f(12)
                         : ACT_NONE;
}

struct key key_in_list(struct key key)
{
    if (key.action != ACT_CHAR || key.code >= 0x80)
        return key;
    for (size_t i = 0; i < COUNT(key_rows); i++)
        if (key.code && strchr(key_rows[i].letters, (int)key.code))
            return (struct key){ .action = key_rows[i].action };
    return key;
}

bool key_read(struct str name, struct key *out)
{
    static const struct {
        const char *name;
        enum action action;
    } named[] = {
        { "Enter", ACT_ENTER },     { "Tab", ACT_TAB },
        { "Backtab", ACT_BACKTAB }, { "Up", ACT_UP },
        { "Down", ACT_DOWN },       { "Left", ACT_LEFT },
        { "Right", ACT_RIGHT },     { "Esc", ACT_CANCEL },
        { "Home", ACT_START },      { "Backspace", ACT_BACKSPACE },
        { "Delete", ACT_DELETE },   { "PgUp", ACT_PREV },
        { "PgDn", ACT_NEXT },       { "End", ACT_END },
    };
    int64_t number = 0;

    *out = (struct key){ .action = ACT_NONE };
    if (str_eq(name, STR("Space")))
        *out = (struct key){ .action = ACT_CHAR, .code = ' ' };
    else if (name.n == 2 && name.p[0] == '^')
        out->action = key_of_control((uint32_t)(name.p[1] & 0x1F));
    else if (name.n > 1 && name.p[0] == 'F' &&
             str_int((struct str){ name.p + 1, name.n - 1 }, &number) && number > 0)
        out->action = key_of_f((unsigned)number);
    for (size_t i = 0; i < COUNT(named); i++)
        if (str_eq(name, str_of(named[i].name)))
            out->action = named[i].action;
    return out->action != ACT_NONE;
}
