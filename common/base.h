/*
 * base.h - the few macros that every file uses.
 */
#ifndef OSB_COMMON_BASE_H
#define OSB_COMMON_BASE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The caller must look at the result. */
#define NODISCARD __attribute__((warn_unused_result))
/* The function reads a printf format at argument `fmt`, its values from `first`. */
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))
/* Elements of a true array (not of a pointer). */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* a / b rounded towards minus infinity, so that what lies before 1970 keeps its day; b > 0. */
static inline int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

#endif
