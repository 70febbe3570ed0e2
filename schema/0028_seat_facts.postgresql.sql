-- SPDX-License-Identifier: EUPL-1.2
INSERT INTO post_fact (sequence, recorded_time, record, day_from, day_to, mission, category, personnel_type, rank_band,
                       tier, function, seats)
SELECT COALESCE((SELECT MIN(id) FROM audit_entry WHERE audit_entry.create_time >= dated.create_time), 0),
       COALESCE((SELECT MIN(audit_entry.create_time) FROM audit_entry
                 WHERE audit_entry.create_time >= dated.create_time), 0),
       post, CAST(first_day AS DATE) - DATE '1970-01-01',
       CASE WHEN next_day IS NULL OR next_day > valid_to THEN CAST(valid_to AS DATE) - DATE '1970-01-01' + 1
            ELSE CAST(next_day AS DATE) - DATE '1970-01-01' END,
       mission, category, personnel_type, rank_band, leadership_tier, function, seats
FROM (SELECT post.create_time, post.id AS post, post.mission, post.seats, post.valid_to,
             CASE WHEN period.valid_from > post.valid_from THEN period.valid_from ELSE post.valid_from END AS first_day,
             (SELECT MIN(later.valid_from) FROM post_period later
              WHERE later.post = post.id AND later.valid_from > period.valid_from) AS next_day,
             period.category, period.personnel_type, period.rank_band, period.leadership_tier, period.function
      FROM post JOIN post_period period ON period.post = post.id) AS dated
WHERE (next_day IS NULL OR next_day > first_day) AND (valid_to IS NULL OR valid_to >= first_day)
ORDER BY create_time, post, first_day;
DROP INDEX audit_entry_time;
