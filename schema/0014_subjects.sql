-- SPDX-License-Identifier: EUPL-1.2
-- What belongs to a pseudonym itself and not to its facts. Written by platform/rpc only.

-- Gender as it is known now, and nothing older: figures of every known_at use it. People who were reported
-- without a name have a profile too, and it outlives the erasure of the person.
CREATE TABLE subject_profile (
  id ID_PRIMARY_KEY,
  subject BIGINT NOT NULL UNIQUE,
  gender TEXT NOT NULL CHECK (gender IN ('GENDER_WOMAN', 'GENDER_MAN', 'GENDER_OTHER', 'GENDER_NOT_STATED'))
);

-- Whose profile was corrected or deleted after it was first written, without a value: whoever holds profiles
-- reads those anew. Append-only.
CREATE TABLE subject_profile_log (
  id ID_PRIMARY_KEY,
  sequence BIGINT NOT NULL,
  subject BIGINT NOT NULL
);

INSERT INTO subject_profile (subject, gender)
SELECT person_subject.subject, person.gender FROM person_subject JOIN person ON person.id = person_subject.person
ORDER BY person_subject.subject;  -- not that of people, whom their profiles outlive

-- Nobody on the roster: the last that was recorded of them.
INSERT INTO subject_profile (subject, gender)
SELECT subject,
       CASE WHEN gender IN ('GENDER_WOMAN', 'GENDER_MAN', 'GENDER_OTHER') THEN gender ELSE 'GENDER_NOT_STATED' END
FROM (SELECT subject, gender, ROW_NUMBER() OVER (PARTITION BY subject ORDER BY sequence DESC, id DESC) AS place
      FROM (SELECT subject, gender, sequence, id FROM deployment_fact
            UNION ALL SELECT subject, gender, sequence, id FROM nomination_fact
            UNION ALL SELECT subject, gender, sequence, id FROM membership_fact) AS fact
      WHERE NOT EXISTS (SELECT 1 FROM person_subject WHERE person_subject.subject = fact.subject)) AS recorded
WHERE place = 1
ORDER BY subject;

ALTER TABLE deployment_fact DROP COLUMN gender;
ALTER TABLE nomination_fact DROP COLUMN gender;
ALTER TABLE membership_fact DROP COLUMN gender;
