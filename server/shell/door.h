/*
 * door.h - a request that was read: who may ask for what, and who answers.
 */
#ifndef OSB_SHELL_DOOR_H
#define OSB_SHELL_DOOR_H

struct request;

/* Ends the request now or later with an answer. */
void door_open(struct request *request);

#endif
