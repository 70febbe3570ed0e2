-- SPDX-License-Identifier: EUPL-1.2
-- Whose affiliation begins about today: people say what holds on the roster's day, and follow it every minute
-- (services/roster/rows_of_today.cpp).
CREATE INDEX affiliation_day ON affiliation (valid_from);
