// SPDX-License-Identifier: EUPL-1.2
// A word in each language for every enum value of the API, by the name of the value without its
// prefix. A value that the page does not know yet shows by its own name.
const en: Record<string, Record<string, string>> = {
  Role: {
    PERSON: "Own data", HR_UNIT: "HR of a unit", HR_CENTRAL: "Central HR desk", ENDORSER: "Endorser",
    TRAINING_COORDINATOR: "Training coordinator", LEADERSHIP: "Leadership", ANALYST: "Analyst", AUDITOR: "Auditor",
    ADMINISTRATOR: "Administrator",
  },
  ApprovalState: {
    PENDING: "Waiting", APPROVED: "Approved", REFUSED: "Refused", EXPIRED: "Expired", FAILED: "Could not be done",
    WITHDRAWN: "Withdrawn", TO_REVIEW: "Done, to be looked at", REVIEW_OVERDUE: "Done, looking at it is overdue",
    REVIEWED: "Looked at, right", OBJECTED: "Looked at, not right",
  },
  TokenPurpose: {
    READ: "Read", EXPORT: "Read many people", STATISTICS: "Ask for figures", WRITE: "Write", IMPORT: "Import files",
    ADMINISTER: "Administer access",
  },
  Gender: { WOMAN: "Woman", MAN: "Man", OTHER: "Other", NOT_STATED: "Not stated" },
  Category: { MILITARY: "Military", POLICE: "Police", CIVILIAN: "Civilian", JUSTICE: "Justice", CORRECTIONS: "Corrections" },
  PersonStatus: { ACTIVE: "Active", INACTIVE: "Inactive", DECEASED: "Deceased" },
  PersonnelType: {
    TROOPS: "Troops", STAFF_OFFICER: "Staff officer", EXPERT_ON_MISSION: "Expert on mission",
    FORMED_POLICE_UNIT: "Formed police unit", INDIVIDUAL_POLICE: "Individual police officer", CIVILIAN: "Civilian",
    GOVERNMENT_PROVIDED: "Government-provided personnel",
  },
  RankBand: { STRATEGIC: "Strategic", SENIOR: "Senior", MIDDLE: "Middle", JUNIOR: "Junior", OTHER_RANKS: "Other ranks" },
  Organisation: { UN: "United Nations", NATO: "NATO", OSCE: "OSCE", EU: "European Union", AU: "African Union", OTHER: "Other" },
  Topic: {
    WPS: "Women, peace and security", SEAH: "Sexual exploitation, abuse and harassment",
    CRSV: "Conflict-related sexual violence", GENDER_ADVISER: "Gender adviser",
    CLIMATE_PEACE_SECURITY: "Climate, peace and security",
    PREVENTING_VIOLENT_EXTREMISM: "Preventing violent extremism", PRE_DEPLOYMENT: "Pre-deployment", OTHER: "Other",
  },
  Purpose: {
    NOMINATION: "Nomination", DEPLOYMENT: "Deployment", TRAINING: "Training", ADMINISTRATION: "Administration",
    OWN_DATA: "My own data",
  },
  LanguageLevel: { A1: "A1", A2: "A2", B1: "B1", B2: "B2", C1: "C1", C2: "C2" },
  Status: {
    VALID: "Valid", SOON: "Expires soon", EXPIRED: "Expired", NEVER: "Never taken", WAIVED: "Waived", UNKNOWN: "Unknown",
  },
  Population: { ROSTER: "Everybody on the roster", DEPLOYED: "Everybody deployed" },
  RequirementTime: {
    CONTINUOUS: "At all times", ON_NOMINATION: "On nomination", ON_DEPARTURE: "On departure",
    THROUGHOUT_TOUR: "Throughout the tour",
  },
  MissionKind: { INTERNATIONAL: "International mission", NATIONAL: "National operation", EXERCISE: "Exercise" },
  DeploymentState: {
    PLANNED: "Planned", PREPARING: "Preparing", READY: "Ready", DEPLOYED: "Deployed", RETURNED: "Returned",
    CLOSED: "Closed", CANCELLED: "Cancelled", VOID: "Void",
  },
  CallKind: {
    CALL_FOR_CONTRIBUTIONS: "Call for contributions", VACANCY: "Vacancy", NOTE_VERBALE: "Note verbale", ROTATION: "Rotation",
  },
  CallState: { DRAFT: "Draft", OPEN: "Open", CLOSED: "Closed", CANCELLED: "Cancelled" },
  NominationState: {
    DRAFT: "Draft", IN_REVIEW: "In review", RETURNED: "Returned", ENDORSED: "Endorsed", NOT_ENDORSED: "Not endorsed",
    SUBMITTED: "Submitted", SHORTLISTED: "Shortlisted", SELECTED: "Selected", RESERVE: "Reserve",
    NOT_SELECTED: "Not selected", ACCEPTED: "Accepted", DECLINED: "Declined", CONVERTED: "Deployed",
    WITHDRAWN: "Withdrawn", WITHDRAWN_BY_STATE: "Withdrawn by the state", LAPSED: "Lapsed",
    CLOSED_POST_CANCELLED: "Closed: post cancelled", CLOSED_PERSON_LEFT: "Closed: no longer on the roster",
    VOID: "Void",
  },
  SupervisorAgreement: { ASKED: "Asked", YES: "Yes", NO: "No" },
  Reason: {
    LANGUAGE: "Language", DRIVING: "Driving", WEAPONS_TEST: "Weapons test", RANK_OR_EXPERIENCE: "Rank or experience",
    FITNESS_OR_FORM: "Fitness or form", VETTING: "Vetting", FILE_LATE_OR_INCOMPLETE: "File late or incomplete",
    OUT_COMPETED: "Others were preferred", POST_REASSIGNED: "Post reassigned", NOT_RELEASED: "Not released by the unit",
    FAMILY: "Family", SECURITY_OF_LOCATION: "Security of the location", PAY: "Pay", CAREER: "Career",
    INFRASTRUCTURE: "Infrastructure", CULTURE: "Culture", NO_RESPONSE: "No response",
    ENTERED_BY_MISTAKE: "Entered by mistake", OTHER: "Other",
  },
  Dimension: {
    MISSION: "Mission", COUNTRY: "Country", PERSONNEL_TYPE: "Personnel type", ORGANISATION: "Organisation",
    CATEGORY: "Category", RANK_BAND: "Rank band", TIER: "Tier", UNIT: "Unit", GENDER: "Gender", MONTH: "Month",
    MISSION_KIND: "Mission kind",
  },
};

