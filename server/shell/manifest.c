/*
 * manifest.c - files and their sums; the manifest written and read.
 */
#include "server/shell/manifest.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/json.h"

#define FORMAT         1
#define MANIFEST_MOST  (4 * 1024 * 1024)
#define FILES_MOST     4000 /* far below LIMIT_JSON_NODES: PostgreSQL makes one for each table */
#define SUM_LINE_BYTES (MANIFEST_SUM_BYTES + sizeof "  manifest.json\n")

static const char *in(const char *folder, const char *name, struct arena *arena)
{
    return str_format(arena, "%s/%s", folder, name).p;
}

static struct error file_trouble(const char *path, struct arena *arena)
{
    return refuse_with(ERR_NO_FILE, NULL, str_format(arena, "%s: %s", path, strerror(errno)));
}

static struct error damaged(const char *folder, const char *what, struct arena *arena)
{
    return refuse_with(ERR_FORMAT, NULL,
                       str_format(arena, "the backup %s is damaged: %s", folder, what));
}

/* ---- sums ---- */

static void hex_of(const unsigned char hash[crypto_hash_sha256_BYTES],
                   char out[MANIFEST_SUM_BYTES])
{
    sodium_bin2hex(out, MANIFEST_SUM_BYTES, hash, crypto_hash_sha256_BYTES);
}

static void sum_of(struct str text, char out[MANIFEST_SUM_BYTES])
{
    unsigned char hash[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(hash, (const unsigned char *)text.p, text.n);
    hex_of(hash, out);
}

static struct error sum_file(const char *path, struct arena *arena, int64_t *bytes,
                             char out[MANIFEST_SUM_BYTES])
{
    unsigned char hash[crypto_hash_sha256_BYTES], block[65536];
    crypto_hash_sha256_state state;
    FILE *in_file = fopen(path, "re");
    struct error err = OK;
    size_t got;

    if (!in_file)
        return file_trouble(path, arena);
    *bytes = 0;
    crypto_hash_sha256_init(&state);
    while ((got = fread(block, 1, sizeof block, in_file)) > 0) {
        crypto_hash_sha256_update(&state, block, got);
        *bytes += (int64_t)got;
    }
    if (ferror(in_file))
        err = file_trouble(path, arena);
    (void)fclose(in_file);
    crypto_hash_sha256_final(&state, hash);
    hex_of(hash, out);
    return err;
}

/* ---- the files ---- */

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const struct manifest_file *)a)->name,
                   ((const struct manifest_file *)b)->name);
}

static struct error list_names(const char *folder, struct arena *arena, struct manifest *m)
{
    const char *data = in(folder, "data", arena);
    const struct dirent *entry;
    DIR *dir = opendir(data);

