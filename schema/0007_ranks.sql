-- SPDX-License-Identifier: EUPL-1.2
-- Ranks and grades with their bands. Dated, because ranks change: a new ladder is a new set of rows
-- and a valid_to on the old ones.
--
-- Codes and names: NATO STANAG 2116; Norwegian Armed Forces, "Ranks" (forsvaret.no), whose English
-- titles of officers these are; the specialists' (OR) ladder is from 2016 and has no English titles
-- there. NOR-ARMY is army and air force. English names of the police are translations.
-- '1900-01-01' stands for "longer than any figure goes back".
--
-- Bands make ranks of all schemes comparable in figures:
--   STRATEGIC    general and flag officers (OF-6 and above), chief of police, D-2 and above
--   SENIOR       commanders of units and heads of branches: OF-5, OF-4; D-1, P-5
--   MIDDLE       OF-3; superintendents and chief inspectors; P-4, P-3; NO-C and above; FS-7, FS-6
--   JUNIOR       OF-2, OF-1; P-2, P-1; NO-B, NO-A; FS-5, FS-4
--   OTHER_RANKS  all OR, whatever their seniority: the ladder is beside the officers', not below it;
--                police sergeants and constables; FS-3 and below; G
-- Which band a rank is in is data of this table: a body that counts otherwise changes the row.

INSERT INTO rank (scheme, code, display_name, display_name_nb, rank_band, position, valid_from) VALUES
  ('NOR-ARMY', 'OF-9', 'General', 'General', 'RANK_BAND_STRATEGIC', 1, '1900-01-01'),
  ('NOR-ARMY', 'OF-8', 'Lieutenant General', 'Generalløytnant', 'RANK_BAND_STRATEGIC', 2, '1900-01-01'),
  ('NOR-ARMY', 'OF-7', 'Major General', 'Generalmajor', 'RANK_BAND_STRATEGIC', 3, '1900-01-01'),
  ('NOR-ARMY', 'OF-6', 'Brigadier', 'Brigader', 'RANK_BAND_STRATEGIC', 4, '1900-01-01'),
  ('NOR-ARMY', 'OF-5', 'Colonel', 'Oberst', 'RANK_BAND_SENIOR', 5, '1900-01-01'),
  ('NOR-ARMY', 'OF-4', 'Lieutenant Colonel', 'Oberstløytnant', 'RANK_BAND_SENIOR', 6, '1900-01-01'),
  ('NOR-ARMY', 'OF-3', 'Major', 'Major', 'RANK_BAND_MIDDLE', 7, '1900-01-01'),
  ('NOR-ARMY', 'OF-2', 'Captain', 'Kaptein', 'RANK_BAND_JUNIOR', 8, '1900-01-01'),
  ('NOR-ARMY', 'OF-2', 'Captain (Cavalry)', 'Rittmester', 'RANK_BAND_JUNIOR', 9, '1900-01-01'),
  ('NOR-ARMY', 'OF-1', 'Lieutenant', 'Løytnant', 'RANK_BAND_JUNIOR', 10, '1900-01-01'),
  ('NOR-ARMY', 'OF-1', 'Second Lieutenant', 'Fenrik', 'RANK_BAND_JUNIOR', 11, '1900-01-01'),
  ('NOR-ARMY', 'OR-9', 'Sersjantmajor', 'Sersjantmajor', 'RANK_BAND_OTHER_RANKS', 12, '2016-01-01'),
  ('NOR-ARMY', 'OR-8', 'Kommandérsersjant', 'Kommandérsersjant', 'RANK_BAND_OTHER_RANKS', 13, '2016-01-01'),
  ('NOR-ARMY', 'OR-7', 'Stabssersjant', 'Stabssersjant', 'RANK_BAND_OTHER_RANKS', 14, '2016-01-01'),
  ('NOR-ARMY', 'OR-6', 'Oversersjant', 'Oversersjant', 'RANK_BAND_OTHER_RANKS', 15, '2016-01-01'),
  ('NOR-ARMY', 'OR-5', 'Sersjant', 'Sersjant', 'RANK_BAND_OTHER_RANKS', 16, '2016-01-01'),
  ('NOR-ARMY', 'OR-4', 'Korporal', 'Korporal', 'RANK_BAND_OTHER_RANKS', 17, '2016-01-01'),
  ('NOR-ARMY', 'OR-3/2', 'Visekorporal', 'Visekorporal', 'RANK_BAND_OTHER_RANKS', 18, '2016-01-01'),
  ('NOR-ARMY', 'OR-1', 'Menig', 'Menig', 'RANK_BAND_OTHER_RANKS', 19, '2016-01-01');

