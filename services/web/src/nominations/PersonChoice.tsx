// SPDX-License-Identifier: EUPL-1.2
import { useQuery } from "@connectrpc/connect-query";
import { keepPreviousData } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Choice } from "../ui/Choice";
import { useDebounced } from "../ui/useDebounced";
import { RosterService, type Person } from "../gen/muster/roster/v1/roster_pb";
import { useTexts } from "../texts/texts";

interface Properties {
  person: string;
  onChange: (person: string) => void;
  error?: ReactNode;
}

function option(person: Person) {
  return { value: person.name, label: `${person.number} · ${person.displayName}` };
}

// Somebody on the roster, found by the server while one types.
export function PersonChoice({ person, onChange, error }: Properties) {
  const t = useTexts().nominations;
  const [typed, setTyped] = useState("");
  const query = useDebounced(typed.trim());
  const chosen = useQuery(RosterService.method.getPerson, { name: person }, { enabled: person !== "" });
  const found = useQuery(
    RosterService.method.listPersons,
    { query, pageSize: 10, orderBy: "family_name, given_name" },
    { enabled: query.length > 1, placeholderData: keepPreviousData },
  );
  const options = query.length > 1 ? (found.data?.persons ?? []).map(option) : [];
  return (
    <Choice label={t.searchPerson} description={t.searchPersonHelp} options={options} filteredOptions={options}
            isLoading={query.length > 1 && found.isFetching} value={typed} onChange={setTyped} error={error}
            selectedOptions={person && chosen.data ? [option(chosen.data)] : []}
            onToggleSelected={(name, selected) => {
              onChange(selected ? name : "");
              setTyped("");
            }} />
  );
}
