/*
 * health.h - admin.health: how the daemon and its database fare.
 */
#ifndef OSB_SHELL_HEALTH_H
#define OSB_SHELL_HEALTH_H

struct request;

/* Ends the request. */
void health_answer(struct request *request);

#endif
