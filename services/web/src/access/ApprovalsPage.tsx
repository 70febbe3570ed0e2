// SPDX-License-Identifier: EUPL-1.2
// Requests that take a second person: those that wait for the reader, and those that the reader has made.
import { Button } from "@navikt/ds-react/Button";
import { Link as AkselLink } from "@navikt/ds-react/Link";
import { LocalAlert } from "@navikt/ds-react/LocalAlert";
import { Modal } from "@navikt/ds-react/Modal";
import { Table } from "@navikt/ds-react/Table";
import { Textarea } from "@navikt/ds-react/Textarea";
import { BodyShort } from "@navikt/ds-react/Typography";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { useState } from "react";
import { Link } from "wouter";
import { access, refresh } from "../api/api";
import { shortDate } from "../api/dates";
import { useMay } from "../api/session";
import { AccessService, ApprovalState, ApprovalStateSchema, ApprovalView, type Approval } from "../gen/muster/access/v1/access_pb";
import { useTexts } from "../texts/texts";
import { Empty, HeadCells, Loaded, Rows, Section } from "../ui/blocks";
import { ErrorNotice, fieldError } from "../ui/errors";
import { PageHeading } from "../ui/PageHeading";
import { useSave } from "../ui/useSave";
import { useApprovals, useSentence } from "./lists";

export default function ApprovalsPage() {
  const texts = useTexts();
  const t = texts.access;
  const [done, setDone] = useState("");
  return (
    <>
      <PageHeading title={t.approvals} />
      <BodyShort spacing>{t.lead}</BodyShort>
      <div role="status">{done && <LocalAlert status="success" role="presentation" size="small"><LocalAlert.Header>
        <LocalAlert.Title as="div">{done}</LocalAlert.Title></LocalAlert.Header></LocalAlert>}</div>
      <MineToGive onDone={setDone} />
      <AskedByMe />
    </>
  );
}

// Done alone, and to be looked at.
function isToReview({ state }: Approval): boolean {
  return state === ApprovalState.TO_REVIEW || state === ApprovalState.REVIEW_OVERDUE;
}

function expiry(approval: Approval, locale: string): string {
  return approval.expireTime ? shortDate(timestampDate(approval.expireTime).toISOString().slice(0, 10), locale) : "";
}

function MineToGive({ onDone }: { onDone: (text: string) => void }) {
  const texts = useTexts();
  const t = texts.access;
  const approvals = useApprovals(ApprovalView.MINE_TO_GIVE);
  const [asked, setAsked] = useState<{ approval: Approval; refuse: boolean }>();
  return (
    <Section title={t.mine}>
      <Loaded of={approvals}>
        {(data) => data.length === 0 ? <Empty text={t.noneMine} /> : (
          <Rows label={t.mine} head={<HeadCells texts={[t.what, t.askedBy, t.until, t.answer]} />}>
            {data.map((approval) => (
              <Table.Row key={approval.name}>
                <Table.HeaderCell scope="row" className="plain"><WhatFor approval={approval} /></Table.HeaderCell>
                <Table.DataCell>{approval.askedByDisplayName}</Table.DataCell>
                <Table.DataCell className={isToReview(approval) ? undefined : "date"}>
                  {isToReview(approval) ? t.reviewUntil(expiry(approval, texts.locale), approval.state === ApprovalState.REVIEW_OVERDUE)
                    : expiry(approval, texts.locale)}
                </Table.DataCell>
                <Table.DataCell>
                  <Button size="small" onClick={() => setAsked({ approval, refuse: false })}>{isToReview(approval) ? t.right : t.approve}</Button>{" "}
                  <Button size="small" variant="secondary" onClick={() => setAsked({ approval, refuse: true })}>
                    {isToReview(approval) ? t.notRight : t.refuse}
                  </Button>
                </Table.DataCell>
              </Table.Row>
            ))}
          </Rows>
        )}
      </Loaded>
      {asked && <DecisionDialog {...asked} onClose={() => setAsked(undefined)} onDone={onDone} />}
    </Section>
  );
}

