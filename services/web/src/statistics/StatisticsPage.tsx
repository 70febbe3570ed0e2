// SPDX-License-Identifier: EUPL-1.2
// Participation and leadership: where we stand, how it came, where it differs.
import { BodyLong, BodyShort } from "@navikt/ds-react/Typography";
import { today } from "../api/dates";
import { ErrorNotice } from "../ui/errors";
import { PageHeading } from "../ui/PageHeading";
import { useTexts } from "../texts/texts";
import { useFigure, useKinds, useKindOf } from "./figures";
import { INDICATORS } from "./indicators";
import { Split } from "./Split";
import { Tiles } from "./Tiles";
import { Trend } from "./Trend";
import { useView, type View } from "./view";
import { ViewControls } from "./ViewControls";

export default function StatisticsPage() {
  const texts = useTexts();
  const [view, change] = useView();
  return (
    <>
      <PageHeading title={texts.statistics.title} />
      <ViewControls view={view} onChange={change} />
      {/* Of days to come nothing is counted: the field says so. */}
      {view.asOf <= today() && (
        <>
          <Sentence view={view} />
          <Tiles view={view} />
          <Trend view={view} onChange={change} />
          <Split view={view} onChange={change} />
        </>
      )}
    </>
  );
}

// The answer in words, as the server writes it.
function Sentence({ view }: { view: View }) {
  const texts = useTexts();
  const { asOf, knownThen, tier } = view;
  const kindOf = useKindOf(view);
  const deployed = useFigure({ indicator: INDICATORS.deployed, asOf, knownThen, kind: kindOf(INDICATORS.deployed) });
  const leaders = useFigure({ indicator: INDICATORS.leading, asOf, knownThen, tier, kind: kindOf(INDICATORS.leading) });
  const kinds = useKinds();
  if (deployed.isError) return <ErrorNotice error={deployed.error} again={() => void deployed.refetch()} />;
  const scope = deployed.data?.scope ?? [];
  return (
    <div className="sentence" aria-live="polite">
      <BodyLong size="large">
        {[deployed.data, leaders.data].map((answer) => answer && texts.name(answer.sentence, answer.sentenceNb)).filter(Boolean).join(" ")}
      </BodyLong>
      {kinds && !view.kind && <BodyShort size="small">{texts.statistics.kindsLeftOut}</BodyShort>}
      {scope.length > 0 && <BodyShort size="small">{texts.statistics.scope(scope.join(", "))}</BodyShort>}
    </div>
  );
}
