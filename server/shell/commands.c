/*
 * commands.c - run, migrate, company, user, password, cert, seal, backup, restore, drill,
 * check, version.
 */
#include "server/shell/commands.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "common/limits.h"
#include "common/log.h"
#include "common/text.h"
#include "common/tls.h"
#include "common/utf8.h"
#include "server/db/migrate.h"
#include "server/shell/hasher.h"
#include "server/shell/seal.h"
#include "server/shell/setup.h"

/* What the commands take. */
struct words {
    const char *name, *login, *dir, *client;
    int64_t uid;
    bool practice;
    struct setting_list hosts;
};
#define AT(field) offsetof(struct words, field)
static const struct setting word_table[] = {
    { "name", 0, SETTING_TEXT, SETTING_LINE, AT(name), .value = "NAME",
      .help = "name of the company or person" },
    { "login", 0, SETTING_TEXT, SETTING_LINE, AT(login), .value = "LOGIN", .help = "the user" },
    { "uid", 0, SETTING_INT, SETTING_LINE, AT(uid), 1, INT32_MAX, .value = "UID",
      .help = "system user who may act as this person over the unix socket" },
    { "practice", 0, SETTING_FLAG, SETTING_LINE, AT(practice),
      .help = "a company for practice: its documents mean nothing" },
    { "dir", 0, SETTING_TEXT, SETTING_LINE, AT(dir), .value = "PATH",
      .help = "folder of the certificates" },
    { "host", 0, SETTING_LIST, SETTING_LINE, AT(hosts), .value = "NAME",
      .help = "name or address by which the daemon is called; repeatable" },
    { "client", 0, SETTING_TEXT, SETTING_LINE, AT(client), .value = "NAME",
      .help = "make a client's certificate of this name instead" },
};

/* Settings stand in front of the command's words. */
static struct str misplaced(struct str detail, int argc, char *const argv[],
                            struct arena *arena)
{
    for (int i = 1; i < argc; i++)
        for (size_t k = 0; k < settings_count; k++) {
            const char *name = settings_table[k].name;
            size_t n = strlen(name);

            if (!strncmp(argv[i], "--", 2) && !strncmp(argv[i] + 2, name, n) &&
                (argv[i][n + 2] == '\0' || argv[i][n + 2] == '='))
                return str_format(arena,
                                  "--%s stands in front of the command: osbd --%s ... %s", name,
                                  name, argv[0]);
        }
    return detail;
}

struct error command_words(const struct setting *table, size_t count, int argc,
                           char *const argv[], void *out, struct arena *arena)
{
    struct error err;
    int rest;

    err = options_read(table, count, argc, argv, out, arena, &rest);
    if (err.code && argc > 1)
        err.detail = misplaced(err.detail, argc, argv, arena);
    if (!err.code && rest < argc)
        err = refuse_with(ERR_PARAMS, NULL,
                          str_format(arena, "'%s' is not expected here", argv[rest]));
    return err;
}

static struct error read_words(int argc, char *const argv[], struct arena *arena,
                               struct words *out)
{
    *out = (struct words){ 0 };
    return command_words(word_table, COUNT(word_table), argc, argv, out, arena);
}

struct error command_need(const char *value, const char *option, struct arena *arena)
{
    return value ? OK
                 : refuse_with(ERR_PARAMS, NULL, str_format(arena, "--%s is needed", option));
}

/* A session as owner of the tables. */
static struct error as_owner(const struct settings *settings, struct arena *arena, PGconn **out)
{
    struct error err = setup_connect("owner-database", settings->owner, arena, out);

    if (!err.code)
        err = setup_run(*out, "SET ROLE osb_owner", NULL, 0, arena, NULL);
    return err;
}

/* The words of a command about one user, and a session as owner. */
static struct error about_user(const struct settings *settings, int argc, char *const argv[],
                               struct arena *arena, struct words *words, PGconn **pg)
{
    struct error err = read_words(argc, argv, arena, words);

    *pg = NULL;
    if (!err.code)
        err = command_need(words->login, "login", arena);
    return err.code ? err : as_owner(settings, arena, pg);
}

/* ---- run, check, version ---- */

static struct error run(const struct settings *settings, int argc, char *const argv[],
                        struct arena *arena)
{
    struct words none;
    struct error err = read_words(argc, argv, arena, &none);

    if (!err.code)
        err = setup_log(settings, arena);
    if (!err.code)
        err = daemon_run(settings, arena);
    return err;
}

