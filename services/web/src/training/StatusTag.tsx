// SPDX-License-Identifier: EUPL-1.2
import { Tag } from "@navikt/ds-react/Tag";
import { Status, StatusSchema } from "../gen/muster/training/v1/training_pb";
import { useTexts, type Texts } from "../texts/texts";

type Letter = keyof Texts["training"]["letter"];
type Colour = "success" | "warning" | "danger" | "info" | "neutral";

const LOOKS: Partial<Record<Status, { letter: Letter; colour: Colour }>> = {
  [Status.VALID]: { letter: "valid", colour: "success" },
  [Status.SOON]: { letter: "soon", colour: "warning" },
  [Status.EXPIRED]: { letter: "expired", colour: "danger" },
  [Status.NEVER]: { letter: "never", colour: "danger" },
  [Status.WAIVED]: { letter: "waived", colour: "info" },
  [Status.UNKNOWN]: { letter: "unknown", colour: "neutral" },
};

// A letter, a tint and the word: never the colour alone.
export function StatusTag({ status }: { status: Status }) {
  const texts = useTexts();
  const look = LOOKS[status];
  if (!look) return null;
  return (
    <Tag size="small" variant="moderate" data-color={look.colour} icon={<span aria-hidden className="status-letter">{texts.training.letter[look.letter]}</span>}>
      {texts.value(StatusSchema, status)}
    </Tag>
  );
}
