// SPDX-License-Identifier: EUPL-1.2
import type { DescEnum } from "@bufbuild/protobuf";
import { useTexts } from "../texts/texts";

// The options of a select for every value of an enum but UNSPECIFIED.
export function EnumOptions({ type }: { type: DescEnum }) {
  const texts = useTexts();
  return type.values.filter(({ number }) => number !== 0).map(({ number }) => (
    <option key={number} value={number}>{texts.value(type, number)}</option>
  ));
}
