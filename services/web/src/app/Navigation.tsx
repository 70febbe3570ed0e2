// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import {
  AirplaneIcon, BarChartIcon, BriefcaseIcon, Buildings3Icon, CheckmarkCircleIcon, KeyHorizontalIcon, MenuHamburgerIcon, PersonGroupIcon, PersonPlusIcon, TasklistIcon,
} from "@navikt/aksel-icons";
import { useEffect, useState, type ComponentType, type SVGProps } from "react";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "wouter";
import { access } from "../api/api";
import { AccessService, ApprovalView } from "../gen/muster/access/v1/access_pb";
import { useTexts, type Texts } from "../texts/texts";
import type { Area } from "./routes";
import { Preferences } from "./HeaderBar";
import { allows, useSession, type Right } from "../api/session";

interface Entry {
  path: Area;
  text: keyof Omit<Texts["app"]["nav"], "label" | "menu">;
  icon: ComponentType<SVGProps<SVGSVGElement>>;
  may?: Right;
}

const ENTRIES: Entry[] = [
  { path: "/work", text: "work", icon: TasklistIcon, may: "workOnNominations" },
  { path: "/people", text: "people", icon: PersonGroupIcon, may: "seePeople" },
  { path: "/units", text: "units", icon: Buildings3Icon, may: "seeDisclosures" },
  { path: "/training", text: "training", icon: BriefcaseIcon },
  { path: "/missions", text: "missions", icon: AirplaneIcon },
  { path: "/nominations", text: "nominations", icon: PersonPlusIcon },
  { path: "/statistics", text: "statistics", icon: BarChartIcon, may: "seeFigures" },
  { path: "/approvals", text: "approvals", icon: CheckmarkCircleIcon, may: "approve" },
  { path: "/access", text: "access", icon: KeyHorizontalIcon, may: "administer" },
];

// How much waits for the reader; nothing when nothing does.
function WaitingCount() {
  const texts = useTexts();
  const { data } = useQuery({ queryKey: [AccessService.typeName, "waiting"], refetchInterval: 300_000, queryFn: async ({ signal }) =>
    (await access.listApprovals({ view: ApprovalView.MINE_TO_GIVE, pageSize: 100 }, { signal })).approvals.length });
  if (!data) return null;
  return (
    <>
      <span className="number" aria-hidden>({data})</span>
      <span className="aksel-sr-only">{texts.access.count(data)}</span>
    </>
  );
}

export function Navigation() {
  const texts = useTexts();
  const session = useSession();
  const [location] = useLocation();
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [location]);
  return (
    <nav aria-label={texts.app.nav.label} className="navigation">
      <Button className="navigation-menu" variant="tertiary" size="small" data-color="neutral" aria-expanded={open}
              icon={<MenuHamburgerIcon aria-hidden />} onClick={() => setOpen(!open)}>
        {texts.app.nav.menu}
      </Button>
      <ul className={open ? "open" : ""}>
        {ENTRIES.filter(({ may }) => !may || allows(session, may)).map(({ path, text, icon: Icon }) => (
          <li key={path}>
            <Link href={path} aria-current={location === path || location.startsWith(`${path}/`) ? "page" : undefined}>
              <Icon aria-hidden fontSize="1.5rem" />
              {texts.app.nav[text]}
              {path === "/approvals" && <WaitingCount />}
            </Link>
          </li>
        ))}
        <li className="navigation-preferences"><Preferences /></li>
      </ul>
    </nav>
  );
}
