/*
 * limits.h - the ceilings of the wire (DESIGN law 12).
 *
 * A ceiling is told to the client in the greeting where it can meet it. Bigger work travels
 * as several lines.
 */
#ifndef OSB_COMMON_LIMITS_H
#define OSB_COMMON_LIMITS_H

/* One message with its line feed. */
#define LIMIT_LINE_BYTES (64 * 1024)
/* Objects and arrays inside each other. */
#define LIMIT_JSON_DEPTH 16
/* Values of every kind in one text: what cJSON builds of them stays near 1 MiB and 2 ms. */
#define LIMIT_JSON_NODES 16384
/* A command's client-made id, a method's name. */
#define LIMIT_RPC_ID     64
#define LIMIT_RPC_METHOD 64

#endif
