// SPDX-License-Identifier: EUPL-1.2
// Rows as the program of version 6 of the schema wrote them, in SQL: no code of today's makes them.
#pragma once

namespace muster::db {

// Two people of the navy, one with everything and on a tour; somebody on tour who was reported without a
// name (subject 900); a requirement of each kind and a waiver; and two sources' reports, of which one
// holds nobody for Denmark and one was taken back.
inline constexpr const char* rows_of_version_6 = R"(
INSERT INTO setting VALUES ('home_country', 'NOR');
INSERT INTO unit (code, display_name, display_name_nb, parent, kind, create_time, update_time, row_version) VALUES
  ('HQ', 'Headquarters', '', NULL, 'UNIT_KIND_UNIT', 1, 1, 1), ('NAVY', 'Navy', 'Sjøforsvaret', 1, 'UNIT_KIND_UNIT', 1, 1, 1);
INSERT INTO unit_closure (ancestor, descendant) VALUES (1, 1), (1, 2), (2, 2);
INSERT INTO rank (scheme, code, display_name, display_name_nb, rank_band, position, valid_from) VALUES
  ('OWN', 'X-1', 'Warden', '', 'RANK_BAND_MIDDLE', 1, '1900-01-01');
INSERT INTO person (number, given_name, family_name, preferred_name, birth_date, gender, gender_source, nationality, category,
                    status, create_time, update_time, row_version) VALUES
  ('N1', 'Kari', 'Nordmann', '', '1988-04-30', 'GENDER_WOMAN', 'GENDER_SOURCE_SELF', 'NOR', 'CATEGORY_MILITARY', 'PERSON_STATUS_ACTIVE', 1, 1, 1),
  ('N2', 'Ola', 'Nordmann', '', NULL, 'GENDER_MAN', '', NULL, 'CATEGORY_MILITARY', 'PERSON_STATUS_ACTIVE', 1, 1, 3);
INSERT INTO person_subject (person, subject) VALUES (2, 102), (1, 101);
INSERT INTO affiliation (person, unit, branch, rank, position, valid_from, valid_to, create_time, update_time, row_version) VALUES
  (1, 2, 'Navy', (SELECT MIN(id) FROM rank WHERE scheme = 'OWN'), 'Navigator', '2020-01-01', NULL, 1, 1, 1), (2, 2, '', NULL, '', '2020-01-01', NULL, 1, 1, 1);
INSERT INTO membership_fact (sequence, recorded_time, record, subject, day_from, day_to, gender, category, rank_band, unit, country) VALUES
  (1, 1, 1, 101, 18262, NULL, 'GENDER_WOMAN', 'CATEGORY_MILITARY', 'RANK_BAND_MIDDLE', 2, 'NOR');
INSERT INTO language_skill (person, language, level, create_time, row_version) VALUES (1, 'fra', 'LANGUAGE_LEVEL_B2', 1, 1);
INSERT INTO availability (person, kind, valid_from, valid_to, create_time, row_version) VALUES
  (1, 'AVAILABILITY_KIND_LEAVE', '2021-01-01', '2021-02-01', 1, 1);
INSERT INTO credential (person, kind, valid_from, issuer, create_time, row_version) VALUES (1, 'CREDENTIAL_KIND_VISA', '2024-01-01', 'Police', 1, 1);
INSERT INTO account (account_name, display_name, person, disabled, create_time, update_time, row_version) VALUES ('desk', 'Desk', NULL, 0, 1, 1, 1);
INSERT INTO role_grant (account, role, valid_from, create_time, update_time, row_version) VALUES (1, 'ROLE_HR_CENTRAL', '2020-01-01', 1, 1, 1);
INSERT INTO session (digest, account, kind, display_name, create_time, expire_time) VALUES ('d', 1, 'TOKEN', 'script', 1, 2);
INSERT INTO audit_entry VALUES (1, 1, 1, 'muster.roster.v1.RosterService/CreatePerson', '', '', '["created person/1"]', 'h');
UPDATE ledger_head SET sequence = 7, hash = 'h';
INSERT INTO mission (acronym, display_name, display_name_nb, organisation, kind, host_countries, themes, create_time, update_time, row_version) VALUES
  ('UNMISS', 'Mission', '', 'ORGANISATION_UN', 'MISSION_KIND_INTERNATIONAL', '[]', '[]', 1, 1, 1);
INSERT INTO deployment (person, mission, unit, country, category, state, planned_from, planned_to, actual_from, end_reason, create_time, update_time,
                        row_version) VALUES
  (1, 1, 2, 'NOR', 'CATEGORY_MILITARY', 'DEPLOYMENT_STATE_DEPLOYED', '2024-01-01', '2024-12-31', '2024-01-01', 'END_REASON_UNSPECIFIED', 1, 1, 1),
  (NULL, 1, 2, 'NOR', 'CATEGORY_MILITARY', 'DEPLOYMENT_STATE_DEPLOYED', NULL, NULL, '2024-01-01', 'END_REASON_UNSPECIFIED', 1, 1, 1);
INSERT INTO deployment_event (deployment, verb, from_state, to_state, actor, effective_date, reason, create_time) VALUES
  (1, 'Depart', 'DEPLOYMENT_STATE_READY', 'DEPLOYMENT_STATE_DEPLOYED', 1, '2024-01-01', '', 1);
INSERT INTO deployment_segment (deployment, title, personnel_type, rank_band, leadership_tier, valid_from) VALUES
  (1, 'Officer', 'PERSONNEL_TYPE_STAFF_OFFICER', 'RANK_BAND_MIDDLE', 0, '2024-01-01');
INSERT INTO deployment_fact (sequence, recorded_time, record, deployment, subject, day_from, day_to, departure, gender, category, personnel_type,
                             rank_band, tier, mission, organisation, country, unit) VALUES
  (2, 1, 1, 1, 101, 19723, NULL, 1, 'GENDER_WOMAN', 'CATEGORY_MILITARY', 'PERSONNEL_TYPE_STAFF_OFFICER', 'RANK_BAND_MIDDLE', 0, 1, 'ORGANISATION_UN', 'NOR', 2),
  (3, 1, 2, 2, 900, 19723, NULL, 1, 'GENDER_MAN', 'CATEGORY_MILITARY', 'PERSONNEL_TYPE_STAFF_OFFICER', 'RANK_BAND_MIDDLE', 0, 1, 'ORGANISATION_UN', 'NOR', 2);
INSERT INTO headcount_fact (sequence, recorded_time, source, unit, month, mission, organisation, country, category, personnel_type, rank_band, tier,
                            gender, count) VALUES
  (4, 1, 'UN', NULL, '2024-01', 1, 'ORGANISATION_UN', 'NOR', 'CATEGORY_MILITARY', 'PERSONNEL_TYPE_TROOPS', '', 0, 'GENDER_WOMAN', 5),
  (4, 1, 'UN', NULL, '2024-01', NULL, '', 'DNK', 'CATEGORY_MILITARY', '', '', 0, 'GENDER_NOT_STATED', 0),
  (5, 1, 'EU', NULL, '2024-01', 1, 'ORGANISATION_UN', 'NOR', 'CATEGORY_MILITARY', 'PERSONNEL_TYPE_TROOPS', '', 0, 'GENDER_MAN', 9),
  (6, 1, 'EU', NULL, '2024-01', NULL, '', '', 'CATEGORY_MILITARY', '', '', 0, 'GENDER_NOT_STATED', 0);
INSERT INTO course (code, display_name, display_name_nb, topics, provider, create_time, update_time, row_version) VALUES
  ('C', 'Course', '', '["TOPIC_WPS"]', '', 1, 1, 1);
INSERT INTO course_version (course, version, validity_months, renewal_window_days, valid_from, hours, create_time, update_time, row_version) VALUES
  (1, '1', NULL, 0, '2020-01-01', 0, 1, 1, 1);
INSERT INTO completion (person, course_version, completed_date, valid_from, source, evidence, revoked_reason, create_time, row_version) VALUES
  (1, 1, '2023-01-01', '2023-01-01', 'COMPLETION_SOURCE_RECORDED', 'A 1', '', 1, 1);
INSERT INTO completion_fact (sequence, recorded_time, record, subject, day_from, course, topics) VALUES (6, 1, 1, 101, 19358, 1, '["TOPIC_WPS"]');
INSERT INTO requirement (code, display_name, display_name_nb, population, categories, topics, courses, time, soon_days, valid_from, create_time,
                         update_time, row_version) VALUES
  ('ROSTER-DEPARTURE', 'R', '', 'POPULATION_ROSTER', '[]', '["TOPIC_WPS"]', '[]', 'REQUIREMENT_TIME_ON_DEPARTURE', 0, '2020-01-01', 1, 1, 1),
  ('ROSTER-TOUR', 'R', '', 'POPULATION_ROSTER', '[]', '["TOPIC_WPS"]', '[]', 'REQUIREMENT_TIME_THROUGHOUT_TOUR', 0, '2020-01-01', 1, 1, 1),
  ('ROSTER-NOMINATION', 'R', '', 'POPULATION_ROSTER', '[]', '["TOPIC_WPS"]', '[]', 'REQUIREMENT_TIME_ON_NOMINATION', 0, '2020-01-01', 1, 1, 1),
  ('DEPLOYED', 'R', '', 'POPULATION_DEPLOYED', '[]', '["TOPIC_WPS"]', '[]', 'REQUIREMENT_TIME_ON_DEPARTURE', 0, '2020-01-01', 1, 1, 1);
INSERT INTO waiver (person, requirement, reason, valid_from, valid_to, approver, create_time, row_version) VALUES (2, 1, 'Ill', '2024-01-01', '2024-02-01', 1, 1, 1);
INSERT INTO waiver_fact (sequence, recorded_time, record, subject, requirement, day_from, day_to) VALUES (7, 1, 1, 102, 1, 19723, 19755);
INSERT INTO import (kind, file_name, size_bytes, dry_run, clean_rows_only, header_mapping, encoding, separator, source, state, uploaded_bytes, rows_read,
                    rows_created, rows_unchanged, rows_wrong, rows_subtotal, rows_duplicate, rows_quarantined, refusal, create_time, update_time, row_version) VALUES
  ('IMPORT_KIND_HEADCOUNTS', 'un.csv', 10, 0, 0, '[]', '', '', 'UN', 'IMPORT_STATE_APPLIED', 10, 2, 2, 0, 0, 0, 0, 0, '', 1, 1, 1);
INSERT INTO import_row (import, line, outcome, field, description, text) VALUES (1, 3, 'ROW_OUTCOME_WRONG', 'country', 'is unknown', 'a,b');
INSERT INTO import_effect (import, table_name, first_id, last_id) VALUES (1, 'headcount_fact', 1, 2);
)";

}  // namespace muster::db
