// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { Modal } from "@navikt/ds-react/Modal";
import { Switch } from "@navikt/ds-react/Switch";
import { Table } from "@navikt/ds-react/Table";
import { useTexts } from "../texts/texts";
import { usePreferences } from "../ui/preferences";
import { PLACES } from "./shortcuts";

export function ShortcutsList({ onClose }: { onClose: () => void }) {
  const texts = useTexts();
  const t = texts.app.shortcuts;
  const { shortcuts, setShortcuts } = usePreferences();
  const rows: [string[], string][] = [
    [["/"], t.search],
    ...PLACES.map(({ key, text }): [string[], string] => [["g", key], texts.app.nav[text]]),
    [["Ctrl+Enter"], t.save],
    [["?"], t.help],
  ];
  return (
    <Modal open onClose={onClose} header={{ heading: t.title }}>
      <Modal.Body>
        <Switch size="small" checked={shortcuts} onChange={(event) => setShortcuts(event.target.checked)}>{t.enabled}</Switch>
        <Table size="small">
          <Table.Header>
            <Table.Row>
              <Table.HeaderCell scope="col">{t.key}</Table.HeaderCell>
              <Table.HeaderCell scope="col">{t.does}</Table.HeaderCell>
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {rows.map(([keys, does]) => (
              <Table.Row key={keys.join()}>
                <Table.DataCell>
                  {keys.map((key, index) => (
                    <span key={key}>{index > 0 && ` ${t.then} `}<kbd>{key}</kbd></span>
                  ))}
                </Table.DataCell>
                <Table.DataCell>{does}</Table.DataCell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      </Modal.Body>
      <Modal.Footer>
        <Button onClick={onClose}>{t.close}</Button>
      </Modal.Footer>
    </Modal>
  );
}
