/*
 * manual.c - help texts of the command line.
 */
#include "client/manual.h"

#include <string.h>

#include "client/exits.h"
#include "client/settings.h"
#include "client/words.h"
#include "common/buffer.h"
#include "common/text.h"

static const char usage_head[] =
    "osb - orders, shipments and billing from the command line\n"
    "\n"
    "  osb [option...] NOUN VERB [VALUE...] [--PARAMETER VALUE...]\n"
    "\n"
    "  osb order show SO12                    an order with its whole road\n"
    "  osb order accept SO12 --memo 'called'  a command; its answer says what came of it\n"
    "  osb order list --step CC --json        one object a line\n"
    "  osb order plan --customer C001 --lines 'P-0007:38@12.50,P-0014:100'\n"
    "  osb customer import FILE --dry-run     tables of customers, products, prices, stock,\n"
    "                                         quota, stations, orders, receipts\n"
    "  osb opening import FILE --kind receivable --total 1000.00 --rows 3 --as-of 2026-11-30\n"
    "  osb note form DN2611-000001 --out f    the printed form of a delivery note\n"
    "  osb watch                              what happens, as it happens\n"
    "  osb call                               raw requests from standard input, a line each\n"
    "  osb who                                who I am for the daemon\n"
    "  osb password                           choose a new password\n"
    "  osb catalog [--markdown]               every operation\n"
    "  osb help order accept                  what one operation takes\n"
    "  osb keys                               shows what the keys send, and learns them\n"
    "  osb completion                         a script for bash\n"
    "\n";

static const char usage_tail[] =
    "\n"
    "Rows (--lines): PRODUCT:QTY, PRODUCT:QTY@PRICE, #LINE:QTY, REF=AMOUNT with commas\n"
    "between, or JSON. Times: 2026-11-22T14:05, in the house's zone unless one is given, or\n"
    "now. Every command gets an id; sent again with the same --id it is not done twice.\n"
    "\n"
    "Exit codes:\n";

struct str manual_usage(struct arena *arena)
{
    struct buffer out;

    buffer_init(&out, arena);
    buffer_put(&out, str_of(usage_head));
    buffer_put(&out, options_help(client_settings, client_setting_count, arena));
    buffer_put(&out, str_of(usage_tail));
    buffer_put(&out, str_of(exit_help));
    return buffer_text(&out);
}

/* "order accept" from "order.accept". */
static struct str spoken(const char *name, struct arena *arena)
{
    const char *dot = strchr(name, '.');

    return dot ? str_format(arena, "%.*s %s", (int)(dot - name), name, dot + 1) : str_of(name);
}

struct str manual_list(struct arena *arena)
{
    struct buffer out;

    buffer_init(&out, arena);
    for (int i = 0; i < OP_COUNT; i++)
        buffer_put(&out, str_format(arena, "%.*s %s\n",
                                    STR_ARG(text_column(spoken(catalog[i].name, arena), 24,
                                                        TEXT_LEFT, arena)),
                                    words(catalog[i].help)));
    return buffer_text(&out);
}

static struct str role_names(role_set roles, struct arena *arena)
{
    struct str all = STR("");

    if (!roles)
        return STR("everyone who is logged in");
    for (unsigned r = 1; r < role_count; r++)
        if (roles & ROLE_BIT(r))
            all = str_format(arena, "%.*s%s%s", STR_ARG(all), all.n ? ", " : "",
                             enum_name(ENUM_role, r));
    return all;
}

/* "FAX, PHONE"; of a parameter that is no choice: nothing. */
static struct str choice_list(const struct param_info *p, const char *between,
                              struct arena *arena)
{
    struct str all = STR("");

    if (p->type != PARAM_CHOICE)
        return all;
    for (unsigned i = 1; i < enum_count(p->choices); i++)
        all = str_format(arena, "%.*s%s%s", STR_ARG(all), i > 1 ? between : "",
                         enum_name(p->choices, i));
    return all;
}

/* "approved-at": hyphens are quicker to type; underscores are taken, too. */
static struct str option_name(const char *name, struct arena *arena)
{
    struct str copy = str_dup(arena, str_of(name));

    for (char *p = (char *)(uintptr_t)copy.p; *p; p++)
        if (*p == '_')
            *p = '-';
    return copy;
}

struct str manual_operation(enum op op, struct arena *arena)
{
    const struct op_info *info = &catalog[op];
    struct buffer out;

