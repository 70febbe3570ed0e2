-- SPDX-License-Identifier: EUPL-1.2
-- Calls and nominations. Written by nominations only. ("call" is a keyword nowhere we run.)

CREATE TABLE call (
  id ID_PRIMARY_KEY,
  reference TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  organisation TEXT NOT NULL CHECK (organisation LIKE 'ORGANISATION_%'),
  kind TEXT NOT NULL CHECK (kind LIKE 'CALL_KIND_%'),
  deadline_date TEXT NOT NULL,
  deadline_time TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  deadline BIGINT NOT NULL,
  max_nominees BIGINT NOT NULL,
  min_women_percent BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state LIKE 'CALL_STATE_%'),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);

CREATE TABLE call_post (
  call BIGINT NOT NULL REFERENCES call (id),
  post BIGINT NOT NULL REFERENCES post (id),
  PRIMARY KEY (call, post)
);

-- Every step of a call, with who took it and why. Append-only.
CREATE TABLE call_event (
  id ID_PRIMARY_KEY,
  call BIGINT NOT NULL REFERENCES call (id),
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  actor BIGINT,
  reason TEXT NOT NULL,
  create_time BIGINT NOT NULL
);
CREATE INDEX call_event_call ON call_event (call);

CREATE TABLE nomination (
  id ID_PRIMARY_KEY,
  call BIGINT NOT NULL REFERENCES call (id),
  post BIGINT NOT NULL REFERENCES post (id),
  person BIGINT NOT NULL REFERENCES person (id),
  state TEXT NOT NULL CHECK (state LIKE 'NOMINATION_STATE_%'),
  motivation TEXT NOT NULL,
  supervisor_agreement TEXT NOT NULL,
  planned_from TEXT NOT NULL,
  planned_to TEXT NOT NULL CHECK (planned_to >= planned_from),
  proposer BIGINT,
  outcome_reason TEXT NOT NULL,
  reference TEXT NOT NULL,
  frozen_gender TEXT NOT NULL,
  frozen_category TEXT NOT NULL,
  frozen_rank_band TEXT NOT NULL,
  frozen_leadership_tier BIGINT NOT NULL,
  frozen_unit BIGINT REFERENCES unit (id),
  reserve_until TEXT,
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  row_version BIGINT NOT NULL
);
CREATE INDEX nomination_call ON nomination (call);
CREATE INDEX nomination_person ON nomination (person);

-- Nominations as everybody sees them: an accepted one that a live deployment refers to is
-- converted.
CREATE VIEW nomination_now AS
SELECT id, call, post, person,
       CASE WHEN state = 'NOMINATION_STATE_ACCEPTED' AND EXISTS (
              SELECT 1 FROM deployment
              WHERE deployment.nomination = nomination.id
                AND deployment.state NOT IN ('DEPLOYMENT_STATE_CANCELLED', 'DEPLOYMENT_STATE_VOID'))
            THEN 'NOMINATION_STATE_CONVERTED' ELSE state END AS state,
       motivation, supervisor_agreement, planned_from, planned_to, proposer, outcome_reason, reference,
       frozen_gender, frozen_category, frozen_rank_band, frozen_leadership_tier, frozen_unit,
       reserve_until, create_time, update_time, row_version
FROM nomination;

-- What takes a person's days: live deployments (actual days where there are some, planned ones
-- otherwise) and accepted nominations. `running`: departed and not back, so taken today whatever
-- the plan said. last_day NULL: open.
CREATE VIEW person_commitment AS
SELECT person, 'deployments/' || id AS name, COALESCE(actual_from, planned_from) AS first_day,
       COALESCE(actual_to, planned_to) AS last_day,
       CASE WHEN actual_from IS NOT NULL AND actual_to IS NULL THEN 1 ELSE 0 END AS running
FROM deployment
WHERE person IS NOT NULL AND state NOT IN ('DEPLOYMENT_STATE_CANCELLED', 'DEPLOYMENT_STATE_VOID')
UNION ALL
SELECT person, 'nominations/' || id AS name, planned_from AS first_day, planned_to AS last_day, 0 AS running
FROM nomination_now
WHERE state = 'NOMINATION_STATE_ACCEPTED';

CREATE TABLE nomination_event (
  id ID_PRIMARY_KEY,
  nomination BIGINT NOT NULL REFERENCES nomination (id),
  verb TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  actor BIGINT,
  effective_date TEXT NOT NULL,
  reason TEXT NOT NULL,
  reason_text TEXT NOT NULL,
  create_time BIGINT NOT NULL
);
CREATE INDEX nomination_event_nomination ON nomination_event (nomination);

-- Facts: see membership_fact; `record` is the event, `state` the state entered on `day_from`
-- (day_to = day_from + 1; void: day_to = day_from).
CREATE TABLE nomination_fact (
  id ID_PRIMARY_KEY,
  sequence BIGINT NOT NULL,
  recorded_time BIGINT NOT NULL,
  record BIGINT NOT NULL,
  nomination BIGINT NOT NULL,
  subject BIGINT NOT NULL,
  state TEXT NOT NULL,
  day_from BIGINT NOT NULL,
  day_to BIGINT,
  gender TEXT NOT NULL,
  category TEXT NOT NULL,
  personnel_type TEXT NOT NULL,
  rank_band TEXT NOT NULL,
  tier BIGINT NOT NULL,
  mission BIGINT,
  organisation TEXT NOT NULL,
  country TEXT NOT NULL,
  unit BIGINT
);
CREATE INDEX nomination_fact_sequence ON nomination_fact (sequence);
CREATE INDEX nomination_fact_record ON nomination_fact (record);
