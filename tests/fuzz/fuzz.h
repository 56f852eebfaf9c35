/*
 * fuzz.h - what every fuzz target shares.
 *
 * A target is one function over arbitrary bytes. Its promises are asserts; the sanitizers add
 * theirs. Built with OSB_FUZZ it is a libFuzzer program; otherwise replay.c runs it over the
 * seeds, so that every finding stays a test.
 */
#ifndef OSB_TESTS_FUZZ_FUZZ_H
#define OSB_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
