-- SPDX-License-Identifier: EUPL-1.2
-- What a list of people looks at for every row that it may leave out is in the index itself: the
-- category that is filtered by most, and the days and unit that the caller's scope asks for.
DROP INDEX person_names;
CREATE INDEX person_names ON person (family_name, given_name, id, category);
DROP INDEX affiliation_person;
CREATE INDEX affiliation_person ON affiliation (person, valid_from, valid_to, unit);