const nb: Record<string, Record<string, string>> = {
  Role: {
    PERSON: "Egne opplysninger", HR_UNIT: "HR i en enhet", HR_CENTRAL: "Sentral HR", ENDORSER: "Anbefaler",
    TRAINING_COORDINATOR: "Opplæringskoordinator", LEADERSHIP: "Ledelse", ANALYST: "Analytiker", AUDITOR: "Revisor",
    ADMINISTRATOR: "Administrator",
  },
  ApprovalState: {
    PENDING: "Venter", APPROVED: "Godkjent", REFUSED: "Avslått", EXPIRED: "Fristen er ute", FAILED: "Kunne ikke utføres",
    WITHDRAWN: "Trukket tilbake", TO_REVIEW: "Gjort, skal ses på", REVIEW_OVERDUE: "Gjort, fristen for å se på det er ute",
    REVIEWED: "Sett på, i orden", OBJECTED: "Sett på, ikke i orden",
  },
  TokenPurpose: {
    READ: "Lese", EXPORT: "Lese om mange", STATISTICS: "Spørre om tall", WRITE: "Skrive", IMPORT: "Importere filer",
    ADMINISTER: "Administrere tilganger",
  },
  Gender: { WOMAN: "Kvinne", MAN: "Mann", OTHER: "Annet", NOT_STATED: "Ikke oppgitt" },
  Category: { MILITARY: "Militær", POLICE: "Politi", CIVILIAN: "Sivil", JUSTICE: "Justis", CORRECTIONS: "Kriminalomsorg" },
  PersonStatus: { ACTIVE: "Aktiv", INACTIVE: "Inaktiv", DECEASED: "Død" },
  PersonnelType: {
    TROOPS: "Styrker", STAFF_OFFICER: "Stabsoffiser", EXPERT_ON_MISSION: "Ekspert i operasjon",
    FORMED_POLICE_UNIT: "Oppsatt politienhet", INDIVIDUAL_POLICE: "Enkeltstående polititjenesteperson", CIVILIAN: "Sivil",
    GOVERNMENT_PROVIDED: "Personell stilt av staten",
  },
  RankBand: { STRATEGIC: "Strategisk", SENIOR: "Høyere", MIDDLE: "Midtre", JUNIOR: "Lavere", OTHER_RANKS: "Øvrige grader" },
  Organisation: { UN: "FN", NATO: "NATO", OSCE: "OSSE", EU: "EU", AU: "Den afrikanske union", OTHER: "Annen" },
  Topic: {
    WPS: "Kvinner, fred og sikkerhet", SEAH: "Seksuell utnytting, overgrep og trakassering",
    CRSV: "Konfliktrelatert seksualisert vold", GENDER_ADVISER: "Kjønnsrådgiver",
    CLIMATE_PEACE_SECURITY: "Klima, fred og sikkerhet",
    PREVENTING_VIOLENT_EXTREMISM: "Forebygging av voldelig ekstremisme", PRE_DEPLOYMENT: "Før utreise", OTHER: "Annet",
  },
  Purpose: {
    NOMINATION: "Nominasjon", DEPLOYMENT: "Oppdrag", TRAINING: "Opplæring", ADMINISTRATION: "Administrasjon",
    OWN_DATA: "Mine egne opplysninger",
  },
  LanguageLevel: { A1: "A1", A2: "A2", B1: "B1", B2: "B2", C1: "C1", C2: "C2" },
  Status: {
    VALID: "Gyldig", SOON: "Utløper snart", EXPIRED: "Utløpt", NEVER: "Aldri tatt", WAIVED: "Fritatt", UNKNOWN: "Ukjent",
  },
  Population: { ROSTER: "Alle i oversikten", DEPLOYED: "Alle utsendte" },
  RequirementTime: {
    CONTINUOUS: "Til enhver tid", ON_NOMINATION: "Ved nominasjon", ON_DEPARTURE: "Ved utreise",
    THROUGHOUT_TOUR: "Gjennom hele tjenestetiden",
  },
  MissionKind: { INTERNATIONAL: "Internasjonal operasjon", NATIONAL: "Nasjonal operasjon", EXERCISE: "Øvelse" },
  DeploymentState: {
    PLANNED: "Planlagt", PREPARING: "Under forberedelse", READY: "Klar", DEPLOYED: "Utsendt", RETURNED: "Hjemkommet",
    CLOSED: "Avsluttet", CANCELLED: "Avlyst", VOID: "Annullert",
  },
  CallKind: {
    CALL_FOR_CONTRIBUTIONS: "Forespørsel om bidrag", VACANCY: "Ledig stilling", NOTE_VERBALE: "Verbalnote", ROTATION: "Rotasjon",
  },
  CallState: { DRAFT: "Utkast", OPEN: "Åpen", CLOSED: "Lukket", CANCELLED: "Avlyst" },
  NominationState: {
    DRAFT: "Utkast", IN_REVIEW: "Til vurdering", RETURNED: "Returnert", ENDORSED: "Anbefalt", NOT_ENDORSED: "Ikke anbefalt",
    SUBMITTED: "Innsendt", SHORTLISTED: "På kortliste", SELECTED: "Valgt", RESERVE: "Reserve",
    NOT_SELECTED: "Ikke valgt", ACCEPTED: "Akseptert", DECLINED: "Takket nei", CONVERTED: "Utsendt",
    WITHDRAWN: "Trukket", WITHDRAWN_BY_STATE: "Trukket fra statens side", LAPSED: "Bortfalt",
    CLOSED_POST_CANCELLED: "Lukket: stillingen avlyst", CLOSED_PERSON_LEFT: "Lukket: ikke lenger i oversikten",
    VOID: "Annullert",
  },
  SupervisorAgreement: { ASKED: "Spurt", YES: "Ja", NO: "Nei" },
  Reason: {
    LANGUAGE: "Språk", DRIVING: "Kjøring", WEAPONS_TEST: "Våpenprøve", RANK_OR_EXPERIENCE: "Grad eller erfaring",
    FITNESS_OR_FORM: "Helse eller form", VETTING: "Klarering", FILE_LATE_OR_INCOMPLETE: "Sen eller ufullstendig søknad",
    OUT_COMPETED: "Andre ble foretrukket", POST_REASSIGNED: "Stillingen ble omfordelt", NOT_RELEASED: "Ikke frigitt av enheten",
    FAMILY: "Familie", SECURITY_OF_LOCATION: "Sikkerheten på stedet", PAY: "Lønn", CAREER: "Karriere",
    INFRASTRUCTURE: "Infrastruktur", CULTURE: "Kultur", NO_RESPONSE: "Ikke svart",
    ENTERED_BY_MISTAKE: "Feilført", OTHER: "Annet",
  },
  Dimension: {
    MISSION: "Operasjon", COUNTRY: "Land", PERSONNEL_TYPE: "Personelltype", ORGANISATION: "Organisasjon",
    CATEGORY: "Kategori", RANK_BAND: "Gradsnivå", TIER: "Ledernivå", UNIT: "Enhet", GENDER: "Kjønn", MONTH: "Måned",
    MISSION_KIND: "Type operasjon",
  },
};

export const terms = { en, nb };
