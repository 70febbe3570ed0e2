// SPDX-License-Identifier: EUPL-1.2
import { useQuery } from "@connectrpc/connect-query";
import { Table } from "@navikt/ds-react/Table";
import { Empty, HeadCells, Loaded, Rows, Section } from "../ui/blocks";
import { shortDate } from "../api/dates";
import { isOther, named, useMissions, usePosts } from "../api/reference";
import { useMay } from "../api/session";
import { DeploymentStateSchema, MissionsService, type Deployment } from "../gen/muster/missions/v1/missions_pb";
import { useTexts } from "../texts/texts";
import { CorrectDays } from "./CorrectDays";

// The person's tours, the latest first; what is planned only says so.
export function Deployments({ person }: { person: string }) {
  const texts = useTexts();
  const t = texts.people;
  const correct = useMay("correctDays");
  const deployments = useQuery(MissionsService.method.listDeployments, { filter: `person = "${person}"`, pageSize: 500 });
  return (
    <Section title={t.deployments}>
      <Loaded of={deployments}>
        {(data) => data.deployments.length === 0 ? <Empty text={t.noDeployments} /> : (
          <Rows label={t.deployments} head={<HeadCells texts={[t.mission, t.role, t.status, t.from, t.to, ...(correct ? [t.correction] : [])]} />}>
            {data.deployments.toSorted((one, other) => start(other).localeCompare(start(one))).map((deployment) => (
              <DeploymentRow key={deployment.name} deployment={deployment} correct={correct} />
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

function DeploymentRow({ deployment, correct }: { deployment: Deployment; correct: boolean }) {
  const texts = useTexts();
  const missions = useMissions();
  const posts = usePosts();
  const last = deployment.segments.at(-1);
  const post = last && named(posts.data, last.post);
  const role = last && isOther(last.post) ? texts.disclosure.other : last?.title || post?.displayName;
  // After a transfer there are several, the present one last.
  const places = deployment.segments.map(({ mission }) => isOther(mission) ? texts.disclosure.other : named(missions.data, mission)?.acronym ?? "")
    .filter((place, index, all) => place !== all[index - 1]);
  const day = (actual: string | undefined, planned: string | undefined) => {
    if (actual) return shortDate(actual, texts.locale);
    return planned ? `${shortDate(planned, texts.locale)} (${texts.people.planned})` : texts.app.date.open;
  };
  return (
    <Table.Row>
      <Table.DataCell>{places.join(" → ")}</Table.DataCell>
      <Table.DataCell>{role}</Table.DataCell>
      <Table.DataCell>{texts.value(DeploymentStateSchema, deployment.state)}</Table.DataCell>
      <Table.DataCell className="date">{day(deployment.actualFrom, deployment.plannedFrom)}</Table.DataCell>
      <Table.DataCell className="date">{day(deployment.actualTo, deployment.plannedTo)}</Table.DataCell>
      {correct && <Table.DataCell>{deployment.actualFrom && <CorrectDays deployment={deployment.name} />}</Table.DataCell>}
    </Table.Row>
  );
}
