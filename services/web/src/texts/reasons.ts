// SPDX-License-Identifier: EUPL-1.2
// Why the server refused something, by its reason: every reason has an entry in both languages, or does not build.
import type { Reason } from "../gen/muster/platform/v1/reasons_pb";

// What the sentence names (proto/muster/platform/v1/reasons.proto); days and roles are written as the page writes them.
export type Metadata = Readonly<Record<string, string>>;
// A sentence, or null: only a faulty client or somebody without the page meets it, and the server's English is shown.
export type ReasonText = string | null | ((metadata: Metadata) => string);
type Reasons = Record<Exclude<keyof typeof Reason, "UNSPECIFIED">, ReasonText>;

// Neither the form of a request nor the command line is the page's matter.
const NOT_OF_THE_PAGE = {
  UNKNOWN_FIELD: null, WRONG_TYPE: null, IMMUTABLE: null, MALFORMED_NAME: null, NOT_UTF8: null, NOT_A_MAPPING: null,
  MALFORMED_JSON: null, MALFORMED_PROTO: null, MALFORMED_GZIP: null, MALFORMED_QUERY: null, MALFORMED_BASE64: null,
  MALFORMED_TIMEOUT: null, PROTOCOL_VERSION: null, UNSUPPORTED_ENCODING: null, MALFORMED_FILTER: null,
  MALFORMED_ORDER: null, REQUEST_ID_REUSED: null, SECRET_SHOWN_ONCE: null, APPEND_ONLY: null, WRONG_OFFSET: null,
  BEYOND_SIZE: null, NOT_SERVED: null, WRONG_DATABASE: null, FILE_EXISTS: null, NO_SUCH_FILE: null, NOT_A_KEY: null,
  NOT_SIGNED: null, AUDIT_EMPTY: null, NO_SUCH_TARGET: null, IMPORT_REFUSED: null, INTERRUPTED: null,
  SERVER_UNREACHABLE: null, TOKEN_PURPOSE: null, ROLE_NOT_HELD: null,
} as const;

