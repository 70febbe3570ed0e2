-- SPDX-License-Identifier: EUPL-1.2
-- A dropped column is only hidden: the rows are written anew without it.
CLUSTER deployment_fact USING deployment_fact_pkey;
CLUSTER nomination_fact USING nomination_fact_pkey;
CLUSTER membership_fact USING membership_fact_pkey;
