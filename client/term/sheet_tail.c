/*
 * sheet_tail.c - the rest of a choice's word.
 */
#include "client/term/sheet_tail.h"

#include <string.h>
#include <wctype.h>

#include "common/utf8.h"

static bool is_small(uint32_t code)
{
    return iswlower((wint_t)code) != 0;
}

void sheet_tail_expect(struct sheet *sheet, struct str word, size_t typed, uint32_t last)
{
    sheet->tail_n = word.n - typed < sizeof(sheet->tail) ? word.n - typed : 0;
    if (sheet->tail_n)
        memcpy(sheet->tail, word.p + typed, sheet->tail_n);
    sheet->tail_at = sheet->at;
    sheet->tail_typed = sheet->tail_letters = 0;
    sheet->tail_small = is_small(last);
}

/* What stands in the field was the rest of the word: it never was typed there. */
static void take_back(struct sheet *sheet, struct sheet_place *p, struct arena *arena)
{
    if (params[p->item.param].type != PARAM_CHOICE)
        (void)field_key(&p->field, &(struct key){ .action = ACT_UNDO }, arena);
    sheet->tail_n = 0;
}

/* The same letter, small or not? In words of one case. */
static bool is_letter(const struct sheet *sheet, uint32_t code, uint32_t want)
{
    if (towlower((wint_t)code) == towupper((wint_t)code)) /* of no case */
        return code == want;
    return is_small(code) == sheet->tail_small &&
           towlower((wint_t)code) == towlower((wint_t)want);
}

bool sheet_tail_takes(struct sheet *sheet, const struct key *key)
{
    struct sheet_place *p = &sheet->places[sheet->at];
    uint32_t want = 0;
    size_t bytes;

    if (!sheet->tail_n || sheet->at != sheet->tail_at || key->action != ACT_CHAR)
        return false;
    bytes = utf8_read((struct str){ sheet->tail, sheet->tail_n }, sheet->tail_typed, &want);
    if (!bytes || !is_letter(sheet, key->code, want)) {
        sheet->tail_n = 0;
        return false;
    }
    sheet->tail_typed += bytes;
    sheet->tail_letters++;
    return params[p->item.param].type == PARAM_CHOICE;
}

void sheet_tail_ends(struct sheet *sheet, struct sheet_place *p, const struct key *key,
                     struct arena *arena)
{
    bool whole = sheet->tail_typed == sheet->tail_n;

    if (!sheet->tail_n || p != &sheet->places[sheet->tail_at])
        return;
    if (sheet->tail_typed && (whole || (key->action != ACT_CHAR && sheet->tail_letters > 1)))
        take_back(sheet, p, arena);
    else if (key->action != ACT_CHAR)
        sheet->tail_n = 0;
}