const en: Reasons = {
  ...NOT_OF_THE_PAGE,
  REQUIRED: "Must be filled in.",
  NOT_APPLICABLE: "Does not apply here. Leave it empty.",
  UNKNOWN_VALUE: ({ allowed }) => (allowed ? `Unknown value. Choose one of ${allowed}.` : "Unknown value. Choose another."),
  VALUE_REFUSED: "Is not allowed here. Choose something else.",
  REFERENCE_NOT_FOUND: "Does not exist. Choose something else.",
  TOO_LONG: ({ limit }) => (limit ? `The text is too long: at most ${limit} characters.` : "The text is too long."),
  TOO_SHORT: ({ limit }) => `The text is too short: at least ${limit} characters.`,
  TOO_MANY: ({ limit }) => `At most ${limit} are allowed.`,
  OUT_OF_RANGE: ({ minimum, maximum }) => (minimum ? `Must be between ${minimum} and ${maximum}.` : "Is too large or too small."),
  NAMED_TWICE: "Is listed twice.",
  EXCLUSIVE: "Cannot be given together with another field. Leave one out.",
  CONTRADICTS: ({ source }) => `Differs from that of ${source}.`,
  OTHER_FIELD_REQUIRED: "Another field must be filled in too.",
  INVALID_CHARACTER: "Contains a character that is not allowed. Remove it.",
  OUTER_SPACE: "Begins or ends with a space. Remove it.",
  CLASSIFIED: ({ marking }) => `Carries the marking ${marking}. Muster is for unclassified information only.`,
  NOT_A_CODE: "May contain only letters A–Z, digits and . _ / -",
  NOT_A_DATE: "Write the date as dd.mm.yyyy.",
  NOT_A_MONTH: "Is not a valid month.",
  NOT_A_TIME_OF_DAY: "Write the time as hh:mm.",
  UNKNOWN_LOCALE: "Is not a language whose order of names is known. Write, for example, nb.",
  NOT_A_TIME_ZONE: "Is not a time zone. Write, for example, Europe/Oslo.",
  NOT_A_COUNTRY: "Is not a country code. Write, for example, NOR for Norway.",
  NOT_A_LANGUAGE: "Is not a language code. Write, for example, nob for Norwegian Bokmål.",
  NOT_A_SEPARATOR: "Must be one character, such as ; or a tab.",
  IN_FUTURE: ({ latest }) => `Is in the future. Give ${latest} or an earlier date.`,
  KNOWN_AT_IN_FUTURE: "Nothing is known yet of this moment. Give one that has passed, or none for what is known now.",
  TOO_EARLY: ({ earliest }) => (earliest ? `Is too early. Give ${earliest} or a later date.` : "Is too early."),
  TOO_LATE: ({ latest }) => `Is too late. Give ${latest} or an earlier date.`,
  IMPLAUSIBLE: "This looks like a slip of the pen. Correct it, or say why it is right.",
  NOT_VALID_THEN: ({ name, valid_from, valid_to }) =>
    `${name} exists only from ${valid_from} ${valid_to ? `to ${valid_to}` : "onwards"}. Choose something else, or another date.`,
  MESSAGE_TOO_LARGE: "That is more than the server can take at once. Do less at a time.",
  WRONG_PAGE_TOKEN: "The list has changed. Start again from the first page.",
  NOT_FOUND: "Not found, or outside the units you work for.",
  ALREADY_EXISTS: ({ value }) => (value ? `This is already registered, as ${value}.` : "This is already registered."),
  CODE_USED_BEFORE: "Something else had this code before, and a code is never given again. Give another one.",
  STALE_ETAG: "Somebody else changed this in the meantime. The page now shows the current version: check it, and try again.",
  STILL_REFERENCED: "Other records refer to this one. Remove or change them first.",
  WRONG_STATE: "This is no longer possible: the state has changed.",
  ALREADY_ENDED: ({ date, verb }) => `This already ended on ${date}.${verb ? " A later day is a correction, with a reason." : ""}`,
  CHANGED_MEANWHILE: "Something has changed in the meantime. Check it, and try again.",
  SIGN_IN_REQUIRED: "You are signed out. Sign in again.",
  SESSION_ENDED: "You are signed out. Sign in again.",
  WRONG_PASSWORD: "The account name or the password is wrong, or the account is disabled.",
  TOO_MANY_ATTEMPTS: "Too many attempts. Wait a minute, and try again.",
  ROLE_MISSING: ({ roles }) => `Your roles do not allow this. Who may: ${roles}.`,
  SCOPE_TOO_NARROW: ({ owner, roles }) =>
    owner
      ? `This belongs to ${owner}, and your units do not cover it. Who may, for ${owner} or for all units: ${roles}.`
      : `This concerns all units, and you work for only some of them. Who may, for all units: ${roles}.`,
  EFFECTS_BEYOND_SCOPE: ({ people, records, roles }) =>
    `Nothing was done: this would reach ${people === "1" ? "1 person" : `${people} people`}${
      records && records !== "0" ? ` and ${records === "1" ? "1 record" : `${records} records`}` : ""
    } outside your units. Who may, for those units or for all: ${roles}.`,
  NO_GRANT: "You have no role today. Ask an administrator for one.",
  FIELD_NOT_ALLOWED: ({ roles }) => `Your roles do not allow this. Who may: ${roles}.`,
  OTHER_SITE: "The request came from another site.",
  NOT_OWN_CASE: "Nobody may decide their own case. Ask a colleague.",
  SECOND_PERSON: "This takes a second person. Ask a colleague.",
  NOT_PROPOSER: "Whoever proposed the nomination cannot do this. Ask a colleague.",
  NOT_DECIDER: "Whoever decided the outcome cannot reverse it. Ask a colleague.",
  WEAK_PASSWORD: "Is easy to guess. Use a longer phrase without the account name.",
  ACCOUNT_REQUIRED: "Sign in to an account first.",
  NOT_BY_TOKEN: "This cannot be done with a token. Sign in with your password.",
  PERSON_REQUIRED: "The role is for accounts that belong to a person, and this one does not.",
  NOT_OWN_DATA: "This is not your own data. Say what you need it for.",
  PERSON_NOT_ACTIVE: ({ last_day }) =>
    `The person is no longer on the roster${last_day ? ` (last day ${last_day})` : ""}. Only what happened until the last day can be recorded.`,
  AFFILIATION_RUNS: ({ unit }) => `The person still belongs to ${unit}. Give their last day there.`,
  AFFILIATION_OVERLAP: ({ from, to }) =>
    `Overlaps another affiliation, ${to ? `from ${from} to ${to}` : `from ${from} onwards`}. Choose days outside it, or end it first.`,
  END_REQUIRED: "Somebody who is not active needs a last day that has come.",
  LOWEST_LEVEL: "Is already at the lowest level. Choose a unit above it.",
  NATIONAL_IDENTITY_NUMBER: "Holds what looks like a national identity number, and Muster does not keep those. Leave it out, or give another identifier.",
  NOT_AN_EMAIL: "Is not an e-mail address. Write, for example, name@example.org.",
  NOT_A_PHONE_NUMBER: "Is not a telephone number. Write, for example, +47 22 24 90 90.",
  DORMANT: ({ from }) =>
    `The person has been a dormant member of the roster since ${from}. Record what is missing, or give a reason.`,
  MEMBERSHIP_OVERLAP: ({ from, to }) =>
    `Overlaps another membership, ${to ? `from ${from} to ${to}` : `from ${from} onwards`}. Choose days outside it, or end it first.`,
  MISSION_OVER: ({ date }) =>
    `The mission is over, and its last day was ${date}. Choose days until then, or prolong its mandate.`,
  UNIT_ENDED: ({ date, successor }) =>
    `The unit ended on ${date}. Choose ${successor ? "its successor" : "another unit"}, or days until then.`,
  UNIT_IN_USE: ({ people, units, date }) =>
    `After ${date} the unit has ${people} people, and ${units} units below it. Give a successor, or move them first.`,
  UNIT_BELOW_ITSELF: "A unit cannot stand below itself. Choose a unit outside it.",
  TOUR_RUNS: "The person is still deployed. Give the last day, or end the deployment first.",
  ERASED: ({ date }) => `This person was erased on ${date}. Nothing is known of them any more.`,
  ERASURE_BLOCKED: ({ count }) =>
    `The person cannot be erased yet: ${count} open ${count === "1" ? "matter" : "matters"} must be settled first.`,
  NAMES_PERSON: "Names the person. Leave out names, numbers and addresses of the person, since this text is kept.",
  NUMBER_NOT_AVAILABLE: "Is not available. Search for the person you mean, or give another number.",
  TOO_MANY_TAKEN_NUMBERS: ({ limit }) =>
    `More than ${limit} of your numbers or names in the last hour were not available. Wait an hour, or ask somebody who works for all units.`,
  OVERLAP: ({ from, to }) =>
    `The person is committed elsewhere ${to ? `from ${from} to ${to}` : `from ${from} onwards`}. Change the days, or end the other commitment first.`,
  NO_REPORT: "There is no report to withdraw.",
  NO_CHANGE: "This is already recorded.",
  REPORTED_BY_SOURCE: ({ source }) => `This comes from an import of ${source}. Undo the import, and import the corrected file.`,
  CHANGED_THAT_DAY: ({ date }) => `This was changed on ${date} already. Correct that change instead.`,
  CHANGE_OR_CORRECT: "This holds from a day: change it from a day on, or correct what was recorded.",
  NOT_AFFILIATED: ({ last }) =>
    last ? `The person has belonged to no unit since ${last}. Give another day.` : "The person belongs to no unit on that day.",
  POST_FULL: ({ seats, from, to, days }) =>
    `The post has ${seats} ${seats === "1" ? "seat" : "seats"} and would have more holders ${to ? `from ${from} to ${to}` : `from ${from} onwards`}, longer than the ${days} days of a handover. Choose other days, or say why.`,
  POST_NOT_OF_CALL: "Is not one of the call's posts.",
  CALL_NOT_OPEN: "The call is not open.",
  CALL_CLOSED: "The call is closed. Give a reason to go on.",
  CALL_CANCELLED: "The call is cancelled.",
  CALL_DEADLINE_PASSED: "The call's deadline has passed.",
  DEADLINE_PASSED: "The call's deadline has passed. Give a reason to go on.",
  DEADLINE_NOT_PASSED: "The call's deadline has not passed yet. Withdraw the nomination instead.",
  ALREADY_NOMINATED: "The person is already nominated for this post in the call.",
  SUPERVISOR_AGREEMENT: "The supervisor has not agreed. Give a reason to go on without their agreement.",
  RESERVE_HOLDS: ({ date }) => `The nomination is in reserve until ${date}. Give a reason to end that now.`,
  SLATE_FULL: ({ limit }) => `The call takes at most ${limit} nominees, and already has that many. Withdraw one first.`,
  COMPOSITION: ({ wanted, women, known }) =>
    `The call asks for ${wanted} % women, and the slate has ${women} out of ${known}. Search more widely, or give a reason to go on.`,
  POST_MISSING: ({ valid_from, valid_to }) =>
    `The post exists only from ${valid_from} ${valid_to ? `to ${valid_to}` : "onwards"}. Choose days within that time, or another post.`,
  POST_STANDS: "The post still exists, and its call is not cancelled. Give a reason to close the nomination anyway.",
  PERSON_COMMITTED: ({ from, to }) =>
    `The person is committed elsewhere ${to ? `from ${from} to ${to}` : `from ${from} onwards`}. Agree on other days, or end the other commitment first.`,
  PERSON_AWAY: ({ from, to }) =>
    `The person is on leave ${to ? `from ${from} to ${to}` : `from ${from} onwards`}. Agree on other days, or give a reason to go on.`,
  PERSON_ACTIVE: "The person is active on the roster. Record that they have died or left first.",
  IMPORT_INCOMPLETE: "The file has not been uploaded completely.",
  BUILT_UPON: "Something has been built on this import since then. Change or remove that first.",
  TOO_MANY_IMPORTS: "Too many imports are running or waiting to start. Wait for one to finish, or delete some.",
  NO_MONTH_END: "The period contains no month end.",
  STOCK_OF_A_DAY: "The indicator is for a day, not a period.",
  COUNTS_IN_A_PERIOD: "The indicator is for a period, not a day.",
  NOT_IN_ANSWER: "The table has no such cell.",
  RESULT_TOO_LARGE: "The answer would be too large. Choose a shorter period or fewer dimensions.",
  TOO_FINE: ({ allowed }) =>
    allowed
      ? "With your roles this figure is shown by organisation, category and leadership tier only. Who may read the persons (HR, endorsers, training coordinators) can see more."
      : "With your roles this figure is shown by two dimensions at most, each with one value. Who may read the persons (HR, endorsers, training coordinators) can see more.",
  RELEASED_BY_MONTH: ({ latest }) => `With your roles this figure is shown as it was released at the end of a month. The latest is ${latest}.`,
  NAMES_NOT_SHOWN: "With your roles you see this number, and not the names behind it. Ask HR, an endorser or a training coordinator.",
  IN_OTHER: "It is counted under “other” in your figures. Choose that instead.",
  TELLS_OTHER: "Shown like this, the figures would tell a unit or mission that stands under “other”. Leave it out, or ask HR, an endorser or a training coordinator.",
  TOO_BUSY: "The server is busy or out of reach. Try again in a moment.",
  STOPPING: "The server is busy or out of reach. Try again in a moment.",
  DATABASE_UNAVAILABLE: "The server is busy or out of reach. Try again in a moment.",
  CONCURRENT_CHANGE: "Somebody else is changing this. Try again in a moment.",
  OUTCOME_UNKNOWN: "It is not known whether this was saved. Try again: it will not be saved twice.",
  DEADLINE_EXCEEDED: "The server is busy or out of reach. Try again in a moment.",
  DISK_FULL: "The server's disk is full, and nothing was saved. Tell its operator.",
  IO_ERROR: "The server cannot read or write its data. Tell its operator.",
  OUT_OF_MEMORY: "The server is out of memory. Tell its operator.",
  FRESH_FACTOR_NEEDED: ({ limit }) => limit
    ? `You have read the data of ${limit} people within an hour. Give your password again to read more.`
    : "Give your password again to do this.",
  APPROVAL_NEEDED: ({ approvers }) =>
    approvers ? `Not done yet: this takes a second person, and waits for approval by ${approvers}.`
      : "Not done yet: this takes a second person, and waits for whoever operates the server, since nobody else may approve it.",
  OWN_REQUEST: "Nobody approves what they asked for themselves, or what is for themselves. Ask a colleague.",
  NOT_AN_APPROVER: "You cannot approve this: it takes a role for these units that was itself approved.",
  PASSWORD_SET: "The account has a password already, or is disabled.",
  APPROVAL_DECIDED: "This has been decided already.",
  APPROVAL_EXPIRED: "The time to approve this is up. It has to be asked for again.",
  APPROVAL_FAILED: "This can no longer be done, and nothing was changed. See the reason given with the request.",
  SOLE_ADMINISTRATOR: "Nobody else administers all units. Give somebody else that access first, without a last day.",
  PERSON_HAS_ACCOUNT: ({ name }) => `The person already has an account (${name}). Use that one, or disable it first.`,
  SERVICE_ACCOUNT: "A service account has no password and is no person on the roster.",
  REVIEWER_NEEDED: "Not done: somebody else has to look at this afterwards, and nobody is named who can now. Ask an administrator to name somebody.",
  NOT_THE_REVIEWER: "This is for somebody else to look at.",
  ACT_NOT_SERVED: "This server cannot do it. It still waits. Tell the server's operator.",
  NO_SUCH_ACCOUNT: "No account is called this. The name has to be exact.",
  OWN_RECORD: "Nobody keeps their own record alone. Ask somebody else to do it.",
};

