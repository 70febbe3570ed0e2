// SPDX-License-Identifier: EUPL-1.2
import { Tag } from "@navikt/ds-react/Tag";
import { BodyShort, Label } from "@navikt/ds-react/Typography";
import { integer, percent } from "../app/numbers";
import type { Call, Nomination } from "../gen/muster/nominations/v1/nominations_pb";
import { useTexts } from "../texts/texts";
import { composition } from "./states";

// Women among those nominated, what the call asks for, and how many it takes.
export function CompositionStrip({ call, nominations }: { call: Call; nominations: Nomination[] }) {
  const texts = useTexts();
  const t = texts.nominations;
  const count = (value: number) => integer(value, texts.locale);
  const { women, known, unknown, nominees } = composition(nominations);
  const met = known > 0 && women * 100 >= call.minWomenPercent * known;
  return (
    <div className="composition">
      <div>
        <Label as="p" size="small">{t.composition}</Label>
        <p className="figure">
          {t.women(count(women), count(known))}
          {known > 0 && <span className="figure-beside"> {percent(women / known, texts.locale)}</span>}
        </p>
        <BodyShort size="small">
          {call.minWomenPercent > 0 ? t.asked(call.minWomenPercent) : t.notAsked}{" "}
          {call.minWomenPercent > 0 && known > 0 && (
            <Tag size="xsmall" variant="moderate" data-color={met ? "success" : "warning"}>{met ? t.asksMet : t.asksNotMet}</Tag>
          )}
        </BodyShort>
        <BodyShort size="small" className="quiet">{unknown > 0 && `${t.genderUnknown(unknown)}. `}{t.counted}</BodyShort>
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
