// SPDX-License-Identifier: EUPL-1.2
// What was done to the reader's own accounts, and that something is to be looked at: above every page until it is
// dismissed, and of each kind one, however often it happened.
import { Button } from "@navikt/ds-react/Button";
import { Link as AkselLink } from "@navikt/ds-react/Link";
import { LocalAlert } from "@navikt/ds-react/LocalAlert";
import { BodyShort } from "@navikt/ds-react/Typography";
import { useMutation } from "@tanstack/react-query";
import { Link } from "wouter";
import { access, queries, SESSION_KEY } from "../api/api";
import { useSession } from "../api/session";
import { NoticeKind, type Notice } from "../gen/muster/access/v1/access_pb";
import { useTexts } from "../texts/texts";

export function Notices() {
  const { notices } = useSession();
  const kinds = [...new Set(notices.map((notice) => notice.kind))];
  return kinds.map((kind) => <OneKind key={kind} kind={kind} notices={notices.filter((notice) => notice.kind === kind)} />);
}

function OneKind({ kind, notices }: { kind: NoticeKind; notices: readonly Notice[] }) {
  const t = useTexts().access;
  const name = NoticeKind[kind] as keyof typeof t.notices;
  const dismissing = useMutation({
    mutationFn: () => Promise.all(notices.map((notice) => access.dismissNotice({ name: notice.name }))),
    onSettled: () => queries.invalidateQueries({ queryKey: SESSION_KEY }),
  });
  return (
    <LocalAlert status="announcement" role="status" size="small">
      <LocalAlert.Content className="notice">
        {name === "REVIEW_WAITS" || name === "REVIEW_OBJECTED"
          ? <BodyShort size="small">{t.notices[name](notices.length, called(notices[0], t.console))} <AkselLink as={Link} href="/approvals">{t.approvals}</AkselLink></BodyShort>
          : notices.map((notice) => (
            <BodyShort key={notice.name} size="small">
              {(t.notices[name] ?? t.notices.ACCOUNT_CREATED)(notice.accountDisplayName, called(notice, t.console))}
            </BodyShort>
          ))}
        <Button size="small" variant="tertiary" loading={dismissing.isPending} onClick={() => dismissing.mutate()}>{t.dismiss}</Button>
      </LocalAlert.Content>
    </LocalAlert>
  );
}

function called(notice: Notice | undefined, console: string): string {
  return notice?.actor === "console" ? console : notice?.actorDisplayName ?? "";
}
