// SPDX-License-Identifier: EUPL-1.2
// One mission and its posts.
import { useQuery } from "@connectrpc/connect-query";
import { Table } from "@navikt/ds-react/Table";
import { useParams } from "wouter";
import { Disclosure } from "../ui/Disclosure";
import { BackLink, Empty, Facts, HeadCells, Loaded, Rows, Section } from "../ui/blocks";
import { PageHeading } from "../ui/PageHeading";
import { useCountries, usePosts } from "../api/reference";
import { MissionKindSchema, MissionsService, type Mission, type Post } from "../gen/muster/missions/v1/missions_pb";
import { CategorySchema, OrganisationSchema, TopicSchema } from "../gen/muster/platform/v1/terms_pb";
import { useTexts } from "../texts/texts";
import { mandate } from "./mandate";

export default function MissionPage() {
  const texts = useTexts();
  const { id } = useParams<{ id: string }>();
  const mission = useQuery(MissionsService.method.getMission, { name: `missions/${id}` });
  return (
    <>
      <BackLink href="/missions">{texts.missions.back}</BackLink>
      <Loaded of={mission} title={texts.missions.name}>{(data) => <MissionParts mission={data} />}</Loaded>
    </>
  );
}

function MissionParts({ mission }: { mission: Mission }) {
  const texts = useTexts();
  const t = texts.missions;
  const countries = useCountries();
  const country = (code: string) => {
    const known = countries.data?.get(code);
    return known ? texts.name(known.displayName, known.displayNameNb) : code;
  };
  return (
    <>
      <PageHeading title={`${mission.acronym} – ${texts.name(mission.displayName, mission.displayNameNb)}`} />
      <Facts facts={[
        [t.organisation, texts.value(OrganisationSchema, mission.organisation)],
        [t.kind, texts.value(MissionKindSchema, mission.kind)],
        [t.mandate, mandate(mission, texts)],
        [t.host, mission.hostCountries.map(country).join(", ")],
        [texts.disclosure.label, <Disclosure key="disclosure" of={mission} called={mission.acronym} />],
        [t.themes, mission.themes.map((topic) => texts.value(TopicSchema, topic)).join(", ")],
      ]} />
      <Posts mission={mission.name} />
    </>
  );
}

function Posts({ mission }: { mission: string }) {
  const texts = useTexts();
  const t = texts.missions;
  const posts = usePosts();
  return (
    <Section title={t.posts}>
      <Loaded of={posts}>
        {(data) => {
          const own = data.filter((post) => post.mission === mission);
          const stationed = own.some((post) => post.dutyStation);
          return own.length === 0 ? <Empty text={t.noPosts} /> : (
            <Rows label={t.posts} head={<HeadCells texts={[t.code, t.post, t.category, t.grade, t.tier, t.tour, ...(stationed ? [t.station] : [])]} />}>
              {own.map((post) => (
                <Table.Row key={post.name}>
                  <Table.DataCell className="number">{post.code}</Table.DataCell>
                  <Table.HeaderCell scope="row" className="plain">{post.displayName}</Table.HeaderCell>
                  <Table.DataCell>{texts.value(CategorySchema, post.category)}</Table.DataCell>
                  <Table.DataCell className="date">{grades(post)}</Table.DataCell>
                  <Table.DataCell>{t.tiers[post.leadershipTier]}</Table.DataCell>
                  <Table.DataCell className="date">{t.months(post.tourMonths)}</Table.DataCell>
                  {stationed && <Table.DataCell>{post.dutyStation}</Table.DataCell>}
                </Table.Row>
              ))}
            </Rows>
          );
        }}
      </Loaded>
    </Section>
  );
}

function grades(post: Post): string {
  return [...new Set([post.gradeMin, post.gradeMax])].filter(Boolean).join(" – ");
}
