-- SPDX-License-Identifier: EUPL-1.2
-- A person's category and nationality hold for days: they are those of the affiliation that covers the day. The person
-- keeps what holds now.

-- As figures count the affiliation.
ALTER TABLE affiliation ADD COLUMN category TEXT NOT NULL DEFAULT 'CATEGORY_UNSPECIFIED'
  CHECK (category LIKE 'CATEGORY_%');
ALTER TABLE affiliation ADD COLUMN nationality TEXT;
UPDATE affiliation SET
  category = COALESCE(
    (SELECT fact.category FROM membership_fact fact WHERE fact.record = affiliation.id ORDER BY fact.id DESC LIMIT 1),
    (SELECT person.category FROM person WHERE person.id = affiliation.person)),
  nationality = NULLIF(COALESCE(
    (SELECT fact.country FROM membership_fact fact WHERE fact.record = affiliation.id ORDER BY fact.id DESC LIMIT 1),
    (SELECT person.nationality FROM person WHERE person.id = affiliation.person)), '');
-- Why it was last corrected.
ALTER TABLE affiliation ADD COLUMN reason TEXT NOT NULL DEFAULT '';
