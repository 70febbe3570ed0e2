// SPDX-License-Identifier: EUPL-1.2
import { BodyShort, Heading } from "@navikt/ds-react/Typography";
import { idOf, TextLink } from "../ui/blocks";
import { shortDate } from "../api/dates";
import { isOther, named, usePosts } from "../api/reference";
import { NominationStateSchema, type Nomination, type NominationState } from "../gen/muster/nominations/v1/nominations_pb";
import { GenderSchema } from "../gen/muster/platform/v1/terms_pb";
import { useTexts } from "../texts/texts";
import { BOARD } from "./states";

// A column for every state that somebody is in.
export function Board({ nominations }: { nominations: Nomination[] }) {
  return (
    <div className="board">
      {BOARD.map((state) => ({ state, in: nominations.filter((nomination) => nomination.state === state) }))
        .filter((column) => column.in.length > 0)
        .map((column) => <BoardColumn key={column.state} state={column.state} nominations={column.in} />)}
    </div>
  );
}

function BoardColumn({ state, nominations }: { state: NominationState; nominations: Nomination[] }) {
  const texts = useTexts();
  return (
    <section className="board-column">
      <Heading level="3" size="xsmall">
        {texts.value(NominationStateSchema, state)} <span className="quiet">{nominations.length}</span>
      </Heading>
      <ul>
        {nominations.map((nomination) => <li key={nomination.name}><Card nomination={nomination} /></li>)}
      </ul>
    </section>
  );
}

function Card({ nomination }: { nomination: Nomination }) {
  const texts = useTexts();
  const posts = usePosts();
  const post = named(posts.data, nomination.post);
  const day = (civil: string) => shortDate(civil, texts.locale);
  return (
    <article className="card">
      <TextLink href={`/nominations/${idOf(nomination.name)}`}>{nomination.personDisplayName || nomination.person}</TextLink>
      <BodyShort size="small">{post ? `${post.code} ${post.displayName}` : isOther(nomination.post) ? texts.disclosure.other : nomination.post}</BodyShort>
      <BodyShort size="small" className="quiet">
        {texts.value(GenderSchema, nomination.frozenGender)} · {day(nomination.plannedFrom)} – {day(nomination.plannedTo)}
      </BodyShort>
    </article>
  );
}