INSERT INTO rank (scheme, code, display_name, display_name_nb, rank_band, position, valid_from) VALUES
  ('NOR-NAVY', 'OF-9', 'Admiral', 'Admiral', 'RANK_BAND_STRATEGIC', 1, '1900-01-01'),
  ('NOR-NAVY', 'OF-8', 'Vice Admiral', 'Viseadmiral', 'RANK_BAND_STRATEGIC', 2, '1900-01-01'),
  ('NOR-NAVY', 'OF-7', 'Rear Admiral', 'Kontreadmiral', 'RANK_BAND_STRATEGIC', 3, '1900-01-01'),
  ('NOR-NAVY', 'OF-6', 'Commodore', 'Flaggkommandør', 'RANK_BAND_STRATEGIC', 4, '1900-01-01'),
  ('NOR-NAVY', 'OF-5', 'Captain (Navy)', 'Kommandør', 'RANK_BAND_SENIOR', 5, '1900-01-01'),
  ('NOR-NAVY', 'OF-4', 'Commander Senior Grade', 'Kommandørkaptein', 'RANK_BAND_SENIOR', 6, '1900-01-01'),
  ('NOR-NAVY', 'OF-3', 'Commander', 'Orlogskaptein', 'RANK_BAND_MIDDLE', 7, '1900-01-01'),
  ('NOR-NAVY', 'OF-2', 'Lieutenant Commander', 'Kapteinløytnant', 'RANK_BAND_JUNIOR', 8, '1900-01-01'),
  ('NOR-NAVY', 'OF-1', 'Lieutenant', 'Løytnant', 'RANK_BAND_JUNIOR', 9, '1900-01-01'),
  ('NOR-NAVY', 'OF-1', 'Second Lieutenant', 'Fenrik', 'RANK_BAND_JUNIOR', 10, '1900-01-01'),
  ('NOR-NAVY', 'OR-9', 'Flaggmester', 'Flaggmester', 'RANK_BAND_OTHER_RANKS', 11, '2016-01-01'),
  ('NOR-NAVY', 'OR-8', 'Orlogsmester', 'Orlogsmester', 'RANK_BAND_OTHER_RANKS', 12, '2016-01-01'),
  ('NOR-NAVY', 'OR-7', 'Flotiljemester', 'Flotiljemester', 'RANK_BAND_OTHER_RANKS', 13, '2016-01-01'),
  ('NOR-NAVY', 'OR-6', 'Skvadronmester', 'Skvadronmester', 'RANK_BAND_OTHER_RANKS', 14, '2016-01-01'),
  ('NOR-NAVY', 'OR-5', 'Kvartermester', 'Kvartermester', 'RANK_BAND_OTHER_RANKS', 15, '2016-01-01'),
  ('NOR-NAVY', 'OR-4', 'Konstabel', 'Konstabel', 'RANK_BAND_OTHER_RANKS', 16, '2016-01-01'),
  ('NOR-NAVY', 'OR-3/2', 'Visekonstabel', 'Visekonstabel', 'RANK_BAND_OTHER_RANKS', 17, '2016-01-01'),
  ('NOR-NAVY', 'OR-1', 'Menig', 'Menig', 'RANK_BAND_OTHER_RANKS', 18, '2016-01-01');

INSERT INTO rank (scheme, code, display_name, display_name_nb, rank_band, position, valid_from) VALUES
  ('NOR-POLICE', 'POLITIMESTER', 'Chief of Police', 'Politimester', 'RANK_BAND_STRATEGIC', 1, '1900-01-01'),
  ('NOR-POLICE', 'VISEPOLITIMESTER', 'Deputy Chief of Police', 'Visepolitimester', 'RANK_BAND_SENIOR', 2, '1900-01-01'),
  ('NOR-POLICE', 'POLITIINSPEKTOR', 'Assistant Chief of Police', 'Politiinspektør', 'RANK_BAND_SENIOR', 3, '1900-01-01'),
  ('NOR-POLICE', 'POLITIOVERBETJENT', 'Police Superintendent', 'Politioverbetjent', 'RANK_BAND_MIDDLE', 4, '1900-01-01'),
  ('NOR-POLICE', 'POLITIADVOKAT', 'Police Prosecutor', 'Politiadvokat', 'RANK_BAND_MIDDLE', 5, '1900-01-01'),
  ('NOR-POLICE', 'POLITIFORSTEBETJENT', 'Police Chief Inspector', 'Politiførstebetjent', 'RANK_BAND_MIDDLE', 6, '1900-01-01'),
  ('NOR-POLICE', 'POLITIFULLMEKTIG', 'Junior Police Prosecutor', 'Politifullmektig', 'RANK_BAND_JUNIOR', 7, '1900-01-01'),
  ('NOR-POLICE', 'POLITIBETJENT-3', 'Police Inspector', 'Politibetjent 3', 'RANK_BAND_JUNIOR', 8, '1900-01-01'),
  ('NOR-POLICE', 'POLITIBETJENT-2', 'Police Sergeant', 'Politibetjent 2', 'RANK_BAND_OTHER_RANKS', 9, '1900-01-01'),
  ('NOR-POLICE', 'POLITIBETJENT-1', 'Police Constable', 'Politibetjent 1', 'RANK_BAND_OTHER_RANKS', 10, '1900-01-01');