static struct error check(const struct settings *settings, int argc, char *const argv[],
                          struct arena *arena)
{
    struct daemon look = { .settings = settings, .arena = arena };
    struct instant end;
    struct words none;
    struct error err = read_words(argc, argv, arena, &none);

    if (!err.code)
        err = setup_look(&look, arena);
    if (err.code)
        return err;
    printf("database   serves; migrations complete\n");
    printf("company    %s%s\n", look.company, look.practice ? " (practice)" : "");
    printf("socket     %s\n", settings->socket);
    if (!settings->listen) {
        printf("tls        none: this machine only\n");
        return OK;
    }
    err = command_need(settings->cert, "cert", arena);
    if (!err.code)
        err = tls_cert_end(settings->cert, arena, &end);
    if (!err.code)
        printf("tls        %s, certificate until %s\n", settings->listen,
               instant_text(end, arena).p);
    return err;
}

static struct error version(const struct settings *settings, int argc, char *const argv[],
                            struct arena *arena)
{
    (void)settings;
    (void)argc;
    (void)argv;
    (void)arena;
    printf("osbd " OSB_VERSION "\n");
    return OK;
}

/* ---- migrate, company ---- */

static struct error migrate(const struct settings *settings, int argc, char *const argv[],
                            struct arena *arena)
{
    struct migrate_state state = { 0 };
    PGconn *pg = NULL;
    struct words none;
    struct error err = read_words(argc, argv, arena, &none);

    if (!err.code)
        err =
            migrate_run(settings->owner, sql_files, sql_file_count, OSB_VERSION, arena, &state);
    if (err.code == ERR_RETRY)
        err = setup_away("owner-database", err.detail, arena);
    if (!err.code)
        err = setup_connect("owner-database", settings->owner, arena, &pg);
    if (!err.code)
        err = setup_reference(pg, arena);
    PQfinish(pg);
    if (!err.code)
        printf("migration %lld of %lld\n", (long long)state.applied, (long long)state.known);
    return err;
}

static struct error company_create(const struct settings *settings, int argc,
                                   char *const argv[], struct arena *arena)
{
    struct words words;
    PGresult *result = NULL;
    PGconn *pg = NULL;
    struct error err = read_words(argc, argv, arena, &words);
    const char *values[2];

    if (!err.code)
        err = command_need(words.name, "name", arena);
    if (!err.code)
        err = as_owner(settings, arena, &pg);
    values[0] = words.name;
    values[1] = words.practice ? "t" : "f";
    if (!err.code)
        err = setup_run(pg,
                        "INSERT INTO company (name, practice) VALUES ($1, $2::boolean)"
                        " ON CONFLICT DO NOTHING",
                        values, 2, arena, &result);
    if (!err.code && strcmp(PQcmdTuples(result), "1") != 0)
        err =
            refuse_with(ERR_RULE, NULL,
                        STR("the database has its company already: one database, one company"));
    PQclear(result);
    PQfinish(pg);
    if (!err.code)
        printf("company %s%s\n", words.name, words.practice ? " (practice)" : "");
    return err;
}

/* ---- users ---- */

/* Letters and digits that are not mistaken for each other, in groups. */
static void make_code(char out[24])
{
    static const char signs[] = "abcdefghjkmnpqrstuvwxyz23456789";
    size_t n = 0;

    for (size_t i = 0; i < 20; i++) {
        if (i && i % 5 == 0)
            out[n++] = '-';
        out[n++] = signs[randombytes_uniform(sizeof signs - 1)];
    }
    out[n] = '\0';
}

static struct error set_password(PGconn *pg, const char *login, struct str password,
                                 bool must_change, struct arena *arena)
{
    char hash[HASHER_HASH_BYTES];
    const char *values[] = { login, hash, must_change ? "t" : "f" };
    PGresult *result = NULL;
    struct error err;

    if (!hasher_make(password, hash))
        return refuse(ERR_NO_MEMORY, NULL);
    err = setup_run(pg,
                    "INSERT INTO credential (user_id, password, changed_at, must_change)"
                    " SELECT id, $2, clock_timestamp(), $3::boolean FROM app_user"
                    " WHERE login = $1 AND id > 1"
                    " ON CONFLICT (user_id) DO UPDATE SET password = excluded.password,"
                    " changed_at = excluded.changed_at, must_change = excluded.must_change,"
                    " failures = 0, locked_until = NULL",
                    values, 3, arena, &result);
    if (!err.code && strcmp(PQcmdTuples(result), "1") != 0)
        err = refuse_with(ERR_NOT_FOUND, "login",
                          str_format(arena, "there is no user %s", login));
    PQclear(result);
    return err;
}

