// SPDX-License-Identifier: EUPL-1.2
// Training coverage of WPS and SEAH, and those deployed without it.
import { Skeleton } from "@navikt/ds-react/Skeleton";
import { BodyShort } from "@navikt/ds-react/Typography";
import { ErrorNotice } from "../ui/errors";
import { integer } from "../ui/numbers";
import { useRequirements } from "../api/reference";
import { Topic } from "../gen/muster/platform/v1/terms_pb";
import type { Cell } from "../gen/muster/statistics/v1/statistics_pb";
import { Population, type Requirement } from "../gen/muster/training/v1/training_pb";
import { useTexts, type Texts } from "../texts/texts";
import { useFigure, useKindNote, useKindOf, wholeOf } from "./figures";
import { INDICATORS } from "./indicators";
import { Count, Tile } from "./Tile";
import { Protected, shareText } from "./Protected";
import { useReadership, useToldDay } from "./readership";
import type { View } from "./view";
import { Warnings } from "./Warnings";
import { dormant, lastReported, noNumberSentence, titled, unstated } from "./words";

const TOPICS = [{ topic: Topic.WPS, name: "WPS" }, { topic: Topic.SEAH, name: "SEAH" }];

export function TrainingTiles({ view }: { view: View }) {
  const texts = useTexts();
  const requirements = useRequirements();
  const kind = useKindOf(view)(INDICATORS.untrained);
  const note = useKindNote(view)(INDICATORS.untrained);
  if (!requirements.data) return null;
  return TOPICS.map(({ topic, name }) => {
    const onTopic = requirements.data.filter(({ topics, code }) => topics.includes(topic) || code.toUpperCase().includes(name));
    const first = onTopic.find(({ population }) => population === Population.DEPLOYED) ?? onTopic[0];
    const title = titled(texts.statistics.coverage(name), kind, texts);
    if (!first) {
      return <Tile key={name} wide title={title} indicators={[INDICATORS.trained]}><BodyShort>{texts.statistics.noRequirement(name)}</BodyShort></Tile>;
    }
    const roster = onTopic.find((requirement) => requirement !== first && requirement.population === Population.ROSTER);
    return (
      <Tile key={name} wide title={title} note={note} indicators={[INDICATORS.trained, INDICATORS.untrained]}>
        <div className="tile-parts">
          <Coverage view={view} requirement={first} />
          <Uncovered view={view} topic={name} requirement={first} />
          {roster && <div className="whole"><Coverage view={view} requirement={roster} /></div>}
        </div>
      </Tile>
    );
  });
}

function Coverage({ view, requirement }: { view: View; requirement: Requirement }) {
  const texts = useTexts();
  const t = texts.statistics;
  // Whoever is on the roster need be on no mission.
  const ofDeployed = requirement.population === Population.DEPLOYED;
  const kind = useKindOf(view)(INDICATORS.trained);
  const query = {
    indicator: INDICATORS.trained, requirement: requirement.code, kind: ofDeployed ? kind : "", ...useDayOf(view),
  };
  const answer = useFigure(query);
  const cell = wholeOf(answer.data);
  if (answer.isError) return <ErrorNotice error={answer.error} />;
  if (!answer.data) return <Skeleton variant="text" height={48} />;
  const open = cell && unstated(cell, query, texts);
  if (!cell || cell.noReport || cell.total === 0) {
    return <BodyShort>{(cell && noNumberSentence(query.indicator, cell, texts)) ?? t.nobody}{open && ` ${open}.`}</BodyShort>;
  }
  const name = texts.name(requirement.displayName, requirement.displayNameNb);
  const population = ofDeployed ? t.coverageOf.deployed : t.coverageOf.roster;
  return (
    <div>
      <p className="figure">
        <span className="figure-counts">
          {integer(cell.numerator, texts.locale)} {t.ofWord} <Count value={cell.denominator} what={name} cell={query} />
        </span>{" "}
        <span className="figure-beside">{shareText(cell.share, answer.data, texts.locale)}</span>
      </p>
      <BodyShort size="small">{population}</BodyShort>
      {cell.lastReported && <BodyShort size="small" weight="semibold">{lastReported(cell, texts)}</BodyShort>}
      <BodyShort size="small" className="quiet">{[statusesText(cell, texts), open, dormant(cell, texts)].filter(Boolean).join("; ")}</BodyShort>
      <Protected answer={answer.data} day={cell.date} />
      <Warnings indicator={query.indicator} whole={cell} />
    </div>
  );
}

// Of the view's day, or of the release that is told instead.
function useDayOf({ asOf, knownThen }: View) {
  const told = useToldDay();
  const readership = useReadership();
  return { asOf: told(asOf), knownThen: knownThen && readership !== "analyst" };
}

function Uncovered({ view, topic, requirement }: { view: View; topic: string; requirement: Requirement }) {
  const texts = useTexts();
  const t = texts.statistics;
  const kind = useKindOf(view)(INDICATORS.untrained);
  const query = { indicator: INDICATORS.untrained, requirement: requirement.code, kind, ...useDayOf(view) };
  const answer = useFigure(query);
  if (answer.isError) return <ErrorNotice error={answer.error} />;
  if (!answer.data) return <Skeleton variant="text" height={48} />;
  const cell = wholeOf(answer.data);
  const missing = cell && noNumberSentence(query.indicator, cell, texts);
  if (!cell || missing) return <BodyShort>{missing ?? t.nobody}</BodyShort>;
  return (
    <div>
      <p className="figure"><Count value={cell.total} what={`${t.uncovered}, ${topic}`} cell={query} /></p>
      <BodyShort size="small">{t.uncovered}</BodyShort>
      {cell.lastReported && <BodyShort size="small" weight="semibold">{lastReported(cell, texts)}</BodyShort>}
      {cell.unstated > 0 && <BodyShort size="small" className="quiet">{unstated(cell, query, texts)}</BodyShort>}
    </div>
  );
}

const STATUSES = ["VALID", "SOON", "EXPIRED", "NEVER", "WAIVED", "UNKNOWN"];

function statusesText(cell: Cell, texts: Texts): string {
  return STATUSES.map((status) => ({ status, count: cell.statuses[status] ?? 0 }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${integer(count, texts.locale)} ${texts.statistics.statuses[status]}`)
    .join(", ");
}