    if (!dir)
        return file_trouble(data, arena);
    m->files = ARENA_ARRAY(arena, FILES_MOST, struct manifest_file);
    m->file_count = 0;
    while (m->file_count < FILES_MOST && (entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            m->files[m->file_count++].name = str_format(arena, "data/%s", entry->d_name);
    (void)closedir(dir);
    if (m->file_count == FILES_MOST)
        return refuse_with(ERR_TOO_MUCH, NULL, str_format(arena, "files in %s", data));
    qsort(m->files, m->file_count, sizeof m->files[0], by_name);
    return OK;
}

struct error manifest_list(const char *folder, struct arena *arena, struct manifest *m)
{
    struct error err = list_names(folder, arena, m);
    char sum[MANIFEST_SUM_BYTES];

    m->bytes = 0;
    for (size_t i = 0; !err.code && i < m->file_count; i++) {
        struct manifest_file *f = &m->files[i];

        err = sum_file(in(folder, f->name.p, arena), arena, &f->bytes, sum);
        f->sha256 = str_dup(arena, str_of(sum));
        m->bytes += f->bytes;
    }
    return err;
}

static struct error compare_file(const char *folder, const struct manifest_file *f,
                                 struct arena *arena)
{
    char sum[MANIFEST_SUM_BYTES];
    int64_t bytes = 0;
    struct error err = sum_file(in(folder, f->name.p, arena), arena, &bytes, sum);

    if (err.code)
        return damaged(folder, str_format(arena, "%s cannot be read", f->name.p).p, arena);
    if (bytes != f->bytes)
        return damaged(folder,
                       str_format(arena, "%s has %lld bytes instead of %lld", f->name.p,
                                  (long long)bytes, (long long)f->bytes)
                           .p,
                       arena);
    if (!str_eq(f->sha256, str_of(sum)))
        return damaged(folder, str_format(arena, "%s was changed", f->name.p).p, arena);
    return OK;
}

struct error manifest_verify(const char *folder, const struct manifest *m, struct arena *arena)
{
    struct manifest there = { 0 };
    struct error err = list_names(folder, arena, &there);

    for (size_t i = 0; !err.code && i < m->file_count; i++)
        err = compare_file(folder, &m->files[i], arena);
    if (!err.code && there.file_count != m->file_count)
        err = damaged(folder, "data/ holds files that the manifest does not name", arena);
    return err;
}

/* ---- writing ---- */

static void put_tables(struct json_out *out, const struct manifest *m)
{
    json_key(out, "tables");
    json_begin_array(out);
    for (size_t i = 0; i < m->table_count; i++) {
        json_begin_object(out);
        json_field_str(out, "table", m->tables[i].name);
        json_field_int(out, "rows", m->tables[i].rows);
        json_end_object(out);
    }
    json_end_array(out);
}

static void put_files(struct json_out *out, const struct manifest *m)
{
    json_key(out, "files");
    json_begin_array(out);
    for (size_t i = 0; i < m->file_count; i++) {
        json_begin_object(out);
        json_field_str(out, "file", m->files[i].name);
        json_field_int(out, "bytes", m->files[i].bytes);
        json_field_str(out, "sha256", m->files[i].sha256);
        json_end_object(out);
    }
    json_end_array(out);
}

static struct str text_of(const struct manifest *m, struct arena *arena)
{
    struct json_out out;

    json_out_init(&out, arena);
    json_begin_object(&out);
    json_field_int(&out, "format", FORMAT);
    json_field_str(&out, "program", m->program);
    json_field_str(&out, "company", m->company);
    json_field_bool(&out, "practice", m->practice);
    json_field_str(&out, "database", m->database);
    json_field_str(&out, "server", m->server);
    json_field_int(&out, "migration", m->migration);
    json_field_int(&out, "event", m->event);
    json_field_int(&out, "seal", m->seal_no);
    json_field_str(&out, "seal_hash", m->seal_hash);
    json_field_str(&out, "begun", m->begun);
    json_field_str(&out, "ended", m->ended);
    json_field_int(&out, "bytes", m->bytes);
    put_tables(&out, m);
    put_files(&out, m);
    json_end_object(&out);
    return json_text(&out);
}

/* What is in the file is on the disk, or it is an error. */
static struct error write_file(const char *path, struct str text, struct arena *arena)
{
    FILE *out = fopen(path, "wxe");
    struct error err = OK;

    if (!out)
        return file_trouble(path, arena);
    if (fwrite(text.p, 1, text.n, out) != text.n || fflush(out) != 0 || fsync(fileno(out)) != 0)
        err = file_trouble(path, arena);
    if (fclose(out) != 0 && !err.code)
        err = file_trouble(path, arena);
    return err;
}

struct error manifest_write(const char *folder, struct arena *arena, struct manifest *m)
{
    struct str text = str_format(arena, "%s\n", text_of(m, arena).p);
    struct error err = write_file(in(folder, "manifest.json", arena), text, arena);

    sum_of(text, m->sum);
    if (!err.code)
        err = write_file(in(folder, "manifest.sha256", arena),
                         str_format(arena, "%s  manifest.json\n", m->sum), arena);
    return err;
}

/* ---- reading ---- */

static struct error read_file(const char *path, size_t most, struct arena *arena,
                              struct str *out)
{
    FILE *in_file = fopen(path, "re");
    struct error err = OK;
    struct stat st;
    char *text;

    if (!in_file)
        return file_trouble(path, arena);
    if (fstat(fileno(in_file), &st) != 0 || st.st_size < 0 || (size_t)st.st_size > most) {
        err = refuse_with(ERR_FORMAT, NULL, str_format(arena, "%s: its size", path));
    } else {
        text = arena_alloc(arena, (size_t)st.st_size + 1);
        *out = (struct str){ text, fread(text, 1, (size_t)st.st_size, in_file) };
        if (ferror(in_file))
            err = file_trouble(path, arena);
    }
    (void)fclose(in_file);
    return err;
}

static bool get_str(const struct json *object, const char *name, struct arena *arena,
                    struct str *out)
{
    if (!json_str(json_member(object, name), out))
        return false;
    *out = str_dup(arena, *out);
    return true;
}

static bool get_int(const struct json *object, const char *name, int64_t *out)
{
    return json_int(json_member(object, name), out) && *out >= 0;
}

static bool read_lists(const struct json *root, struct arena *arena, struct manifest *m)
{
    const struct json *tables = json_member(root, "tables");
    const struct json *files = json_member(root, "files");
    bool good = true;

    m->tables = ARENA_ARRAY(arena, json_count(tables) + 1, struct manifest_table);
    for (const struct json *t = json_first(tables); good && t; t = json_next(t)) {
        struct manifest_table *table = &m->tables[m->table_count++];

        good = get_str(t, "table", arena, &table->name) && get_int(t, "rows", &table->rows);
    }
    m->files = ARENA_ARRAY(arena, json_count(files) + 1, struct manifest_file);
    for (const struct json *f = json_first(files); good && f; f = json_next(f)) {
        struct manifest_file *file = &m->files[m->file_count++];

        good = get_str(f, "file", arena, &file->name) && get_int(f, "bytes", &file->bytes) &&
               get_str(f, "sha256", arena, &file->sha256);
    }
    return good && m->table_count > 0 && m->file_count > 0;
}

static bool read_root(const struct json *root, struct arena *arena, struct manifest *m)
{
    int64_t format = 0;

    return get_int(root, "format", &format) && format == FORMAT &&
           get_str(root, "program", arena, &m->program) &&
           get_str(root, "company", arena, &m->company) &&
           json_bool(json_member(root, "practice"), &m->practice) &&
           get_str(root, "database", arena, &m->database) &&
           get_str(root, "server", arena, &m->server) &&
           get_int(root, "migration", &m->migration) && get_int(root, "event", &m->event) &&
           get_int(root, "seal", &m->seal_no) &&
           get_str(root, "seal_hash", arena, &m->seal_hash) &&
           get_str(root, "begun", arena, &m->begun) &&
           get_str(root, "ended", arena, &m->ended) && get_int(root, "bytes", &m->bytes) &&
           read_lists(root, arena, m);
}

struct error manifest_read(const char *folder, struct arena *arena, struct manifest *out)
{
    struct json_doc doc = { 0 };
    struct str text = STR(""), sum = STR("");
    struct error err =
        read_file(in(folder, "manifest.json", arena), MANIFEST_MOST, arena, &text);

    *out = (struct manifest){ 0 };
    if (!err.code)
        err = read_file(in(folder, "manifest.sha256", arena), SUM_LINE_BYTES, arena, &sum);
    if (err.code)
        return err;
    sum_of(text, out->sum);
    if (!str_eq(sum, str_format(arena, "%s  manifest.json\n", out->sum)))
        return damaged(folder, "manifest.json is not what manifest.sha256 says", arena);
    err = json_parse(str_trim((struct str){ text.p, text.n - (text.n > 0) }), arena, &doc);
    if (err.code || !read_root(doc.root, arena, out))
        err = damaged(folder, "manifest.json cannot be understood", arena);
    json_release(&doc);
    return err;
}
