// SPDX-License-Identifier: EUPL-1.2
// A draft nomination of one person to one post of an open call; of oneself, by who may nominate nobody else.
import { useQuery } from "@connectrpc/connect-query";
import { Button } from "@navikt/ds-react/Button";
import { BodyLong } from "@navikt/ds-react/Typography";
import { useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { nominations, refresh } from "../api/api";
import { useMay, useSession } from "../api/session";
import { BackLink, Empty, idOf, Loaded } from "../ui/blocks";
import { ErrorNotice, refusedFor } from "../ui/errors";
import { FreeText } from "../ui/FreeText";
import { PageHeading } from "../ui/PageHeading";
import { useSave } from "../ui/useSave";
import {
  CallState, CallStateSchema, NominationsService, SupervisorAgreement, type Call, type Nomination,
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
  const [dormantReason, setDormantReason] = useState("");
  const { form, save, onKeyDown, saving, error, found } = useSave<HTMLFormElement, Nomination>({
    content: { ...draft, dormantReason },
    send: (requestId) => nominations.createNomination({ nomination: draft, dormantReason, requestId }),
    onSaved: (created) => {
      void refresh(NominationsService);
      navigate(`/nominations/${idOf(created.name)}`);
    },
  });
  return (
    <form ref={form} className="form" onSubmit={save} onKeyDown={onKeyDown} noValidate>
      <NominationFields calls={calls} draft={draft} onChange={setDraft} found={found} self={self !== ""} />
      {(dormantReason !== "" || refusedFor(error, "DORMANT")) && (
        <FreeText label={t.dormantReason} value={dormantReason} maxLength={2000} minRows={1}
                  onChange={({ target }) => setDormantReason(target.value)} />
      )}
      {error && <ErrorNotice error={error} shown={FIELDS} />}
      <div><Button type="submit" loading={saving}>{t.saveDraft}</Button></div>
    </form>
  );
}
