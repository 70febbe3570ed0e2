-- SPDX-License-Identifier: EUPL-1.2
-- Written by the roster only.

-- Ranks whose band was changed and whose memberships have not followed: asked before each new membership, and hardly ever
-- there.
CREATE INDEX rank_restated ON rank (id) WHERE counted_band <> rank_band;
