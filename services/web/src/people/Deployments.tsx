// SPDX-License-Identifier: EUPL-1.2
import { useQuery } from "@connectrpc/connect-query";
import { Table } from "@navikt/ds-react/Table";
import { Empty, HeadCells, Loaded, Rows, Section } from "../ui/blocks";
import { shortDate } from "../api/dates";
import { named, useMissions, usePosts } from "../api/reference";
import { DeploymentStateSchema, MissionsService, type Deployment } from "../gen/muster/missions/v1/missions_pb";
import { useTexts } from "../texts/texts";

// The person's tours, the latest first; what is planned only says so.
export function Deployments({ person }: { person: string }) {
  const texts = useTexts();
  const t = texts.people;
  const deployments = useQuery(MissionsService.method.listDeployments, { filter: `person = "${person}"`, pageSize: 500 });
  return (
    <Section title={t.deployments}>
      <Loaded of={deployments}>
        {(data) => data.deployments.length === 0 ? <Empty text={t.noDeployments} /> : (
          <Rows label={t.deployments} head={<HeadCells texts={[t.mission, t.role, t.status, t.from, t.to]} />}>
            {data.deployments.toSorted((one, other) => start(other).localeCompare(start(one))).map((deployment) => (
              <DeploymentRow key={deployment.name} deployment={deployment} />
            ))}
          </Rows>
        )}
      </Loaded>
    </Section>
  );
}

function start(deployment: Deployment): string {
  return deployment.actualFrom ?? deployment.plannedFrom ?? "";
}

function DeploymentRow({ deployment }: { deployment: Deployment }) {
  const texts = useTexts();
  const missions = useMissions();
  const posts = usePosts();
  const last = deployment.segments.at(-1);
  const post = last && named(posts.data, last.post);
  const day = (actual: string | undefined, planned: string | undefined) => {
    if (actual) return shortDate(actual, texts.locale);
    return planned ? `${shortDate(planned, texts.locale)} (${texts.people.planned})` : texts.app.date.open;
  };
  return (
    <Table.Row>
      <Table.DataCell>{named(missions.data, deployment.mission)?.acronym}</Table.DataCell>
      <Table.DataCell>{last?.title || post?.displayName}</Table.DataCell>
      <Table.DataCell>{texts.value(DeploymentStateSchema, deployment.state)}</Table.DataCell>
      <Table.DataCell className="date">{day(deployment.actualFrom, deployment.plannedFrom)}</Table.DataCell>
      <Table.DataCell className="date">{day(deployment.actualTo, deployment.plannedTo)}</Table.DataCell>
    </Table.Row>
  );
}
