// SPDX-License-Identifier: EUPL-1.2
// Units and missions that stand as "other".
const en = {
  other: "Other",
  label: "In figures and lists",
  named: "By its name",
  grouped: "As “other”, outside its own readers",
  groupIt: "Show as “other”",
  nameIt: "Show by its name",
  ofMission: {
    groupMeans: "From that day on the mission stands as “other” in figures, together with enough others, and is in no list for those who do not read the persons of all units.",
    nameMeans: "From that day on the mission stands by its name in figures and lists, for everybody.",
  },
  ofUnit: {
    groupMeans: "From that day on the unit and those below it stand as “other” in figures, together with enough others, and are in no list for those who do not read their persons.",
    nameMeans: "From that day on the unit and those below it stand by their names in figures and lists, for everybody.",
  },
  from: "From",
  reason: "Reason",
  stands: "Stands",
  history: "What it was before",
  whoMay: "HR (central) with a grant for all units changes this.",
  always: "By its name, ever since.",
};

const nb: typeof en = {
  other: "Andre",
  label: "I tall og lister",
  named: "Med navn",
  grouped: "Som «andre», for alle utenom egne lesere",
  groupIt: "Vis som «andre»",
  nameIt: "Vis med navn",
  ofMission: {
    groupMeans: "Fra den dagen står operasjonen som «andre» i tall, sammen med tilstrekkelig mange andre, og er ikke med i lister for dem som ikke leser personene i alle enheter.",
    nameMeans: "Fra den dagen står operasjonen med navn i tall og lister, for alle.",
  },
  ofUnit: {
    groupMeans: "Fra den dagen står enheten og enhetene under den som «andre» i tall, sammen med tilstrekkelig mange andre, og er ikke med i lister for dem som ikke leser personene i dem.",
    nameMeans: "Fra den dagen står enheten og enhetene under den med navn i tall og lister, for alle.",
  },
  from: "Fra",
  reason: "Begrunnelse",
  stands: "Står",
  history: "Hvordan det har vært",
  whoMay: "Dette endres av sentral HR med tilgang for alle enheter.",
  always: "Med navn, hele tiden.",
};

export const disclosure = { en, nb };