static struct error map_peer(PGconn *pg, const char *login, int64_t uid, struct arena *arena)
{
    const char *values[] = { str_format(arena, "%lld", (long long)uid).p, login };
    PGresult *result = NULL;
    struct error err = setup_run(pg,
                                 "INSERT INTO peer_login (uid, user_id) SELECT $1::bigint, id"
                                 " FROM app_user WHERE login = $2 AND id > 1"
                                 " ON CONFLICT DO NOTHING RETURNING 1",
                                 values, 2, arena, &result);

    if (!err.code && PQntuples(result) == 0)
        err = refuse_with(
            ERR_NOT_FOUND, "login",
            str_format(arena, "there is no user %s, or he is mapped already", login));
    PQclear(result);
    return err;
}

/* A code that opens within a day, for choosing a password. */
static struct error give_code(PGconn *pg, const char *login, struct arena *arena)
{
    char code[24];
    struct error err;

    make_code(code);
    err = set_password(pg, login, str_of(code), true, arena);
    if (!err.code)
        printf("one-time code: %s\n", code);
    return err;
}

/* The first administrator, who makes everybody else; refused while one is there. */
static const char bootstrap_sql[] =
    "WITH u AS (INSERT INTO app_user (id, login, name, active)"
    " SELECT nextval('id_block') * 4096 + 1, $1, $2, true WHERE NOT EXISTS"
    " (SELECT FROM user_role r JOIN app_user a ON a.id = r.user_id AND a.active"
    "  WHERE r.role = 'ADM' AND coalesce(r.valid_to, 'infinity') >= business_today())"
    " RETURNING id)"
    " INSERT INTO user_role (id, user_id, role, valid_from)"
    " SELECT id + 1, id, 'ADM', business_today() FROM u RETURNING 1";

static struct error bootstrap(PGconn *pg, const struct words *words, struct arena *arena)
{
    const char *values[] = { words->login, words->name ? words->name : words->login };
    PGresult *result = NULL;
    struct error err = setup_run(pg, bootstrap_sql, values, 2, arena, &result);

    if (!err.code && PQntuples(result) == 0)
        err = refuse_with(ERR_RULE, NULL,
                          STR("there is an administrator already: he makes other users"));
    PQclear(result);
    return err;
}

static struct error user_bootstrap(const struct settings *settings, int argc,
                                   char *const argv[], struct arena *arena)
{
    struct words words;
    PGconn *pg;
    struct error err = about_user(settings, argc, argv, arena, &words, &pg);

    if (!err.code)
        err = bootstrap(pg, &words, arena);
    if (!err.code && words.uid)
        err = map_peer(pg, words.login, words.uid, arena);
    if (!err.code)
        printf("user %s, role ADM\n", words.login);
    if (!err.code)
        err = give_code(pg, words.login, arena);
    PQfinish(pg);
    return err;
}

/* For who forgot his password, or never had one. */
static struct error password_code(const struct settings *settings, int argc, char *const argv[],
                                  struct arena *arena)
{
    struct words words;
    PGconn *pg;
    struct error err = about_user(settings, argc, argv, arena, &words, &pg);

    if (!err.code)
        err = give_code(pg, words.login, arena);
    PQfinish(pg);
    return err;
}

static struct error user_peer(const struct settings *settings, int argc, char *const argv[],
                              struct arena *arena)
{
    struct words words;
    PGconn *pg;
    struct error err = about_user(settings, argc, argv, arena, &words, &pg);

    if (!err.code)
        err = command_need(words.uid ? "" : NULL, "uid", arena);
    if (!err.code)
        err = map_peer(pg, words.login, words.uid, arena);
    PQfinish(pg);
    return err;
}

/* The first line of standard input. */
static struct error read_password(struct arena *arena, struct str *out)
{
    char line[LIMIT_PASSWORD * LIMIT_UTF8_BYTES + 2];
    struct str text;

    if (!fgets(line, sizeof line, stdin))
        return refuse_with(ERR_PARAMS, "password", STR("give it on standard input"));
    text = str_of(line);
    if (text.n && text.p[text.n - 1] == '\n')
        text.n--;
    *out = str_dup(arena, text);
    sodium_memzero(line, sizeof line);
    if (utf8_fault(*out) != out->n)
        return refuse_with(ERR_PARAMS, "password", STR("it is not UTF-8"));
    if (utf8_count(*out, 0, out->n) < LEAST_PASSWORD ||
        out->n > LIMIT_PASSWORD * LIMIT_UTF8_BYTES)
        return refuse_with(ERR_PARAMS, "password",
                           str_format(arena, "at least %d characters", LEAST_PASSWORD));
    return OK;
}