// In words, and the person whom it is about for who may see people.
function WhatFor({ approval }: { approval: Approval }) {
  const texts = useTexts();
  const sentence = useSentence();
  const seesPeople = useMay("seePeople");
  const id = approval.person.split("/")[1];
  return (
    <>
      {sentence(approval)}
      {id && seesPeople && <> <AkselLink as={Link} href={`/people/${id}`}>{texts.access.seePerson} <span className="aksel-sr-only">{id}</span></AkselLink></>}
    </>
  );
}

interface Decision {
  approval: Approval;
  refuse: boolean;
  onClose: () => void;
  onDone: (text: string) => void;
}

// Says once more what is asked for, in words, before it is done or refused.
function DecisionDialog({ approval, refuse, onClose, onDone }: Decision) {
  const texts = useTexts();
  const t = texts.access;
  const [reason, setReason] = useState("");
  const review = isToReview(approval);
  const { name, etag } = approval;
  const { form, save, onKeyDown, saving, error, found } = useSave<HTMLDivElement, Approval>({
    content: { name, etag, reason, refuse },
    send: (requestId) => refuse ? access.refuseRequest({ name, etag, reason, requestId }) : access.approveRequest({ name, etag, requestId }),
    onSaved: async () => {
      onDone(refuse ? "" : review ? t.reviewed : t.approved);
      await refresh(AccessService);
      onClose();
    },
    onOvertaken: () => refresh(AccessService),
  });
  const title = review ? (refuse ? t.notRight : t.right) : refuse ? t.refuse : t.approve;
  return (
    <Modal open onClose={onClose} header={{ heading: title }} onKeyDown={onKeyDown}>
      <Modal.Body>
        <BodyShort as="div" spacing><WhatFor approval={approval} /></BodyShort>
        <BodyShort spacing>{review ? t.doneBy : t.askedBy}: {approval.askedByDisplayName}</BodyShort>
        {review && refuse && <BodyShort spacing>{t.nothingUndone}</BodyShort>}
        <div ref={form} className="form">
          {refuse && <Textarea label={review ? t.toBeDone : t.reason} value={reason} maxLength={1000} onChange={(event) => setReason(event.target.value)}
                               error={fieldError(found, "reason", texts)} />}
          {error && <ErrorNotice error={error} shown={["reason"]} />}
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Button data-color={refuse ? "danger" : undefined} loading={saving} onClick={() => save()}>{title}</Button>
        <Button variant="tertiary" onClick={onClose}>{texts.app.cancel}</Button>
      </Modal.Footer>
    </Modal>
  );
}

function AskedByMe() {
  const texts = useTexts();
  const t = texts.access;
  const approvals = useApprovals(ApprovalView.ASKED_BY_ME);
  return (
    <Section title={t.asked}>
      <Loaded of={approvals}>
        {(data) => data.length === 0 ? <Empty text={t.noneAsked} /> : (
          <Rows label={t.asked} head={<HeadCells texts={[t.what, t.state, t.until, t.decidedBy, t.why, t.deeds]} />}>
            {data.map((approval) => (
              <Table.Row key={approval.name}>
                <Table.HeaderCell scope="row" className="plain"><WhatFor approval={approval} /></Table.HeaderCell>
                <Table.DataCell>{texts.value(ApprovalStateSchema, approval.state)}</Table.DataCell>
                <Table.DataCell className="date">{expiry(approval, texts.locale)}</Table.DataCell>
                <Table.DataCell>{approval.decidedBy === "console" ? t.console : approval.decidedByDisplayName}</Table.DataCell>
                <Table.DataCell>{approval.reason}</Table.DataCell>
                <Table.DataCell>{approval.state === ApprovalState.PENDING && <Withdraw approval={approval} />}</Table.DataCell>
              </Table.Row>
            ))}
          </Rows>
        )}
      </Loaded>
    </Section>
  );
}

function Withdraw({ approval: { name, etag } }: { approval: Approval }) {
  const texts = useTexts();
  const { save, saving, error } = useSave<HTMLDivElement, Approval>({
    content: { name, etag },
    send: (requestId) => access.withdrawRequest({ name, etag, requestId }),
    onSaved: () => refresh(AccessService),
    onOvertaken: () => refresh(AccessService),
  });
  return (
    <>
      <Button size="small" variant="secondary" loading={saving} onClick={() => save()}>{texts.access.withdraw}</Button>
      {error && <ErrorNotice error={error} />}
    </>
  );
}
