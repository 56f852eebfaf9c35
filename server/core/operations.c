/*
 * operations.c - the table from catalog entry to decision, made from the catalog: a command
 * without its OPERATION(...) does not link. Queries have none (server/shell/queries.c).
 */
#include "server/core/load.h"

const struct operation *const operations[OP_COUNT] = {
#define COMMAND(id, name, roles, help, ...) [OP_##id] = &operation_##id,
#define QUERY(id, name, roles, help, ...)   [OP_##id] = NULL,
#include "common/catalog.def"
#undef COMMAND
#undef QUERY
};
