// SPDX-License-Identifier: EUPL-1.2
// Training coverage of WPS and SEAH, and those deployed without it.
import { Skeleton } from "@navikt/ds-react/Skeleton";
import { BodyShort } from "@navikt/ds-react/Typography";
import { ErrorNotice } from "../app/errors";
import { integer, percent } from "../app/numbers";
import { useRequirements } from "../app/reference";
import { Topic } from "../gen/muster/platform/v1/terms_pb";
import type { Cell } from "../gen/muster/statistics/v1/statistics_pb";
import { Population, type Requirement } from "../gen/muster/training/v1/training_pb";
import { useTexts, type Texts } from "../texts/texts";
import { useFigure, wholeOf } from "./figures";
import { Count, Tile } from "./Tile";
import type { View } from "./view";

const TOPICS = [{ topic: Topic.WPS, name: "WPS" }, { topic: Topic.SEAH, name: "SEAH" }];

export function TrainingTiles({ view, deployed }: { view: View; deployed: number | undefined }) {
  const texts = useTexts();
  const requirements = useRequirements();
  if (!requirements.data) return null;
  return TOPICS.map(({ topic, name }) => {
    const onTopic = requirements.data.filter(({ topics, code }) => topics.includes(topic) || code.toUpperCase().includes(name));
    const first = onTopic.find(({ population }) => population === Population.DEPLOYED) ?? onTopic[0];
    const title = texts.statistics.coverage(name);
    if (!first) {
      return <Tile key={name} wide title={title} indicators={["T1"]}><BodyShort>{texts.statistics.noRequirement(name)}</BodyShort></Tile>;
    }
    const roster = onTopic.find((requirement) => requirement !== first && requirement.population === Population.ROSTER);
    return (
      <Tile key={name} wide title={title} indicators={["T1", "T2"]}>
        <div className="tile-parts">
          <Coverage view={view} requirement={first} />
          <Uncovered view={view} topic={name} requirement={first} deployed={deployed} />
          {roster && <Coverage view={view} requirement={roster} />}
        </div>
      </Tile>
    );
  });
}

function Coverage({ view, requirement }: { view: View; requirement: Requirement }) {
  const texts = useTexts();
  const t = texts.statistics;
  const query = { indicator: "T1", requirement: requirement.code, asOf: view.asOf, knownThen: view.knownThen };
  const answer = useFigure(query);
  const cell = wholeOf(answer.data);
  if (answer.isError) return <ErrorNotice error={answer.error} />;
  if (!answer.data) return <Skeleton variant="text" height={48} />;
  if (!cell || cell.total === 0) return <BodyShort>{t.nobody}</BodyShort>;
  const covered = statusCount(cell, "VALID") + statusCount(cell, "SOON");
  const name = texts.name(requirement.displayName, requirement.displayNameNb);
  const population = requirement.population === Population.DEPLOYED ? t.coverageOf.deployed : t.coverageOf.roster;
  return (
    <div>
      <p className="figure">
        {integer(covered, texts.locale)} {t.ofWord} <Count value={cell.total} what={name} cell={query} />
        <span className="figure-beside">{percent(covered / cell.total, texts.locale)}</span>
      </p>
      <BodyShort size="small">{population}</BodyShort>
      <BodyShort size="small" className="quiet">{statusesText(cell, texts)}</BodyShort>
    </div>
  );
}

interface UncoveredProperties {
  view: View;
  topic: string;
  requirement: Requirement;
  deployed: number | undefined;
}

function Uncovered({ view, topic, requirement, deployed }: UncoveredProperties) {
  const texts = useTexts();
  const t = texts.statistics;
  const query = { indicator: "T2", requirement: requirement.code, asOf: view.asOf, knownThen: view.knownThen };
  const answer = useFigure(query);
  if (answer.isError) return <ErrorNotice error={answer.error} />;
  if (!answer.data) return <Skeleton variant="text" height={48} />;
  const without = wholeOf(answer.data)?.total ?? 0;
  return (
    <div>
      <p className="figure">
        <Count value={without} what={`${t.uncovered}, ${topic}`} cell={query} />
        {deployed ? ` ${t.ofWord} ${integer(deployed, texts.locale)}` : ""}
        {deployed ? <span className="figure-beside">{percent(without / deployed, texts.locale)}</span> : null}
      </p>
      <BodyShort size="small">{t.uncovered}</BodyShort>
    </div>
  );
}

const STATUSES = ["VALID", "SOON", "EXPIRED", "NEVER", "WAIVED", "UNKNOWN"];

function statusCount(cell: Cell, status: string): number {
  return cell.statuses[status] ?? cell.statuses[`STATUS_${status}`] ?? cell.statuses[status.toLowerCase()] ?? 0;
}

function statusesText(cell: Cell, texts: Texts): string {
  return STATUSES.map((status) => ({ status, count: statusCount(cell, status) }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${integer(count, texts.locale)} ${texts.statistics.statuses[status]}`)
    .join(", ");
}
