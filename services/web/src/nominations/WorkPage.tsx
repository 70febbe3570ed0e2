// SPDX-License-Identifier: EUPL-1.2
// What waits: nominations to review or sent back, and calls whose deadline comes.
import { useQuery } from "@connectrpc/connect-query";
import { Empty, Loaded, Section } from "../ui/blocks";
import { PageHeading } from "../ui/PageHeading";
import { useMay } from "../api/session";
import { CallState, CallStateSchema, NominationsService, NominationState, NominationStateSchema } from "../gen/muster/nominations/v1/nominations_pb";
import { useTexts } from "../texts/texts";
import { CallTable } from "./CallTable";
import { NominationTable } from "./NominationTable";

const SHOWN = 50;

export default function WorkPage() {
  const texts = useTexts();
  const t = texts.nominations;
  const sendsDrafts = useMay("nominateOthers");
  return (
    <>
      <PageHeading title={texts.app.nav.work} />
      <InState title={t.waiting} empty={t.nothingWaiting} state={NominationState.IN_REVIEW} />
      <InState title={t.returned} empty={t.nothingReturned} state={NominationState.RETURNED} />
      {sendsDrafts && <InState title={t.drafts} empty={t.noDrafts} state={NominationState.DRAFT} />}
      <OpenCalls />
    </>
  );
}

function InState({ title, empty, state }: { title: string; empty: string; state: NominationState }) {
  const nominations = useQuery(NominationsService.method.listNominations, {
    filter: `state = ${NominationStateSchema.value[state]?.name}`, pageSize: SHOWN,
  });
  return (
    <Section title={title}>
      <Loaded of={nominations}>
        {(data) => data.nominations.length === 0 ? <Empty text={empty} /> : <NominationTable label={title} nominations={data.nominations} />}
      </Loaded>
    </Section>
  );
}

function OpenCalls() {
  const t = useTexts().nominations;
  const calls = useQuery(NominationsService.method.listCalls, {
    filter: `state = ${CallStateSchema.value[CallState.OPEN]?.name}`, orderBy: "deadline_date", pageSize: SHOWN,
  });
  return (
    <Section title={t.deadlines}>
      <Loaded of={calls}>
        {(data) => data.calls.length === 0 ? <Empty text={t.nothingLeft} /> : <CallTable label={t.deadlines} calls={data.calls} />}
      </Loaded>
    </Section>
  );
}
