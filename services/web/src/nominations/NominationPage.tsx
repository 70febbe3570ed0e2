// SPDX-License-Identifier: EUPL-1.2
// One nomination: what it says, what may be done with it, what was done.
import { useQuery } from "@connectrpc/connect-query";
import { BodyLong } from "@navikt/ds-react/Typography";
import { useParams } from "wouter";
import { BackLink, Facts, idOf, Loaded, Section, TextLink } from "../ui/blocks";
import { longDate } from "../api/dates";
import { PageHeading } from "../ui/PageHeading";
import { isOther, named, usePosts } from "../api/reference";
import {
  NominationsService, ReasonSchema, SupervisorAgreementSchema, type Nomination,
} from "../gen/muster/nominations/v1/nominations_pb";
import { CategorySchema, GenderSchema, RankBandSchema } from "../gen/muster/platform/v1/terms_pb";
import { useTexts } from "../texts/texts";
import { Actions } from "./Actions";
import { History } from "./History";
import { StateTag } from "./StateTag";

export default function NominationPage() {
  const { id } = useParams<{ id: string }>();
  const nomination = useQuery(NominationsService.method.getNomination, { name: `nominations/${id}` });
  const title = useTexts().nominations.nomination;
  return <Loaded of={nomination} title={title}>{(data) => <NominationParts nomination={data} />}</Loaded>;
}

function NominationParts({ nomination }: { nomination: Nomination }) {
  const texts = useTexts();
  const t = texts.nominations;
  const post = named(usePosts().data, nomination.post);
  const apart = isOther(nomination.call);
  const call = useQuery(NominationsService.method.getCall, { name: nomination.call }, { enabled: !apart });
  const day = (civil: string) => longDate(civil, texts.locale);
  const counted = [
    texts.value(GenderSchema, nomination.frozenGender),
    texts.value(CategorySchema, nomination.frozenCategory),
    texts.value(RankBandSchema, nomination.frozenRankBand),
  ];
  return (
    <>
      <BackLink href={apart ? "/nominations" : `/nominations/calls/${idOf(nomination.call)}`}>{call.data?.displayName ?? (apart ? texts.app.nav.nominations : t.backToCall)}</BackLink>
      <PageHeading title={nomination.personDisplayName || t.nomination}>
        <StateTag state={nomination.state} />
      </PageHeading>
      <div className="columns">
        <div>
          <Section title={t.nomination}>
            <Facts facts={[
              [t.person, <TextLink key="person" href={`/people/${idOf(nomination.person)}`}>{nomination.personDisplayName || nomination.person}</TextLink>],
              [t.post, post ? `${post.code} ${post.displayName}` : isOther(nomination.post) ? texts.disclosure.other : nomination.post],
              [t.period, `${day(nomination.plannedFrom)} – ${day(nomination.plannedTo)}`],
              [t.supervisor, texts.value(SupervisorAgreementSchema, nomination.supervisorAgreement)],
              [t.frozen, counted.filter(Boolean).join(", ")],
              [t.outcomeReason, texts.value(ReasonSchema, nomination.outcomeReason)],
              [t.unitReference, nomination.reference],
            ]} />
          </Section>
          {nomination.motivation && (
            <Section title={t.motivation}><BodyLong className="written">{nomination.motivation}</BodyLong></Section>
          )}
        </div>
        <div>
          <Section title={t.actions}>
            <Actions nomination={nomination} />
          </Section>
          <History nomination={nomination.name} />
        </div>
      </div>
    </>
  );
}
