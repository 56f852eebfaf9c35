/*
 * problem.h - problem records: who answers for what was late.
 */
#ifndef OSB_CORE_PROBLEM_H
#define OSB_CORE_PROBLEM_H

#include "server/core/order_facts.h"

/* The roles of a department, which may explain what it lost; none for department_none. */
role_set department_roles(enum department d);

#endif
