// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { Search } from "@navikt/ds-react/Search";
import { Select } from "@navikt/ds-react/Select";
import { EnumOptions } from "../ui/EnumOptions";
import { useUnits } from "../api/reference";
import { SEARCH_ID } from "../ui/search";
import { CategorySchema, GenderSchema } from "../gen/muster/platform/v1/terms_pb";
import { useTexts } from "../texts/texts";
import { NO_FILTERS, type PeopleFilters } from "./list";
import { inForce, tree } from "./units";

export function PeopleFilterBar({ filters, onChange }: { filters: PeopleFilters; onChange: (filters: PeopleFilters) => void }) {
  const texts = useTexts();
  const t = texts.people;
  const units = useUnits();
  const change = (part: Partial<PeopleFilters>) => onChange({ ...filters, ...part });
  const filtered = Object.entries(NO_FILTERS).some(([key, value]) => filters[key as keyof PeopleFilters] !== value);
  // The button goes with the filters: the focus stays in the bar.
  const clear = () => {
    document.getElementById(SEARCH_ID)?.focus();
    onChange(NO_FILTERS);
  };
  return (
    <form className="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <Search id={SEARCH_ID} label={t.search} hideLabel={false} variant="simple" size="small" value={filters.query}
              onChange={(query) => change({ query })} onClear={() => change({ query: "" })} />
      <Select label={t.gender} size="small" value={filters.gender} onChange={(event) => change({ gender: Number(event.target.value) })}>
        <option value={0}>{texts.app.list.all}</option>
        <EnumOptions type={GenderSchema} />
      </Select>
      <Select label={t.category} size="small" value={filters.category} onChange={(event) => change({ category: Number(event.target.value) })}>
        <option value={0}>{texts.app.list.all}</option>
        <EnumOptions type={CategorySchema} />
      </Select>
      <Select label={t.unit} size="small" value={filters.unit} onChange={(event) => change({ unit: event.target.value })}>
        <option value="">{texts.app.list.all}</option>
        {tree(inForce(units.data ?? [], filters.unit)).map(({ unit, depth }) => (
          <option key={unit.name} value={unit.name}>
            {" ".repeat(3 * depth) + texts.name(unit.displayName, unit.displayNameNb)}
          </option>
        ))}
      </Select>
      {filtered && <Button size="small" variant="tertiary" onClick={clear}>{texts.app.list.reset}</Button>}
    </form>
  );
}