INSERT INTO rank (scheme, code, display_name, display_name_nb, rank_band, position, valid_from) VALUES
  ('UN', 'USG', 'Under-Secretary-General', 'Undergeneralsekretær', 'RANK_BAND_STRATEGIC', 1, '1900-01-01'),
  ('UN', 'ASG', 'Assistant Secretary-General', 'Assisterende generalsekretær', 'RANK_BAND_STRATEGIC', 2, '1900-01-01'),
  ('UN', 'D-2', 'Director (D-2)', 'Direktør (D-2)', 'RANK_BAND_STRATEGIC', 3, '1900-01-01'),
  ('UN', 'D-1', 'Director (D-1)', 'Direktør (D-1)', 'RANK_BAND_SENIOR', 4, '1900-01-01'),
  ('UN', 'P-5', 'Professional (P-5)', 'Fagstilling (P-5)', 'RANK_BAND_SENIOR', 5, '1900-01-01'),
  ('UN', 'P-4', 'Professional (P-4)', 'Fagstilling (P-4)', 'RANK_BAND_MIDDLE', 6, '1900-01-01'),
  ('UN', 'P-3', 'Professional (P-3)', 'Fagstilling (P-3)', 'RANK_BAND_MIDDLE', 7, '1900-01-01'),
  ('UN', 'P-2', 'Professional (P-2)', 'Fagstilling (P-2)', 'RANK_BAND_JUNIOR', 8, '1900-01-01'),
  ('UN', 'P-1', 'Professional (P-1)', 'Fagstilling (P-1)', 'RANK_BAND_JUNIOR', 9, '1900-01-01'),
  ('UN', 'NO-E', 'National Professional Officer (NO-E)', 'Nasjonalt ansatt fagstilling (NO-E)', 'RANK_BAND_MIDDLE', 10, '1900-01-01'),
  ('UN', 'NO-D', 'National Professional Officer (NO-D)', 'Nasjonalt ansatt fagstilling (NO-D)', 'RANK_BAND_MIDDLE', 11, '1900-01-01'),
  ('UN', 'NO-C', 'National Professional Officer (NO-C)', 'Nasjonalt ansatt fagstilling (NO-C)', 'RANK_BAND_MIDDLE', 12, '1900-01-01'),
  ('UN', 'NO-B', 'National Professional Officer (NO-B)', 'Nasjonalt ansatt fagstilling (NO-B)', 'RANK_BAND_JUNIOR', 13, '1900-01-01'),
  ('UN', 'NO-A', 'National Professional Officer (NO-A)', 'Nasjonalt ansatt fagstilling (NO-A)', 'RANK_BAND_JUNIOR', 14, '1900-01-01'),
  ('UN', 'FS-7', 'Field Service (FS-7)', 'Felttjeneste (FS-7)', 'RANK_BAND_MIDDLE', 15, '1900-01-01'),
  ('UN', 'FS-6', 'Field Service (FS-6)', 'Felttjeneste (FS-6)', 'RANK_BAND_MIDDLE', 16, '1900-01-01'),
  ('UN', 'FS-5', 'Field Service (FS-5)', 'Felttjeneste (FS-5)', 'RANK_BAND_JUNIOR', 17, '1900-01-01'),
  ('UN', 'FS-4', 'Field Service (FS-4)', 'Felttjeneste (FS-4)', 'RANK_BAND_JUNIOR', 18, '1900-01-01'),
  ('UN', 'FS-3', 'Field Service (FS-3)', 'Felttjeneste (FS-3)', 'RANK_BAND_OTHER_RANKS', 19, '1900-01-01'),
  ('UN', 'FS-2', 'Field Service (FS-2)', 'Felttjeneste (FS-2)', 'RANK_BAND_OTHER_RANKS', 20, '1900-01-01'),
  ('UN', 'FS-1', 'Field Service (FS-1)', 'Felttjeneste (FS-1)', 'RANK_BAND_OTHER_RANKS', 21, '1900-01-01'),
  ('UN', 'G-7', 'General Service (G-7)', 'Kontor- og servicestilling (G-7)', 'RANK_BAND_OTHER_RANKS', 22, '1900-01-01'),
  ('UN', 'G-6', 'General Service (G-6)', 'Kontor- og servicestilling (G-6)', 'RANK_BAND_OTHER_RANKS', 23, '1900-01-01'),
  ('UN', 'G-5', 'General Service (G-5)', 'Kontor- og servicestilling (G-5)', 'RANK_BAND_OTHER_RANKS', 24, '1900-01-01'),
  ('UN', 'G-4', 'General Service (G-4)', 'Kontor- og servicestilling (G-4)', 'RANK_BAND_OTHER_RANKS', 25, '1900-01-01'),
  ('UN', 'G-3', 'General Service (G-3)', 'Kontor- og servicestilling (G-3)', 'RANK_BAND_OTHER_RANKS', 26, '1900-01-01'),
  ('UN', 'G-2', 'General Service (G-2)', 'Kontor- og servicestilling (G-2)', 'RANK_BAND_OTHER_RANKS', 27, '1900-01-01'),
  ('UN', 'G-1', 'General Service (G-1)', 'Kontor- og servicestilling (G-1)', 'RANK_BAND_OTHER_RANKS', 28, '1900-01-01');