    buffer_init(&out, arena);
    buffer_put(&out, str_format(arena, _("osb %.*s: %s\n%s; for %.*s\n\n"),
                                STR_ARG(spoken(info->name, arena)), words(info->help),
                                info->is_query ? _("a query, changes nothing") : _("a command"),
                                STR_ARG(role_names(info->roles, arena))));
    for (size_t i = 0; i < info->param_count; i++) {
        const struct param_info *p = &params[info->params[i].param];
        struct str choices = choice_list(p, ", ", arena);

        buffer_put(&out,
                   str_format(arena, "  --%-16.*s %-7s %s%s%s%.*s%s\n",
                              STR_ARG(option_name(p->name, arena)), param_type_name(p->type),
                              info->params[i].required ? _("(needed) ") : "", words(p->help),
                              choices.n ? ": " : "", STR_ARG(choices),
                              info->params[i].empties ? _("; \"\" empties it") : ""));
    }
    if (!info->param_count)
        buffer_put(&out, str_of(_("  no parameters\n")));
    return buffer_text(&out);
}

/* --- docs/OPERATIONS.md ------------------------------------------------------------------ */

static const char markdown_head[] =
    "# Operations\n"
    "\n"
    "Made from the catalog by `osb catalog --markdown`; a test fails when it is stale. On the wire an operation is the\n"
    "`method` of a request ([PROTOCOL.md](PROTOCOL.md)); on the command line its name is two words: `osb order accept`.\n"
    "Roles are those of [RULES.md](RULES.md#1-roles-and-organisation-崗位與組織); a delegate acts with his own role for a principal.\n"
    "**Bold** parameters are needed.\n"
    "\n"
    "| type | what it takes |\n"
    "|---|---|\n"
    "| CODE | letters, digits and `. - _ / : @`, at most 32 characters |\n"
    "| NAME | one line, at most 200 characters |\n"
    "| TEXT | may have line breaks, at most 2000 characters |\n"
    "| MONEY | decimal string with at most two decimals: `\"1234.50\"` |\n"
    "| QTY | whole number of base units, as a string: `\"38\"` |\n"
    "| INT, ID | whole number, as such or as a string |\n"
    "| DAY | `\"2026-11-22\"` |\n"
    "| TIME | `\"2026-11-22T14:05:00+08:00\"`; without a zone it is in the house's |\n"
    "| BOOL | `true` or `false` |\n"
    "| CHOICE | one of the names that follow |\n"
    "| ITEMS | array of 1 to 200 objects with some of `line`, `product`, `qty`, `price`, `amount`, `ref`, `name`, `value`, "
    "`remark`, `diff` |\n";

static void put_operation(struct buffer *out, const struct op_info *info, struct arena *arena)
{
    buffer_put(out, str_format(arena, "\n### %s\n\n%s, for %.*s: %s.\n", info->name,
                               info->is_query ? "Query" : "Command",
                               STR_ARG(role_names(info->roles, arena)), info->help));
    if (info->param_count)
        buffer_put(out, STR("\n| parameter | type | |\n|---|---|---|\n"));
    for (size_t i = 0; i < info->param_count; i++) {
        const struct param_info *p = &params[info->params[i].param];
        const char *mark = info->params[i].required ? "**" : "";
        struct str choices = choice_list(p, "`, `", arena);

        buffer_put(out,
                   str_format(arena, "| %s%s%s | %s | %s%s%.*s%s%s |\n", mark, p->name, mark,
                              param_type_name(p->type), p->help, choices.n ? ": `" : "",
                              STR_ARG(choices), choices.n ? "`" : "",
                              info->params[i].empties ? "; `\"\"` empties it" : ""));
    }
}

/* The noun of "order.accept"; its length. */
static size_t noun_of(const char *name)
{
    const char *dot = strchr(name, '.');

    return dot ? (size_t)(dot - name) : strlen(name);
}

/* Is this the first operation of its noun? */
static bool noun_begins(int op)
{
    size_t n = noun_of(catalog[op].name);

    for (int i = 0; i < op; i++)
        if (noun_of(catalog[i].name) == n && !memcmp(catalog[i].name, catalog[op].name, n))
            return false;
    return true;
}

static bool same_noun(int a, int b)
{
    size_t n = noun_of(catalog[a].name);

    return noun_of(catalog[b].name) == n && !memcmp(catalog[a].name, catalog[b].name, n);
}

static void put_errors(struct buffer *out, struct arena *arena)
{
    buffer_put(out,
               STR("\n## Errors\n\nThe `message` of an error is its name; the last column is "
                   "how `osb` ends.\n\n| name | code | | exit |\n|---|---|---|---|\n"));
    for (int i = 1; i < ERR_COUNT; i++)
        buffer_put(
            out, str_format(arena, "| %s | %d | %s | %d |\n", error_name((enum error_code)i),
                            error_wire((enum error_code)i), error_sentence((enum error_code)i),
                            (int)exit_of((enum error_code)i)));
}