const nb: Reasons = {
  ...NOT_OF_THE_PAGE,
  REQUIRED: "Må fylles ut.",
  NOT_APPLICABLE: "Gjelder ikke her. La feltet stå tomt.",
  UNKNOWN_VALUE: ({ allowed }) => (allowed ? `Ukjent verdi. Velg en av ${allowed}.` : "Ukjent verdi. Velg en annen."),
  VALUE_REFUSED: "Er ikke tillatt her. Velg noe annet.",
  REFERENCE_NOT_FOUND: "Finnes ikke. Velg noe annet.",
  TOO_LONG: ({ limit }) => (limit ? `Teksten er for lang: høyst ${limit} tegn.` : "Teksten er for lang."),
  TOO_SHORT: ({ limit }) => `Teksten er for kort: minst ${limit} tegn.`,
  TOO_MANY: ({ limit }) => `Høyst ${limit} er tillatt.`,
  OUT_OF_RANGE: ({ minimum, maximum }) => (minimum ? `Må være mellom ${minimum} og ${maximum}.` : "Er for stort eller for lite."),
  NAMED_TWICE: "Er oppført to ganger.",
  EXCLUSIVE: "Kan ikke oppgis sammen med et annet felt. Utelat ett av dem.",
  CONTRADICTS: ({ source }) => `Stemmer ikke med ${source}.`,
  OTHER_FIELD_REQUIRED: "Et annet felt må også fylles ut.",
  INVALID_CHARACTER: "Inneholder et tegn som ikke er tillatt. Fjern det.",
  OUTER_SPACE: "Begynner eller slutter med et mellomrom. Fjern det.",
  CLASSIFIED: ({ marking }) => `Har graderingen ${marking}. Muster er bare for ugraderte opplysninger.`,
  NOT_A_CODE: "Kan bare inneholde bokstavene A–Z, sifre og . _ / -",
  NOT_A_DATE: "Skriv datoen som dd.mm.åååå.",
  NOT_A_MONTH: "Er ikke en gyldig måned.",
  NOT_A_TIME_OF_DAY: "Skriv klokkeslettet som tt:mm.",
  UNKNOWN_LOCALE: "Er ikke et språk med kjent rekkefølge for navn. Skriv for eksempel nb.",
  NOT_A_TIME_ZONE: "Er ikke en tidssone. Skriv for eksempel Europe/Oslo.",
  NOT_A_COUNTRY: "Er ikke en landkode. Skriv for eksempel NOR for Norge.",
  NOT_A_LANGUAGE: "Er ikke en språkkode. Skriv for eksempel nob for bokmål.",
  NOT_A_SEPARATOR: "Må være ett tegn, for eksempel ; eller tabulator.",
  IN_FUTURE: ({ latest }) => `Er frem i tid. Oppgi ${latest} eller en tidligere dato.`,
  KNOWN_AT_IN_FUTURE: "Om dette tidspunktet er ingenting kjent ennå. Oppgi et som er passert, eller ingen for det som er kjent nå.",
  TOO_EARLY: ({ earliest }) => (earliest ? `Er for tidlig. Oppgi ${earliest} eller en senere dato.` : "Er for tidlig."),
  TOO_LATE: ({ latest }) => `Er for sent. Oppgi ${latest} eller en tidligere dato.`,
  IMPLAUSIBLE: "Dette ser ut som en skrivefeil. Rett det, eller skriv hvorfor det stemmer.",
  NOT_VALID_THEN: ({ name, valid_from, valid_to }) =>
    `${name} finnes bare ${valid_to ? `fra ${valid_from} til ${valid_to}` : `fra og med ${valid_from}`}. Velg noe annet, eller en annen dato.`,
  MESSAGE_TOO_LARGE: "Dette er mer enn tjeneren kan ta på én gang. Ta mindre om gangen.",
  WRONG_PAGE_TOKEN: "Listen er endret. Begynn på nytt fra første side.",
  NOT_FOUND: "Finnes ikke, eller er utenfor enhetene du arbeider for.",
  ALREADY_EXISTS: ({ value }) => (value ? `Dette er registrert fra før, som ${value}.` : "Dette er registrert fra før."),
  CODE_USED_BEFORE: "Koden har tilhørt noe annet, og en kode gis aldri på nytt. Oppgi en annen.",
  STALE_ETAG: "Noen andre har endret dette i mellomtiden. Siden viser nå den nyeste versjonen: se over den, og prøv igjen.",
  STILL_REFERENCED: "Andre opplysninger viser til dette. Fjern eller endre dem først.",
  WRONG_STATE: "Dette er ikke lenger mulig: tilstanden er endret.",
  ALREADY_ENDED: ({ date, verb }) => `Dette ble avsluttet allerede ${date}.${verb ? " En senere dag er en retting, med begrunnelse." : ""}`,
  CHANGED_MEANWHILE: "Noe er endret i mellomtiden. Se over det, og prøv igjen.",
  SIGN_IN_REQUIRED: "Du er logget ut. Logg inn igjen.",
  SESSION_ENDED: "Du er logget ut. Logg inn igjen.",
  WRONG_PASSWORD: "Kontonavnet eller passordet er feil, eller kontoen er sperret.",
  TOO_MANY_ATTEMPTS: "For mange forsøk. Vent et minutt, og prøv igjen.",
  ROLE_MISSING: ({ roles }) => `Rollene dine tillater ikke dette. Dette kan gjøres av: ${roles}.`,
  SCOPE_TOO_NARROW: ({ owner, roles }) =>
    owner
      ? `Dette tilhører ${owner}, som ikke er blant enhetene dine. Dette kan gjøres for ${owner} eller for alle enheter av: ${roles}.`
      : `Dette gjelder alle enheter, og du arbeider bare for noen av dem. Dette kan gjøres for alle enheter av: ${roles}.`,
  EFFECTS_BEYOND_SCOPE: ({ people, records, roles }) =>
    `Ingenting ble gjort: Dette ville berøre ${people === "1" ? "1 person" : `${people} personer`}${
      records && records !== "0" ? ` og ${records === "1" ? "1 post" : `${records} poster`}` : ""
    } utenfor enhetene dine. Dette kan gjøres for de enhetene eller for alle av: ${roles}.`,
  NO_GRANT: "Du har ingen rolle i dag. Be en administrator om en.",
  FIELD_NOT_ALLOWED: ({ roles }) => `Rollene dine tillater ikke dette. Dette kan gjøres av: ${roles}.`,
  OTHER_SITE: "Forespørselen kom fra et annet nettsted.",
  NOT_OWN_CASE: "Ingen kan avgjøre sin egen sak. Spør en kollega.",
  SECOND_PERSON: "Dette krever en person til. Spør en kollega.",
  NOT_PROPOSER: "Den som foreslo nominasjonen, kan ikke gjøre dette. Spør en kollega.",
  NOT_DECIDER: "Den som avgjorde utfallet, kan ikke omgjøre det. Spør en kollega.",
  WEAK_PASSWORD: "Er lett å gjette. Bruk en lengre frase uten kontonavnet.",
  ACCOUNT_REQUIRED: "Logg inn på en konto først.",
  NOT_BY_TOKEN: "Dette kan ikke gjøres med en nøkkel. Logg inn med passordet ditt.",
  PERSON_REQUIRED: "Rollen er for kontoer som hører til en person, og det gjør ikke denne.",
  NOT_OWN_DATA: "Dette er ikke dine egne opplysninger. Oppgi hva du trenger dem til.",
  PERSON_NOT_ACTIVE: ({ last_day }) =>
    `Personen er ikke lenger i oversikten${last_day ? ` (siste dag ${last_day})` : ""}. Bare det som skjedde frem til siste dag, kan registreres.`,
  AFFILIATION_RUNS: ({ unit }) => `Personen hører fortsatt til ${unit}. Oppgi siste dag der.`,
  AFFILIATION_OVERLAP: ({ from, to }) =>
    `Overlapper en annen tilhørighet, ${to ? `fra ${from} til ${to}` : `fra og med ${from}`}. Velg dager utenfor den, eller avslutt den først.`,
  END_REQUIRED: "Den som ikke er aktiv, må ha en siste dag som ikke er frem i tid.",
  LOWEST_LEVEL: "Er allerede på laveste nivå. Velg en enhet over den.",
  NATIONAL_IDENTITY_NUMBER: "Inneholder det som ser ut som et fødselsnummer, og Muster lagrer ikke slike. Utelat det, eller oppgi en annen identifikator.",
  NOT_AN_EMAIL: "Er ikke en e-postadresse. Skriv for eksempel navn@eksempel.no.",
  NOT_A_PHONE_NUMBER: "Er ikke et telefonnummer. Skriv for eksempel +47 22 24 90 90.",
  DORMANT: ({ from }) =>
    `Personen har vært hvilende medlem av beredskapsgruppen siden ${from}. Registrer det som mangler, eller oppgi en grunn.`,
  MEMBERSHIP_OVERLAP: ({ from, to }) =>
    `Overlapper et annet medlemskap, ${to ? `fra ${from} til ${to}` : `fra og med ${from}`}. Velg dager utenfor det, eller avslutt det først.`,
  MISSION_OVER: ({ date }) =>
    `Oppdraget er avsluttet, og siste dag var ${date}. Velg dager til og med den, eller forleng mandatet.`,
  UNIT_ENDED: ({ date, successor }) =>
    `Enheten ble avviklet ${date}. Velg ${successor ? "enheten som overtok" : "en annen enhet"}, eller dager til og med da.`,
  UNIT_IN_USE: ({ people, units, date }) =>
    `Etter ${date} hører ${people} personer til enheten, og ${units} enheter ligger under den. Oppgi en enhet som overtar, eller flytt dem først.`,
  UNIT_BELOW_ITSELF: "En enhet kan ikke ligge under seg selv. Velg en enhet utenfor den.",
  TOUR_RUNS: "Personen er fortsatt deployert. Oppgi siste dag, eller avslutt deployeringen først.",
  ERASED: ({ date }) => `Denne personen ble slettet ${date}. Det finnes ingen opplysninger om vedkommende lenger.`,
  ERASURE_BLOCKED: ({ count }) =>
    `Personen kan ikke slettes ennå: ${count} ${count === "1" ? "åpen sak" : "åpne saker"} må avsluttes først.`,
  NAMES_PERSON: "Nevner personen. Utelat navn, numre og adresser for personen, for denne teksten blir oppbevart.",
  NUMBER_NOT_AVAILABLE: "Er ikke ledig. Søk etter personen du mener, eller oppgi et annet nummer.",
  TOO_MANY_TAKEN_NUMBERS: ({ limit }) =>
    `Mer enn ${limit} av numrene eller navnene dine den siste timen var ikke tilgjengelige. Vent en time, eller spør en som arbeider for alle enheter.`,
  OVERLAP: ({ from, to }) =>
    `Personen har en annen forpliktelse ${to ? `fra ${from} til ${to}` : `fra og med ${from}`}. Endre dagene, eller avslutt den først.`,
  NO_REPORT: "Det er ingen rapport å trekke tilbake.",
  NO_CHANGE: "Dette er allerede registrert.",
  REPORTED_BY_SOURCE: ({ source }) => `Dette kommer fra en import av ${source}. Angre importen, og importer den rettede filen.`,
  CHANGED_THAT_DAY: ({ date }) => `Dette ble allerede endret ${date}. Rett den endringen i stedet.`,
  CHANGE_OR_CORRECT: "Dette gjelder fra en dag: endre det fra en dag, eller rett det som er registrert.",
  NOT_AFFILIATED: ({ last }) =>
    last ? `Personen har ikke tilhørt noen enhet etter ${last}. Velg en annen dag.` : "Personen tilhører ingen enhet den dagen.",
  POST_FULL: ({ seats, from, to, days }) =>
    `Stillingen har ${seats} ${seats === "1" ? "plass" : "plasser"} og ville hatt flere i seg ${to ? `fra ${from} til ${to}` : `fra og med ${from}`}, lenger enn overlappingen på ${days} dager. Velg andre dager, eller oppgi hvorfor.`,
  POST_NOT_OF_CALL: "Er ikke en av utlysningens stillinger.",
  CALL_NOT_OPEN: "Utlysningen er ikke åpen.",
  CALL_CLOSED: "Utlysningen er lukket. Oppgi en grunn for å gå videre.",
  CALL_CANCELLED: "Utlysningen er avlyst.",
  CALL_DEADLINE_PASSED: "Fristen for utlysningen er utløpt.",
  DEADLINE_PASSED: "Fristen for utlysningen er utløpt. Oppgi en grunn for å gå videre.",
  DEADLINE_NOT_PASSED: "Fristen for utlysningen er ikke utløpt ennå. Trekk nominasjonen i stedet.",
  ALREADY_NOMINATED: "Personen er allerede nominert til denne stillingen i utlysningen.",
  SUPERVISOR_AGREEMENT: "Nærmeste leder har ikke samtykket. Oppgi en grunn for å gå videre uten samtykke.",
  RESERVE_HOLDS: ({ date }) => `Nominasjonen står i reserve til og med ${date}. Oppgi en grunn for å avslutte det nå.`,
  SLATE_FULL: ({ limit }) => `Utlysningen tar høyst ${limit} nominerte, og har allerede så mange. Trekk en først.`,
  COMPOSITION: ({ wanted, women, known }) =>
    `Utlysningen ber om ${wanted} % kvinner, og ${women} av ${known} nominerte er kvinner. Let bredere, eller oppgi en grunn for å gå videre.`,
  POST_MISSING: ({ valid_from, valid_to }) =>
    `Stillingen finnes bare ${valid_to ? `fra ${valid_from} til ${valid_to}` : `fra og med ${valid_from}`}. Velg dager da den finnes, eller en annen stilling.`,
  POST_STANDS: "Stillingen finnes fortsatt, og utlysningen er ikke avlyst. Oppgi en grunn for å lukke nominasjonen likevel.",
  PERSON_COMMITTED: ({ from, to }) =>
    `Personen har en annen forpliktelse ${to ? `fra ${from} til ${to}` : `fra og med ${from}`}. Avtal andre dager, eller avslutt den først.`,
  PERSON_AWAY: ({ from, to }) =>
    `Personen har fravær ${to ? `fra ${from} til ${to}` : `fra og med ${from}`}. Avtal andre dager, eller oppgi en grunn for å gå videre.`,
  PERSON_ACTIVE: "Personen er aktiv i oversikten. Registrer først at personen er død eller har sluttet.",
  IMPORT_INCOMPLETE: "Filen er ikke ferdig lastet opp.",
  BUILT_UPON: "Noe er senere bygget på denne importen. Endre eller fjern det først.",
  TOO_MANY_IMPORTS: "For mange importer er i gang eller venter på å starte. Vent til en er ferdig, eller slett noen.",
  NO_MONTH_END: "Perioden inneholder ingen månedsslutt.",
  STOCK_OF_A_DAY: "Indikatoren gjelder en dag, ikke en periode.",
  COUNTS_IN_A_PERIOD: "Indikatoren gjelder en periode, ikke en dag.",
  NOT_IN_ANSWER: "Tabellen har ingen slik celle.",
  RESULT_TOO_LARGE: "Svaret ville bli for stort. Velg en kortere periode eller færre dimensjoner.",
  TOO_FINE: ({ allowed }) =>
    allowed
      ? "Med rollene dine vises tallet bare etter organisasjon, kategori og ledernivå. De som kan lese personene (HR, godkjennere, opplæringskoordinatorer), kan se mer."
      : "Med rollene dine vises tallet etter høyst to inndelinger, hver med én verdi. De som kan lese personene (HR, godkjennere, opplæringskoordinatorer), kan se mer.",
  RELEASED_BY_MONTH: ({ latest }) => `Med rollene dine vises tallet slik det ble frigitt ved slutten av en måned. Det siste er ${latest}.`,
  NAMES_NOT_SHOWN: "Med rollene dine ser du dette tallet, men ikke navnene bak. Spør HR, en godkjenner eller en opplæringskoordinator.",
  IN_OTHER: "Det telles under «andre» i tallene dine. Velg det i stedet.",
  TELLS_OTHER: "Vist slik ville tallene røpe en enhet eller et oppdrag som står under «andre». Utelat det, eller spør HR, en godkjenner eller en kursansvarlig.",
  TOO_BUSY: "Tjeneren er opptatt eller utenfor rekkevidde. Prøv igjen om litt.",
  STOPPING: "Tjeneren er opptatt eller utenfor rekkevidde. Prøv igjen om litt.",
  DATABASE_UNAVAILABLE: "Tjeneren er opptatt eller utenfor rekkevidde. Prøv igjen om litt.",
  CONCURRENT_CHANGE: "Noen andre endrer dette nå. Prøv igjen om litt.",
  OUTCOME_UNKNOWN: "Det er ukjent om dette ble lagret. Prøv igjen: det lagres ikke to ganger.",
  DEADLINE_EXCEEDED: "Tjeneren er opptatt eller utenfor rekkevidde. Prøv igjen om litt.",
  DISK_FULL: "Tjenerens disk er full, og ingenting ble lagret. Si fra til den som driver den.",
  IO_ERROR: "Tjeneren kan ikke lese eller skrive dataene sine. Si fra til den som driver den.",
  OUT_OF_MEMORY: "Tjeneren har ikke mer minne. Si fra til den som driver den.",
  FRESH_FACTOR_NEEDED: ({ limit }) => limit
    ? `Du har lest opplysninger om ${limit} personer i løpet av en time. Oppgi passordet på nytt for å lese flere.`
    : "Oppgi passordet på nytt for å gjøre dette.",
  APPROVAL_NEEDED: ({ approvers }) =>
    approvers ? `Ikke gjort ennå: dette krever to personer, og venter på godkjenning fra ${approvers}.`
      : "Ikke gjort ennå: dette krever to personer, og venter på den som driver tjeneren, siden ingen andre kan godkjenne det.",
  OWN_REQUEST: "Ingen godkjenner det de selv har bedt om, eller det som gjelder dem selv. Spør en kollega.",
  NOT_AN_APPROVER: "Du kan ikke godkjenne dette: det krever en rolle for disse enhetene som selv er godkjent.",
  PASSWORD_SET: "Kontoen har allerede et passord, eller er deaktivert.",
  APPROVAL_DECIDED: "Dette er allerede avgjort.",
  APPROVAL_EXPIRED: "Fristen for å godkjenne dette er ute. Det må bes om på nytt.",
  APPROVAL_FAILED: "Dette kan ikke gjøres lenger, og ingenting er endret. Se grunnen som står ved forespørselen.",
  SOLE_ADMINISTRATOR: "Ingen andre administrerer alle enheter. Gi noen andre den tilgangen først, uten siste dag.",
  PERSON_HAS_ACCOUNT: ({ name }) => `Personen har allerede en konto (${name}). Bruk den, eller deaktiver den først.`,
  SERVICE_ACCOUNT: "En tjenestekonto har ikke passord og er ikke en person i oversikten.",
  REVIEWER_NEEDED: "Ikke gjort: noen andre må se på dette i ettertid, og ingen er utpekt som kan det nå. Be en administrator utpeke noen.",
  NOT_THE_REVIEWER: "Dette er det noen andre som skal se på.",
  ACT_NOT_SERVED: "Tjeneren her kan ikke utføre dette. Det venter fortsatt. Si fra til den som driver den.",
  NO_SUCH_ACCOUNT: "Ingen konto heter dette. Navnet må være nøyaktig.",
  OWN_RECORD: "Ingen fører sine egne opplysninger alene. Be noen andre gjøre det.",
};

export const reasons = { en, nb };
