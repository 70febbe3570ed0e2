// SPDX-License-Identifier: EUPL-1.2
// One call: what it asks for, how its slate is composed, and its nominations.
import { useQuery as useConnectQuery } from "@connectrpc/connect-query";
import { Button } from "@navikt/ds-react/Button";
import { ToggleGroup } from "@navikt/ds-react/ToggleGroup";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "wouter";
import { everyPage, nominations } from "../api/api";
import { BackLink, Empty, Facts, Loaded, Section } from "../ui/blocks";
import { useKept } from "../ui/useKept";
import { PageHeading } from "../ui/PageHeading";
import { named, usePosts } from "../api/reference";
import { useMay } from "../api/session";
import {
  CallKindSchema, CallState, CallStateSchema, NominationsService, type Call,
} from "../gen/muster/nominations/v1/nominations_pb";
import { OrganisationSchema } from "../gen/muster/platform/v1/terms_pb";
import { useTexts } from "../texts/texts";
import { Board } from "./Board";
import { CallMoves } from "./CallMoves";
import { CompositionStrip } from "./CompositionStrip";
import { Deadline } from "./Deadline";
import { NominationTable } from "./NominationTable";

export default function CallPage() {
  const texts = useTexts();
  const { id } = useParams<{ id: string }>();
  const call = useConnectQuery(NominationsService.method.getCall, { name: `calls/${id}` });
  return (
    <>
      <BackLink href="/nominations">{texts.nominations.backToCalls}</BackLink>
      <Loaded of={call} title={texts.nominations.call}>{(data) => <CallParts call={data} />}</Loaded>
    </>
  );
}

function CallParts({ call }: { call: Call }) {
  const texts = useTexts();
  const t = texts.nominations;
  const mayNominate = useMay("nominate");
  const others = useMay("nominateOthers");
  const maySee = useMay("seeNominations");
  const posts = usePosts();
  const postName = (name: string) => {
    const post = named(posts.data, name);
    return post ? `${post.code} ${post.displayName}` : name;
  };
  return (
    <>
      <PageHeading title={call.displayName}>
        {mayNominate && call.state === CallState.OPEN && (
          <Button as={Link} size="small" href={`/nominations/nominate?call=${call.name}`}>{others ? t.nominate : t.declare}</Button>
        )}
      </PageHeading>
      <Facts facts={[
        [t.reference, call.reference],
        [t.organisation, texts.value(OrganisationSchema, call.organisation)],
        [t.kind, texts.value(CallKindSchema, call.kind)],
        [t.state, texts.value(CallStateSchema, call.state)],
        [t.deadline, <Deadline key="deadline" call={call} />],
        [t.posts, posts.data && <ul key="posts" className="plain-list">{call.posts.map((name) => <li key={name}>{postName(name)}</li>)}</ul>],
      ]} />
      <CallMoves call={call} />
      {call.slate && <CompositionStrip call={call} slate={call.slate} />}
      {maySee && <Slate call={call} />}
    </>
  );
}

function Slate({ call }: { call: Call }) {
  const texts = useTexts();
  const t = texts.nominations;
  const [view, setView] = useKept("slate view", "board");
  const slate = useQuery({ queryKey: [NominationsService.typeName, "slate", call.name], queryFn: ({ signal }) =>
    everyPage(
      (pageToken) => nominations.listNominations({ filter: `call = "${call.name}"`, pageSize: 500, pageToken }, { signal }),
      (response) => response.nominations,
    ) });
  const toggle = (
    <ToggleGroup size="small" value={view} onChange={setView} aria-label={t.view}>
      <ToggleGroup.Item value="board" label={t.board} />
      <ToggleGroup.Item value="table" label={t.table} />
    </ToggleGroup>
  );
  return (
    <Loaded of={slate}>
      {(data) => (
        <Section title={t.title} actions={toggle}>
          {data.length === 0 ? <Empty text={t.noNominations} />
            : view === "board" ? <Board nominations={data} /> : <NominationTable label={t.title} nominations={data} />}
        </Section>
      )}
    </Loaded>
  );
}