struct str manual_markdown(struct arena *arena)
{
    struct buffer out;

    buffer_init(&out, arena);
    buffer_put(&out, str_of(markdown_head));
    for (int i = 0; i < OP_COUNT; i++) {
        if (!noun_begins(i))
            continue;
        buffer_put(&out, str_format(arena, "\n## %.*s\n", (int)noun_of(catalog[i].name),
                                    catalog[i].name));
        for (int k = i; k < OP_COUNT; k++)
            if (same_noun(i, k))
                put_operation(&out, &catalog[k], arena);
    }
    put_errors(&out, arena);
    return buffer_text(&out);
}

/* --- completion -------------------------------------------------------------------------- */

static void put_nouns(struct buffer *out, struct arena *arena)
{
    buffer_put(out, STR("    0) set -- call watch who keys password catalog help completion"));
    for (int i = 0; i < OP_COUNT; i++)
        if (noun_begins(i))
            buffer_put(out, str_format(arena, " %.*s", (int)noun_of(catalog[i].name),
                                       catalog[i].name));
    buffer_put(out, STR(" ;;\n"));
}

static void put_verbs(struct buffer *out, struct arena *arena)
{
    buffer_put(out, STR("    1) case ${words[0]} in\n"));
    for (int i = 0; i < OP_COUNT; i++) {
        if (!noun_begins(i))
            continue;
        buffer_put(out, str_format(arena, "        %.*s) set --", (int)noun_of(catalog[i].name),
                                   catalog[i].name));
        for (int k = i; k < OP_COUNT; k++)
            if (same_noun(i, k))
                buffer_put(out, str_format(arena, " %s",
                                           catalog[k].name + noun_of(catalog[k].name) + 1));
        buffer_put(out, STR(" import ;;\n"));
    }
    buffer_put(out, STR("        esac ;;\n"));
}

static void put_params(struct buffer *out, struct arena *arena)
{
    buffer_put(out, STR("    *) case \"${words[0]} ${words[1]}\" in\n"));
    for (int i = 0; i < OP_COUNT; i++) {
        buffer_put(out, str_format(arena, "        '%.*s') set --",
                                   STR_ARG(spoken(catalog[i].name, arena))));
        for (size_t k = 0; k < catalog[i].param_count; k++)
            buffer_put(out, str_format(arena, " --%.*s",
                                       STR_ARG(option_name(
                                           params[catalog[i].params[k].param].name, arena))));
        buffer_put(out, STR(" ;;\n"));
    }
    buffer_put(out, STR("        esac ;;\n"));
}

static void put_choices(struct buffer *out, struct arena *arena)
{
    for (int p = 0; p < PARAM_COUNT; p++)
        if (params[p].type == PARAM_CHOICE)
            buffer_put(
                out, str_format(arena,
                                "    --%s) COMPREPLY=($(compgen -W '%.*s' -- \"$cur\")); "
                                "return ;;\n",
                                params[p].name, STR_ARG(choice_list(&params[p], " ", arena))));
}

struct str manual_completion(struct arena *arena)
{
    struct buffer out;

    buffer_init(&out, arena);
    buffer_put(&out, STR("# Completion of osb for bash: source <(osb completion)\n"
                         "_osb() {\n"
                         "    local cur=${COMP_WORDS[COMP_CWORD]} word words=()\n"
                         "    case ${COMP_WORDS[COMP_CWORD-1]} in\n"));
    put_choices(&out, arena);
    buffer_put(&out, STR("    esac\n"
                         "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
                         "        [[ $word == -* ]] || words+=(\"$word\")\n"
                         "    done\n"
                         "    set --\n"
                         "    case ${#words[@]} in\n"));
    put_nouns(&out, arena);
    put_verbs(&out, arena);
    put_params(&out, arena);
    buffer_put(&out, STR("    esac\n"
                         "    [[ $cur == -* ]] && set -- \"$@\""));
    for (size_t i = 0; i < client_setting_count; i++)
        buffer_put(&out, str_format(arena, " --%s", client_settings[i].name));
    buffer_put(&out, STR("\n"
                         "    COMPREPLY=($(compgen -W \"$*\" -- \"$cur\"))\n"
                         "}\n"
                         "complete -o default -F _osb osb\n"));
    return buffer_text(&out);
}
