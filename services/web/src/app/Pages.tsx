// SPDX-License-Identifier: EUPL-1.2
// Which page an address shows. Each area is a file of its own that loads when it is first opened.
import { Loader } from "@navikt/ds-react/Loader";
import { lazy, Suspense, type ComponentType } from "react";
import { Redirect, Route, Switch } from "wouter";
import { useTexts } from "../texts/texts";
import { PageHeading, usePageTitle } from "../ui/PageHeading";
import type { Address } from "./areas";
import { startPage } from "./startPage";
import { allows, useSession, type Right } from "../api/session";

const WorkPage = lazy(() => import("../nominations/WorkPage"));
const PeoplePage = lazy(() => import("../people/PeoplePage"));
const PersonPage = lazy(() => import("./PersonWithAreas"));
const TrainingPage = lazy(() => import("../training/TrainingPage"));
const RecordPage = lazy(() => import("../training/RecordPage"));
const MissionsPage = lazy(() => import("../missions/MissionsPage"));
const MissionPage = lazy(() => import("../missions/MissionPage"));
const CallsPage = lazy(() => import("../nominations/CallsPage"));
const CallPage = lazy(() => import("../nominations/CallPage"));
const NominatePage = lazy(() => import("../nominations/NominatePage"));
const NominationPage = lazy(() => import("../nominations/NominationPage"));
const StatisticsPage = lazy(() => import("../statistics/StatisticsPage"));
const RecordsPage = lazy(() => import("../statistics/RecordsPage"));

const PAGES: { path: Address; page: ComponentType; may?: Right }[] = [
  { path: "/work", page: WorkPage, may: "workOnNominations" },
  { path: "/people", page: PeoplePage, may: "seePeople" },
  { path: "/people/:id", page: PersonPage, may: "seePeople" },
  { path: "/training", page: TrainingPage },
  { path: "/training/record", page: RecordPage, may: "record" },
  { path: "/missions", page: MissionsPage },
  { path: "/missions/:id", page: MissionPage },
  { path: "/nominations", page: CallsPage },
  { path: "/nominations/nominate", page: NominatePage, may: "nominate" },
  { path: "/nominations/calls/:id", page: CallPage },
  { path: "/nominations/:id", page: NominationPage, may: "seeNominations" },
  { path: "/statistics", page: StatisticsPage, may: "seeFigures" },
  { path: "/statistics/records", page: RecordsPage, may: "seeRecordsOfFigures" },
];

export function Pages() {
  const texts = useTexts();
  const session = useSession();
  if (session.grants.length === 0) return <Message text={texts.app.noGrants} />;
  return (
    <Suspense fallback={<Waiting />}>
      <Switch>
        <Route path="/"><Redirect to={startPage(session)} replace /></Route>
        {PAGES.map(({ path, page: Page, may }) => (
          <Route key={path} path={path}>
            {!may || allows(session, may) ? <Page /> : <Message text={texts.app.notAllowed} />}
          </Route>
        ))}
        <Route><Message text={texts.app.notFound} /></Route>
      </Switch>
    </Suspense>
  );
}

function Waiting() {
  const texts = useTexts();
  usePageTitle(texts.app.loading);
  return (
    <>
      <h1 className="aksel-sr-only">{texts.app.loading}</h1>
      <Loader className="waiting" title={texts.app.loading} size="xlarge" />
    </>
  );
}

function Message({ text }: { text: string }) {
  return <PageHeading title={text} />;
}