static struct error password_set(const struct settings *settings, int argc, char *const argv[],
                                 struct arena *arena)
{
    struct str password = STR("");
    struct words words;
    PGconn *pg;
    struct error err = about_user(settings, argc, argv, arena, &words, &pg);

    if (!err.code)
        err = read_password(arena, &password);
    if (!err.code)
        err = set_password(pg, words.login, password, false, arena);
    PQfinish(pg);
    return err;
}

/* ---- the sealer ---- */

static struct error seal(const struct settings *settings, int argc, char *const argv[],
                         struct arena *arena)
{
    struct words none;
    struct error err = read_words(argc, argv, arena, &none);

    return err.code ? err : seal_run(settings, arena);
}

/* ---- certificates ---- */

static const char *in_dir(const char *dir, const char *name, const char *end,
                          struct arena *arena)
{
    return str_format(arena, "%s/%s%s", dir, name, end).p;
}

static struct error make_authority(const struct tls_files *ca, struct arena *arena)
{
    struct stat st;

    if (stat(ca->key, &st) == 0)
        return OK;
    return tls_make_ca(ca, "OSB house authority", arena);
}

static struct error cert(const struct settings *settings, int argc, char *const argv[],
                         struct arena *arena)
{
    struct words words;
    struct error err = read_words(argc, argv, arena, &words);
    struct tls_files ca, files;
    struct tls_issue issue;
    const char *name;

    (void)settings;
    if (!err.code)
        err = command_need(words.dir, "dir", arena);
    if (!err.code && !words.client && words.hosts.count == 0)
        err = command_need(NULL, "host", arena);
    if (err.code)
        return err;
    name = words.client ? words.client : "osbd";
    ca = (struct tls_files){ .cert = in_dir(words.dir, "ca", ".pem", arena),
                             .key = in_dir(words.dir, "ca", ".key", arena) };
    files = (struct tls_files){ .cert = in_dir(words.dir, name, ".pem", arena),
                                .key = in_dir(words.dir, name, ".key", arena) };
    issue = (struct tls_issue){ .name = words.client ? words.client : words.hosts.items[0],
                                .hosts = words.hosts.items,
                                .host_count = words.client ? 0 : words.hosts.count,
                                .client = words.client != NULL };
    err = make_authority(&ca, arena);
    if (!err.code)
        err = tls_make_cert(&ca, &files, &issue, arena);
    if (!err.code)
        printf("%s\n%s\nauthority for clients: %s\n", files.cert, files.key, ca.cert);
    return err;
}

/* ---- the table ---- */

const struct admin_command admin_commands[] = {
    { "run", NULL, "serve (also without a command)", run },
    { "migrate", NULL, "bring the database up to this program", migrate },
    { "company", "create", "found the company: --name, --practice", company_create },
    { "user", "bootstrap", "make the first administrator: --login, --name, --uid",
      user_bootstrap },
    { "user", "peer", "let a system user act as somebody: --login, --uid", user_peer },
    { "password", "code", "print a code with which somebody chooses a password: --login",
      password_code },
    { "password", "set", "set a password, read from standard input: --login", password_set },
    { "cert", NULL, "make certificates: --dir, --host or --client", cert },
    { "seal", NULL, "chain the events' hashes, once a second, until stopped", seal },
    { "backup", NULL, "save the database while it works: --to, --keep", command_backup },
    { "restore", NULL, "bring a backup into an empty database: --from", command_restore },
    { "drill", NULL, "prove a backup in a throw-away database: --from", command_drill },
    { "check", NULL, "look whether everything is there to serve", check },
    { "version", NULL, "print the version", version },
};
const size_t admin_command_count = COUNT(admin_commands);

const struct admin_command *admin_command_find(int argc, char *const argv[], int *words)
{
    for (size_t i = 0; i < admin_command_count; i++) {
        const struct admin_command *c = &admin_commands[i];

        *words = c->second ? 2 : 1;
        if (argc >= *words && !strcmp(argv[0], c->word) &&
            (!c->second || !strcmp(argv[1], c->second)))
            return c;
    }
    return NULL;
}
