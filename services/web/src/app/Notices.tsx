// SPDX-License-Identifier: EUPL-1.2
// What was done to the reader's own accounts, above every page until it is dismissed.
import { Button } from "@navikt/ds-react/Button";
import { LocalAlert } from "@navikt/ds-react/LocalAlert";
import { BodyShort } from "@navikt/ds-react/Typography";
import { useMutation } from "@tanstack/react-query";
import { access, queries, SESSION_KEY } from "../api/api";
import { useSession } from "../api/session";
import { NoticeKind, type Notice } from "../gen/muster/access/v1/access_pb";
import { useTexts } from "../texts/texts";

export function Notices() {
  const { notices } = useSession();
  return notices.map((notice) => <OneNotice key={notice.name} notice={notice} />);
}

function OneNotice({ notice }: { notice: Notice }) {
  const t = useTexts().access;
  const text = t.notices[NoticeKind[notice.kind] as keyof typeof t.notices] ?? t.notices.ACCOUNT_CREATED;
  const dismissing = useMutation({
    mutationFn: () => access.dismissNotice({ name: notice.name }),
    onSettled: () => queries.invalidateQueries({ queryKey: SESSION_KEY }),
  });
  return (
    <LocalAlert status="announcement" role="status" size="small">
      <LocalAlert.Content>
        <BodyShort size="small">{text(notice.account, notice.actor === "console" ? t.console : notice.actor)}</BodyShort>
        <Button size="small" variant="tertiary" loading={dismissing.isPending} onClick={() => dismissing.mutate()}>{t.dismiss}</Button>
      </LocalAlert.Content>
    </LocalAlert>
  );
}
