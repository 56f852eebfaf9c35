/*
 * catalog_roles.h - the groups of roles that catalog.def names.
 */
#ifndef OSB_COMMON_CATALOG_ROLES_H
#define OSB_COMMON_CATALOG_ROLES_H

#include "common/enums.h"

#define ANYONE_ ((role_set)0)
#define SYSTEM_ ROLE_BIT(ROLE_SYSTEM)
#define ADM_    ROLE_BIT(ROLE_ADM)
#define GM_     ROLE_BIT(ROLE_GM)
#define DIR_    ROLE_BIT(ROLE_DIR)
#define DDIR_   ROLE_BIT(ROLE_DDIR)
#define SLT_    (GM_ | DIR_ | DDIR_)
#define SSGL_   ROLE_BIT(ROLE_SSGL)
#define SSG_    (SSGL_ | ROLE_BIT(ROLE_CSR) | ROLE_BIT(ROLE_BCR))
#define MM_     ROLE_BIT(ROLE_MM)
#define UM_     ROLE_BIT(ROLE_UM)
#define KAM_    ROLE_BIT(ROLE_KAM)
#define SR_     ROLE_BIT(ROLE_SR)
#define FIELD_  (MM_ | UM_ | KAM_ | SR_)
#define FIN_    ROLE_BIT(ROLE_FIN)
#define STO_    ROLE_BIT(ROLE_STO)
/* Goods leave the store by its keeper's hand; who leads the store covers him. */
#define KEEPER_ (STO_ | ROLE_BIT(ROLE_WH))
#define STORE_  (STO_ | ROLE_BIT(ROLE_SCR) | ROLE_BIT(ROLE_WH))
#define CLERK_  ROLE_BIT(ROLE_CLERK)
#define SDM_    ROLE_BIT(ROLE_SDM)
#define TECH_   ROLE_BIT(ROLE_TECH)
#define LEAD_   ROLE_BIT(ROLE_LEAD)

#endif
