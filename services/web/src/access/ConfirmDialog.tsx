// SPDX-License-Identifier: EUPL-1.2
// Says what is about to be done, does it, and shows a secret that came of it: once, since nobody can show it again.
import { Button } from "@navikt/ds-react/Button";
import { CopyButton } from "@navikt/ds-react/CopyButton";
import { Modal } from "@navikt/ds-react/Modal";
import { BodyShort } from "@navikt/ds-react/Typography";
import { timestampDate, type Timestamp } from "@bufbuild/protobuf/wkt";
import type { ReactNode } from "react";
import { refresh } from "../api/api";
import { shortDate } from "../api/dates";
import { AccessService } from "../gen/muster/access/v1/access_pb";
import { useTexts } from "../texts/texts";
import { useSave } from "../ui/useSave";
import { Refused, Waits } from "./Waits";

export interface Secret {
  secret: string;
  expireTime?: Timestamp;
}

export interface Confirmed {
  title: string;
  // What happens then.
  text: string;
  danger?: boolean;
  // What the request depends on.
  content: object;
  send: (requestId: string) => Promise<Secret | undefined>;
  // More to fill in.
  children?: ReactNode;
  shown?: readonly string[];
}

const NOTHING: readonly string[] = [];

export function ConfirmDialog({ title, text, danger, content, send, children, shown = NOTHING, onClose }: Confirmed & { onClose: () => void }) {
  const texts = useTexts();
  const { form, save, onKeyDown, saving, error, answer } = useSave<HTMLDivElement, Secret | undefined>({
    content,
    send,
    onSaved: async (secret) => {
      await refresh(AccessService);
      if (!secret) onClose();
    },
    onOvertaken: () => refresh(AccessService),
  });
  return (
    <Modal open onClose={onClose} header={{ heading: title }} onKeyDown={answer ? undefined : onKeyDown}>
      <Modal.Body>
        {answer ? <ShownOnce {...answer} /> : (
          <div ref={form} className="form">
            <BodyShort>{text}</BodyShort>
            {children}
            <Refused error={error} shown={shown} />
            <div role="status"><Waits error={error} /></div>
          </div>
        )}
      </Modal.Body>
      <Modal.Footer>
        {!answer && <Button data-color={danger ? "danger" : undefined} loading={saving} onClick={() => save()}>{title}</Button>}
        <Button variant={answer ? "primary" : "tertiary"} onClick={onClose}>{answer ? texts.access.close : texts.app.cancel}</Button>
      </Modal.Footer>
    </Modal>
  );
}

function ShownOnce({ secret, expireTime }: Secret) {
  const texts = useTexts();
  const t = texts.access;
  return (
    <div role="status">
      <BodyShort spacing>{t.shownOnce}</BodyShort>
      <div className="inline"><code>{secret}</code><CopyButton size="small" copyText={secret} text={t.copy} activeText={t.copied} /></div>
      {expireTime && <BodyShort>{t.until}: {shortDate(timestampDate(expireTime).toISOString().slice(0, 10), texts.locale)}</BodyShort>}
    </div>
  );
}
