// SPDX-License-Identifier: EUPL-1.2
// Which page an address shows. Each area is a file of its own that loads when it is first opened.
import { Loader } from "@navikt/ds-react/Loader";
import { lazy, Suspense, type ComponentType } from "react";
import { Redirect, Route, Switch } from "wouter";
import { useTexts } from "../texts/texts";
import { PageHeading, usePageTitle } from "../ui/PageHeading";
import { ROUTES, type Address } from "./routes";
import { startPage } from "./startPage";
import { allows, rolesOf, useSession, type Right } from "../api/session";
import { Role } from "../gen/muster/platform/v1/options_pb";

const WorkPage = lazy(() => import("../nominations/WorkPage"));
const PeoplePage = lazy(() => import("../people/PeoplePage"));
const PersonPage = lazy(() => import("./PersonWithAreas"));
const UnitsPage = lazy(() => import("../people/UnitsPage"));
const TrainingPage = lazy(() => import("../training/TrainingPage"));
const RecordPage = lazy(() => import("../training/RecordPage"));
const MissionsPage = lazy(() => import("../missions/MissionsPage"));
const MissionPage = lazy(() => import("../missions/MissionPage"));
const CallsPage = lazy(() => import("../nominations/CallsPage"));
const CallPage = lazy(() => import("../nominations/CallPage"));
const NominatePage = lazy(() => import("../nominations/NominatePage"));
const NominationPage = lazy(() => import("../nominations/NominationPage"));
const StatisticsPage = lazy(() => import("../statistics/StatisticsPage"));
const ApprovalsPage = lazy(() => import("../access/ApprovalsPage"));
const AccessPage = lazy(() => import("../access/AccessPage"));
const RecordsPage = lazy(() => import("../statistics/RecordsPage"));

interface Shown {
  page: ComponentType;
  may?: Right;
}

const PAGES: Record<Address, Shown> = {
  "/work": { page: WorkPage, may: "workOnNominations" },
  "/people": { page: PeoplePage, may: "seePeople" },
  "/people/:id": { page: PersonPage, may: "seePeople" },
  "/units": { page: UnitsPage, may: "seeDisclosures" },
  "/training": { page: TrainingPage },
  "/training/record": { page: RecordPage, may: "record" },
  "/missions": { page: MissionsPage },
  "/missions/:id": { page: MissionPage },
  "/nominations": { page: CallsPage },
  "/nominations/nominate": { page: NominatePage, may: "nominate" },
  "/nominations/calls/:id": { page: CallPage },
  "/nominations/:id": { page: NominationPage, may: "seeNominations" },
  "/statistics": { page: StatisticsPage, may: "seeFigures" },
  "/statistics/records": { page: RecordsPage, may: "seeRecordsOfFigures" },
  "/approvals": { page: ApprovalsPage, may: "approve" },
  "/access": { page: AccessPage, may: "administer" },
};

export function Pages() {
  const texts = useTexts();
  const session = useSession();
  if (session.grants.length === 0) return <Message text={texts.app.noGrants} />;
  return (
    <Suspense fallback={<Waiting />}>
      <Switch>
        <Route path="/"><Redirect to={startPage(session)} replace /></Route>
        {ROUTES.map((path) => (
          <Route key={path} path={path}><Allowed {...PAGES[path]} /></Route>
        ))}
        <Route><Message text={texts.app.notFound} /></Route>
      </Switch>
    </Suspense>
  );
}

function Allowed({ page: Page, may }: Shown) {
  const texts = useTexts();
  const session = useSession();
  if (!may || allows(session, may)) return <Page />;
  return <Message text={texts.app.notAllowed(texts.roles(rolesOf(may).map((role) => Role[role])))} />;
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
