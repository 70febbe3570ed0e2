// SPDX-License-Identifier: EUPL-1.2
import { Radio, RadioGroup } from "@navikt/ds-react/Radio";
import { Select } from "@navikt/ds-react/Select";
import { ErrorMessage } from "@navikt/ds-react/Typography";
import { DateField } from "../ui/DateField";
import { fieldError, type Violation } from "../ui/errors";
import { FreeText } from "../ui/FreeText";
import { named, usePosts } from "../api/reference";
import { SupervisorAgreementSchema, type Call, type SupervisorAgreement } from "../gen/muster/nominations/v1/nominations_pb";
import { useTexts } from "../texts/texts";
import { PersonChoice } from "./PersonChoice";

export interface Draft {
  call: string;
  post: string;
  person: string;
  motivation: string;
  supervisorAgreement: SupervisorAgreement;
  plannedFrom: string;
  plannedTo: string;
}

interface Properties {
  calls: Call[];
  draft: Draft;
  onChange: (draft: Draft) => void;
  found: Violation[];
  // Of the caller: neither the person nor the supervisor's answer is for them to give.
  self: boolean;
}

export function NominationFields({ calls, draft, onChange, found, self }: Properties) {
  const texts = useTexts();
  const t = texts.nominations;
  const posts = usePosts();
  const change = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const personError = fieldError(found, "person", texts);
  const callPosts = named(calls, draft.call)?.posts ?? [];
  return (
    <>
      <Select label={t.call} value={draft.call} error={fieldError(found, "call", texts)} onChange={(event) => change({ call: event.target.value, post: "" })}>
        <option value="">{t.choose}</option>
        {calls.map((call) => <option key={call.name} value={call.name}>{call.displayName}</option>)}
      </Select>
      <Select label={t.post} value={draft.post} error={fieldError(found, "post", texts)} onChange={(event) => change({ post: event.target.value })}>
        <option value="">{t.choose}</option>
        {callPosts.map((name) => {
          const post = named(posts.data, name);
          return <option key={name} value={name}>{post ? `${post.code} ${post.displayName}` : name}</option>;
        })}
      </Select>
      {!self ? <PersonChoice person={draft.person} error={personError} onChange={(person) => change({ person })} />
        : personError && <ErrorMessage role="alert">{personError}</ErrorMessage>}
      <div className="inline top">
        <DateField label={t.plannedFrom} value={draft.plannedFrom} error={fieldError(found, "planned_from", texts)} onChange={(plannedFrom) => change({ plannedFrom })} />
        <DateField label={t.plannedTo} value={draft.plannedTo} error={fieldError(found, "planned_to", texts)} onChange={(plannedTo) => change({ plannedTo })} />
      </div>
      {!self && (
        <RadioGroup legend={t.supervisor} value={draft.supervisorAgreement} error={fieldError(found, "supervisor_agreement", texts)}
                    onChange={(supervisorAgreement: SupervisorAgreement) => change({ supervisorAgreement })}>
          {SupervisorAgreementSchema.values.filter(({ number }) => number !== 0).map(({ number }) => (
            <Radio key={number} value={number}>{texts.value(SupervisorAgreementSchema, number)}</Radio>
          ))}
        </RadioGroup>
      )}
      <FreeText label={t.motivation} value={draft.motivation} maxLength={4000} error={fieldError(found, "motivation", texts)}
                onChange={(event) => change({ motivation: event.target.value })} />
    </>
  );
}
