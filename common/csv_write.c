/* csv_write.c - tables for spreadsheets. */
#include "common/csv.h"
#include "common/text.h"

void csv_out_init(struct csv_out *out, struct arena *arena, char separator, bool mark)
{
    /* text_csv quotes for the comma and the semicolon and leaves no tab in a cell. */
    assert(separator == ',' || separator == ';' || separator == '\t');
    *out = (struct csv_out){ .separator = separator };
    buffer_init(&out->text, arena);
    if (mark)
        buffer_put(&out->text, STR("\xEF\xBB\xBF"));
    out->row_start = out->text.n;
}

void csv_put(struct csv_out *out, struct str cell)
{
    if (out->row_begun)
        buffer_char(&out->text, out->separator);
    buffer_put(&out->text, text_csv(cell, out->text.arena));
    out->row_begun = true;
}

void csv_end_row(struct csv_out *out)
{
    assert(out->row_begun);
    if (out->text.n == out->row_start) /* one empty cell would look like no row */
        buffer_put(&out->text, STR("\"\""));
    buffer_put(&out->text, STR("\r\n"));
    out->row_begun = false;
    out->row_start = out->text.n;
}

struct str csv_text(struct csv_out *out)
{
    assert(!out->row_begun);
    return buffer_text(&out->text);
}
