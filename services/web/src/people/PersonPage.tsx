// SPDX-License-Identifier: EUPL-1.2
// One person: data, where they belong and have served, what training holds.
import { useQuery } from "@connectrpc/connect-query";
import { Button } from "@navikt/ds-react/Button";
import type { ReactNode } from "react";
import { Link, useParams } from "wouter";
import { BackLink, Facts, Loaded, Section } from "../ui/blocks";
import { PageHeading } from "../ui/PageHeading";
import { useCountries } from "../api/reference";
import { useMay, useSession } from "../api/session";
import { CategorySchema, GenderSchema } from "../gen/muster/platform/v1/terms_pb";
import { PersonStatusSchema, RosterService, type Person } from "../gen/muster/roster/v1/roster_pb";
import { useTexts } from "../texts/texts";
import { Affiliations } from "./Affiliations";
import { BirthDate } from "./BirthDate";
import { Deployments } from "./Deployments";
import { Languages } from "./Languages";
import { Readers } from "./Readers";

interface Properties {
  // What other areas know of the person, by the name "persons/42".
  training: (person: string) => ReactNode;
  nominations: (person: string) => ReactNode;
}

export function PersonPage(areas: Properties) {
  const texts = useTexts();
  const { id } = useParams<{ id: string }>();
  const person = useQuery(RosterService.method.getPerson, { name: `persons/${id}` });
  return (
    <>
      <BackLink href="/people">{texts.people.back}</BackLink>
      <Loaded of={person} title={texts.people.person}>{(data) => <PersonParts key={data.name} person={data} {...areas} />}</Loaded>
    </>
  );
}

function PersonParts({ person, training, nominations }: { person: Person } & Properties) {
  const texts = useTexts();
  const seeLanguages = useMay("seeLanguages");
  const seeDeployments = useMay("seeDeployments");
  const seeNominations = useMay("seeNominations");
  const nominate = useMay("nominate");
  const others = useMay("nominateOthers");
  const seeReaders = useMay("seeReaders");
  const own = useSession().person === person.name;
  return (
    <>
      <PageHeading title={person.displayName}>
        {nominate && (
          <Button as={Link} size="small" variant="secondary" href={`/nominations/nominate?person=${person.name}`}>
            {others ? texts.people.nominate : texts.nominations.declare}
          </Button>
        )}
      </PageHeading>
      <div className="columns">
        <div>
          <Data person={person} />
          {seeLanguages && <Languages person={person.name} />}
        </div>
        <div>
          {training(person.name)}
          {seeDeployments && <Deployments person={person.name} />}
          <Affiliations person={person.name} />
          {seeNominations && nominations(person.name)}
          {own && seeReaders && <Readers />}
        </div>
      </div>
    </>
  );
}

function Data({ person }: { person: Person }) {
  const texts = useTexts();
  const t = texts.people;
  const readDetails = useMay("readDetails");
  const nationality = useCountries().data?.get(person.nationality ?? "");
  return (
    <Section title={t.data}>
      <Facts facts={[
        [t.number, person.number],
        [t.familyName, person.familyName],
        [t.givenName, person.givenName],
        [t.preferredName, person.preferredName],
        [t.gender, texts.value(GenderSchema, person.gender)],
        [t.category, texts.value(CategorySchema, person.category)],
        [t.status, texts.value(PersonStatusSchema, person.status)],
        [t.nationality, nationality ? texts.name(nationality.displayName, nationality.displayNameNb) : person.nationality],
        [t.unit, texts.name(person.unitDisplayName, person.unitDisplayNameNb)],
        [t.rank, texts.name(person.rankDisplayName, person.rankDisplayNameNb)],
        [t.position, person.position],
        [t.birthDate, readDetails && <BirthDate person={person.name} />],
      ]} />
    </Section>
  );
}
