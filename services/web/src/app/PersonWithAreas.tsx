// SPDX-License-Identifier: EUPL-1.2
// A person's page with what training and nominations know of them: areas do not know each other.
import { PersonNominations } from "../nominations/PersonNominations";
import { PersonPage } from "../people/PersonPage";
import { TrainingStatusList } from "../training/TrainingStatusList";

export default function PersonWithAreas() {
  return (
    <PersonPage
      training={(person) => <TrainingStatusList person={person} />}
      nominations={(person) => <PersonNominations person={person} />}
    />
  );
}
