// SPDX-License-Identifier: EUPL-1.2
import { useQuery } from "@connectrpc/connect-query";
import { Table } from "@navikt/ds-react/Table";
import { Empty, HeadCells, Loaded, Rows, Section } from "../ui/blocks";
import { shortDate } from "../api/dates";
import { named, useRequirements } from "../api/reference";
import { Status, TrainingService } from "../gen/muster/training/v1/training_pb";
import { useTexts } from "../texts/texts";
import { StatusTag } from "./StatusTag";

// How the person stands today in every requirement that applies.
export function TrainingStatusList({ person }: { person: string }) {
  const texts = useTexts();
  const t = texts.people;
  const status = useQuery(TrainingService.method.getTrainingStatus, { person });
  const requirements = useRequirements();
  return (
    <Section title={t.training}>
      <Loaded of={status}>
        {(data) => data.lines.length === 0 ? <Empty text={t.noTraining} /> : (
          <Rows label={t.training} head={<HeadCells texts={[t.requirement, t.status, t.validTo]} />}>
            {data.lines.map((line) => {
              const requirement = named(requirements.data, line.requirement);
              const holds = line.status === Status.VALID || line.status === Status.SOON;
              return (
                <Table.Row key={line.requirement}>
                  <Table.DataCell>{texts.name(line.displayName, requirement?.displayNameNb ?? "")}</Table.DataCell>
                  <Table.DataCell><StatusTag status={line.status} /></Table.DataCell>
                  <Table.DataCell className="date">
                    {line.validTo ? shortDate(line.validTo, texts.locale) : holds ? texts.training.forGood : ""}
                  </Table.DataCell>
                </Table.Row>
              );
            })}
          </Rows>
        )}
      </Loaded>
    </Section>
  );
}
