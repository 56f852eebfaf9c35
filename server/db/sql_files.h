/*
 * sql_files.h - the files under sql/, carried inside the program (cmake/embed.cmake).
 */
#ifndef OSB_SERVER_DB_SQL_FILES_H
#define OSB_SERVER_DB_SQL_FILES_H

#include <stddef.h>

struct sql_file {
    const char *name; /* path below sql/, "migrations/0001_base.sql" */
    const char *text; /* terminated */
    size_t size;      /* bytes of text */
};

/* In order of their names; a row without a name ends the table. */
extern const struct sql_file sql_files[];
extern const size_t sql_file_count;

#endif
