// SPDX-License-Identifier: EUPL-1.2
// A draft nomination of one person to one post of an open call; of oneself, by who may nominate nobody else.
import { useQuery } from "@connectrpc/connect-query";
import { Button } from "@navikt/ds-react/Button";
import { BodyLong } from "@navikt/ds-react/Typography";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useLocation, useSearchParams } from "wouter";
import { nominations, refresh } from "../api/api";
import { BackLink, Empty, idOf, Loaded } from "../ui/blocks";
import { hasWrongDate } from "../ui/DateField";
import { ErrorNotice, violations } from "../ui/errors";
import { useFaultyFieldFocus } from "../ui/useFaultyFieldFocus";
import { PageHeading } from "../ui/PageHeading";
import { useRequestId } from "../api/requestId";
import { useMay, useSession } from "../api/session";
import { onSaveKey } from "../ui/saveKey";
import {
  CallState, CallStateSchema, NominationsService, SupervisorAgreement, type Call,
} from "../gen/muster/nominations/v1/nominations_pb";
import { useTexts } from "../texts/texts";
import { NominationFields, type Draft } from "./NominationFields";

const FIELDS = ["call", "post", "person", "motivation", "supervisor_agreement", "planned_from", "planned_to"];

export default function NominatePage() {
  const t = useTexts().nominations;
  const self = useSelf();
  const calls = useQuery(NominationsService.method.listCalls, {
    filter: `state = ${CallStateSchema.value[CallState.OPEN]?.name}`, orderBy: "deadline_date", pageSize: 500,
  });
  return (
    <>
      <BackLink href="/nominations">{t.backToCalls}</BackLink>
      <PageHeading title={self ? t.declareTitle : t.nominateTitle} />
      <BodyLong className="lead">{self ? t.declareLead : t.nominateLead}</BodyLong>
      <Loaded of={calls}>
        {(data) => data.calls.length === 0 ? <Empty text={t.noOpenCalls} /> : <NominateForm calls={data.calls} />}
      </Loaded>
    </>
  );
}

// The caller's own person, when they may nominate nobody else.
function useSelf(): string {
  const { person } = useSession();
  return useMay("nominateOthers") ? "" : person;
}

function NominateForm({ calls }: { calls: Call[] }) {
  const t = useTexts().nominations;
  const [, navigate] = useLocation();
  const [parameters] = useSearchParams();
  const requestId = useRequestId();
  const self = useSelf();
  const [draft, setDraft] = useState<Draft>({
    call: parameters.get("call") ?? (calls.length === 1 ? calls[0]?.name ?? "" : ""),
    post: "",
    person: self || (parameters.get("person") ?? ""),
    motivation: "",
    supervisorAgreement: SupervisorAgreement.UNSPECIFIED,
    plannedFrom: "",
    plannedTo: "",
  });
  const save = useMutation({
    mutationFn: () => nominations.createNomination({ nomination: draft, requestId: requestId(draft) }),
    onSuccess: (created) => {
      void refresh(NominationsService);
      navigate(`/nominations/${idOf(created.name)}`);
    },
  });
  const [refused, setRefused] = useState<object>();
  const form = useFaultyFieldFocus<HTMLFormElement>(save.error, refused);
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (hasWrongDate(draft)) setRefused({});
    else if (!save.isPending) save.mutate();
  };
  return (
    <form ref={form} className="form" onSubmit={submit} onKeyDown={onSaveKey(submit)} noValidate>
      <NominationFields calls={calls} draft={draft} onChange={setDraft} found={violations(save.error)} self={self !== ""} />
      {save.isError && <ErrorNotice error={save.error} shown={FIELDS} />}
      <div><Button type="submit" loading={save.isPending}>{t.saveDraft}</Button></div>
    </form>
  );
}
