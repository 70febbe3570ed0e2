// SPDX-License-Identifier: EUPL-1.2
import { Tag } from "@navikt/ds-react/Tag";
import { BodyShort, Label } from "@navikt/ds-react/Typography";
import { integer } from "../ui/numbers";
import type { Call, Call_Slate } from "../gen/muster/nominations/v1/nominations_pb";
import { useTexts } from "../texts/texts";

// Women among those nominated, what the call asks for, and how many it takes: the counts by which
// the server lets endorse.
export function CompositionStrip({ call, slate }: { call: Call; slate: Call_Slate }) {
  const texts = useTexts();
  const t = texts.nominations;
  const count = (value: number) => integer(value, texts.locale);
  const { women, known, notStated, nominees, enoughWomen } = slate;
  const asked = call.minWomenPercent;
  return (
    <div className="composition">
      <div>
        <Label as="p" size="small">{t.composition}</Label>
        <p className="figure">{t.women(count(women), count(known))}</p>
        <BodyShort size="small">
          {asked > 0 ? t.asked(asked) : t.notAsked}{" "}
          {asked > 0 && known > 0 && (
            <Tag size="xsmall" variant="moderate" data-color={enoughWomen ? "success" : "warning"}>{enoughWomen ? t.asksMet : t.asksNotMet}</Tag>
          )}
        </BodyShort>
        <BodyShort size="small" className="quiet">{notStated > 0 && `${t.genderUnknown(notStated)}. `}{t.counted}</BodyShort>
      </div>
      <div>
        <Label as="p" size="small">{t.nominees}</Label>
        <p className="figure">
          {call.maxNominees > 0 ? t.nomineesOf(count(nominees), count(call.maxNominees)) : t.noMaximum(count(nominees))}
        </p>
        <BodyShort size="small" className="quiet">{t.nomineesHelp}</BodyShort>
      </div>
    </div>
  );
}
